namespace Hierarchy.Grains.Plans.Drafts;

/// <summary>Finds the units that the cells of one draft name. Indexes names once, at the first use, and reads a text shared by many lines
/// once.</summary>
internal sealed class DraftUnits
{
    /// <summary>Number of names suggested for one text.</summary>
    public const int NearestCount = 3;

    private readonly Unit _owner;
    private readonly IUnitDirectory _directory;
    private readonly Lazy<UnitNames> _below;
    private readonly Lazy<UnitNames> _around;
    private readonly Dictionary<string, LeadReading> _leads = [];
    private readonly Dictionary<string, LeadReading> _coordinators = [];
    private readonly Dictionary<string, ImmutableArray<string>> _nearest = [];
    private readonly Dictionary<UnitKind, bool> _members = [];

    public DraftUnits(Unit owner, IUnitDirectory directory)
    {
        (_owner, _directory) = (owner, directory);
        _below = new Lazy<UnitNames>(() => new UnitNames(AtOrBelow(owner), ParentOf, [owner]));
        // Units of other branches, such as the newspaper of another province, are never meant.
        _around = new Lazy<UnitNames>(() =>
        {
            var above = directory.Ancestors(owner.Id).Reverse().ToArray();
            return new UnitNames(above.Concat(above.SelectMany(unit => directory.Children(unit.Id))), _ => null, above);
        });
    }

    public string OwnerName => _owner.Name;

    public LeadReading Leads(string text) =>
        Once(_leads, text, () => LeadWording.Read(text, _owner, _below.Value.Find, keepsUnknown: false));

    /// <summary>Looks for units below the owner first, then above and beside it. A class without members here becomes a label.</summary>
    public LeadReading Coordinators(string text) => Once(_coordinators, text, () =>
    {
        var read = LeadWording.Read(
            text, _owner, name => _below.Value.Find(name) is { Count: > 0 } found ? found : _around.Value.Find(name), keepsUnknown: true);
        return read with
        {
            Assignees = [.. read.Assignees
                .Select(a => a.UnitClass is { } kind && !HasMembers(kind) ? a with { UnitClass = null } : a).Distinct()],
        };
    });

    public bool HasMembers(UnitKind kind)
    {
        if (!_members.TryGetValue(kind, out var any))
        {
            _members.Add(kind, any = UnitRules.MembersOf(_owner.Id, kind, _directory).Any());
        }
        return any;
    }

    /// <summary>Whether the name is known above or beside the owner, where the owner's plan imposes nothing.</summary>
    public bool IsElsewhere(string name) => _around.Value.Find(name).Count > 0;

    /// <summary>Units below the owner with that name, which several communes may share.</summary>
    public IReadOnlyList<Unit> Namesakes(string name) => _below.Value.Find(name);

    public string? ParentName(Unit unit) => ParentOf(unit)?.Name;

    public ImmutableArray<string> Nearest(string name)
    {
        if (!_nearest.TryGetValue(name, out var nearest))
        {
            nearest = _nearest.Count < Limits.DraftNearestMax ? _below.Value.Nearest(name, NearestCount) : [];
            _nearest.Add(name, nearest);
        }
        return nearest;
    }

    private static LeadReading Once(Dictionary<string, LeadReading> read, string text, Func<LeadReading> reading)
    {
        if (!read.TryGetValue(text, out var found))
        {
            read.Add(text, found = reading());
        }
        return found;
    }

    private Unit? ParentOf(Unit unit) => unit.Parent is { } parent ? _directory.Find(parent) : null;

    private IEnumerable<Unit> AtOrBelow(Unit top)
    {
        var left = new Stack<Unit>([top]);
        while (left.TryPop(out var unit))
        {
            yield return unit;
            foreach (var child in _directory.Children(unit.Id).Reverse())
            {
                left.Push(child);
            }
        }
    }
}
