-- Tasks and duties share their ids: nobody may give the id of another's duty to a task, since both would make the same obligation.
insert into tasks (id, plan) select distinct on (source) source, plan from obligations where kind <> 0 order by source, plan
on conflict (id) do nothing;
