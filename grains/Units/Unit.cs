namespace Hierarchy.Grains.Units;

/// <summary>Level or nature of a unit. Lists sort a unit's children by kind in this order, then by name. Stored as numbers: add new kinds
/// at the end.</summary>
public enum UnitKind
{
    Ministry,
    Province,
    Department,
    District,

    /// <summary>An office of a department, a district or, since July 2025, a commune. Offices of communes form a class of their own, which
    /// units above the commune do not address.</summary>
    Office,
    Commune,

    /// <summary>A body outside the administration that a plan names as lead, such as a newspaper or a broadcaster. It belongs to no
    /// class.</summary>
    Body,

    /// <summary>The government, above ministries. It belongs to no class.</summary>
    Government,

    /// <summary>A central agency's office in a province (tax, treasury, statistics), which is not one of the province's
    /// departments.</summary>
    CentralAgency,
}

/// <summary>A node of the hierarchy in its present or, if it has ended, last state.</summary>
/// <param name="Id">Assigned by this system and never reused.</param>
/// <param name="Parent">Null for a root.</param>
/// <param name="Code">Official code of the General Statistics Office, which may belong to another unit at another time; null for
/// none.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.unit")]
public sealed record Unit(string Id, string Name, UnitKind Kind, string? Parent, string? Code)
{
    /// <summary>First day; null if not recorded.</summary>
    [Id(0)]
    public DateOnly? From { get; init; }

    /// <summary>Last day of its existence; null while it is open.</summary>
    [Id(1)]
    public DateOnly? To { get; init; }

    public bool IsClosed => To is not null;

    /// <summary>The unit under one of its names.</summary>
    internal Unit As(UnitName name) => this with { Name = name.Name, Kind = name.Kind, Parent = name.Parent, Code = name.Code };
}

/// <summary>A unit's name, kind, parent and code during a range of days.</summary>
/// <param name="From">First day; null if not recorded.</param>
/// <param name="To">Last day; null while it applies.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.unit-name")]
public sealed record UnitName(string Name, UnitKind Kind, string? Parent, string? Code, DateOnly? From, DateOnly? To)
{
    /// <summary>The only name of a unit.</summary>
    public static UnitName Of(Unit unit) => new(unit.Name, unit.Kind, unit.Parent, unit.Code, unit.From, unit.To);

    public bool IsOn(DateOnly day) => !(From > day) && !(To < day);
}

/// <summary>How much of a unit continues in another.</summary>
public enum Extent
{
    Full,
    Partial,
}

/// <summary>A predecessor or successor of a unit.</summary>
/// <param name="Extent">How much of the earlier unit continues in the later one.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.kin")]
public sealed record Kin(string Unit, Extent Extent);

/// <summary>A succession: a unit continues in another from a day on.</summary>
/// <param name="Reorganisation">The reorganisation to which it belongs; null for none.</param>
public sealed record Lineage(string Old, string New, Extent Extent, DateOnly On, string? Reorganisation)
{
    /// <summary>Merges two records of the same succession: the unit was divided if either says so.</summary>
    public Lineage With(Lineage other) => this with
    {
        Extent = other.Extent > Extent ? other.Extent : Extent,
        Reorganisation = string.CompareOrdinal(other.Reorganisation, Reorganisation) > 0 ? other.Reorganisation : Reorganisation,
    };
}
