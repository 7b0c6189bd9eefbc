using System.Text.RegularExpressions;

namespace Hierarchy.Loading.Files;

/// <summary>The units of a file, parents before children and otherwise in the order of the file.</summary>
/// <param name="Lines">Unit ids to lines of the file.</param>
public sealed record UnitList(ImmutableArray<Unit> Units, IReadOnlyDictionary<string, int> Lines);

/// <summary>
/// Reads lists of units (CSV) in two formats, which differ in the header: our own, id,name,kind,parent,code, and that of the official
/// list, code,name,kind,parent_code,type_vi. docs/PLAN-FILES.md describes both.
/// </summary>
public static partial class UnitFile
{
    /// <summary>Parent of the provinces of an official list, which names no ministry.</summary>
    public const string MinistryId = "bnv";

    private const string OwnHeader = "id,name,kind,parent,code";
    private const string OfficialHeader = "code,name,kind,parent_code,type_vi";

    /// <summary>Reads the file at the path. Does not throw, whatever the file contains.</summary>
    /// <param name="known">Ids that may be parents although the file does not list them; null: none.</param>
    public static FileContents<UnitList> Read(string path, IReadOnlySet<string>? known = null)
    {
        var name = Path.GetFileName(path);
        var errors = new FileErrors(name);
        var text = FileText.Read(path, FileLimits.UnitBytesMax, errors);
        return text is null ? errors.Refuse<UnitList>() : Parse(text, name, known, errors);
    }

    /// <param name="name">What errors call the file; a year in it (2024) gives the official list's ids their prefix (vn24-).</param>
    public static FileContents<UnitList> Parse(string text, string name, IReadOnlySet<string>? known = null) =>
        Parse(text, name, known, new FileErrors(name));

    private static FileContents<UnitList> Parse(string text, string name, IReadOnlySet<string>? known, FileErrors errors)
    {
        var lines = text.Split('\n');
        var header = lines[0].TrimEnd('\r');
        if (header is not (OwnHeader or OfficialHeader))
        {
            errors.Add(1, $"the first line must be {OwnHeader} or {OfficialHeader}");
            return errors.Refuse<UnitList>();
        }
        if (lines.Length - 2 > FileLimits.UnitsMax)
        {
            errors.Add(0, $"has more than {FileLimits.UnitsMax} units");
            return errors.Refuse<UnitList>();
        }
        var prefix = PrefixOf(name);
        var rows = new List<(Unit Unit, int Line)>(lines.Length);
        var refused = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 1; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r');
            if (line.Length == 0)
            {
                continue;
            }
            if (CsvLine.Cells(line, i + 1, count: 5, errors) is not { } cells)
            {
                continue;
            }
            if ((header == OwnHeader ? OwnUnit(cells, i + 1, errors) : OfficialUnit(cells, prefix, i + 1, errors)) is { } unit)
            {
                rows.Add((unit, i + 1));
            }
            else
            {
                refused.Add(header == OwnHeader ? cells[0] : prefix + cells[0]);
            }
        }
        var sorted = Sort(rows, StandsElsewhere, errors);
        return errors.Any
            ? errors.Refuse<UnitList>()
            : new FileContents<UnitList>(new UnitList(sorted, rows.ToDictionary(row => row.Unit.Id, row => row.Line, StringComparer.Ordinal)), []);

