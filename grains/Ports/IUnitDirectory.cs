namespace Hierarchy.Grains.Ports;

/// <summary>The units and their tree. Reads come from memory and include a unit as soon as its registration is on disk.
/// Thread-safe.</summary>
public interface IUnitDirectory
{
    /// <summary>Null when there is no such unit. A unit that has ended is returned in its last state.</summary>
    Unit? Find(string id);

    /// <summary>The open children, ordered by kind, then by name in the Vietnamese alphabet. Empty for an unknown unit.</summary>
    IReadOnlyList<Unit> Children(string id);

    /// <summary>The children that have ended and keep their place, in the same order.</summary>
    IReadOnlyList<Unit> Closed(string id) => [];

    /// <summary>From the root down to the parent. Empty for a root or an unknown unit.</summary>
    IReadOnlyList<Unit> Ancestors(string id);

    /// <summary>True for the unit itself and for every unit below it.</summary>
    bool IsAtOrBelow(string id, string ancestor);

    /// <summary>Every open unit of a kind below a unit, parents before children, in the order of <see cref="Children"/>.</summary>
    IReadOnlyList<Unit> Below(string id, UnitKind kind);

    /// <summary>The number of units of a kind in the whole tree that contains this unit, including ended ones; 0 for an unknown
    /// unit.</summary>
    int CountInTree(string id, UnitKind kind) =>
        Subtree(Ancestors(id) is [var top, ..] ? top.Id : id).Count(unit => unit.Kind == kind);

    /// <summary>The unit and all units below it, including ended ones, parents first. Empty for an unknown unit.</summary>
    IReadOnlyList<Unit> Subtree(string id) => Find(id) is { } unit
        ? [unit, .. Children(id).Concat(Closed(id)).SelectMany(child => Subtree(child.Id))]
        : [];

    /// <summary>All roots and all units below them, including ended ones, parents first.</summary>
    IReadOnlyList<Unit> All();

    /// <summary>The same units with the texts that a search compares.</summary>
    IEnumerable<NamedUnit> Named() => All().Select(NamedUnit.Of);

    /// <summary>The units that have or had this code.</summary>
    IReadOnlyList<Unit> ByCode(string code) => [.. All().Where(unit => unit.Code == code)];

    /// <summary>All names of a unit, oldest first. Empty for an unknown unit.</summary>
    IReadOnlyList<UnitName> Names(string id) => Find(id) is { } unit ? [UnitName.Of(unit)] : [];

    /// <summary>The successions by which other units continue in this one, oldest first.</summary>
    IReadOnlyList<Lineage> Predecessors(string id) => [];

    /// <summary>The successions by which this unit continues in others, oldest first.</summary>
    IReadOnlyList<Lineage> Successors(string id) => [];

    /// <summary>The tree as it was on a day, with the names of that day; units that did not exist then are not found. Plans, names and
    /// successions are those of today.</summary>
    /// <remarks>Free for a day since the last change. The tree of an earlier day is built on first use.</remarks>
    IUnitDirectory At(DateOnly day) => this;

    /// <summary>Whether no unit has been founded, renamed, moved or closed since that day.</summary>
    bool IsUnchangedSince(DateOnly day) => true;

    /// <summary>Every present or former unit at its place on a day: a unit that had ended by then at its last place, a later unit at its
    /// first. Figures of that day are added up along this tree. Everything else is as today.</summary>
    /// <remarks>Returns this directory if nothing has moved since; otherwise a tree that is built on first use.</remarks>
    IUnitDirectory StandingOn(DateOnly day) => this;

    /// <summary>The owner, number and years of a plan; null when there is no such plan.</summary>
    PlanEntry? FindPlan(string id);

    /// <summary>Plans owned by the unit or by a unit below it, newest first.</summary>
    IReadOnlyList<PlanEntry> PlansAtOrBelow(string id);

    /// <summary>Returns once everything that any process had on disk at the time of the call is visible here; at once if no other process
    /// writes.</summary>
    /// <remarks>Concurrent calls share work: many cost as much as two.</remarks>
    /// <exception cref="StoreUnavailableException">The database is unavailable.</exception>
    Task CatchUpAsync() => Task.CompletedTask;

    /// <summary>Raised after a registration or an adoption is visible here.</summary>
    event Action? Changed;
}

/// <param name="Title">For labels.</param>
/// <param name="Number">Number of the adopting document; null if it has none.</param>
public sealed record PlanEntry(string Id, string Owner, string Title, int StartYear, int EndYear, DateOnly? AdoptedOn, string? Number)
{
    /// <inheritdoc cref="Plan.ExistsFrom"/>
    public DateOnly ExistsFrom => AdoptedOn ?? new DateOnly(Math.Clamp(StartYear, Limits.YearMin, Limits.YearMax), 1, 1);
}
