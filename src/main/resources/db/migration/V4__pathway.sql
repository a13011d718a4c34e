-- The open tasks of all cases, written by the engine's task events in the engine's transaction; the inbox reads it.
create table open_task (
    task_id   varchar(64) primary key,
    case_ref  varchar(20) not null references case_file,
    process   varchar(64) not null,
    instance  varchar(64) not null,
    element   varchar(160) not null,
    name      varchar(200) not null,
    strand    varchar(32) not null,
    role      varchar(64) not null,
    region    varchar(64) not null,
    form      varchar(64) not null,
    created   timestamp(3) with time zone not null,
    due       timestamp(3) with time zone,
    assignee  varchar(64),
    agency    varchar(64),
    escalated varchar(16),
    escalated_at timestamp(3) with time zone
);
create index open_task_case on open_task (case_ref);
create index open_task_role on open_task (role, region);
-- How far the demo's clock is ahead of the machine's; no row means not at all.
create table service_clock (
    id     integer primary key,
    ahead  bigint not null
);
