create table case_file (
    case_ref varchar(20) primary key,
    region   varchar(64) not null,
    status   varchar(10) not null,
    opened   timestamp(3) with time zone not null,
    closed   timestamp(3) with time zone
);
create table case_assignment (
    case_ref varchar(20) not null references case_file,
    role     varchar(64) not null,
    agency   varchar(64) not null,
    since    timestamp(3) with time zone not null,
    primary key (case_ref, role)
);
create index case_assignment_agency on case_assignment (agency);
-- Each answer that was given, with its class; the latest of a key is the one in force.
create table case_field (
    id         bigint generated always as identity primary key,
    case_ref   varchar(20) not null references case_file,
    form       varchar(64) not null,
    process    varchar(64) not null,
    element    varchar(160) not null,
    task       varchar(64) not null,
    role       varchar(64) not null,
    agency     varchar(64) not null,
    field      varchar(64) not null,
    data_class varchar(32) not null,
    content    varchar(100000) not null,
    written    timestamp(3) with time zone not null
);
create index case_field_case on case_field (case_ref, field);
create table consent (
    id          varchar(36) primary key,
    case_ref    varchar(20) not null references case_file,
    item        varchar(200) not null,
    recipient   varchar(64),
    valid_until timestamp(3) with time zone not null,
    given       timestamp(3) with time zone not null,
    withdrawn   timestamp(3) with time zone,
    process     varchar(64) not null,
    element     varchar(160) not null,
    task        varchar(64) not null
);
create index consent_case on consent (case_ref);
-- An adult who does not consent is counted, not filed: no identity, no contact, no words of hers.
create table notification (
    notification_ref varchar(20) primary key,
    region           varchar(64) not null,
    channel          varchar(32) not null,
    agency           varchar(64) not null,
    age_band         varchar(32),
    sex              varchar(32),
    indicators       varchar(2000) not null,
    received         timestamp(3) with time zone not null
);
