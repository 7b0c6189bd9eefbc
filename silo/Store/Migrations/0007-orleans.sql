-- What the ADO.NET providers of Orleans keep: their statements by name, small states that no unit owns, and what is to happen on a day. A
-- database is one installation, whatever its nodes call their cluster: no row bears that name.
create table if not exists orleansquery (querykey text primary key, querytext text not null);
create table grain_states (
    type text collate "C" not null,
    key text collate "C" not null,
    version integer not null,
    data bytea,
    primary key (type, key)
);
create table reminders (
    grain text collate "C" not null,
    name text collate "C" not null,
    grain_hash integer not null,
    starts timestamptz not null,
    period bigint not null,
    version integer not null,
    primary key (grain, name)
);
