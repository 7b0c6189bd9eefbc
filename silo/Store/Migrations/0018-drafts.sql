-- Plans that are being prepared: no events, and counted nowhere. A row is replaced by each change; version tells whose change was first.
create table drafts (
    id text collate "C" primary key,
    owner text collate "C" not null,
    version bigint not null,
    created bigint not null,
    updated bigint not null,
    data bytea not null
);
create index drafts_owner on drafts (owner, created desc, id);

-- Which requests have been carried out, so that a repeated one changes nothing. version: that of the draft after it; 0 for what removed it. What
-- made a draft and what removed it stay when it is gone.
create table draft_requests (
    draft text collate "C" not null,
    request text collate "C" not null,
    digest text not null,
    version bigint not null,
    primary key (draft, request)
);
