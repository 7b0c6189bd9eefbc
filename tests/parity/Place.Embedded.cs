namespace Hierarchy.Tests.Parity;

internal static class Place
{
    /// <summary>Nowhere: it is this process.</summary>
    public static void Put(ISiloBuilder silo) => ArgumentNullException.ThrowIfNull(silo);

    /// <summary>It gives up at once what a reader cannot take.</summary>
    public static void GiveUpSoon(ISiloMemoryStreamConfigurator stream) => ArgumentNullException.ThrowIfNull(stream);
}
