using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hierarchy.UnitTests.Support;

/// <summary>A silo that is a cluster of its own, as the product runs one.</summary>
internal static class OneSilo
{
    public static void AddOneSilo(this IHostApplicationBuilder builder)
    {
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Orleans", LogLevel.None);
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(FreePort(), gatewayPort: 0)
            .AddMemoryGrainStorage(SettingsJson.Provider)
            .UseInMemoryReminderService()
            .AddBroadcastChannel(RollupOptions.Channel, channel => channel.FireAndForgetDelivery = false));
    }

    /// <summary>Never given twice to this process, as what the system chooses may be while nobody has opened it yet.</summary>
    private static int FreePort()
    {
        lock (Given)
        {
            while (true)
            {
                using var probe = new TcpListener(IPAddress.Loopback, 0);
                probe.Start();
                var port = ((IPEndPoint)probe.LocalEndpoint).Port;
                if (Given.Add(port))
                {
                    return port;
                }
            }
        }
    }

    private static readonly HashSet<int> Given = [];
}
