-- Reorganisations: what each says, and how far it has come. A row is replaced by each change; version tells whose change was first. content
-- is large and changes while it is a draft alone, progress is small and changes with every few steps.
create table reorganisations (
    id text collate "C" primary key,
    carrier text collate "C" not null,
    version bigint not null,
    under_way boolean not null,
    content bytea not null,
    progress bytea not null,
    drafted timestamptz not null default now()
);
create index reorganisations_under_way on reorganisations (id) where under_way;
