-- Who has signed in. Held in memory by every process: each row bears the number of the change that wrote it, as with people. Of what a browser
-- shows there is no more than a SHA-256. began, until, ended and at are instants, in ticks of 100 ns.
create sequence session_changes;

create table sessions (
    hash bytea primary key,
    person text collate "C" not null references people,
    began bigint not null,
    until bigint not null,
    ended bigint,
    change bigint not null
);
create index sessions_person on sessions (person, began);
create index sessions_until on sessions (until);
create index sessions_change on sessions (change);

-- When an operator has ended all that somebody began by signing in.
create table sign_outs (
    person text collate "C" primary key references people,
    at bigint not null,
    change bigint not null
);
create index sign_outs_change on sign_outs (change);

-- What cookies are sealed with. A backup holds neither these nor sessions: whoever has one can make no cookie of it.
create table session_keys (
    name text collate "C" primary key,
    xml text not null,
    created timestamptz not null default now()
);
