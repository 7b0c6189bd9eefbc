namespace Hierarchy.Store.Past;

/// <summary>
/// Figures of past days. A span is added on the first of the days at or after its beginning and subtracted on the first at or after its
/// end, so that each row is read only once for any number of days. <see cref="FigureFold"/> adds up, because grouping a million rows by
/// unit takes the database several times as long as returning them.
/// </summary>
internal static class FigureSql
{
    // Parameters: $1 the days after the query days, $2 their number, $3 and $4 the range of paths at and below the unit or null, $5 the
    // number of levels above the unit, then the filter. If units were elsewhere in the tree on those days, $11 are the units that were at
    // or below it, and $12 the child below which each was.
    private const string Place = "width_bucket({0}, $1::date[])";

    /// <summary>Spans with the indexes of the days on which they count: unit, first, next, status, whether completed late, due day as a
    /// number or -1, weight, percent, planned, spent, reported, postponed, and the slice, which is empty if the unit determines
    /// it.</summary>
    public static string Spans(FigureQuery query, UnitRange range)
    {
        var byPlan = query.Cell.Scope is CellScope.Plan or CellScope.Source or CellScope.Period || query.Cut is FigureCut.Plan or FigureCut.Source;
        var from = $"""
            {PastSql.All} s
            {(range != UnitRange.All ? "join units u on u.number = s.unit " + Within(range) : "")}
            {(byPlan ? "join obligations p on p.number = s.obligation" : "")}
            """;
        var where = FilterOf(query.Cell) + (query.Cut == FigureCut.Plan ? " and p.plan is not null" : "")
            // The index of periods also has the path. Without this condition each unit of a country would read the whole period.
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

    /// <summary>The child at or below which each unit is; empty for the unit of the query itself.</summary>
    public static string Children(UnitRange range) =>
        $"select u.number, {ChildOf(range)} from units u {(range == UnitRange.Named ? "" : "where true ")}{Within(range)}";

    /// <summary>Money of plans that belongs to no obligation, by slice and index of the day from which it counts.</summary>
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

    // $6 the kind, $7 the reform area, $8 the year, $9 the plan, source or period, $10 the area of the plan.
    private static string FilterOf(Cell cell) => cell.Scope switch
    {
        CellScope.Plan => $"p.plan = $9 and ($10::text is null or p.area = $10) and {OfKind} and {OfReform("s")}",
        CellScope.Source => "p.source = $9",
        CellScope.Period => "p.period = $9",
        var scope => $"{OfKind} and {General("s", scope)}",
    };

    // Money counts where a task of the area would count, but not for a source or period.
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

/// <summary>The units that a figure covers.</summary>
internal enum UnitRange
{
    All,

    /// <summary>The units at and below a path.</summary>
    Path,

    /// <summary>The listed units, each with its child.</summary>
    Named,
}
