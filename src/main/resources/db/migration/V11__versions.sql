-- A task goes by the version of the models on which its instance began.
alter table open_task add column version integer default 1 not null;
update open_task set version = coalesce((select max(version) from published_set), 1);
alter table open_task alter column version drop default;
create index published_set_deployment on published_set (deployment);
