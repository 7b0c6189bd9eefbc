namespace Hierarchy.Grains.Units;

/// <summary>Level or nature of a unit. The order is that of lists: a unit's children come by kind, then by name. Stored as numbers: what is
/// added comes last.</summary>
public enum UnitKind
{
    Ministry,
    Province,
    Department,
    District,

    /// <summary>Of a department, a district or, since July 2025, a commune. Offices of communes are a class of their own: whoever stands above
    /// a commune does not mean them.</summary>
    Office,
    Commune,

    /// <summary>A body outside the administration that a plan names as lead (a newspaper, a broadcaster). It is in no class.</summary>
    Body,

    /// <summary>Above ministries. It is in no class.</summary>
    Government,

    /// <summary>A central agency's office in a province (tax, treasury, statistics): not one of the departments.</summary>
    CentralAgency,
}

/// <summary>A node of the hierarchy, as it is or, when it has ended, as it was last.</summary>
/// <param name="Id">Ours, never reused.</param>
/// <param name="Parent">Null for a root.</param>
/// <param name="Code">Official (GSO) code, an attribute that may belong to another unit at another time; null when it has none.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.unit")]
public sealed record Unit(string Id, string Name, UnitKind Kind, string? Parent, string? Code)
{
    /// <summary>Its first day; null where none is recorded.</summary>
    [Id(0)]
    public DateOnly? From { get; init; }

    /// <summary>The last day on which it exists; null while it does.</summary>
    [Id(1)]
    public DateOnly? To { get; init; }

    public bool IsClosed => To is not null;

    /// <summary>The unit under one of its names.</summary>
    internal Unit As(UnitName name) => this with { Name = name.Name, Kind = name.Kind, Parent = name.Parent, Code = name.Code };
}

/// <summary>What a unit was called, and where it stood, from a day to a day.</summary>
/// <param name="From">Null where its first day is not recorded.</param>
/// <param name="To">Null where it still is so.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.unit-name")]
public sealed record UnitName(string Name, UnitKind Kind, string? Parent, string? Code, DateOnly? From, DateOnly? To)
{
    /// <summary>A unit that has had no other.</summary>
    public static UnitName Of(Unit unit) => new(unit.Name, unit.Kind, unit.Parent, unit.Code, unit.From, unit.To);

    public bool IsOn(DateOnly day) => !(From > day) && !(To < day);
}

/// <summary>How much of a unit goes on in another.</summary>
public enum Extent
{
    Full,
    Partial,
}

/// <summary>A unit that goes before or after another one.</summary>
/// <param name="Extent">How much of the earlier one is in the later one.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.kin")]
public sealed record Kin(string Unit, Extent Extent);

/// <summary>That a unit goes on in another from a day on.</summary>
/// <param name="Reorganisation">Of which it is a part; null for none.</param>
public sealed record Lineage(string Old, string New, Extent Extent, DateOnly On, string? Reorganisation)
{
    /// <summary>Two records of the same agree: it was divided if either says so.</summary>
    public Lineage With(Lineage other) => this with
    {
        Extent = other.Extent > Extent ? other.Extent : Extent,
        Reorganisation = string.CompareOrdinal(other.Reorganisation, Reorganisation) > 0 ? other.Reorganisation : Reorganisation,
    };
}
