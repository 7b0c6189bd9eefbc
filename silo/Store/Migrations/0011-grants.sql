-- What units have given people and agencies, as it stands now: a projection of their events, written with them, and held in memory by every
-- process. kind: 0 a grant, 1 the appointment of a focal agency. seq: of the unit's event that it is of. change: as in people; whoever writes
-- here takes its turn (AppendSql), so that numbers become visible in their order.
create table grants (
    id text collate "C" primary key,
    unit text collate "C" not null,
    kind smallint not null,
    seq bigint not null,
    data bytea not null,
    change bigint not null
);
create index grants_unit on grants (unit);
create index grants_change on grants (change);

create sequence grant_changes;
