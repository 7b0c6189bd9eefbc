-- Regimes: calendars of reports. A regime imposes reports without a plan, and shares its ids with tasks and duties, whose obligations bear
-- them. The owner stands there for a regime alone: of the others the plan tells it.
alter table tasks alter column plan drop not null;
alter table tasks add column owner text collate "C";
alter table tasks add constraint tasks_plan_or_owner check ((plan is null) <> (owner is null));
create index tasks_owner on tasks (owner) where owner is not null;

-- The period of a report. The index holds what is asked of a period, whoever stands below whom: a figure of one is read from as many rows
-- as there are reporters.
alter table obligations alter column plan drop not null;
alter table obligations add column period text collate "C";
create index obligations_period on obligations (period, path) where period is not null;
