-- Each entry is chained to the one before it in its stream; its hash is over its canonical form. No installation was made before this, so
-- the unchained histories of trials go.
delete from ledger_entry;
update ledger_head set seq = 0;
alter table ledger_head add column hash varchar(64);
alter table ledger_head add column at timestamp(3) with time zone;
alter table ledger_entry add column model varchar(64);
alter table ledger_entry add column version integer;
alter table ledger_entry add column instance varchar(64);
alter table ledger_entry add column parent varchar(64);
alter table ledger_entry add column commitments varchar(4000);
alter table ledger_entry add column previous varchar(64) not null;
alter table ledger_entry add column hash varchar(64) not null;
-- What has been committed and is not yet in the tree: up to which entry of a stream.
create table ledger_queue (
    stream varchar(20) not null,
    upto   bigint not null,
    primary key (stream, upto)
);
-- The tree over all entries (RFC 9162): leaves in its order, and the roots of whole subtrees of 256, 65536 … of them.
create table ledger_leaf (
    leaf   bigint primary key,
    stream varchar(20) not null,
    seq    bigint not null,
    hash   varchar(64) not null,
    unique (stream, seq)
);
create table ledger_subtree (
    level    integer not null,
    position bigint not null,
    hash     varchar(64) not null,
    primary key (level, position)
);
create table ledger_tree (
    id   integer primary key,
    size bigint not null
);
insert into ledger_tree (id, size) values (1, 0);
create table ledger_checkpoint (
    size     bigint primary key,
    signed   timestamp(3) with time zone not null,
    note     varchar(20000) not null,
    given    timestamp(3) with time zone
);
-- The log's public keys, each announced under the one before. The private ones are in files.
create table ledger_keys (
    id      integer primary key,
    history varchar(100000) not null
);
-- Salts of the commitments that entries hold to what was written down, sealed like that: gone with it.
alter table case_field add column recording varchar(36);
create table recording_salt (
    recording  varchar(36) not null,
    case_ref   varchar(20) not null references case_file,
    data_class varchar(32) not null,
    sealed     varchar(1000) not null,
    key_id     varchar(36) not null,
    primary key (recording, data_class)
);
create index recording_salt_case on recording_salt (case_ref);
-- Every set of models that was published, and every configuration: files by what is in them.
create table published_file (
    hash    varchar(64) primary key,
    content varchar(2000000) not null
);
create table published_set (
    version    integer primary key,
    hash       varchar(64) not null,
    deployment varchar(64) not null,
    published  timestamp(3) with time zone not null
);
create table published_set_file (
    set_hash  varchar(64) not null,
    path      varchar(200) not null,
    file_hash varchar(64) not null references published_file,
    primary key (set_hash, path)
);
