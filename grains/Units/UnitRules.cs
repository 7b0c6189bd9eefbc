namespace Hierarchy.Grains.Units;

/// <summary>What acts on units have in common.</summary>
internal static class UnitRules
{
    /// <summary>Why an act is refused, for programs.</summary>
    public const string Level = "LEVEL";
    public const string Cycle = "CYCLE";
    public const string AlreadyClosed = "ALREADY_CLOSED";
    public const string UnitClosed = "UNIT_CLOSED";
    public const string StillHasChildren = "STILL_HAS_CHILDREN";
    public const string CodeTaken = "CODE_TAKEN_ON_DAY";

    /// <summary>Levels may be skipped, never turned round; offices and departments may have parts of their own kind.</summary>
    public static bool MayStandUnder(UnitKind kind, UnitKind parent) =>
        parent != UnitKind.Body
        && (LevelOf(kind) > LevelOf(parent) || (kind == parent && kind is UnitKind.Department or UnitKind.Office));

    private static int LevelOf(UnitKind kind) => kind switch
    {
        UnitKind.Ministry => 0,
        UnitKind.Province => 1,
        UnitKind.Department or UnitKind.District => 2,
        UnitKind.Office or UnitKind.Commune => 3,
        _ => 4,
    };
}
