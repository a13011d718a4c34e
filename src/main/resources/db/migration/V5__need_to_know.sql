-- Values are sealed under the key of their case and class, which is in another database. No installation was made before this, so the
-- rows of trials, which were in clear text, go.
delete from case_field;
alter table case_field drop column content;
alter table case_field add column sealed varchar(200000) not null;
alter table case_field add column key_id varchar(36) not null;
create index case_field_key on case_field (key_id);

-- What the person was told and how it was given is in case_field, sealed, under the task (or the consent itself) as its source.
alter table consent add column agency varchar(64);          -- the one agency that receives; null for any of the role
alter table consent add column purpose varchar(64);
alter table consent add column language varchar(32);
alter table consent add column given_as varchar(32);        -- signature, spoken, assent-and-guardian
alter table consent add column given_by varchar(16);        -- person or guardian
alter table consent add column once boolean default false not null;
alter table consent add column recorded_by varchar(64);
alter table consent add column recorded_agency varchar(64);
alter table consent add column recorded_role varchar(64);
alter table consent add column ended_by varchar(16);        -- person, majority

-- What a role reads beyond the table of classes, and why. A row is never deleted: the person can ask who got what.
create table disclosure (
    id        varchar(36) primary key,
    case_ref  varchar(20) not null references case_file,
    consent   varchar(36) references consent,               -- or
    ground    varchar(64),                                  -- a ground of law from data-classes.yaml
    purpose   varchar(64) not null,
    role      varchar(64) not null,
    agency    varchar(64),
    classes   varchar(200) not null,
    made      timestamp(3) with time zone not null,
    made_by   varchar(64) not null,
    made_role varchar(64) not null,
    process   varchar(64),
    element   varchar(160),
    task      varchar(64),
    ended     timestamp(3) with time zone                   -- recipients were told to delete
);
create index disclosure_case on disclosure (case_ref);

-- What a role's agency on a case is to know or to do outside of its tasks. Holds no content.
create table notice (
    id              varchar(36) primary key,
    case_ref        varchar(20) not null references case_file,
    role            varchar(64) not null,
    agency          varchar(64),                            -- null: whoever is on the case in the role
    kind            varchar(32) not null,
    subject         varchar(64),                            -- what it is about: id of a disclosure or access, a class
    made            timestamp(3) with time zone not null,
    acknowledged    timestamp(3) with time zone,
    acknowledged_by varchar(64)
);
create index notice_role on notice (role, acknowledged);
create index notice_case on notice (case_ref);

-- Reading a file that one is not on: an auditor with approval, or anybody but law enforcement in imminent danger.
create table file_access (
    id          varchar(36) primary key,
    case_ref    varchar(20) not null references case_file,
    kind        varchar(16) not null,                       -- audit, break-glass
    actor       varchar(64) not null,
    agency      varchar(64) not null,
    role        varchar(64) not null,
    purpose     varchar(64) not null,
    classes     varchar(200) not null,
    asked       timestamp(3) with time zone not null,
    approved    timestamp(3) with time zone,
    approved_by varchar(64),
    valid_until timestamp(3) with time zone,
    refused     timestamp(3) with time zone,
    reviewed    timestamp(3) with time zone,
    reviewed_by varchar(64),
    review      varchar(32)                                 -- justified, not-justified
);
create index file_access_case on file_access (case_ref, actor);

-- Interviews about what happened, of the whole case: told once, and counted.
create table interview (
    task     varchar(64) primary key,
    case_ref varchar(20) not null references case_file,
    held     timestamp(3) with time zone not null,
    role     varchar(64) not null
);
create index interview_case on interview (case_ref);

create table legal_hold (
    id       varchar(36) primary key,
    case_ref varchar(20) not null references case_file,
    reason   varchar(64) not null,
    since    timestamp(3) with time zone not null,
    set_by   varchar(64) not null,
    ended    timestamp(3) with time zone,
    ended_by varchar(64)
);
create index legal_hold_case on legal_hold (case_ref);

-- Classes that the person wants kept but not used.
create table restriction (
    case_ref   varchar(20) not null references case_file,
    data_class varchar(32) not null,
    since      timestamp(3) with time zone not null,
    primary key (case_ref, data_class)
);

-- The data are gone with the row's own transaction, their key a moment later: null until then.
create table erasure (
    id            varchar(36) primary key,
    case_ref      varchar(20) not null references case_file,
    data_class    varchar(32) not null,
    why           varchar(32) not null,                     -- retention, request
    erased        timestamp(3) with time zone not null,
    key_destroyed timestamp(3) with time zone
);
create index erasure_case on erasure (case_ref);

-- To find a person again without her name: keyed hashes, of the class identity and erased with it.
create table person_index (
    case_ref varchar(20) not null references case_file,
    kind     varchar(32) not null,
    token    varchar(64) not null,
    key_id   varchar(36) not null,
    primary key (case_ref, kind, token)
);
create index person_index_token on person_index (token);
