namespace Hierarchy.Grains.Plans.Drafts;

/// <summary>The units and classes that a cell names.</summary>
/// <param name="Unknown">Names that were not recognised, as in the cell.</param>
/// <param name="Doubts">In Vietnamese: where more was taken than the cell names.</param>
internal sealed record LeadReading(ImmutableArray<Assignee> Assignees, ImmutableArray<string> Unknown, ImmutableArray<string> Doubts);

/// <summary>
/// Splits a cell into the units and classes that it names. Names contain commas, "và" and dashes themselves, so the longest run of pieces
/// that forms a name wins: "Sở Văn hóa, Thể thao và Du lịch và Sở Y tế" names two.
/// </summary>
internal sealed partial class LeadWording(Unit owner, Func<string, IReadOnlyList<Unit>> find)
{
    /// <summary>Maximum number of pieces in a name. It keeps the work for a cell proportional to its length.</summary>
    private const int PiecesMax = 8;

    private readonly ImmutableArray<Assignee>.Builder _found = ImmutableArray.CreateBuilder<Assignee>();
    private readonly ImmutableArray<string>.Builder _unknown = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<string>.Builder _doubts = ImmutableArray.CreateBuilder<string>();
    private readonly HashSet<(string?, UnitKind?, string?)> _seen = [];
    private string? _shared;
    private bool _committee;

    /// <param name="keepsUnknown">Whether an unrecognised name is kept as a label, as for coordinators outside the system.</param>
    public static LeadReading Read(string text, Unit owner, Func<string, IReadOnlyList<Unit>> find, bool keepsUnknown)
    {
        var wording = new LeadWording(owner, find);
        foreach (var part in Parts().Split(Vietnamese.Compose(text)))
        {
            wording.ReadPart(part.Trim(' ', '.', ',', '\n', '\r', '\t'), keepsUnknown);
        }
        return new LeadReading(wording._found.ToImmutable(), wording._unknown.ToImmutable(), wording._doubts.ToImmutable());
    }

    private void ReadPart(string part, bool keepsUnknown)
    {
        if (SharedWord().Match(part) is { Success: true } shared)
        {
            _shared = NameOf(shared.Groups["word"].Value);
            part = part[shared.Length..];
        }
        if (part.Length == 0)
        {
            return;
        }
        var pieces = Pieces(part);
        int? unknownFrom = null;
        for (var i = 0; i < pieces.Count;)
        {
            var before = _found.Count;
            var taken = Longest(part, pieces, i);
            if (unknownFrom is { } from && (taken > 0 || OwnName().IsMatch(part[pieces[i].Start..pieces[i].End])))
            {
                AddUnknown(part[pieces[from].Start..pieces[i - 1].End], keepsUnknown, before);
                unknownFrom = null;
            }
            if (taken == 0)
            {
                unknownFrom ??= i;
            }
            i += Math.Max(1, taken);
        }
        if (unknownFrom is { } last)
        {
            AddUnknown(part[pieces[last].Start..pieces[^1].End], keepsUnknown, _found.Count);
        }
    }

    /// <returns>How many pieces the longest name takes; 0 when there is none.</returns>
    private int Longest(string part, List<(int Start, int End)> pieces, int first)
    {
        for (var count = Math.Min(PiecesMax, pieces.Count - first); count > 0; count--)
        {
            var (last, end) = pieces[first + count - 1];
            var name = NameOf(part[pieces[first].Start..end]);
            if (TryName(name, part[last..end]) || (_shared is not null && TryUnit($"{_shared} {name}", $"{_shared} {name}", aside: false)))
            {
                return count;
            }
        }
        return 0;
    }

    /// <param name="last">The last piece of the name: a qualifier ("có liên quan") can only be there.</param>
    private bool TryName(string name, string last)
    {
        if (TryUnit(name, name, aside: false))
        {
            return true;
        }
        if (ClassWording.Read(name, last, owner.Kind) is { } found && (!found.Committee || _committee))
        {
            _committee = Committee().IsMatch(name) || found.Committee;
            foreach (var kind in found.Kinds)
            {
                Add(new Assignee(null, kind, found.Committee ? "UBND " + name : name));
            }
            if (found.Open)
            {
                _doubts.Add($"“{name}” không nói rõ là những đơn vị nào; được tính là tất cả.");
            }
            return true;
        }
        var head = Office().Replace(name, "");
        var tail = Aside().Match(head);
        if (tail.Success && Separators().IsMatch(head[tail.Index..]))
        {
            return false;
        }
        return (tail.Success || head.Length < name.Length) && TryUnit(tail.Success ? head[..tail.Index] : head, name, tail.Success);
    }

