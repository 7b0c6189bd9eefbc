using Hierarchy.Store.Past;

namespace Hierarchy.Store;

/// <summary>
/// The list queries. Each filter is one parameter, null when it does not filter. The statements are never prepared, so PostgreSQL plans
/// each with its values, drops the conditions on null, and chooses the index by what is left.
/// </summary>
internal static class QuerySql
{
    // Day numbers, as the indexes have them: a condition on the key itself is a range of the index.
    private const string DueAscKey = "coalesce(o.due - date '0001-01-01', 2147483647)";
    private const string DueDescKey = "coalesce(date '0001-01-01' - o.due, 2147483647)";

    public const string DueByAscKey = $"""
        ($14::date is null or (o.due is not null and {DueAscKey} >= $14 - date '0001-01-01'))
        and ($15::date is null or {DueAscKey} <= $15 - date '0001-01-01')
        """;

    private const string DueByDescKey = $"""
        ($14::date is null or {DueDescKey} <= date '0001-01-01' - $14)
        and ($15::date is null or (o.due is not null and {DueDescKey} >= date '0001-01-01' - $15))
        """;

    // What was handed in by its due day is in time until it is accepted or sent back.
    private const string Overdue = "coalesce(o.status in (1, 2, 3) and o.due < $7::date and (o.status <> 3 or o.completed_on > o.due), false)";

    /// <summary>The unit on which it was imposed.</summary>
    public static string OriginOf(string row) => $"coalesce(split_part({row}.origin, '~', 1), {row}.unit)";

    // What stands elsewhere, 6, is in no list. $1 the path of one unit; $2 and $3 the range of paths at and below one; $29 the paths of
    // several; $30 and $31 the window. Overdue, $6, is written twice: as a plain condition it implies that of the index of open obligations. $21 whether it is the
    // unit's own; $22 the plans that are nobody's own; $23 and $24 what may be read, as paths with a bit for each area. Postponed, $25, and
    // undated, $26, are written twice like overdue.
    private static string FilterOver(string obligations) => $"""
        o.status <> 6
        and ($1::text is null or o.path = $1)
        and ($2::text is null or (o.path >= $2 and o.path < $3))
        and ($4::smallint is null or o.kind = $4)
        and ($5::smallint[] is null or o.status = any($5))
        and ($6::boolean is distinct from true or (
            o.status in (1, 2, 3) and {DueAscKey} < $7::date - date '0001-01-01' and (o.status <> 3 or o.completed_on > o.due)))
        and ($6::boolean is distinct from false or not {Overdue})
        and ($8::boolean is null or o.with_difficulty = $8)
        and ($9::smallint is null or o.reform = $9)
        and ($10::text is null or o.plan = $10)
        and ($11::text is null or o.area = $11)
        and ($12::text is null or o.source = $12)
        and ($13::smallint is null or o.unit_kind = $13)
        and ($16::integer is null or (o.start_year <= $16 and o.end_year >= $16))
        and ($19::smallint[] is null or (case
            when o.status = 4 then case when o.completed_on > o.due then 1 else 0 end
            when o.status = 5 then 4
            when {Overdue} then 3
            else 2 end) = any($19))
        and ($20::boolean is null or $20 <> exists (
            select from {obligations} s
            where s.path = o.path and s.reported and s.status <> 6
            and ($4 is null or s.kind = $4) and ($9 is null or s.reform = $9) and ($10 is null or s.plan = $10)
            and ($11 is null or s.area = $11) and ($12 is null or s.source = $12)
            and ($16 is null or (s.start_year <= $16 and s.end_year >= $16))
            and ($21 is null or ({OriginOf("s")} = s.plan_owner and s.plan is not null and s.plan_owner || '/' || s.plan <> all($22)) = $21)))
        and ($21::boolean is null or ({OriginOf("o")} = o.plan_owner and o.plan is not null and o.plan_owner || '/' || o.plan <> all($22::text[])) = $21)
        and ($23::text[] is null or exists (
            select from unnest($23, $24::integer[]) readable (path, areas)
            where starts_with(o.path, readable.path) and (readable.areas >> o.reform) & 1 = 1))
        and ($25::boolean is distinct from true or o.postponed)
        and ($25::boolean is distinct from false or not o.postponed)
        and ($26::boolean is distinct from true or (o.status in (1, 2, 3) and {DueAscKey} = 2147483647))
        and ($26::boolean is distinct from false or not (o.status in (1, 2, 3) and o.due is null))
        and ($27::boolean is null or (o.status = 3) = $27)
        and ($28::text is null or o.period = $28)
        and ($29::text[] is null or o.path = any($29))
        and ($30::date is null or (o.due >= $30 and o.due <= $31::date)
            or (o.status = 4 and o.completed_on >= $30 and o.completed_on <= $31::date))
        """;

