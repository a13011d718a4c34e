-- An answer is read, shown, corrected and judged by the version of the models by which it was written. Of those that are there already: what a
-- task brought goes by the version that the entries of the task name; what was written beside the tasks, and what is older than such
-- entries, by the version that was in force then; and what is older than all versions by the first, which is what was there before.
alter table case_field add column version integer default 1 not null;
update case_field set version = coalesce(
    (select max(e.version) from ledger_entry e where e.stream = case_field.case_ref and e.task = case_field.task and case_field.task <> ''),
    (select max(s.version) from published_set s where s.published <= case_field.written),
    1);
alter table case_field alter column version drop default;
