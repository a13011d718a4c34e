-- Questions that are asked at every click, every night or at every start, and had to read a whole table.
create index disclosure_consent on disclosure (consent);
create index open_task_due on open_task (due);
create index case_file_status on case_file (status);
create index case_file_opened on case_file (opened, case_ref);
create index person_index_key on person_index (key_id);
create index consent_until on consent (valid_until);
create index notification_received on notification (received);
-- What one person did of one kind in a case: who examines its complaint, who looked at it.
create index ledger_entry_actor on ledger_entry (stream, actor, type);