    /// <summary>The obligations that a query is about, and the conditions of its filter: as they are, or as they were on its day.</summary>
    public static readonly (string From, string Filter) Present = ("obligations", FilterOver("obligations"));
    public static readonly (string From, string Filter) Past = (PastSql.Rows, FilterOver(PastSql.Rows));

    public static (string From, string Filter) Over(bool past) => past ? Past : Present;

    // The orders that go by what changes most walk the open spans and look up the rest; the path is compared in their index first.
    private const string InOpenSpans = "open_spans s join obligations o on o.number = s.obligation";
    private const string DueInOpenSpans =
        DueByAscKey + " and ($1::text is null or s.path = $1) and ($2::text is null or (s.path >= $2 and s.path < $3))";

    // A text's frequency is what PostgreSQL cannot estimate: its letters' runs depend on each other. So the index is asked first, for a few
    // more than are worth sorting; when it has as many, the text is frequent, and walking the order meets it soon.
    private const string Found = """
        with found as materialized (
            select t.id from obligation_texts t
            where ($18::bigint[] is null or t.grams @> $18) and strpos(t.folded, $17::text) > 0
            limit 2001)
        """;

    private const string IsRare = "(select count(*) from found) <= 2000";
    public const string Contains = "(select strpos(t.folded, $17) from obligation_texts t where t.id = o.id) > 0";

    private static string Count((string From, string Filter) over) =>
        $"select count(*)::integer from {over.From} o where {over.Filter} and {DueByAscKey}";

    private static string CountWithText((string From, string Filter) over) => $"""
        {Found}
        select case
            when {IsRare} then (select count(*) from found f join {over.From} o on o.id = f.id where {over.Filter} and {DueByAscKey})
            else (
                select count(*) from {over.From} o join obligation_texts t on t.id = o.id
                where strpos(t.folded, $17) > 0 and {over.Filter} and {DueByAscKey})
        end::integer
        """;

    public const string Sum = """
        select count(*)::integer,
            (count(distinct o.unit) filter (where o.status <> 5))::integer,
            coalesce(sum(o.weight) filter (where o.status <> 5), 0)::bigint,
            coalesce(sum(o.weight::bigint * o.percent) filter (where o.status <> 5), 0),
            coalesce(sum(o.planned), 0),
            coalesce(sum(o.spent), 0)
        """;

    private static string SumOfAll((string From, string Filter) over) => $"{Sum} from {over.From} o where {over.Filter} and {DueByAscKey}";

    private static string SumWithText((string From, string Filter) over) => $"""
        {Found}
        {Sum} from (
            select o.* from found f join {over.From} o on o.id = f.id where {IsRare} and {over.Filter} and {DueByAscKey}
            union all
            select o.* from {over.From} o join obligation_texts t on t.id = o.id
            where not {IsRare} and strpos(t.folded, $17) > 0 and {over.Filter} and {DueByAscKey}) o
        """;

    public const string History = """
        select unit, seq, name, data, actor, at, request_id, digest, person, on_behalf_of from events
        where unit = $1 and ($2::bigint is null or seq < $2) order by seq desc limit $3
        """;

    public const string PlansOfTasks = "select id, plan from tasks where id = any($1) and plan is not null";

    public const string OwnersOfRegimes = "select id, owner from tasks where ($1::text[] is null or id = any($1)) and owner is not null";

