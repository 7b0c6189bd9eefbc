using Hierarchy.Grains.Ports;

namespace Hierarchy.Store;

/// <summary>
/// The list queries. Each filter is one parameter, null when it does not filter. The statements are never prepared, so PostgreSQL plans each
/// with its values, drops the conditions on null, and chooses the index by what is left.
/// </summary>
internal static class QuerySql
{
    // $1 the path of one unit; $2 and $3 the range of paths at and below one.
    private const string Filter = """
        ($1::text is null or o.path = $1)
        and ($2::text is null or (o.path >= $2 and o.path < $3))
        and ($4::smallint is null or o.kind = $4)
        and ($5::smallint[] is null or o.status = any($5))
        and ($6::boolean is distinct from true or (o.status in (1, 2, 3) and o.due < $7::date))
        and ($6::boolean is distinct from false or not coalesce(o.status in (1, 2, 3) and o.due < $7::date, false))
        and ($8::boolean is null or o.with_difficulty = $8)
        and ($9::smallint is null or o.reform = $9)
        and ($10::text is null or o.plan = $10)
        and ($11::text is null or o.area = $11)
        and ($12::text is null or o.source = $12)
        and ($13::smallint is null or o.unit_kind = $13)
        and ($14::date is null or o.due >= $14)
        and ($15::date is null or o.due <= $15)
        and ($16::integer is null or (o.start_year <= $16 and o.end_year >= $16))
        and ($17::text is null or o.id in (
            select t.id from obligation_texts t
            where ($18::bigint[] is null or t.grams @> $18) and strpos(t.folded, $17) > 0))
        """;

    private const string DueAscKey = "coalesce(o.due - date '0001-01-01', 2147483647)";
    private const string DueDescKey = "coalesce(date '0001-01-01' - o.due, 2147483647)";

    public const string Count = $"select count(*)::integer from obligations o where {Filter}";

    private const string DueAsc = $"""
        select o.data from obligations o where {Filter} and ($20::text is null or ({DueAscKey}, o.id) > ($21::integer, $20))
        order by {DueAscKey}, o.id limit $19
        """;

    private const string DueDesc = $"""
        select o.data from obligations o where {Filter} and ($20::text is null or ({DueDescKey}, o.id) > ($21::integer, $20))
        order by {DueDescKey}, o.id limit $19
        """;

    private const string PercentAsc = $"""
        select o.data from obligations o where {Filter} and ($20::text is null or (o.percent, o.id) > ($21::integer, $20))
        order by o.percent, o.id limit $19
        """;

    private const string PercentDesc = $"""
        select o.data from obligations o where {Filter} and ($20::text is null or (-o.percent, o.id) > ($21::integer, $20))
        order by -o.percent, o.id limit $19
        """;

    private const string UpdatedDesc = $"""
        select o.data from obligations o where {Filter} and ($20::text is null or (-o.updated, o.id) > ($21::bigint, $20))
        order by -o.updated, o.id limit $19
        """;

    public const string SearchUnits = """
        select id, name, kind, parent, code from units
        where ($1::bigint[] is null or grams @> $1) and strpos(folded, $2) > 0 and ($3::smallint is null or kind = $3)
        order by not starts_with(folded, $2), kind, sort_key, id limit $4
        """;

    public const string History = """
        select unit, seq, name, data, actor, at, request_id from events
        where unit = $1 and ($2::bigint is null or seq < $2) order by seq desc limit $3
        """;

    public const string PlanOfTask = "select plan from tasks where id = $1";

    /// <summary>Everything that makes a cell, grouped; sums of bigint come as numeric.</summary>
    public const string Sums = """
        select unit, plan, plan_owner, source, area, reform, kind, start_year, end_year, status, due,
            count(*)::integer,
            count(*) filter (where status = 4 and not coalesce(completed_on > due, false))::integer,
            count(*) filter (where reported)::integer,
            coalesce(sum(weight) filter (where status <> 5), 0)::bigint,
            coalesce(sum(weight::bigint * percent) filter (where status <> 5), 0)::bigint,
            sum(planned)::bigint,
            sum(spent)::bigint
        from obligations
        group by unit, plan, plan_owner, source, area, reform, kind, start_year, end_year, status, due
        order by unit, plan, plan_owner, source, area, reform, kind, start_year, end_year, status, due nulls last
        """;

    public static string PageIn(ObligationOrder order) => order switch
    {
        ObligationOrder.DueAsc => DueAsc,
        ObligationOrder.DueDesc => DueDesc,
        ObligationOrder.PercentAsc => PercentAsc,
        ObligationOrder.PercentDesc => PercentDesc,
        ObligationOrder.UpdatedDesc => UpdatedDesc,
        _ => throw new ArgumentOutOfRangeException(nameof(order), order, "There is no such order."),
    };
}
