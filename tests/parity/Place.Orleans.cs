namespace Hierarchy.Tests.Parity;

internal static class Place
{
    public static void Put(ISiloBuilder silo) => silo.UseLocalhostClustering(Runtime.FreePort(), Runtime.FreePort());

    /// <summary>As it comes it tries for a minute.</summary>
    public static void GiveUpSoon(ISiloMemoryStreamConfigurator stream) => stream.ConfigurePullingAgent(
        agent => agent.Configure(options => options.MaxEventDeliveryTime = TimeSpan.FromSeconds(1)));
}
