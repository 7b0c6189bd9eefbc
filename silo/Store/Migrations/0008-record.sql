-- Who stood behind a change, by ids: names are kept elsewhere, so that a person can be renamed without touching the record.
alter table events add column person text, add column session text, add column address text, add column on_behalf_of text;

-- The record is a chain: each event bears SHA-256 of the hash before it in its unit's record, followed by what the event itself amounts to
-- (RecordHash.cs), so that a row which was changed, removed or inserted later shows.
alter table events add column hash bytea;

create function link(previous bytea, content bytea) returns bytea
    language sql immutable strict parallel safe as 'select sha256($1 || $2)';

create aggregate chain (bytea) (sfunc = link, stype = bytea, initcond = '');

-- The end of each unit's record, without which the last events could be taken away unseen.
create table record_heads (
    unit text collate "C" primary key,
    seq bigint not null,
    hash bytea not null
) with (fillfactor = 50);

create function pg_temp.field(value bytea) returns bytea
    language sql immutable as $$ select coalesce(int4send(octet_length($1)) || $1, int4send(-1)) $$;

create function pg_temp.field(value text) returns bytea
    language sql immutable as $$ select pg_temp.field(convert_to($1, 'UTF8')) $$;

update events e set hash = linked.hash
from (
    select unit, seq, chain(sha256(
        pg_temp.field(unit) || int8send(seq) || pg_temp.field(name) || pg_temp.field(data) || pg_temp.field(actor) || int8send(at)
        || pg_temp.field(request_id) || pg_temp.field(digest)
        || pg_temp.field(null::text) || pg_temp.field(null::text) || pg_temp.field(null::text) || pg_temp.field(null::text)))
        over (partition by unit order by seq) as hash
    from events) as linked
where linked.unit = e.unit and linked.seq = e.seq;

insert into record_heads (unit, seq, hash) select distinct on (unit) unit, seq, hash from events order by unit, seq desc;

alter table events alter column hash set not null;
