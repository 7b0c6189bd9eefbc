using Npgsql;

namespace Hierarchy.Store;

/// <summary>
/// The conditions of a query on obligations. Its filters are parameters 1 to 31, null if unused. The statement contains only the conditions
/// of filters in use, so that PostgreSQL neither plans nor evaluates the others.
/// </summary>
/// <param name="parameters">The parameters of the whole statement; parameter 1 comes first.</param>
/// <param name="past">Whether the query is about a past day.</param>
internal sealed class FilterSql(NpgsqlParameter[] parameters, bool past)
{
    // Day numbers as in the indexes, so that a condition on the key is a range of the index.
    public const string DueAscKey = "coalesce(o.due - date '0001-01-01', 2147483647)";
    public const string DueDescKey = "coalesce(date '0001-01-01' - o.due, 2147483647)";

    // An obligation handed in by its due day is on time until it is accepted or sent back.
    private const string Overdue = "coalesce(o.status in (1, 2, 3) and o.due < $7 and (o.status <> 3 or o.completed_on > o.due), false)";

    // Plain conditions, so that they imply the predicate of the partial index on open obligations.
    private const string IsOverdue = $"(o.status in (1, 2, 3) and {DueAscKey} < $7 - date '0001-01-01' and (o.status <> 3 or o.completed_on > o.due))";
    private const string IsUndated = $"(o.status in (1, 2, 3) and {DueAscKey} = 2147483647)";

    private const string Timeliness = $"""
        (case
            when o.status = 4 then case when o.completed_on > o.due then 1 else 0 end
            when o.status = 5 then 4
            when {Overdue} then 3
            else 2 end) = any($19)
        """;

    // Readable obligations, given as paths with one bit per reform area.
    private const string IsReadable = """
        exists (
            select from unnest($23, $24) readable (path, areas)
            where starts_with(o.path, readable.path) and (readable.areas >> o.reform) & 1 = 1)
        """;

    private const string IsInWindow =
        "((o.due >= $30 and o.due <= $31) or (o.status = 4 and o.completed_on >= $30 and o.completed_on <= $31))";

    private const string Contains = "(select strpos(t.folded, $17) from obligation_texts t where t.id = o.id) > 0";

    /// <summary>The obligations to query, as they are now or as they were on the past day.</summary>
    public string From { get; } = past ? PastSql.Rows : "obligations";

    public bool IsPast => past;

    public bool HasText => Has(17);

    /// <summary>The unit on which the obligation was first imposed.</summary>
    public static string OriginOf(string row) => $"coalesce(split_part({row}.origin, '~', 1), {row}.unit)";

    // Status 6, handed over, is in no list. Parameter 1 is the path of one unit, 2 and 3 the range of paths at and below one, 29 several
    // paths.
    /// <summary>All conditions except those on the text and on the due day, which depend on the order. Does not begin with "and".</summary>
    public string Conditions =>
        "o.status <> 6" + If(1, "o.path = $1") + If(2, "o.path >= $2 and o.path < $3") + If(29, "o.path = any($29)")
        + If(4, "o.kind = $4") + If(5, "o.status = any($5)") + If(6, IsOverdue, $"not {Overdue}") + If(8, "o.with_difficulty = $8")
        + If(9, "o.reform = $9") + If(10, "o.plan = $10") + If(11, "o.area = $11") + If(12, "o.source = $12") + If(13, "o.unit_kind = $13")
        + If(16, "o.start_year <= $16 and o.end_year >= $16") + If(19, Timeliness) + If(20, $"$20 <> exists ({ReportedBy()})")
        + If(21, IsOwn("o")) + If(23, IsReadable) + If(25, "o.postponed", "not o.postponed")
        + If(26, IsUndated, "not (o.status in (1, 2, 3) and o.due is null)") + If(27, "(o.status = 3) = $27") + If(28, "o.period = $28")
        + If(30, IsInWindow);

    public string DueByAsc =>
        If(14, $"o.due is not null and {DueAscKey} >= $14 - date '0001-01-01'") + If(15, $"{DueAscKey} <= $15 - date '0001-01-01'");

    public string DueByDesc =>
        If(14, $"{DueDescKey} <= date '0001-01-01' - $14") + If(15, $"o.due is not null and {DueDescKey} >= date '0001-01-01' - $15");

    public string PathInOpenSpans => If(1, "s.path = $1") + If(2, "s.path >= $2 and s.path < $3");

    public string MayContain => If(17, Contains);

    /// <summary>The cursor of a page: parameter 33 is the id, 34 the key of the last row before it.</summary>
    public string After(string key, string id) => If(33, $"({key}, {id}) > ($34, $33)");

    // Reported obligations of the same unit, by those filters that concern the unit as a whole.
    private string ReportedBy() =>
        $"select from {From} s where s.path = o.path and s.reported and s.status <> 6"
        + If(4, "s.kind = $4") + If(9, "s.reform = $9") + If(10, "s.plan = $10") + If(11, "s.area = $11") + If(12, "s.source = $12")
        + If(16, "s.start_year <= $16 and s.end_year >= $16") + If(21, IsOwn("s"));

    // Parameter 22 lists the shipped plans, which are never a unit's own.
    private static string IsOwn(string row) =>
        $"({OriginOf(row)} = {row}.plan_owner and {row}.plan is not null and {row}.plan_owner || '/' || {row}.plan <> all($22)) = $21";

    private bool Has(int number) => parameters[number - 1].Value is not DBNull;

    private string If(int number, string condition) => Has(number) ? $" and {condition}" : "";

    private string If(int number, string whenTrue, string whenFalse) =>
        Has(number) ? $" and {(parameters[number - 1].Value is true ? whenTrue : whenFalse)}" : "";
}
