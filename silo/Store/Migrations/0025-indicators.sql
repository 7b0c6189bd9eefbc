-- The second book of roll-ups: what has been given of indicators. It stands beside the checkpoint and is written in the same transaction,
-- but only when it has changed: most changes of a unit leave it as it is. The version is that of the roll-up since which it is the same.
create table rollup_indicators (
    unit text collate "C" primary key,
    version bigint not null,
    data bytea not null);
