using Hierarchy.Grains.Rollup;

namespace Hierarchy.Store.Past;

/// <summary>
/// Figures of past days. A span adds to the first of the days at or after its beginning and takes away again at the first one at or after
/// its end, so that each row is read once however many days there are; the reader adds up from day to day.
/// </summary>
internal static class FigureSql
{
    // $1 the days after the days asked for; $2 their number; $3 and $4 the paths below the unit, or null; $5 how many levels above it stand;
    // then the filter. Where units stood elsewhere on those days, $11 are the units that stood at or below it, and $12 the child below which
    // each stood.
    private const string Place = "width_bucket({0}, $1::date[])";

    /// <summary>Counts and sums by slice, unit, place of the day, status, and whether it was completed late: few sums over many rows, and
    /// the reader tells the measures apart. Of one day the units are added up, too: rows without a status have what depends on all that each
    /// of them owes.</summary>
    public static string Sums(FigureQuery query, UnitRange range) => query.Days.Length == 1 ? SumsOfDay(query, range) : $"""
        select r.slice, r.unit, r.place, r.status, coalesce(r.completed_on > r.due, false), sum(r.sign), {Count("r.reported")},
            {Count("r.postponed")}, {Count("r.due is null")}, sum(r.sign * r.weight), sum((r.sign * r.weight)::bigint * r.percent),
            sum(r.sign * r.planned), sum(r.sign * r.spent)
        from {Rows(query, range)} r
        group by 1, 2, 3, 4, 5
        order by 1, 2, 3
        """;

    private static string SumsOfDay(FigureQuery query, UnitRange range) => $"""
        with by_unit as materialized (
            select r.slice, r.unit, r.status, coalesce(r.completed_on > r.due, false) as late, count(*) as owed, count(r.reported or null) as reported,
                count(r.postponed or null) as postponed, count(*) - count(r.due) as undated, sum(r.weight) as weight,
                sum(r.weight::bigint * r.percent) as weighted, sum(r.planned) as planned, sum(r.spent) as spent
            from {Rows(query, range)} r
            group by 1, 2, 3, 4)
        select slice, 0, 0, status, late, sum(owed)::bigint, sum(reported)::bigint, sum(postponed)::bigint, sum(undated)::bigint,
            sum(weight)::bigint, sum(weighted), sum(planned), sum(spent)
        from by_unit
        group by slice, status, late
        union all
        select slice, 0, 0, null, false, count(*), count(*) filter (where reported = 0), 0, 0, 0,
            sum(case when weight > 0 then div(weighted + div(weight, 2), weight) else 0 end), 0, 0
        from (
            select slice, unit, sum(reported) as reported, sum(weight) filter (where status <> 5) as weight,
                sum(weighted) filter (where status <> 5) as weighted
            from by_unit
            group by slice, unit
            having bool_or(status <> 5)) units
        group by slice
        """;

    /// <summary>Open ones by slice, place of the day and due day, but for those that were handed in by theirs.</summary>
    public static string Due(FigureQuery query, UnitRange range) => $"""
        select r.slice, r.place, r.due, sum(r.sign)
        from {Rows(query, range)} r
        where r.due is not null and (r.status in (1, 2) or (r.status = 3 and r.completed_on > r.due))
        group by r.slice, r.place, r.due
        order by r.slice, r.place, r.due
        """;

    /// <summary>Money that no obligation carries, by slice and place of the day from which it counts.</summary>
    public static string Money(FigureQuery query, UnitRange range) => $"""
        select {SliceOfMoney(query.Cut, range)}, {Of(Place, "m.from_day")} as place, sum(m.money)
        from plan_money m join units u on u.id = m.owner {Within(range)}
        where {Of(Place, "m.from_day")} < $2 and {(query.Cut == FigureCut.Source ? "false" : FilterOfMoney(query.Cell))}
        group by 1, 2
        order by 1, 2
        """;

