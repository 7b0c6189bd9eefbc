using Hierarchy.Grains.Reorganisations;

namespace Hierarchy.Api.Reorganisations;

internal enum ReorganisationAct { Found, Rename, Move, Close }

/// <summary>A unit in a reorganisation, before or afterwards.</summary>
/// <param name="Name">The name; the id if there is no such unit.</param>
/// <param name="Kind">Null if there is no such unit.</param>
/// <param name="Parent">Id of its parent.</param>
/// <param name="Acts">The acts on it.</param>
internal sealed record ReorganisedUnit(
    string Id, string Name, UnitKind? Kind, string? Code, string? Parent, string? ParentName, ImmutableArray<ReorganisationAct> Acts, Extent Extent);

/// <summary>A unit afterwards, with those that continue in it; or a unit without a successor.</summary>
internal sealed record ReorganisationLine(ReorganisedUnit? After, ImmutableArray<ReorganisedUnit> Before);

/// <summary>Old and new units of a reorganisation side by side.</summary>
internal sealed class ReorganisationLines
{
    private static readonly Comparer<ReorganisedUnit> Order = Comparer<ReorganisedUnit>.Create((left, right) =>
        RankOf(left).CompareTo(RankOf(right)) is var kind and not 0 ? kind
        : Vietnamese.Compare(left.Name, right.Name) is var name and not 0 ? name
        : string.CompareOrdinal(left.Id, right.Id));

    private readonly Reorganisation _content;
    private readonly IUnitDirectory _directory;
    private readonly Dictionary<string, Unit> _founded;
    private readonly Dictionary<string, Renaming> _renamed;
    private readonly Dictionary<string, Moving> _moved;
    private readonly HashSet<string> _closed;

    public ReorganisationLines(Reorganisation content, IUnitDirectory directory)
    {
        (_content, _directory) = (content, directory);
        _founded = ById(content.Establish, unit => unit.Id);
        _renamed = ById(content.Rename, renaming => renaming.Unit);
        _moved = ById(content.Move, moving => moving.Unit);
        _closed = [.. content.Close.Select(closing => closing.Unit)];
    }

    /// <summary>A unit as it is afterwards, or in its last state if it ends.</summary>
    public ReorganisedUnit UnitOf(string id) => _closed.Contains(id) ? Before(id, Extent.Full) : After(id);

    public static string KeyOf(ReorganisationLine line) => line.After is { } after ? $"+{after.Id}" : $"-{line.Before[0].Id}";

    /// <summary>Ordered by kind and name of the later unit; units without a successor come last.</summary>
    public IEnumerable<ReorganisationLine> All()
    {
        var predecessors = _content.Close.SelectMany(closing => closing.Heirs.Select(heir => (heir.Unit, Old: closing.Unit, heir.Extent)))
            .ToLookup(kin => kin.Unit, StringComparer.Ordinal);
        var afterwards = _founded.Keys.Concat(_renamed.Keys).Concat(_moved.Keys).Concat(predecessors.Select(kin => kin.Key))
            .Where(id => !_closed.Contains(id)).Distinct(StringComparer.Ordinal)
            .Select(id => new ReorganisationLine(
                After(id), [.. Itself(id), .. Sorted(predecessors[id].Select(kin => Before(kin.Old, kin.Extent)))]));
        var ended = _content.Close.Where(closing => closing.Heirs.IsEmpty).Select(closing => Before(closing.Unit, Extent.Full));
        return afterwards.OrderBy(line => line.After!, Order).Concat(Sorted(ended).Select(unit => new ReorganisationLine(null, [unit])));
    }

    /// <summary>The unit itself before, if it existed.</summary>
    private IEnumerable<ReorganisedUnit> Itself(string id) => _founded.ContainsKey(id) ? [] : [Before(id, Extent.Full)];

    private ReorganisedUnit Before(string id, Extent extent)
    {
        var unit = UnitsOnDays.Find(id, _content.EffectiveOn.AddDays(-1), _directory) ?? _directory.Find(id);
        return new(
            id, unit?.Name ?? id, unit?.Kind, unit?.Code, unit?.Parent, NameOf(unit?.Parent),
            _closed.Contains(id) ? [ReorganisationAct.Close] : [], extent);
    }

