namespace Hierarchy.Api.Plans.Drafts;

/// <summary>Parses amounts in Vietnamese documents: 13.166,6 thousand đồng are 13,166,600 đồng.</summary>
internal static partial class Money
{
    /// <summary>No plan has smaller amounts: a smaller figure without a unit is in unstated thousands or millions.</summary>
    private const long LeastWithoutUnit = 1_000_000;

    /// <summary>The number of đồng in the unit that a text names; null if it names none.</summary>
    public static long? UnitOf(string text) => Vietnamese.Fold(text) switch
    {
        var folded when Thousand().IsMatch(folded) => 1_000,
        var folded when Million().IsMatch(folded) => 1_000_000,
        var folded when Billion().IsMatch(folded) => 1_000_000_000,
        var folded when Dong().IsMatch(folded) => 1,
        _ => null,
    };

    /// <summary>Null unless it is an unambiguous amount of whole đồng.</summary>
    public static long? Read(GridCell cell, long? unit)
    {
        var own = cell.Number is null ? UnitOf(cell.Text) : null;
        if ((cell.Number ?? Figure(cell.Text)) is not { } figure || figure < 0 || figure > Limits.MoneyMax)
        {
            return null;
        }
        var amount = figure * (own ?? unit ?? 1);
        var known = own is not null || unit is not null || amount == 0 || amount >= LeastWithoutUnit;
        return known && amount == decimal.Truncate(amount) && amount <= Limits.MoneyMax ? (long)amount : null;
    }

    private static decimal? Figure(string text)
    {
        var match = Amount().Match(Words.One(text));
        if (!match.Success)
        {
            return null;
        }
        var plain = match.Groups["whole"].Value.Replace(".", "").Replace(" ", "").Replace(",", "");
        var fraction = match.Groups["part"].Value;
        var written = fraction.Length == 0 ? plain : $"{plain}.{fraction}";
        return decimal.TryParse(written, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var figure)
            ? figure
            : null;
    }

    // A single comma before three digits is ambiguous (fraction or thousands) and refused; two commas separate thousands.
    [GeneratedRegex(
        @"^\s*(?<whole>[0-9]{1,3}(\.[0-9]{3})+|[0-9]{1,3}( [0-9]{3})+|[0-9]{1,3}(,[0-9]{3}){2,}|[0-9]{1,18})"
        + @"(,(?<part>[0-9]{1,2}|[0-9]{4,9}))?\s*(\p{L}[\p{L}. ]*)?$", RegexOptions.NonBacktracking)]
    private static partial Regex Amount();

    [GeneratedRegex(@"(1\.?000|nghin|ngan) ?(dong|d\b|vnd)")]
    private static partial Regex Thousand();

    [GeneratedRegex(@"trieu|\btrd\b|\btr\.? ?d")]
    private static partial Regex Million();

    [GeneratedRegex(@"\bt[yi] (dong|d\b|vnd)")]
    private static partial Regex Billion();

    [GeneratedRegex(@"\bdong\b|\bvnd\b|\d ?d\b")]
    private static partial Regex Dong();
}
