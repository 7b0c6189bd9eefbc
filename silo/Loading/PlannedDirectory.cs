namespace Hierarchy.Loading;

/// <summary>The hierarchy as a list of units would leave it, so that every rule can be checked before the first unit is registered. Its
/// plans are the existing ones.</summary>
internal sealed class PlannedDirectory(IUnitDirectory known) : IUnitDirectory
{
    private readonly Dictionary<string, Unit> _planned = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Root, UnitKind Kind), int> _counts = [];
    private readonly Dictionary<string, List<Unit>> _byCode = new(StringComparer.Ordinal);

    public event Action? Changed
    {
        add => known.Changed += value;
        remove => known.Changed -= value;
    }

    /// <param name="unit">A new unit whose parent exists or is already planned.</param>
    public void Plan(Unit unit)
    {
        Change(unit);
        var root = RootOf(unit.Id);
        _counts[(root, unit.Kind)] = _counts.GetValueOrDefault((root, unit.Kind)) + 1;
    }

    /// <param name="unit">The unit as it would become.</param>
    public void Change(Unit unit)
    {
        _planned[unit.Id] = unit;
        if (unit.Code is { } code)
        {
            (_byCode.TryGetValue(code, out var bearers) ? bearers : _byCode[code] = []).Add(unit);
        }
    }

    public Unit? Find(string id) => _planned.GetValueOrDefault(id) ?? known.Find(id);

    public IReadOnlyList<Unit> Ancestors(string id)
    {
        var above = new List<Unit>();
        for (var unit = Find(id); unit?.Parent is { } parent && Find(parent) is { } next; unit = next)
        {
            above.Insert(0, next);
        }
        return above;
    }

    public int CountInTree(string id, UnitKind kind)
    {
        var root = RootOf(id);
        return known.CountInTree(root, kind) + _counts.GetValueOrDefault((root, kind));
    }

    public IReadOnlyList<Unit> Closed(string id) => known.Closed(id);

    public IReadOnlyList<Unit> ByCode(string code) => _byCode.TryGetValue(code, out var planned) ? [.. known.ByCode(code), .. planned] : known.ByCode(code);

    public IReadOnlyList<UnitName> Names(string id) => _planned.TryGetValue(id, out var unit) ? [UnitName.Of(unit)] : known.Names(id);

    public IReadOnlyList<Unit> Children(string id) =>
    [
        .. known.Children(id).Where(unit => !_planned.ContainsKey(unit.Id)),
        .. _planned.Values.Where(unit => unit.Parent == id),
    ];

    public bool IsAtOrBelow(string id, string ancestor) => id == ancestor ? Find(id) is not null : Ancestors(id).Any(unit => unit.Id == ancestor);

    public IReadOnlyList<Unit> Below(string id, UnitKind kind) =>
    [
        .. known.Below(id, kind).Where(unit => !_planned.ContainsKey(unit.Id)),
        .. _planned.Values.Where(unit => unit.Kind == kind && unit.Id != id && IsAtOrBelow(unit.Id, id)),
    ];

    public IReadOnlyList<Unit> All() => [.. known.All().Where(unit => !_planned.ContainsKey(unit.Id)), .. _planned.Values];

    public PlanEntry? FindPlan(string id) => known.FindPlan(id);

    public IReadOnlyList<PlanEntry> PlansAtOrBelow(string id) => known.PlansAtOrBelow(id);

    private string RootOf(string id) => Ancestors(id) is [var top, ..] ? top.Id : id;
}
