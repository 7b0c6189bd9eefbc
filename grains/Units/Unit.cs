namespace Hierarchy.Grains.Units;

/// <summary>Level or nature of a unit. The order is that of lists: a unit's children come by kind, then by name.</summary>
public enum UnitKind
{
    Ministry,
    Province,
    Department,
    District,
    Office,
    Commune,

    /// <summary>A body outside the administration that a plan names as lead (a newspaper, a broadcaster, a tax office). It is in no
    /// class.</summary>
    Body,
}

/// <summary>A node of the hierarchy.</summary>
/// <param name="Id">Ours, never reused.</param>
/// <param name="Parent">Null for a root.</param>
/// <param name="Code">Official (GSO) code, an attribute that may belong to another unit at another time; null when it has none.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.unit")]
public sealed record Unit(string Id, string Name, UnitKind Kind, string? Parent, string? Code)
{
    /// <summary>The last day on which it exists; null while it does.</summary>
    [Id(0)]
    public DateOnly? To { get; init; }

    public bool IsClosed => To is not null;
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
