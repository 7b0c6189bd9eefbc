namespace Hierarchy.Grains.Rollup;

/// <summary>Whose plan imposes an obligation. Each obligation has one scope, the same at every level, so that scopes add up.</summary>
public enum Scope
{
    /// <summary>Another unit's plan.</summary>
    Imposed,

    /// <summary>A plan of the unit that owes it.</summary>
    Own,

    /// <summary>Either.</summary>
    All,
}

/// <remarks>The numbers are stored.</remarks>
public enum CellScope : byte
{
    /// <summary>Imposed obligations, by year, reform area and kind. Kept up to the root.</summary>
    Imposed,

    /// <summary>By plan, its area or reform area, and kind. Kept up to the plan's owner.</summary>
    Plan,

    /// <summary>By plan task or duty. Kept up to the plan's owner.</summary>
    Source,

    /// <summary>Obligations that units impose on themselves; keyed like <see cref="Imposed"/>.</summary>
    Own,

    /// <summary>Both; keyed like <see cref="Imposed"/>. Not stored: the sum of <see cref="Imposed"/>, <see cref="Own"/> and
    /// <see cref="Overlap"/>.</summary>
    All,

    /// <summary>The correction to the sum of <see cref="Imposed"/> and <see cref="Own"/>: a unit with obligations in both counts as one
    /// unit, which affects units, silent units and unit percents. Zero if no unit has obligations in both.</summary>
    Overlap,

    /// <summary>By period of a regime. Not stored in roll-ups: the event store counts it through the index of periods.</summary>
    Period,
}

/// <summary>The key of one set of measures in a roll-up. Each filter of the API is one cell.</summary>
/// <param name="Owner">Owner of the plan; empty in general cells.</param>
/// <param name="Key">Id of the plan, or of the task or duty; empty in general cells.</param>
/// <param name="Area">Area of the plan; empty for all.</param>
/// <param name="Year">0 for all.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.cell")]
public readonly record struct Cell(CellScope Scope, string Owner, string Key, string Area, int Year, ReformArea? Reform, ObligationKind? Kind)
{
    public static Cell General(int? year, ReformArea? reform, ObligationKind? kind, Scope scope = Rollup.Scope.Imposed) =>
        new(ScopeOf(scope), "", "", "", year ?? 0, reform, kind);

    public static Cell OfPlan(string owner, string plan, ReformArea? reform, ObligationKind? kind) => new(CellScope.Plan, owner, plan, "", 0, reform, kind);

    public static Cell OfPlanArea(string owner, string plan, string area, ObligationKind? kind) => new(CellScope.Plan, owner, plan, area, 0, null, kind);

    /// <param name="period">The key of the period.</param>
    public static Cell OfPeriod(string period) => new(CellScope.Period, "", period, "", 0, null, null);

    public static Cell OfSource(string owner, string source) => new(CellScope.Source, owner, source, "", 0, null, null);

    // Most cells are general ones with empty texts, and one change looks up dozens of them at every level.
    public bool Equals(Cell other) =>
        Year == other.Year && Reform == other.Reform && Kind == other.Kind && Scope == other.Scope
        && Key == other.Key && Area == other.Area && Owner == other.Owner;

    public override int GetHashCode()
    {
        var filter = (((Year * 31) + (int)Scope) * 31 + (Reform is { } reform ? (int)reform : -1)) * 31 + (Kind is { } kind ? (int)kind : -1);
        return Key.Length == 0 ? filter : HashCode.Combine(filter, Key, Area);
    }

    /// <summary>The general cell with the same filter in another scope.</summary>
    public Cell In(CellScope scope) => this with { Scope = scope };

    /// <summary>The cell's measures, computed from the stored cells.</summary>
    /// <param name="kept">Returns a stored cell's measures; null for an empty cell.</param>
    public Measures Of(Func<Cell, Measures?> kept)
    {
        Measures Kept(Cell cell) => kept(cell) ?? Measures.Zero;
        return Scope == CellScope.All
            ? Kept(In(CellScope.Imposed)) + Kept(In(CellScope.Own)) + Kept(In(CellScope.Overlap))
            : Kept(this);
    }

    /// <summary>Whether the parent of this unit also keeps the cell.</summary>
    public bool RisesAbove(string unit) => Scope is not (CellScope.Plan or CellScope.Source) || Owner != unit;

    private static CellScope ScopeOf(Scope scope) => scope switch
    {
        Rollup.Scope.Imposed => CellScope.Imposed,
        Rollup.Scope.Own => CellScope.Own,
        _ => CellScope.All,
    };
}
