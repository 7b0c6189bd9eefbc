-- The last span of each obligation that stands where it is listed: what it is now, with no end. It is written by almost every append, and
-- no span that has ended is ever written again, so the two stand apart: a change is one row here, and on a later day than the one before one
-- row there. The orders by percent and by last change go by it, too; no index of obligations holds these two, so that a change of them finds
-- room on the row's page there.
create table open_spans (
    obligation bigint primary key,
    planned bigint not null,
    spent bigint not null,
    updated bigint not null,
    unit integer not null,
    from_day date not null,
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
    id text collate "C" not null,
    path text collate "C" not null
);

-- Where no span is open its beginning is written from the events.
insert into open_spans
select o.number, o.planned, o.spent, r.updated, u.number,
    coalesce(s.from_day, date '0001-01-01' + ((r.updated + 252000000000) / 864000000000)::integer),
    o.due, o.completed_on, o.weight, o.percent, o.start_year, o.end_year, o.kind, o.reform, o.status,
    coalesce(s.own, o.plan is not null and coalesce(split_part(o.origin, '~', 1), o.unit) = o.plan_owner),
    o.reported, o.postponed, o.with_difficulty, o.id, r.path
from obligations o
join obligation_ranks r on r.id = o.id
join units u on u.id = o.unit
left join obligation_spans s on s.obligation = o.number and s.to_day = 'infinity'
where o.status <> 6;

create index open_spans_unit on open_spans (unit);
create index open_spans_percent_asc on open_spans (percent, id, path);
create index open_spans_percent_desc on open_spans ((-percent), id, path);
create index open_spans_updated_desc on open_spans ((-updated), id, path);
drop table obligation_ranks;

delete from obligation_spans where to_day = 'infinity';
alter table obligation_spans reset (fillfactor);
