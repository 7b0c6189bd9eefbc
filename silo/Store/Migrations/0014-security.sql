-- Who came in and who was refused: ids and addresses, never a secret. at is an instant, in ticks of 100 ns. count: how often it happened within
-- the minute that the row stands for.
create table security_events (
    id bigint generated always as identity primary key,
    at bigint not null,
    what text not null,
    code text,
    person text collate "C",
    address text,
    note text,
    count integer not null
);
-- So that strangers who are refused again and again push nothing out but their own.
create index security_events_strangers on security_events (id) where person is null;

-- The server may not delete from this table. It may ask for this, which takes away what is older than 400 days, and of the rest what is beyond a
-- million of the newest, and beyond half of that for strangers.
create function trim_security_log() returns void language sql security definer set search_path = public, pg_temp as $$
    delete from security_events
    where at < 621355968000000000 + (extract(epoch from now()) * 10000000)::bigint - 400 * 864000000000
        or id <= (select id from security_events order by id desc offset 1000000 limit 1)
        or (person is null and id <= (select id from security_events where person is null order by id desc offset 500000 limit 1))
$$;
