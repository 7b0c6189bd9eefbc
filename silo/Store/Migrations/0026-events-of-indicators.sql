-- What units were asked and have given of indicators, and how they were inspected: few of all events, and what a past day is told from.
create index events_of_indicators on events (unit, seq)
    where name in ('indicator-imposed', 'indicator-reported', 'indicator-verified');
create index events_of_inspections on events (unit, seq) where name = 'unit-inspected';
