namespace Hierarchy.Grains.Ports;

/// <summary>Which units exist and how they hang together. Answers from memory; knows of a unit as soon as its registration is on disk.
/// Thread-safe.</summary>
public interface IUnitDirectory
{
    /// <summary>Null when there is no such unit.</summary>
    Unit? Find(string id);

    /// <summary>By kind, then by name in the order of the Vietnamese alphabet. Empty for an unknown unit.</summary>
    IReadOnlyList<Unit> Children(string id);

    /// <summary>From the root down to the parent. Empty for a root or an unknown unit.</summary>
    IReadOnlyList<Unit> Ancestors(string id);

    /// <summary>True for the unit itself and for every unit below it.</summary>
    bool IsAtOrBelow(string id, string ancestor);

    /// <summary>Every unit of a kind below a unit, parents before children, in the order of <see cref="Children"/>.</summary>
    IReadOnlyList<Unit> Below(string id, UnitKind kind);

    /// <summary>How many units of a kind stand in the tree of this unit, whichever level it stands on; 0 for an unknown unit.</summary>
    int CountInTree(string id, UnitKind kind)
    {
        var root = Ancestors(id) is [var top, ..] ? top : Find(id);
        return root is null ? 0 : Below(root.Id, kind).Count + (root.Kind == kind ? 1 : 0);
    }

    /// <summary>Every root and everything below, parents first.</summary>
    IReadOnlyList<Unit> All();

    /// <summary>Who owns a plan, by which number it is known and which years it covers; null when there is no such plan.</summary>
    PlanEntry? FindPlan(string id);

    /// <summary>Plans owned by the unit or by a unit below it, newest first.</summary>
    IReadOnlyList<PlanEntry> PlansAtOrBelow(string id);

    /// <summary>Returns when everything that any process had on disk at the time of the call is visible here; at once when no other process
    /// writes.</summary>
    /// <remarks>Many calls at once cost as much as two.</remarks>
    /// <exception cref="StoreUnavailableException">The database is away.</exception>
    Task CatchUpAsync() => Task.CompletedTask;

    /// <summary>Raised after a registration or an adoption is visible here.</summary>
    event Action? Changed;
}

/// <param name="Title">For labels.</param>
/// <param name="Number">Of the document that adopted it; null when it bears none.</param>
public sealed record PlanEntry(string Id, string Owner, string Title, int StartYear, int EndYear, DateOnly? AdoptedOn, string? Number)
{
    /// <inheritdoc cref="Plan.ExistsFrom"/>
    public DateOnly ExistsFrom => AdoptedOn ?? new DateOnly(Math.Clamp(StartYear, Limits.YearMin, Limits.YearMax), 1, 1);
}