    private static string Rows(FigureQuery query, UnitRange range)
    {
        var byPlan = query.Cell.Scope is CellScope.Plan or CellScope.Source or CellScope.Period || query.Cut is FigureCut.Plan or FigureCut.Source;
        var byUnit = range != UnitRange.All || query.Cut == FigureCut.Child;
        var from = $"""
            obligation_spans s
            {(byUnit ? "join units u on u.number = s.unit " + Within(range) : "")}
            {(byPlan ? "join obligations p on p.number = s.obligation" : "")}
            """;
        var where = FilterOf(query.Cell) + (query.Cut == FigureCut.Plan ? " and p.plan is not null" : "")
            // The index of periods knows the path, too: without it each unit of a country reads the whole period.
            + (query.Cell.Scope == CellScope.Period && range == UnitRange.Path ? " and p.path >= $3 and p.path < $4" : "");
        return query.Days.Length == 1
            ? $"""
                (select {SliceOf(query.Cut, range)} as slice, s.*, 0 as place, 1 as sign from {from}
                where s.from_day < ($1::date[])[1] and s.to_day >= ($1::date[])[1] and {where})
                """
            : $"""
                (select spans.*, v.place, v.sign
                from (select {SliceOf(query.Cut, range)} as slice, s.*, {Of(Place, "s.from_day")} as first, {Of(Place, "s.to_day")} as next
                    from {from} where {where} offset 0) spans
                cross join lateral (values (spans.first, 1), (spans.next, -1)) v (place, sign)
                where spans.first < spans.next and v.place < $2)
                """;
    }

    private static string Within(UnitRange range) => range == UnitRange.Named
        ? "join unnest($11::text[], $12::text[]) stood (id, child) on stood.id = u.id"
        : "and ($3::text is null or (u.path >= $3 and u.path < $4))";

    private static string ChildOf(UnitRange range) => range == UnitRange.Named ? "stood.child" : "split_part(u.path, '~', $5 + 2)";

    private static string SliceOf(FigureCut cut, UnitRange range) => cut switch
    {
        FigureCut.Child => ChildOf(range),
        FigureCut.ReformArea => "s.reform::text",
        FigureCut.Plan => "p.plan",
        FigureCut.Source => "p.source",
        _ => "''",
    };

    private static string SliceOfMoney(FigureCut cut, UnitRange range) => cut switch
    {
        FigureCut.Child => ChildOf(range),
        FigureCut.ReformArea => "m.reform::text",
        FigureCut.Plan => "m.plan",
        _ => "''",
    };

    // $6 the kind, $7 the reform area, $8 the year, $9 the plan, source or period, $10 its area.
    private static string FilterOf(Cell cell) => cell.Scope switch
    {
        CellScope.Plan => $"p.plan = $9 and ($10::text is null or p.area = $10) and {OfKind} and {OfReform("s")}",
        CellScope.Source => "p.source = $9",
        CellScope.Period => "p.period = $9",
        var scope => $"{OfKind} and {General("s", scope)}",
    };

    // It counts where a task of the area would count, and for no source.
    private static string FilterOfMoney(Cell cell) => cell.Scope switch
    {
        CellScope.Plan => $"m.plan = $9 and ($10::text is null or m.area = $10) and {OfTasks} and {OfReform("m")}",
        CellScope.Source or CellScope.Period => "false",
        var scope => $"{OfTasks} and {General("m", scope)}",
    };

    private const string OfKind = "($6::smallint is null or s.kind = $6)";
    private const string OfTasks = "coalesce($6::smallint, 0) = 0";

    private static string OfReform(string row) => $"($7::smallint is null or {row}.reform = $7)";

    private static string General(string row, CellScope scope)
    {
        var own = scope switch
        {
            CellScope.Own => $" and {row}.own",
            CellScope.Imposed => $" and not {row}.own",
            _ => "",
        };
        return $"{OfReform(row)} and ($8::integer is null or $8 between {row}.start_year and {row}.end_year){own}";
    }

    private static string Count(string of) => $"coalesce(sum(r.sign) filter (where {of}), 0)";

    private static string Of(string template, string column) => template.Replace("{0}", column, StringComparison.Ordinal);
}

/// <summary>Which units a figure is of.</summary>
internal enum UnitRange
{
    All,

    /// <summary>Those of one path and below it.</summary>
    Path,

    /// <summary>Those that are named, each with its child.</summary>
    Named,
}
