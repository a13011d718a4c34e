alter table file_access add column asked_for varchar(32);   -- for how long an auditor asks, ISO 8601
alter table file_access add column refused_by varchar(64);
create index file_access_actor on file_access (actor, asked);

-- Who opens files in danger, one row each: it is locked, so that the openings of one person follow each other and can be counted.
create table break_glass_turn (
    login varchar(64) primary key
);
