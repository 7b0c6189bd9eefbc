namespace Hierarchy.UnitTests.Support;

/// <summary>Counts how often a directory is asked.</summary>
public sealed class CountingDirectory(IUnitDirectory inner) : IUnitDirectory
{
    public int Calls { get; private set; }

    public event Action? Changed
    {
        add => inner.Changed += value;
        remove => inner.Changed -= value;
    }

    public Unit? Find(string id) => Asked(inner.Find(id));

    public IReadOnlyList<Unit> Children(string id) => Asked(inner.Children(id));

    public IReadOnlyList<Unit> Ancestors(string id) => Asked(inner.Ancestors(id));

    public bool IsAtOrBelow(string id, string ancestor) => Asked(inner.IsAtOrBelow(id, ancestor));

    public IReadOnlyList<Unit> Below(string id, UnitKind kind) => Asked(inner.Below(id, kind));

    public IReadOnlyList<Unit> All() => Asked(inner.All());

    public PlanEntry? FindPlan(string id) => Asked(inner.FindPlan(id));

    public IReadOnlyList<PlanEntry> PlansAtOrBelow(string id) => Asked(inner.PlansAtOrBelow(id));

    private T Asked<T>(T answer)
    {
        Calls++;
        return answer;
    }
}
