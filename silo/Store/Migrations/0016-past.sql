-- What each obligation was on each day, by all that is recorded, so that a past day is one query. A projection: PastFill writes it once from
-- the events of a system that is older than it. Read by the million for a whole country, so its rows are short, and name units and
-- obligations by numbers.
alter table units add column number integer generated always as identity;
create unique index units_number on units (number);
alter table obligations add column number bigint generated always as identity;
create unique index obligations_number on obligations (number);

-- The obligation was so from from_day to the day before to_day; 'infinity' where it still is. own: of the unit's own plan. The last three
-- columns are as in obligations and obligation_ranks.
create table obligation_spans (
    obligation bigint not null,
    planned bigint not null,
    spent bigint not null,
    updated bigint not null,
    unit integer not null,
    from_day date not null,
    to_day date not null,
    due date,
    completed_on date,
    weight integer not null,
    percent smallint not null,
    start_year smallint not null,
    end_year smallint not null,
    kind smallint not null,
    reform smallint not null,
    status smallint not null,
    own boolean not null,
    reported boolean not null,
    postponed boolean not null,
    with_difficulty boolean not null,
    primary key (obligation, from_day)
) with (fillfactor = 90);
create index obligation_spans_unit on obligation_spans (unit);

-- What plans set aside for their areas and no obligation carries.
create table plan_money (
    plan text collate "C" not null,
    area text collate "C" not null,
    owner text collate "C" not null,
    reform smallint not null,
    start_year smallint not null,
    end_year smallint not null,
    from_day date not null,
    own boolean not null,
    money bigint not null,
    primary key (plan, area)
);
create index plan_money_owner on plan_money (owner);

-- Which projections have been filled from the events, and by which version of their rule.
create table projections (name text primary key, version integer not null);
