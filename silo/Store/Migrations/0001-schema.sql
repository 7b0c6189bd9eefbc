-- Ids compare by their bytes on every machine: COLLATE "C". Enums are stored as the numbers that a test pins.

-- The truth. "at" counts ticks of 100 ns since 0001-01-01 UTC: timestamptz would round what a replay has to see exactly.
-- "data" is UTF-8 JSON, byte for byte as it was encoded: jsonb would reorder it, refuse \u0000, and cost a parse for each write.
create table events (
    unit text collate "C" not null,
    seq bigint not null check (seq > 0),
    name text collate "C" not null,
    data bytea not null,
    actor text not null,
    at bigint not null,
    request_id text collate "C",
    primary key (unit, seq)
);
create unique index events_request on events (unit, request_id) where request_id is not null;

-- For people with psql.
create view readable_events as
    select unit, seq, name, convert_from(data, 'UTF8') as data, actor,
           timestamptz '0001-01-01 00:00:00+00' + at / 10 * interval '1 microsecond' as at, request_id
    from events;

create sequence incarnations;

-- Messages that their receivers have not acknowledged; what they say is the event.
create table outbox (
    id bigint generated always as identity primary key,
    unit text collate "C" not null,
    seq bigint not null,
    target text collate "C" not null
);
create index outbox_unit on outbox (unit, id);

create table snapshots (
    unit text collate "C" primary key,
    seq bigint not null,
    data bytea not null
);

create table rollup_checkpoints (
    unit text collate "C" primary key,
    seq bigint not null,
    version bigint not null,
    included jsonb not null,
    data bytea not null
);

-- "path" holds the ids from the root down to the unit itself, each followed by '~', which no id contains: whatever stands at or
-- below a unit is one range of it. "sort_key" is UTF-16, big endian: its bytes compare as the Vietnamese alphabet wants.
create table units (
    id text collate "C" primary key,
    name text not null,
    kind smallint not null,
    parent text collate "C" references units,
    code text,
    depth integer not null,
    path text collate "C" not null,
    folded text collate "C" not null,
    sort_key bytea not null,
    grams bigint[] not null
);
create index units_parent on units (parent);
create index units_grams on units using gin (grams);

create table plans (
    id text collate "C" primary key,
    owner text collate "C" not null,
    title text not null,
    start_year integer not null,
    end_year integer not null,
    adopted_on date
);

create table tasks (
    id text collate "C" primary key,
    plan text collate "C" not null
);

create table obligations (
    id text collate "C" primary key,
    unit text collate "C" not null,
    path text collate "C" not null,
    unit_kind smallint not null,
    kind smallint not null,
    plan text collate "C" not null,
    plan_owner text collate "C" not null,
    source text collate "C" not null,
    area text collate "C" not null,
    reform smallint not null,
    start_year integer not null,
    end_year integer not null,
    weight integer not null,
    planned bigint not null,
    status smallint not null,
    percent integer not null,
    due date,
    completed_on date,
    with_difficulty boolean not null,
    spent bigint not null,
    reported boolean not null,
    data bytea not null
) with (fillfactor = 60, toast_tuple_target = 8160);
-- Written far more often than read, and short: compressing it would cost more than its bytes.
alter table obligations alter column data set storage external;

-- One index an order, each ascending in (key, id), so that one row comparison begins every page. The path comes last: what does not
-- stand below the unit asked for is passed over in the index, without a look at its row. Day numbers count from 0001-01-01; the
-- greatest integer stands for no due day, which comes last whichever the direction.
create index obligations_due_asc on obligations ((coalesce(due - date '0001-01-01', 2147483647)), id, path);
create index obligations_due_desc on obligations ((coalesce(date '0001-01-01' - due, 2147483647)), id, path);
-- What is overdue hides behind years of finished work in the first of these, and a difficulty anywhere.
create index obligations_open on obligations ((coalesce(due - date '0001-01-01', 2147483647)), id, path) where status in (1, 2, 3);
create index obligations_difficulty on obligations ((coalesce(due - date '0001-01-01', 2147483647)), id, path) where with_difficulty;
create index obligations_path on obligations (path);
create index obligations_plan on obligations (plan);
create index obligations_source on obligations (source);

-- Beside the obligations, because most changes are of these two: as no index of obligations holds them, such a change finds room on the
-- row's page and touches none of those indexes, and only the three here.
create table obligation_ranks (
    id text collate "C" primary key,
    path text collate "C" not null,
    percent integer not null,
    updated bigint not null
);
create index obligation_ranks_percent_asc on obligation_ranks (percent, id, path);
create index obligation_ranks_percent_desc on obligation_ranks ((-percent), id, path);
create index obligation_ranks_updated_desc on obligation_ranks ((-updated), id, path);

-- Beside the obligations, because a change of percent must not touch some hundred index entries of an unchanged text.
create table obligation_texts (
    id text collate "C" primary key,
    folded text collate "C" not null,
    grams bigint[] not null
);
create index obligation_texts_grams on obligation_texts using gin (grams);
