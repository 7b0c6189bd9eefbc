namespace Hierarchy.Grains.Rollup;

/// <summary>Whose plan imposes an obligation. Each has one scope, the same at every level, so that scopes add up.</summary>
public enum Scope
{
    /// <summary>That of another unit.</summary>
    Imposed,

    /// <summary>That of the unit that owes it.</summary>
    Own,

    /// <summary>Either.</summary>
    All,
}

/// <remarks>The numbers are stored.</remarks>
public enum CellScope : byte
{
    /// <summary>What is imposed, by year, reform area and kind. Kept up to the root.</summary>
    Imposed,

    /// <summary>By plan, its area or reform area, and kind. Kept up to the plan's owner.</summary>
    Plan,

    /// <summary>By plan task or duty. Kept up to the plan's owner.</summary>
    Source,

    /// <summary>What units impose on themselves, like <see cref="Imposed"/>.</summary>
    Own,

    /// <summary>Both, like <see cref="Imposed"/>. Kept nowhere: the sum of what is imposed, what is own, and their overlap.</summary>
    All,

    /// <summary>What the sum of <see cref="Imposed"/> and <see cref="Own"/> lacks, or has too much, because a unit that owes in both is one
    /// unit: units, silent units and their percents. Nothing where no unit owes in both.</summary>
    Overlap,

    /// <summary>By period of a regime. Kept nowhere: the store counts it, by the index of periods.</summary>
    Period,
}

/// <summary>One number's place in a roll-up. Each filter of the API is one cell.</summary>
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

    // Most cells are general ones, whose texts are empty, and a change looks dozens of them up at every level.
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

    /// <summary>What it holds, of cells as they are kept.</summary>
    /// <param name="kept">Null for a cell that holds nothing.</param>
    public Measures Of(Func<Cell, Measures?> kept)
    {
        Measures Kept(Cell cell) => kept(cell) ?? Measures.Zero;
        return Scope == CellScope.All
            ? Kept(In(CellScope.Imposed)) + Kept(In(CellScope.Own)) + Kept(In(CellScope.Overlap))
            : Kept(this);
    }

    /// <summary>Whether the parent of this unit keeps it too.</summary>
    public bool RisesAbove(string unit) => Scope is not (CellScope.Plan or CellScope.Source) || Owner != unit;

    private static CellScope ScopeOf(Scope scope) => scope switch
    {
        Rollup.Scope.Imposed => CellScope.Imposed,
        Rollup.Scope.Own => CellScope.Own,
        _ => CellScope.All,
    };
}
