namespace Hierarchy.UnitTests.Support;

/// <summary>A directory that is told what it knows, in the order of its lists.</summary>
public sealed class TestDirectory : IUnitDirectory
{
    private readonly Dictionary<string, Unit> _units = [];
    private readonly Dictionary<string, PlanEntry> _plans = [];

    public event Action? Changed;

    public void Add(Unit unit)
    {
        _units.Add(unit.Id, unit);
        Changed?.Invoke();
    }

    public void Add(PlanEntry plan)
    {
        _plans.Add(plan.Id, plan);
        Changed?.Invoke();
    }

    public Unit? Find(string id) => _units.GetValueOrDefault(id);

    public IReadOnlyList<Unit> Children(string id) => [.. _units.Values.Where(u => u.Parent == id).OrderBy(u => u.Kind).ThenBy(u => u.Id, StringComparer.Ordinal)];

    public IReadOnlyList<Unit> Ancestors(string id)
    {
        var above = new List<Unit>();
        for (var unit = Find(id); unit?.Parent is { } parent; unit = Find(parent))
        {
            above.Insert(0, _units[parent]);
        }
        return above;
    }

    public bool IsAtOrBelow(string id, string ancestor) =>
        _units.ContainsKey(id) && (id == ancestor || Ancestors(id).Any(u => u.Id == ancestor));

    public IReadOnlyList<Unit> Below(string id, UnitKind kind) => [.. Subtree(id).Where(u => u.Kind == kind && u.Id != id)];

    public IReadOnlyList<Unit> All() => [.. _units.Values.Where(u => u.Parent is null).SelectMany(root => Subtree(root.Id))];

    public PlanEntry? FindPlan(string id) => _plans.GetValueOrDefault(id);

    public IReadOnlyList<PlanEntry> PlansAtOrBelow(string id) => [.. _plans.Values.Where(p => IsAtOrBelow(p.Owner, id))];

    private IEnumerable<Unit> Subtree(string id) => Find(id) is { } unit ? [unit, .. Children(id).SelectMany(child => Subtree(child.Id))] : [];
}
