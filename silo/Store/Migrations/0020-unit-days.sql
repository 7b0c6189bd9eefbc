-- Units have days: "units" is the state of today, and says of a unit that has ended what it was last. seq: of the event that made it so,
-- by which processes learn that it has changed.
alter table units add column from_day date;
alter table units add column to_day date;
alter table units add column seq bigint not null default 1;

-- All that each unit was called and where it stood, the first at place 1: a projection of its events, null for a day that is not recorded
-- and for one that has not come.
create table unit_names (
    unit text collate "C" not null,
    place integer not null,
    from_day date,
    to_day date,
    name text not null,
    kind smallint not null,
    parent text collate "C",
    code text,
    primary key (unit, place)
);
insert into unit_names (unit, place, name, kind, parent, code) select id, 1, name, kind, parent, code from units;

-- Which units go on in which from a day on. extent: 0 all of the old one, 1 a part.
create table lineage (
    old text collate "C" not null,
    new text collate "C" not null,
    extent smallint not null,
    on_day date not null,
    reorganisation text collate "C",
    primary key (old, new, on_day)
);
