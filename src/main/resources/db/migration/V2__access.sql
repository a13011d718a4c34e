-- One row: whether this is a demonstration, decided at the first start.
create table installation (
    id    int primary key check (id = 1),
    demo  boolean not null,
    since timestamp(3) with time zone not null
);
-- Accounts are shut, not deleted: the ledger names them. Roles and region are those of the agency (directory.yaml).
create table account (
    login            varchar(64) primary key,
    display_name     varchar(200) not null,
    password_hash    varchar(200) not null,
    password_version int not null, -- sessions of an older one end
    agency           varchar(64) not null,
    lead             boolean not null,
    active           boolean not null,
    created_at       timestamp(3) with time zone not null
);
create index account_agency on account (agency);
