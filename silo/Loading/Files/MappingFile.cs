namespace Hierarchy.Loading.Files;

/// <summary>A former unit and one of its successors in the new list, each by its official code.</summary>
/// <param name="Kind">Of the old unit.</param>
/// <param name="Line">Its line in the file.</param>
public sealed record MappingRow(string OldCode, string NewCode, UnitKind Kind, Extent Extent, int Line)
{
    /// <summary>The successor's kind. Districts that have a successor became communes.</summary>
    public UnitKind NewKind => Kind == UnitKind.District ? UnitKind.Commune : Kind;
}

/// <summary>The rows of a mapping, in the order of the file.</summary>
public sealed record Mapping(ImmutableArray<MappingRow> Rows);

/// <summary>Reads mappings of units to their successors (CSV): old_code,new_code,kind,extent. docs/PLAN-FILES.md describes the format.</summary>
public static class MappingFile
{
    private const string Header = "old_code,new_code,kind,extent";

    /// <summary>Reads the file at the path. Does not throw, whatever the file contains.</summary>
    public static FileContents<Mapping> Read(string path)
    {
        var errors = new FileErrors(Path.GetFileName(path));
        return FileText.Read(path, FileLimits.UnitBytesMax, errors) is { } text ? Parse(text, errors) : errors.Refuse<Mapping>();
    }

    /// <param name="name">What errors call the file.</param>
    public static FileContents<Mapping> Parse(string text, string name) => Parse(text, new FileErrors(name));

    private static FileContents<Mapping> Parse(string text, FileErrors errors)
    {
        var lines = text.Split('\n');
        if (lines[0].TrimEnd('\r') != Header)
        {
            errors.Add(1, $"the first line must be {Header}");
            return errors.Refuse<Mapping>();
        }
        if (lines.Length - 2 > FileLimits.UnitsMax)
        {
            errors.Add(0, $"has more than {FileLimits.UnitsMax} rows");
            return errors.Refuse<Mapping>();
        }
        var rows = ImmutableArray.CreateBuilder<MappingRow>(lines.Length);
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i].TrimEnd('\r') is { Length: > 0 } line && CsvLine.Cells(line, i + 1, count: 4, errors) is { } cells
                && RowOf(cells, i + 1, errors) is { } row)
            {
                rows.Add(row);
            }
        }
        CheckExtents(rows, errors);
        return errors.Any ? errors.Refuse<Mapping>() : new FileContents<Mapping>(new Mapping(rows.ToImmutable()), []);
    }

    private static MappingRow? RowOf(string[] cells, int line, FileErrors errors)
    {
        if (CsvLine.OfficialKind(cells[2], line, errors) is not { } kind)
        {
            return null;
        }
        if (cells[3] is not ("full" or "partial"))
        {
            errors.Add(line, $"extent '{Fields.Shown(cells[3])}' is not one of full, partial");
            return null;
        }
        return CsvLine.IsCode(cells[0], line, errors) && CsvLine.IsCode(cells[1], line, errors)
            ? new MappingRow(cells[0], cells[1], kind, cells[3] == "full" ? Extent.Full : Extent.Partial, line)
            : null;
    }

    /// <summary>Checks that a unit has either one full successor or several partial ones.</summary>
    private static void CheckExtents(IEnumerable<MappingRow> rows, FileErrors errors)
    {
        foreach (var old in rows.GroupBy(row => (row.Kind, row.OldCode)))
        {
            var (first, seen) = (old.First(), new HashSet<string>(StringComparer.Ordinal));
            foreach (var row in old.Where(row => !seen.Add(row.NewCode)))
            {
                errors.Add(row.Line, $"{row.OldCode} to {row.NewCode} is in the file twice");
            }
            foreach (var row in old.Where(row => (row.Extent == Extent.Full) != (seen.Count == 1)))
            {
                errors.Add(row.Line, seen.Count == 1
                    ? $"extent of {row.OldCode} is partial, but it has only this successor"
                    : $"extent of {row.OldCode} is full, but line {(row == first ? old.ElementAt(1) : first).Line} gives it another successor");
            }
        }
    }
}
