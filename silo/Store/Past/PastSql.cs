namespace Hierarchy.Store.Past;

/// <summary>The statements that write and read spans and the money of plans.</summary>
internal static class PastSql
{
    /// <summary>Deletes all stored spans of the given obligations.</summary>
    public static readonly ImmutableArray<string> Restate =
    [
        "delete from obligation_spans s using unnest($1::text[]) i (id), obligations o where o.id = i.id and s.obligation = o.number",
        "delete from open_spans s using unnest($1::text[]) i (id), obligations o where o.id = i.id and s.obligation = o.number",
    ];

    public const string Columns =
        "obligation, unit, from_day, due, completed_on, weight, percent, start_year, end_year, kind, reform, status, own, reported, postponed, "
        + "with_difficulty, planned, spent, updated";

    private const string Given = "id text, unit text, from_day date, due date, completed_on date, weight integer, percent integer, "
        + "start_year integer, end_year integer, kind smallint, reform smallint, status smallint, own boolean, reported boolean, "
        + "postponed boolean, with_difficulty boolean, planned bigint, spent bigint, updated bigint";

    private const string GivenColumns = "i.from_day, i.due, i.completed_on, i.weight, i.percent, i.start_year, i.end_year, i.kind, i.reform, "
        + "i.status, i.own, i.reported, i.postponed, i.with_difficulty, i.planned, i.spent, i.updated";

    /// <summary>Inserts ended spans. The number of an unregistered obligation or unit is null, which refuses the row.</summary>
    public static readonly string Ended = $"""
        insert into obligation_spans ({Columns}, to_day)
        select o.number, u.number, {GivenColumns}, i.to_day from {AppendSql.Rows(Given + ", to_day date")}
        left join obligations o on o.id = i.id left join units u on u.id = i.unit
        """;

    /// <summary>Stores the open span as an ended one if the new span begins on a later day.</summary>
    public const string End = $"""
        insert into obligation_spans ({Columns}, to_day)
        select {Columns}, day
        from (
            select s.*, i.day from unnest($1::text[], $2::date[]) as i (of, day)
            join obligations o on o.id = i.of
            join open_spans s on s.obligation = o.number and s.from_day < i.day) s
        """;

    /// <summary>Inserts or updates open spans. A span never begins before the one it replaces. Looks up the number and path of the
    /// unit.</summary>
    public static readonly string Open = $"""
        merge into open_spans s
        using (select i.*, o.number from {AppendSql.Rows(Given)} left join obligations o on o.id = i.id) i on s.obligation = i.number
        when matched then update set
            from_day = greatest(s.from_day, i.from_day), due = i.due, completed_on = i.completed_on, weight = i.weight, percent = i.percent,
            status = i.status, reported = i.reported, postponed = i.postponed, with_difficulty = i.with_difficulty, planned = i.planned,
            spent = i.spent, updated = i.updated
        when not matched then insert ({Columns}, id, path)
        values (
            i.number, (select u.number from units u where u.id = i.unit), {GivenColumns}, i.id, (select u.path from units u where u.id = i.unit))
        """;

    /// <summary>Sets only the first day of open spans.</summary>
    public const string Begin = """
        update open_spans s set from_day = i.day from unnest($1::text[], $2::date[]) as i (of, day), obligations o
        where o.id = i.of and s.obligation = o.number
        """;

    /// <summary>All spans, open ones ending at infinity. Both parts have the same columns, so that each can use its own indexes.</summary>
    public const string All = $"""
        (select {Columns}, to_day from obligation_spans union all select {Columns}, 'infinity'::date as to_day from open_spans)
        """;

    public const string Money = """
        insert into plan_money (plan, area, owner, reform, start_year, end_year, from_day, own, money)
        select * from unnest(
            $1::text[], $2::text[], $3::text[], $4::smallint[], $5::smallint[], $6::smallint[], $7::date[], $8::boolean[], $9::bigint[])
        on conflict (plan, area) do update set from_day = excluded.from_day, own = excluded.own, money = excluded.money
        """;

    public const string AllMoney = """
        select plan, owner, area, reform, start_year, end_year, from_day, own, money from plan_money order by plan, area
        """;

    /// <summary>All events of the given obligations, the oldest first; as in <see cref="ListSql.HistoriesOfObligations"/>. An event that
    /// imposes a finding names only the inspection, which is $4.</summary>
    public const string Histories = """
        select e.unit, e.seq, e.name, e.data, e.actor, e.at, e.request_id, e.digest, wanted.place::integer
        from unnest($1::text[], $2::bytea[], $3::bytea[], $4::bytea[]) with ordinality wanted (unit, about, imposed, found, place)
        join events e on e.unit = wanted.unit and e.name not in ('plan-adopted', 'task-added', 'duty-added')
            and position(case
                when e.name in ('obligations-imposed', 'terms-amended', 'obligations-received') then wanted.imposed
                when e.name = 'unit-inspected' then wanted.found
                else wanted.about end in e.data) > 0
        order by wanted.place, e.seq
        """;

    /// <summary>Obligations as they were on the day $7, with the columns that lists use.</summary>
    public const string Rows = $"""
        (select p.id, p.unit, p.origin, p.path, p.unit_kind, p.kind, p.plan, p.plan_owner, p.source, p.area, p.reform, p.start_year, p.end_year,
            s.weight, s.planned, s.status, s.percent, s.due, s.completed_on, s.with_difficulty, s.spent, s.reported, s.postponed, s.updated,
            case when s.to_day = 'infinity' then p.data end as data, p.period
        from {All} s join obligations p on p.number = s.obligation
        where s.from_day <= $7::date and s.to_day > $7::date)
        """;

    public static readonly string Sums = $"""
        select p.unit, {FilterSql.OriginOf("p")} as giver, p.plan, p.plan_owner, p.source, p.area, p.reform, p.kind, p.start_year, p.end_year, s.status, s.due,
            count(*)::integer,
            count(*) filter (where s.status in (3, 4) and not coalesce(s.completed_on > s.due, false))::integer,
            count(*) filter (where s.reported)::integer,
            count(*) filter (where s.postponed)::integer,
            coalesce(sum(s.weight) filter (where s.status <> 5), 0)::bigint,
            coalesce(sum(s.weight::bigint * s.percent) filter (where s.status <> 5), 0),
            sum(s.planned),
            sum(s.spent),
            p.period
        from {All} s join obligations p on p.number = s.obligation
        where s.from_day <= $1::date and s.to_day > $1::date
        group by p.unit, giver, p.plan, p.plan_owner, p.source, p.area, p.reform, p.kind, p.start_year, p.end_year, s.status, s.due, p.period
        order by p.unit, giver, p.plan nulls first, p.plan_owner, p.source, p.area, p.reform, p.kind, p.start_year, p.end_year, s.status,
            s.due nulls last, p.period nulls first
        """;
}
