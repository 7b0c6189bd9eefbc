namespace Hierarchy.Embedded;

/// <summary>How a call shares its grain with others.</summary>
[Flags]
internal enum CallKind : byte
{
    Exclusive = 0,
    ReadOnly = 1,
    Interleaving = 2,
    OneWay = 4,
}
