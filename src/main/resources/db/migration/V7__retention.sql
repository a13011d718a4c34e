-- The keys that an erasure destroys: those that were there when it was made, never one that was made since.
create table erasure_key (
    erasure varchar(36) not null references erasure,
    key_id  varchar(36) not null,
    primary key (erasure, key_id)
);
create index erasure_key_destroyed on erasure (key_destroyed);
