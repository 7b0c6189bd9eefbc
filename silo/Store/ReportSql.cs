namespace Hierarchy.Store;

/// <summary>The statements that write and read reports.</summary>
internal static class ReportSql
{
    /// <summary>Inserts or updates revisions. What was signed stays.</summary>
    public const string Write = """
        insert into reports (unit, period, revision, regime, last_day, status, sha256, figures, data, content)
        select * from unnest(
            $1::text[], $2::text[], $3::integer[], $4::text[], $5::date[], $6::smallint[], $7::text[], $8::bytea[], $9::bytea[], $10::bytea[])
        on conflict (unit, period, revision) do update set
            status = excluded.status, data = excluded.data, sha256 = coalesce(excluded.sha256, reports.sha256),
            figures = coalesce(excluded.figures, reports.figures), content = coalesce(excluded.content, reports.content)
        """;

    public const string Present = """
        select r.data from unnest($1::text[], $2::text[]) wanted (unit, period)
        cross join lateral (
            select data from reports where reports.unit = wanted.unit and reports.period = wanted.period order by revision desc limit 1) r
        """;

    public const string Revisions = """
        select r.data from unnest($1::text[], $2::text[]) wanted (unit, period)
        join reports r on r.unit = wanted.unit and r.period = wanted.period
        order by r.unit, r.period, r.revision
        """;

    public const string Contents = """
        select r.unit, r.period, r.revision, r.content from unnest($1::text[], $2::text[], $3::integer[]) wanted (unit, period, revision)
        join reports r on r.unit = wanted.unit and r.period = wanted.period and r.revision = wanted.revision
        where r.content is not null
        """;

    private const string Standing = "r.unit, r.period, r.revision, r.status, r.last_day, r.sha256, r.figures";

    public const string Standings = $"""
        select {Standing} from unnest($2::text[]) wanted (unit)
        cross join lateral (
            select * from reports where reports.period = $1 and reports.unit = wanted.unit order by revision desc limit 1) r
        order by r.unit
        """;

    public const string Signed = $"""
        select distinct on (r.period) {Standing} from reports r
        where r.unit = $1 and r.regime = $2 and r.sha256 is not null order by r.period, r.revision desc
        """;

    /// <summary>Events and rows in a single statement, so that they are consistent while others write. Per unit, events come first, in
    /// order.</summary>
    public const string EventsAndRows = """
        select unit, seq, name, data, at, period, revision, status, sha256, figures, content
        from (
            select unit, seq, name, data, at, null as period, null as revision, null as status, null as sha256, null::bytea as figures,
                null::bytea as content
            from events
            where name in ('report-opened', 'report-written', 'report-signed', 'report-received', 'report-returned', 'report-reopened')
            union all
            select unit, null, null, data, null, period, revision, status, sha256, figures, content from reports) as found
        order by name is null, unit, seq
        """;
}
