namespace Hierarchy.Api.Changes.Export;

/// <summary>The arguments of <c>audit</c> as query parameters.</summary>
internal static class AuditParameters
{
    private static readonly string[] Known = ["under", "actor", "from", "to", "first", "after"];

    /// <returns>The query, with the maximum number of rows; null for all.</returns>
    /// <exception cref="FieldError">A parameter is unknown, of the wrong type or out of range, or the reader may not read it.</exception>
    public static (AuditQuery Query, int? RowsMax) Read(IQueryCollection query, Reader reader, IUnitDirectory directory)
    {
        Check(query, Known);
        var under = ValueOf(query, "under") ?? throw ApiError.Invalid("under is missing: the id of the unit at the top.", "under");
        var first = ValueOf(query, "first") is { } number
            ? int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size
            : throw ApiError.Invalid("first is no number.", "first")
            : default(int?);
        var (from, to) = (DayOf(query, "from"), DayOf(query, "to"));
        return (Audit.Of(under, ValueOf(query, "actor"), from, to, first, ValueOf(query, "after"), reader, directory).Query, first);
    }

    /// <returns>Start (inclusive) and end (exclusive) of the time range; null for unbounded.</returns>
    /// <exception cref="FieldError">A parameter is unknown, is not a day, or is out of range.</exception>
    public static (DateTimeOffset? From, DateTimeOffset? Until) ReadDays(IQueryCollection query, string[] known)
    {
        Check(query, known);
        return Audit.InstantsOf(DayOf(query, "from"), DayOf(query, "to"));
    }

    private static void Check(IQueryCollection query, string[] known)
    {
        foreach (var (name, values) in query)
        {
            if (!known.Contains(name))
            {
                throw ApiError.Invalid($"There is no parameter '{Text.Shown(name)}'; there are {string.Join(", ", known)}.", Text.Shown(name));
            }
            if (values.Count > 1)
            {
                throw ApiError.Invalid($"{name} is given {values.Count} times; give it once.", name);
            }
        }
    }

    private static string? ValueOf(IQueryCollection query, string name) => query.TryGetValue(name, out var values) && values.Count == 1 ? values[0] : null;

    private static DateOnly? DayOf(IQueryCollection query, string name) => ValueOf(query, name) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw ApiError.Invalid($"{name} is no day: write it as 2013-05-10.", name);
}
