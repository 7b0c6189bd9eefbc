namespace Hierarchy.Grains.Ports;

/// <summary>Which units exist and how they hang together. Answers from memory; knows of a unit as soon as its registration is on disk.
/// Thread-safe.</summary>
public interface IUnitDirectory
{
    /// <summary>Null when there is no such unit. One that has ended is found as it was last.</summary>
    Unit? Find(string id);

    /// <summary>Those that there are, by kind, then by name in the order of the Vietnamese alphabet. Empty for an unknown unit.</summary>
    IReadOnlyList<Unit> Children(string id);

    /// <summary>Those that have ended and keep their place, in the same order.</summary>
    IReadOnlyList<Unit> Closed(string id) => [];

    /// <summary>From the root down to the parent. Empty for a root or an unknown unit.</summary>
    IReadOnlyList<Unit> Ancestors(string id);

    /// <summary>True for the unit itself and for every unit below it.</summary>
    bool IsAtOrBelow(string id, string ancestor);

    /// <summary>Every unit of a kind that there is below a unit, parents before children, in the order of <see
    /// cref="Children"/>.</summary>
    IReadOnlyList<Unit> Below(string id, UnitKind kind);

    /// <summary>How many units of a kind stand in the tree of this unit, whichever level it stands on, those that have ended included; 0
    /// for an unknown unit.</summary>
    int CountInTree(string id, UnitKind kind) =>
        Subtree(Ancestors(id) is [var top, ..] ? top.Id : id).Count(unit => unit.Kind == kind);

    /// <summary>The unit and everything below, those that have ended included, parents first. Empty for an unknown unit.</summary>
    IReadOnlyList<Unit> Subtree(string id) => Find(id) is { } unit
        ? [unit, .. Children(id).Concat(Closed(id)).SelectMany(child => Subtree(child.Id))]
        : [];

    /// <summary>Every root and everything below, those that have ended included, parents first.</summary>
    IReadOnlyList<Unit> All();

    /// <summary>The same with what a search compares.</summary>
    IEnumerable<NamedUnit> Named() => All().Select(NamedUnit.Of);

    /// <summary>The units that bear a code or have borne it.</summary>
    IReadOnlyList<Unit> ByCode(string code) => [.. All().Where(unit => unit.Code == code)];

    /// <summary>All that a unit has been called, the oldest first. Empty for an unknown unit.</summary>
    IReadOnlyList<UnitName> Names(string id) => Find(id) is { } unit ? [UnitName.Of(unit)] : [];

    /// <summary>In which ways other units go on in this one, the oldest first.</summary>
    IReadOnlyList<Lineage> Predecessors(string id) => [];

    /// <summary>In which ways it goes on in other units, the oldest first.</summary>
    IReadOnlyList<Lineage> Successors(string id) => [];

    /// <summary>The tree as it was on a day, under the names of that day: who was not there then is not found. What stays the same is
    /// answered as today: plans, all names, and which units go on in which.</summary>
    /// <remarks>Costs nothing for a day since the last change; the tree of an earlier one is put together when it is first asked
    /// for.</remarks>
    IUnitDirectory At(DateOnly day) => this;

    /// <summary>Whether no unit has been founded, renamed or moved since, and none has ended: each is what it was on the day.</summary>
    bool IsUnchangedSince(DateOnly day) => true;

    /// <summary>Every unit there is or has been, in the place where it stood on a day: one that had ended by then, where it stood last; one
    /// that was to come, where it stood first. Figures of that day are added up by it. All else is as today.</summary>
    /// <remarks>This one itself where nothing has moved since; another is put together when it is first asked for.</remarks>
    IUnitDirectory StandingOn(DateOnly day) => this;

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
