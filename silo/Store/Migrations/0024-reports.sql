-- Reports of units under their regimes. A row for each revision: of the last one as it stands, of those before as they were when the next
-- one began. What was signed is kept as the bytes that are handed out for it, and its figures beside them for whoever adds them up.
create table reports (
    unit text collate "C" not null,
    period text collate "C" not null,
    revision integer not null,
    regime text collate "C" not null,
    last_day date not null,
    status smallint not null,
    sha256 text,
    figures bytea,
    data bytea not null,
    content bytea,
    primary key (unit, period, revision),
    constraint reports_signed check ((sha256 is null) = (content is null) and (sha256 is null) = (figures is null))
);
create index reports_period on reports (period, unit, revision);
create index reports_regime on reports (unit, regime);