    private ReorganisedUnit After(string id)
    {
        if (_founded.TryGetValue(id, out var founded))
        {
            return new(
                id, founded.Name, founded.Kind, founded.Code, founded.Parent, NameOf(founded.Parent), [ReorganisationAct.Found], Extent.Full);
        }
        var (before, renamed, moved) = (Before(id, Extent.Full), _renamed.GetValueOrDefault(id), _moved.GetValueOrDefault(id));
        var parent = moved?.Parent ?? before.Parent;
        return before with
        {
            Name = renamed?.Name ?? before.Name,
            Kind = renamed?.Kind ?? before.Kind,
            Code = renamed?.Code ?? before.Code,
            Parent = parent,
            ParentName = NameOf(parent),
            Acts = [.. Acts(renamed is not null, moved is not null)],
        };
    }

    private static IEnumerable<ReorganisationAct> Acts(bool isRenamed, bool isMoved)
    {
        if (isRenamed)
        {
            yield return ReorganisationAct.Rename;
        }
        if (isMoved)
        {
            yield return ReorganisationAct.Move;
        }
    }

    private string? NameOf(string? id) => id is null ? null
        : _founded.TryGetValue(id, out var founded) ? founded.Name
        : _renamed.TryGetValue(id, out var renamed) ? renamed.Name
        : _directory.Find(id)?.Name ?? id;

    private static int RankOf(ReorganisedUnit unit) => unit.Kind is { } kind ? (int)kind : int.MaxValue;

    private static IEnumerable<ReorganisedUnit> Sorted(IEnumerable<ReorganisedUnit> units) => units.Order(Order);

    private static Dictionary<string, T> ById<T>(ImmutableArray<T> all, Func<T, string> idOf) =>
        all.GroupBy(idOf, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
}

/// <summary>A page of lines.</summary>
internal sealed record ReorganisationLineConnection(int TotalCount, IReadOnlyList<ReorganisationLine> Nodes, PageInfo PageInfo)
{
    /// <exception cref="FieldError">INVALID: first or after.</exception>
    public static ReorganisationLineConnection Of(ImmutableArray<ReorganisationLine> all, int? first, string? after)
    {
        var size = Texts.PageSize(first, ObligationPages.PageUsual, ObligationPages.PageMax);
        var from = 0;
        if (after is not null)
        {
            var key = Cursors.ReadRow(after);
            // If the cursor's line no longer exists because the draft has changed, the list starts again.
            from = 1 + all.Select((line, at) => (line, at)).FirstOrDefault(one => ReorganisationLines.KeyOf(one.line) == key, (null!, -1)).at;
        }
        var page = new Page<ReorganisationLine>([.. all.Skip(from).Take(size)], from + size < all.Length);
        return new(
            all.Length, page.Items, PageInfo.Of(page, after is not null, line => Cursors.WriteRow(ReorganisationLines.KeyOf(line))));
    }
}

internal sealed class ReorganisedUnitFields(Backend backend)
{
    public Unit? Unit([FromSource] ReorganisedUnit unit) => backend.Directory.Find(unit.Id);
}

/// <summary>A rule within an answer, with units as in the reorganisation.</summary>
internal sealed record ShownRule(AssignmentRule Rule, ReorganisationLines Units);

internal sealed class AssignmentRuleFields
{
    public ReorganisedUnit? From([FromSource] ShownRule rule) => UnitOf(rule, rule.Rule.From);

    public ImmutableArray<string>? Obligations([FromSource] ShownRule rule) => rule.Rule.Obligations;

    public UnitKind? FromKind([FromSource] ShownRule rule) => rule.Rule.FromKind;

    public ReformArea? ReformArea([FromSource] ShownRule rule) => rule.Rule.ReformArea;

    public string? Plan([FromSource] ShownRule rule) => rule.Rule.Plan;

    public ReorganisedUnit? Heir([FromSource] ShownRule rule) => UnitOf(rule, rule.Rule.Heir);

    public ReorganisedUnit? Steward([FromSource] ShownRule rule) => UnitOf(rule, rule.Rule.Steward);

    public string? Cancel([FromSource] ShownRule rule) => rule.Rule.Cancel;

    private static ReorganisedUnit? UnitOf(ShownRule rule, string? id) => id is null ? null : rule.Units.UnitOf(id);
}
