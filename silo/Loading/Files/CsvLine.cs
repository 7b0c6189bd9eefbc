namespace Hierarchy.Loading.Files;

/// <summary>One line of a list.</summary>
internal static class CsvLine
{
    private const int CodeLengthMax = 20;

    /// <summary>The line's cells, composed (NFC). A cell in double quotes may hold commas, and "" for a quote. Null, and an error, when a
    /// quote is faulty or there are not <paramref name="count"/> cells.</summary>
    public static string[]? Cells(string line, int number, int count, FileErrors errors)
    {
        var cells = new List<string>(count);
        var rest = line.AsSpan();
        while (true)
        {
            int end;
            if (rest.StartsWith("\""))
            {
                end = 1;
                while (end < rest.Length && (rest[end] != '"' || (end + 1 < rest.Length && rest[end + 1] == '"')))
                {
                    end += rest[end] == '"' ? 2 : 1;
                }
                if (end >= rest.Length || (end + 1 < rest.Length && rest[end + 1] != ','))
                {
                    errors.Add(number, end >= rest.Length ? "a quote is not closed in this line" : "a comma must follow the closing quote");
                    return null;
                }
                cells.Add(rest[1..end].ToString().Replace("\"\"", "\""));
                end++;
            }
            else
            {
                end = rest.IndexOf(',') is >= 0 and var comma ? comma : rest.Length;
                cells.Add(rest[..end].ToString());
            }
            if (end == rest.Length)
            {
                break;
            }
            rest = rest[(end + 1)..];
        }
        if (cells.Count != count)
        {
            errors.Add(number, $"has {cells.Count} cells; {count} are expected (a name with a comma must be quoted)");
            return null;
        }
        return [.. cells.Select(cell => Vietnamese.Compose(cell.Trim()))];
    }

    /// <summary>Parses a kind as official lists write it. Null, and an error, for any other word.</summary>
    public static UnitKind? OfficialKind(string kind, int line, FileErrors errors)
    {
        switch (kind)
        {
            case "province":
                return UnitKind.Province;
            case "district":
                return UnitKind.District;
            case "commune":
                return UnitKind.Commune;
            default:
                errors.Add(line, $"kind '{Fields.Shown(kind)}' is not one of province, district, commune");
                return null;
        }
    }

    public static bool IsCode(string code, int line, FileErrors errors)
    {
        if (code.Length is > 0 and <= CodeLengthMax && code.All(char.IsAsciiDigit))
        {
            return true;
        }
        errors.Add(line, $"code '{Fields.Shown(code)}' must have 1 to {CodeLengthMax} digits");
        return false;
    }
}
