-- Who may ask. Small, and held in memory by every process: each row bears the number of the change that wrote it, by which a process takes in
-- what others have written since. Writers take turns (PostgresPeople), so that numbers become visible in their order.
create sequence people_changes;

create table people (
    id text collate "C" primary key,
    name text not null,
    email text,
    subject text collate "C" unique,
    created bigint not null,
    change bigint not null
);
create unique index people_email on people (lower(email));
create index people_change on people (change);

-- Of a token there is no more than its SHA-256. until and revoked are instants, in ticks of 100 ns.
create table service_tokens (
    hash bytea primary key,
    person text collate "C" not null references people,
    until bigint not null,
    revoked bigint,
    created bigint not null,
    change bigint not null
);
create index service_tokens_person on service_tokens (person);
create index service_tokens_change on service_tokens (change);

-- Administrators of everything, made by an operator on the machine: no unit gives them their right, so no unit's record holds it.
create table administrators (
    person text collate "C" primary key references people,
    created bigint not null,
    change bigint not null
);

-- What was asked for, so that a repeat changes nothing.
create table people_requests (
    id text collate "C" primary key,
    digest text not null,
    created bigint not null
);
