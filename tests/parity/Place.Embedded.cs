namespace Hierarchy.Tests.Parity;

internal static class Place
{
    /// <summary>Nowhere: it is this process.</summary>
    public static void Put(ISiloBuilder silo) => ArgumentNullException.ThrowIfNull(silo);
}
