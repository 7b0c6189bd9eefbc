namespace Hierarchy.Store;

/// <summary>The list queries. PostgreSQL plans each with its parameter values, and chooses the index by the conditions that <see
/// cref="FilterSql"/> adds.</summary>
internal static class QuerySql
{
    // Orders by the columns that change most walk an index of open spans, which also checks the path, and look up the rest.
    private const string InOpenSpans = "open_spans s join obligations o on o.number = s.obligation";
    private const string PastRows = PastSql.Rows + " o";

    // PostgreSQL cannot estimate how frequent a text is, because its trigrams depend on each other. So the text index is queried first, for
    // one match more than is worth sorting. If it has that many, the text is frequent, and walking the order soon finds matches.
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

    /// <summary>Obligations grouped by everything that determines a cell. Sums of bigint stay numeric, as they may exceed a
    /// bigint.</summary>
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

    /// <summary>The source, ascending key, id and additional filter conditions of each order.</summary>
    private static readonly Dictionary<ObligationOrder, ListOrder> _orders = new()
    {
        [ObligationOrder.DueAsc] = new("obligations o", FilterSql.DueAscKey, "o.id", filter => filter.DueByAsc),
        [ObligationOrder.DueDesc] = new("obligations o", FilterSql.DueDescKey, "o.id", filter => filter.DueByDesc),
        [ObligationOrder.PercentAsc] = new(InOpenSpans, "s.percent", "s.id", filter => filter.DueByAsc + filter.PathInOpenSpans),
        [ObligationOrder.PercentDesc] = new(InOpenSpans, "(-s.percent)", "s.id", filter => filter.DueByAsc + filter.PathInOpenSpans),
        [ObligationOrder.UpdatedDesc] = new(InOpenSpans, "(-s.updated)", "s.id", filter => filter.DueByAsc + filter.PathInOpenSpans),
    };

    /// <summary>The orders on a past day. No index covers them, so all rows at or below the unit are sorted.</summary>
    private static readonly Dictionary<ObligationOrder, ListOrder> _pastOrders = new()
    {
        [ObligationOrder.DueAsc] = new(PastRows, FilterSql.DueAscKey, "o.id", filter => filter.DueByAsc),
        [ObligationOrder.DueDesc] = new(PastRows, FilterSql.DueDescKey, "o.id", filter => filter.DueByDesc),
        [ObligationOrder.PercentAsc] = new(PastRows, "o.percent", "o.id", filter => filter.DueByAsc),
        [ObligationOrder.PercentDesc] = new(PastRows, "(-o.percent)", "o.id", filter => filter.DueByAsc),
        [ObligationOrder.UpdatedDesc] = new(PastRows, "(-o.updated)", "o.id", filter => filter.DueByAsc),
    };

    public static ListOrder Order(ObligationOrder order, FilterSql filter) => filter.IsPast ? _pastOrders[order] : _orders[order];

    /// <summary>A page. Parameter 32 is the number of rows, 33 and 34 the id and key that the page starts after. Returns the stored
    /// obligation, or null if it was different on the past day, and its id.</summary>
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

/// <summary>An order of a list: its source, key and id, and the conditions that it adds to a filter.</summary>
internal sealed record ListOrder(string From, string Key, string Id, Func<FilterSql, string> Due);
