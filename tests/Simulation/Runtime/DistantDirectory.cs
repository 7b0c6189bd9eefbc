namespace Hierarchy.Simulation.Runtime;

/// <summary>The directory of a process: in memory, and as old as its last read of the database.</summary>
internal sealed class DistantDirectory(DistantDatabase way, MemoryStore store) : IUnitDirectory
{
    private readonly IUnitDirectory _known = store.Directory;

    public event Action? Changed
    {
        add => _known.Changed += value;
        remove => _known.Changed -= value;
    }

    public Task CatchUpAsync() => way.AskAsync("directory", "", () =>
    {
        store.RefreshDirectory();
        return Task.FromResult(true);
    });

    public Unit? Find(string id) => _known.Find(id);

    public IReadOnlyList<Unit> Children(string id) => _known.Children(id);

    public IReadOnlyList<Unit> Closed(string id) => _known.Closed(id);

    public IReadOnlyList<Unit> ByCode(string code) => _known.ByCode(code);

    public IReadOnlyList<UnitName> Names(string id) => _known.Names(id);

    public IUnitDirectory At(DateOnly day) => _known.At(day);

    public bool IsUnchangedSince(DateOnly day) => _known.IsUnchangedSince(day);

    public IReadOnlyList<Unit> Ancestors(string id) => _known.Ancestors(id);

    public bool IsAtOrBelow(string id, string ancestor) => _known.IsAtOrBelow(id, ancestor);

    public IReadOnlyList<Unit> Below(string id, UnitKind kind) => _known.Below(id, kind);

    public IReadOnlyList<Unit> All() => _known.All();

    public PlanEntry? FindPlan(string id) => _known.FindPlan(id);

    public IReadOnlyList<PlanEntry> PlansAtOrBelow(string id) => _known.PlansAtOrBelow(id);
}
