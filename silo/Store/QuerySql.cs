namespace Hierarchy.Store;

/// <summary>The list queries. PostgreSQL plans each with its values, and chooses the index by the conditions that <see cref="FilterSql"/>
/// puts into it.</summary>
internal static class QuerySql
{
    // The orders that go by what changes most walk the open spans and look up the rest; the path is compared in their index first.
    private const string InOpenSpans = "open_spans s join obligations o on o.number = s.obligation";
    private const string PastRows = PastSql.Rows + " o";

    // A text's frequency is what PostgreSQL cannot estimate: its letters' runs depend on each other. So the index is asked first, for a few
    // more than are worth sorting; when it has as many, the text is frequent, and walking the order meets it soon.
    private const string Found = """
        with found as materialized (
            select t.id from obligation_texts t
            where ($18::bigint[] is null or t.grams @> $18) and strpos(t.folded, $17::text) > 0
            limit 2001)
        """;

    private const string IsRare = "(select count(*) from found) <= 2000";

    public const string Sum = """
        select count(*)::integer,
            (count(distinct o.unit) filter (where o.status <> 5))::integer,
            coalesce(sum(o.weight) filter (where o.status <> 5), 0)::bigint,
            coalesce(sum(o.weight::bigint * o.percent) filter (where o.status <> 5), 0),
            coalesce(sum(o.planned), 0),
            coalesce(sum(o.spent), 0)
        """;

    public const string History = """
        select unit, seq, name, data, actor, at, request_id, digest, person, on_behalf_of from events
        where unit = $1 and ($2::bigint is null or seq < $2) order by seq desc limit $3
        """;

    public const string PlansOfTasks = "select id, plan from tasks where id = any($1) and plan is not null";

    public const string OwnersOfRegimes = "select id, owner from tasks where ($1::text[] is null or id = any($1)) and owner is not null";

    /// <summary>Everything that makes a cell, grouped; sums of bigint come as numeric, and stay so: they may be wider.</summary>
    public static readonly string Sums = $"""
        select unit, {FilterSql.OriginOf("o")} as giver, plan, plan_owner, source, area, reform, kind, start_year, end_year, status, due,
            count(*)::integer,
            count(*) filter (where status in (3, 4) and not coalesce(completed_on > due, false))::integer,
            count(*) filter (where reported)::integer,
            count(*) filter (where postponed)::integer,
            coalesce(sum(weight) filter (where status <> 5), 0)::bigint,
            coalesce(sum(weight::bigint * percent) filter (where status <> 5), 0),
            sum(planned),
            sum(spent),
            period
        from obligations o
        where status <> 6
        group by unit, giver, plan, plan_owner, source, area, reform, kind, start_year, end_year, status, due, period
        order by unit, giver, plan nulls first, plan_owner, source, area, reform, kind, start_year, end_year, status, due nulls last,
            period nulls first
        """;

    /// <summary>Where each order is found, by what it is ascending, and the conditions that it adds to the filter.</summary>
    private static readonly Dictionary<ObligationOrder, ListOrder> _orders = new()
    {
        [ObligationOrder.DueAsc] = new("obligations o", FilterSql.DueAscKey, "o.id", filter => filter.DueByAsc),
        [ObligationOrder.DueDesc] = new("obligations o", FilterSql.DueDescKey, "o.id", filter => filter.DueByDesc),
        [ObligationOrder.PercentAsc] = new(InOpenSpans, "s.percent", "s.id", filter => filter.DueByAsc + filter.PathInOpenSpans),
        [ObligationOrder.PercentDesc] = new(InOpenSpans, "(-s.percent)", "s.id", filter => filter.DueByAsc + filter.PathInOpenSpans),
        [ObligationOrder.UpdatedDesc] = new(InOpenSpans, "(-s.updated)", "s.id", filter => filter.DueByAsc + filter.PathInOpenSpans),
    };

    /// <summary>The same of a past day: no index knows it, so what lies at or below the unit is sorted.</summary>
    private static readonly Dictionary<ObligationOrder, ListOrder> _pastOrders = new()
    {
        [ObligationOrder.DueAsc] = new(PastRows, FilterSql.DueAscKey, "o.id", filter => filter.DueByAsc),
        [ObligationOrder.DueDesc] = new(PastRows, FilterSql.DueDescKey, "o.id", filter => filter.DueByDesc),
        [ObligationOrder.PercentAsc] = new(PastRows, "o.percent", "o.id", filter => filter.DueByAsc),
        [ObligationOrder.PercentDesc] = new(PastRows, "(-o.percent)", "o.id", filter => filter.DueByAsc),
        [ObligationOrder.UpdatedDesc] = new(PastRows, "(-o.updated)", "o.id", filter => filter.DueByAsc),
    };

    public static ListOrder Order(ObligationOrder order, FilterSql filter) => filter.IsPast ? _pastOrders[order] : _orders[order];

    /// <summary>Parameter 32 is the number of rows, 33 and 34 the id and the key that the page comes after. Gives what is stored of each,
    /// or null for what was otherwise on a past day; and the id.</summary>
    public static string PageIn(ObligationOrder order, FilterSql filter)
    {
        var (from, key, id, due) = Order(order, filter);
        var conditions = $"{filter.Conditions}{due(filter)}{filter.After(key, id)}";
        if (!filter.HasText)
        {
            return $"select o.data, o.id from {from} where {conditions} order by {key}, {id} limit $32";
        }
        return $"""
            {Found}
            select page.data, page.id from (
                (select o.data, {key} as key, {id} as id from {from}
                where o.id in (select f.id from found f) and {IsRare} and {conditions}
                order by {key}, {id} limit $32)
                union all
                (select o.data, {key} as key, {id} as id from {from}
                where not {IsRare} and {conditions}{filter.MayContain}
                order by {key}, {id} limit $32)) page
            order by page.key, page.id limit $32
            """;
    }

    public static string CountOf(FilterSql filter) => Totals("select count(*)::integer", "o.id", filter);

    public static string SumOf(FilterSql filter) => Totals(Sum, "o.*", filter);

    private static string Totals(string totals, string columns, FilterSql filter) => !filter.HasText
        ? $"{totals} from {filter.From} o where {filter.Conditions}{filter.DueByAsc}"
        : $"""
            {Found}
            {totals} from (
                select {columns} from found f join {filter.From} o on o.id = f.id where {IsRare} and {filter.Conditions}{filter.DueByAsc}
                union all
                select {columns} from {filter.From} o join obligation_texts t on t.id = o.id
                where not {IsRare} and strpos(t.folded, $17) > 0 and {filter.Conditions}{filter.DueByAsc}) o
            """;
}

/// <summary>An order of a list: where it is found, its key, its id, and what it adds to the conditions of a filter.</summary>
internal sealed record ListOrder(string From, string Key, string Id, Func<FilterSql, string> Due);
