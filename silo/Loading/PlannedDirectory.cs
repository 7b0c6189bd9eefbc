using Hierarchy.Grains.Ports;
using Hierarchy.Grains.Units;

namespace Hierarchy.Loading;

/// <summary>The hierarchy as a list of units would leave it, so that every rule of it is asked before the first is registered. Plans are
/// those that are known.</summary>
internal sealed class PlannedDirectory(IUnitDirectory known) : IUnitDirectory
{
    private readonly Dictionary<string, Unit> _planned = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Root, UnitKind Kind), int> _counts = [];

    public event Action? Changed
    {
        add => known.Changed += value;
        remove => known.Changed -= value;
    }

    /// <param name="unit">Its parent is known, or planned already.</param>
    public void Plan(Unit unit)
    {
        _planned[unit.Id] = unit;
        var root = RootOf(unit.Id);
        _counts[(root, unit.Kind)] = _counts.GetValueOrDefault((root, unit.Kind)) + 1;
    }

    public Unit? Find(string id) => _planned.GetValueOrDefault(id) ?? known.Find(id);

    public IReadOnlyList<Unit> Ancestors(string id)
    {
        if (!_planned.TryGetValue(id, out var unit))
        {
            return known.Ancestors(id);
        }
        return unit.Parent is { } parent && Find(parent) is { } above ? [.. Ancestors(parent), above] : [];
    }

    public int CountInTree(string id, UnitKind kind)
    {
        var root = RootOf(id);
        return known.CountInTree(root, kind) + _counts.GetValueOrDefault((root, kind));
    }

    public IReadOnlyList<Unit> Closed(string id) => known.Closed(id);

    public IReadOnlyList<Unit> ByCode(string code) => [.. known.ByCode(code), .. _planned.Values.Where(unit => unit.Code == code)];

    public IReadOnlyList<UnitName> Names(string id) => _planned.TryGetValue(id, out var unit) ? [UnitName.Of(unit)] : known.Names(id);

    public IReadOnlyList<Unit> Children(string id) => [.. known.Children(id), .. _planned.Values.Where(unit => unit.Parent == id)];

    public bool IsAtOrBelow(string id, string ancestor) => id == ancestor ? Find(id) is not null : Ancestors(id).Any(unit => unit.Id == ancestor);

    public IReadOnlyList<Unit> Below(string id, UnitKind kind) =>
        [.. known.Below(id, kind), .. _planned.Values.Where(unit => unit.Kind == kind && unit.Id != id && IsAtOrBelow(unit.Id, id))];

    public IReadOnlyList<Unit> All() => [.. known.All(), .. _planned.Values];

    public PlanEntry? FindPlan(string id) => known.FindPlan(id);

    public IReadOnlyList<PlanEntry> PlansAtOrBelow(string id) => known.PlansAtOrBelow(id);

    private string RootOf(string id) => Ancestors(id) is [var top, ..] ? top.Id : id;
}