    private bool TryUnit(string name, string label, bool aside)
    {
        var units = find(name);
        if (units.Count == 0 || (units.Count > 1 && !units.All(unit => unit.Kind == UnitKind.Office)))
        {
            return false;
        }
        label = Several().Replace(label, "");
        foreach (var unit in units)
        {
            Add(new Assignee(unit.Id, null, label));
        }
        if (units.Count > 1)
        {
            _doubts.Add($"Có {units.Count} đơn vị tên “{name}”; được tính là tất cả.");
        }
        else if (aside)
        {
            _doubts.Add($"“{label}” được hiểu là {units[0].Name}; phần còn lại chưa được tính.");
        }
        _shared = FirstWord().Match(label) is { Success: true } word ? word.Value : _shared;
        return true;
    }

    private void Add(Assignee assignee)
    {
        if (_seen.Add((assignee.Unit, assignee.UnitClass, null)))
        {
            _found.Add(assignee);
        }
    }

    /// <param name="at">Its position among the names found, in the order of the cell.</param>
    private void AddUnknown(string text, bool keeps, int at)
    {
        var name = NameOf(text);
        if (!keeps)
        {
            _unknown.Add(name);
        }
        else if (_seen.Add((null, null, name)))
        {
            _found.Insert(at, new Assignee(null, null, name));
        }
    }

    private static string NameOf(string text) => Text.Name(text).Trim();

    private static List<(int Start, int End)> Pieces(string part)
    {
        var pieces = new List<(int, int)>();
        var start = 0;
        foreach (Match separator in Separators().Matches(part))
        {
            if (separator.Index > start)
            {
                pieces.Add((start, separator.Index));
            }
            start = separator.Index + separator.Length;
        }
        if (start < part.Length)
        {
            pieces.Add((start, part.Length));
        }
        return pieces;
    }

    [GeneratedRegex(@"\s*;\s*|(?:^|\n)\s*[-–+*•]\s+")]
    private static partial Regex Parts();

    [GeneratedRegex(@"\s*[,\n]\s*|\s+và\s+|\s+[-–]\s+|\s*/\s*", RegexOptions.IgnoreCase)]
    private static partial Regex Separators();

    /// <summary>"Các Sở: A; B; C" names three.</summary>
    [GeneratedRegex(@"^(?:Các\s+)?(?<word>Sở|Phòng|Ban|Chi cục|(?:UBND\s+)?(?:huyện|xã|phường|thị trấn))\s*:\s*", RegexOptions.IgnoreCase)]
    private static partial Regex SharedWord();

    [GeneratedRegex(@"^(?:Sở|Phòng|Huyện|Xã|Phường|UBND huyện|UBND xã)(?= )", RegexOptions.IgnoreCase)]
    private static partial Regex FirstWord();

    [GeneratedRegex(@"^(?:UBND|Ủy ban|Uỷ ban)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Committee();

    [GeneratedRegex(@"^Các\s+", RegexOptions.IgnoreCase)]
    private static partial Regex Several();

    [GeneratedRegex(@"^(?:Giám đốc|Thủ trưởng|Chủ tịch|Trưởng|Lãnh đạo|Giao)\s+", RegexOptions.IgnoreCase)]
    private static partial Regex Office();

    [GeneratedRegex(@"\s+(?:đối với|chủ trì|chịu trách nhiệm)\b|\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex Aside();

    /// <summary>Words with which the name of another body begins.</summary>
    [GeneratedRegex(@"^(?:Công an|Bộ|Đài|Báo|Ban|Hội|Liên đoàn|Liên minh|Trường|Cục|Chi cục|Kho bạc|Bảo hiểm|Tòa|Viện|Sở|Phòng|UBND"
        + @"|VP|Văn phòng|Trung tâm|Mặt trận|MTTQ|Tỉnh đoàn|[Cc]ác)\b")]
    private static partial Regex OwnName();
}