        // Only the refused parent is reported, not everything below it.
        bool StandsElsewhere(string id) =>
            (id == MinistryId && header == OfficialHeader) || known?.Contains(id) == true || refused.Contains(id);
    }

    private static Unit? OwnUnit(string[] cells, int line, FileErrors errors)
    {
        var (id, name, parent, code) = (cells[0], Text.Name(cells[1]), cells[3], cells[4]);
        if (!Word<UnitKind>.TryParse(cells[2], out var kind))
        {
            errors.Add(line, $"kind '{Fields.Shown(cells[2])}' is not one of {Word<UnitKind>.List()}");
            return null;
        }
        if (parent == "" && kind is not (UnitKind.Government or UnitKind.Ministry))
        {
            errors.Add(line, "parent is empty; only a GOVERNMENT or a MINISTRY has no parent");
            return null;
        }
        if (parent != "" && !IsId(parent, "parent", line, errors))
        {
            return null;
        }
        return IsId(id, "id", line, errors) && IsName(name, line, errors) && (code == "" || CsvLine.IsCode(code, line, errors))
            ? new Unit(id, name, kind, parent == "" ? null : parent, code == "" ? null : code)
            : null;
    }

    private static Unit? OfficialUnit(string[] cells, string prefix, int line, FileErrors errors)
    {
        var (code, name, parent, type) = (cells[0], Text.Name(cells[1]), cells[3], Text.Name(cells[4]));
        if (CsvLine.OfficialKind(cells[2], line, errors) is not { } kind)
        {
            return null;
        }
        if ((kind == UnitKind.Province) != (parent == ""))
        {
            var reason = parent == "" ? "parent_code is empty; only a province has no parent" : "a province has no parent_code";
            errors.Add(line, reason);
            return null;
        }
        if (type == "")
        {
            errors.Add(line, "type_vi is empty");
            return null;
        }
        if (!CsvLine.IsCode(code, line, errors) || (parent != "" && !CsvLine.IsCode(parent, line, errors)) || !IsName(name, line, errors))
        {
            return null;
        }
        var full = char.ToUpperInvariant(type[0]) + type[1..] + " " + name;
        return new Unit(prefix + code, full, kind, parent == "" ? MinistryId : prefix + parent, code);
    }

    private static bool IsId(string id, string cell, int line, FileErrors errors)
    {
        // A parent may be one of an earlier version.
        if ((cell == "id" ? Limits.FaultOfNewId(id) : Limits.FaultOfId(id)) is not { } fault)
        {
            return true;
        }
        errors.Add(line, $"{cell} '{Fields.Shown(id)}' {fault}");
        return false;
    }

    private static bool IsName(string name, int line, FileErrors errors)
    {
        if (name.Length is > 0 and <= Limits.NameMax && !name.Any(char.IsControl))
        {
            return true;
        }
        errors.Add(line, name == "" ? "name is empty" : $"name must have at most {Limits.NameMax} characters and no control character");
        return false;
    }

    /// <summary>Parents before children. Ids that stand twice, parents that are nowhere, and cycles become errors.</summary>
    private static ImmutableArray<Unit> Sort(List<(Unit Unit, int Line)> rows, Func<string, bool> standsElsewhere, FileErrors errors)
    {
        var byId = new Dictionary<string, int>(rows.Count, StringComparer.Ordinal);
        for (var i = 0; i < rows.Count; i++)
        {
            if (!byId.TryAdd(rows[i].Unit.Id, i))
            {
                errors.Add(rows[i].Line, $"'{rows[i].Unit.Id}' is already in line {rows[byId[rows[i].Unit.Id]].Line}");
            }
        }
        var sorted = ImmutableArray.CreateBuilder<Unit>(rows.Count);
        var placed = new bool[rows.Count];
        var chain = new List<int>();
        var inChain = new HashSet<int>();
        for (var i = 0; i < rows.Count; i++)
        {
            for (var at = i; !placed[at];)
            {
                chain.Add(at);
                if (!inChain.Add(at))
                {
                    errors.Add(rows[at].Line, $"'{rows[at].Unit.Id}' is below itself");
                    break;
                }
                if (rows[at].Unit.Parent is not { } parent)
                {
                    break;
                }
                if (byId.TryGetValue(parent, out var above))
                {
                    at = above;
                    continue;
                }
                if (!standsElsewhere(parent))
                {
                    errors.Add(rows[at].Line, $"parent '{parent}' of '{rows[at].Unit.Id}' is not a known unit");
                }
                break;
            }
            for (var j = chain.Count - 1; j >= 0; j--)
            {
                if (!placed[chain[j]])
                {
                    placed[chain[j]] = true;
                    sorted.Add(rows[chain[j]].Unit);
                }
            }
            chain.Clear();
            inChain.Clear();
        }
        return sorted.ToImmutable();
    }

    private static string PrefixOf(string name) =>
        Year().Match(name) is { Success: true } year ? $"vn{year.Value[2..]}-" : "vn24-";

    [GeneratedRegex("(?<![0-9])(19|20)[0-9]{2}(?![0-9])")]
    private static partial Regex Year();
}