    /// <summary>Everything that makes a cell, grouped; sums of bigint come as numeric, and stay so: they may be wider.</summary>
    public static readonly string Sums = $"""
        select unit, {OriginOf("o")} as giver, plan, plan_owner, source, area, reform, kind, start_year, end_year, status, due,
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
    public static readonly (ObligationOrder Order, string From, string Key, string Id, string Type, string Due)[] Orders =
    [
        (ObligationOrder.DueAsc, "obligations o", DueAscKey, "o.id", "integer", DueByAscKey),
        (ObligationOrder.DueDesc, "obligations o", DueDescKey, "o.id", "integer", DueByDescKey),
        (ObligationOrder.PercentAsc, InOpenSpans, "s.percent", "s.id", "integer", DueInOpenSpans),
        (ObligationOrder.PercentDesc, InOpenSpans, "(-s.percent)", "s.id", "integer", DueInOpenSpans),
        (ObligationOrder.UpdatedDesc, InOpenSpans, "(-s.updated)", "s.id", "bigint", DueInOpenSpans),
    ];

    /// <summary>The same of a past day: no index knows it, so what lies at or below the unit is sorted.</summary>
    public static readonly (ObligationOrder Order, string From, string Key, string Id, string Type, string Due)[] PastOrders =
    [
        (ObligationOrder.DueAsc, Past.From + " o", DueAscKey, "o.id", "integer", DueByAscKey),
        (ObligationOrder.DueDesc, Past.From + " o", DueDescKey, "o.id", "integer", DueByDescKey),
        (ObligationOrder.PercentAsc, Past.From + " o", "o.percent", "o.id", "integer", DueByAscKey),
        (ObligationOrder.PercentDesc, Past.From + " o", "(-o.percent)", "o.id", "integer", DueByAscKey),
        (ObligationOrder.UpdatedDesc, Past.From + " o", "(-o.updated)", "o.id", "bigint", DueByAscKey),
    ];

    private static readonly Dictionary<(ObligationOrder, bool Text, bool Past), string> _pages =
    (
        from past in new[] { false, true }
        from text in new[] { false, true }
        from o in past ? PastOrders : Orders
        select KeyValuePair.Create(
            (o.Order, text, past),
            text ? PageWithText(o.From, Over(past).Filter, o.Key, o.Id, o.Type, o.Due) : Page(o.From, Over(past).Filter, o.Key, o.Id, o.Type, o.Due))
    ).ToDictionary();

    private static readonly Dictionary<(bool Text, bool Past), (string Count, string Sum)> _totals = new()
    {
        [(false, false)] = (Count(Present), SumOfAll(Present)),
        [(false, true)] = (Count(Past), SumOfAll(Past)),
        [(true, false)] = (CountWithText(Present), SumWithText(Present)),
        [(true, true)] = (CountWithText(Past), SumWithText(Past)),
    };

    /// <summary>Parameters 1 to 31 are the filter, 32 the number of rows, 33 and 34 the id and the key that the page comes after. Gives
    /// what is stored of each, or null for what was otherwise on a past day; and the id.</summary>
    public static string PageIn(ObligationOrder order, bool withText, bool past) => _pages[(order, withText, past)];

    /// <summary>Parameters 1 to 31 as for a page.</summary>
    public static string CountOf(bool withText, bool past) => _totals[(withText, past)].Count;

    /// <summary>Parameters 1 to 31 as for a page.</summary>
    public static string SumOf(bool withText, bool past) => _totals[(withText, past)].Sum;

    private static string Page(string from, string filter, string key, string id, string type, string due) => $"""
        select o.data, o.id from {from}
        where {filter} and {due} and {After(key, id, type)}
        order by {key}, {id} limit $32
        """;

    private static string PageWithText(string from, string filter, string key, string id, string type, string due) => $"""
        {Found}
        select page.data, page.id from (
            (select o.data, {key} as key, {id} as id from {from}
            where o.id in (select f.id from found f) and {IsRare} and {filter} and {due} and {After(key, id, type)}
            order by {key}, {id} limit $32)
            union all
            (select o.data, {key} as key, {id} as id from {from}
            where not {IsRare} and {filter} and {due} and {After(key, id, type)} and {Contains}
            order by {key}, {id} limit $32)) page
        order by page.key, page.id limit $32
        """;

    public static string After(string key, string id, string type) => $"($33::text is null or ({key}, {id}) > ($34::{type}, $33))";
}
