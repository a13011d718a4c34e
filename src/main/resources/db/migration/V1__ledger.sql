-- One history per case (stream = case reference) and one for what concerns no case. Entries are only ever inserted.
create table ledger_head (
    stream varchar(20) primary key,
    seq    bigint not null
);
insert into ledger_head (stream, seq) values ('general', 0);
create table ledger_entry (
    stream  varchar(20) not null references ledger_head,
    seq     bigint not null,
    at      timestamp(3) with time zone not null,
    type    varchar(30) not null,
    actor   varchar(64),
    agency  varchar(64),
    role    varchar(64),
    process varchar(64),
    element varchar(160),
    task    varchar(64),
    facts   varchar(4000),
    primary key (stream, seq)
);
