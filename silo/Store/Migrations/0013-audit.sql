-- What was done at a unit and below it, newest first: the newest event of each unit is one probe of the first index, that of one person at each
-- of the second.
create index events_at on events (unit, at, seq);
create index events_person on events (person, unit, at, seq) where person is not null;
create index units_path on units (path);
