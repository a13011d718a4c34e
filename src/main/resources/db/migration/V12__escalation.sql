-- When a task is escalated next, unless something happens to it before; null if it is not. Set with each change of the task and read again
-- under the lock of its case.
alter table open_task add column escalates timestamp(3) with time zone;
update open_task set escalates =
    case when escalated is null and agency is null and not exists (
             select 1 from case_assignment a where a.case_ref = open_task.case_ref and a.role = open_task.role)
         then least(coalesce(due, created + interval '8' hour), created + interval '8' hour)
         else due end
 where escalated is null or escalated = 'lead';
create index open_task_escalates on open_task (escalates);
