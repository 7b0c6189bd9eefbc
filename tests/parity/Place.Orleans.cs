namespace Hierarchy.Tests.Parity;

internal static class Place
{
    public static void Put(ISiloBuilder silo) => silo.UseLocalhostClustering(Runtime.FreePort(), Runtime.FreePort());
}
