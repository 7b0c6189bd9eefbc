-- Evidence. What a file holds is kept once, under its SHA-256, in parts, so that no more than one part is ever in memory; whole: all of them are
-- there. touched: when somebody last brought it, in ticks of 100 ns, as every instant here.
create table file_contents (
    sha256 text collate "C" primary key,
    bytes integer not null,
    whole boolean not null,
    touched bigint not null
);
create index file_contents_unfinished on file_contents (touched) where not whole;

create table file_parts (
    sha256 text collate "C" not null references file_contents on delete cascade,
    part integer not null,
    data bytea not null,
    primary key (sha256, part)
);
-- Most are compressed already.
alter table file_parts alter column data set storage external;

create table files (
    id text collate "C" primary key,
    sha256 text collate "C" not null references file_contents,
    name text not null,
    media_type text not null,
    bytes integer not null,
    brought_by text collate "C" not null,
    at bigint not null
);
create index files_sha256 on files (sha256);

-- Those of the last seven days, named or not: what is trimmed is looked for here alone.
create table recent_files (
    file text collate "C" primary key references files on delete cascade,
    brought_by text collate "C" not null,
    at bigint not null
);
create index recent_files_of on recent_files (brought_by);
create index recent_files_at on recent_files (at);

-- Which events name which files, written with the event: a projection. The obligation is null where the document is of something else.
create table file_uses (
    file text collate "C" not null,
    unit text collate "C" not null,
    seq bigint not null,
    obligation text collate "C",
    primary key (file, unit, seq)
);

-- The server may not delete what somebody brought. It may ask for this, which takes away files that nothing has named within seven days, and what
-- no file holds any more or none has come to hold within a day; so many at once that it takes no time.
create function trim_files() returns void language sql security definer set search_path = public, pg_temp as $$
    with old as (
        select file from recent_files
        where at < 621355968000000000 + (extract(epoch from now()) * 10000000)::bigint - 7 * 864000000000
        order by at limit 100),
    past as (delete from recent_files r using old where r.file = old.file returning r.file),
    gone as (
        delete from files f using past where f.id = past.file and not exists (select from file_uses u where u.file = f.id)
        returning f.id, f.sha256)
    update file_contents c set whole = false from gone
    where c.sha256 = gone.sha256
        and not exists (select from files f where f.sha256 = c.sha256 and f.id not in (select id from gone));
    delete from file_contents c using (
        select sha256 from file_contents
        where not whole and touched < 621355968000000000 + (extract(epoch from now()) * 10000000)::bigint - 864000000000
        order by touched limit 20) as unfinished
    where c.sha256 = unfinished.sha256 and not c.whole and not exists (select from files f where f.sha256 = c.sha256);
$$;
