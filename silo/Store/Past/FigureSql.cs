namespace Hierarchy.Store.Past;

/// <summary>
/// Figures of past days. A span adds to the first of the days at or after its beginning and takes away again at the first one at or after
/// its end, so that each row is read once however many days there are; the reader adds up (<see cref="FigureFold"/>), since grouping a million
/// rows by their units takes the database several times as long as handing them over.
/// </summary>
internal static class FigureSql
{
    // $1 the days after the days asked for; $2 their number; $3 and $4 the paths below the unit, or null; $5 how many levels above it stand;
    // then the filter. Where units stood elsewhere on those days, $11 are the units that stood at or below it, and $12 the child below which
    // each stood.
    private const string Place = "width_bucket({0}, $1::date[])";

    /// <summary>Each span with the places of the days between which it counts: unit, first, next, status, whether it was completed late, due day
    /// as a number or -1, weight, percent, planned, spent, reported, postponed, and the slice, which is empty where the unit tells it.</summary>
    public static string Spans(FigureQuery query, UnitRange range)
    {
        var byPlan = query.Cell.Scope is CellScope.Plan or CellScope.Source or CellScope.Period || query.Cut is FigureCut.Plan or FigureCut.Source;
        var from = $"""
            {PastSql.All} s
            {(range != UnitRange.All ? "join units u on u.number = s.unit " + Within(range) : "")}
            {(byPlan ? "join obligations p on p.number = s.obligation" : "")}
            """;
        var where = FilterOf(query.Cell) + (query.Cut == FigureCut.Plan ? " and p.plan is not null" : "")
            // The index of periods knows the path, too: without it each unit of a country reads the whole period.
            + (query.Cell.Scope == CellScope.Period && range == UnitRange.Path ? " and p.path >= $3 and p.path < $4" : "");
        var rows = query.Days.Length == 1
            ? $"""
                (select {SliceOf(query.Cut)} as slice, s.*, 0 as first, 1 as next from {from}
                where s.from_day < ($1::date[])[1] and s.to_day >= ($1::date[])[1] and {where})
                """
            : $"""
                (select {SliceOf(query.Cut)} as slice, s.*, {Of(Place, "s.from_day")} as first, {Of(Place, "s.to_day")} as next
                from {from} where {where} offset 0)
                """;
        return $"""
            select r.unit, r.first, r.next, r.status, coalesce(r.completed_on > r.due, false), coalesce(r.due - date '0001-01-01', -1), r.weight,
                r.percent, r.planned, r.spent, r.reported, r.postponed, r.slice
            from {rows} r
            where r.first < r.next and r.first < $2
            """;
    }

    /// <summary>Below which child each unit stands; empty for the unit at the top itself.</summary>
    public static string Children(UnitRange range) =>
        $"select u.number, {ChildOf(range)} from units u {(range == UnitRange.Named ? "" : "where true ")}{Within(range)}";

    /// <summary>Money that no obligation carries, by slice and place of the day from which it counts.</summary>
    public static string Money(FigureQuery query, UnitRange range) => $"""
        select {SliceOfMoney(query.Cut, range)}, {Of(Place, "m.from_day")} as place, sum(m.money)
        from plan_money m join units u on u.id = m.owner {Within(range)}
        where {Of(Place, "m.from_day")} < $2 and {(query.Cut == FigureCut.Source ? "false" : FilterOfMoney(query.Cell))}
        group by 1, 2
        order by 1, 2
        """;

    private static string Within(UnitRange range) => range == UnitRange.Named
        ? "join unnest($11::text[], $12::text[]) stood (id, child) on stood.id = u.id"
        : "and ($3::text is null or (u.path >= $3 and u.path < $4))";

    private static string ChildOf(UnitRange range) => range == UnitRange.Named ? "stood.child" : "split_part(u.path, '~', $5 + 2)";

    private static string SliceOf(FigureCut cut) => cut switch
    {
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
