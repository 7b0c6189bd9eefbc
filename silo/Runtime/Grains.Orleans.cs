using System.Net;
using System.Net.Sockets;
using Hierarchy.Grains;
using Hierarchy.Silo.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Streams;

namespace Hierarchy.Silo.Runtime;

/// <summary>Hosts the grains on the Microsoft.Orleans packages.</summary>
internal static class GrainHosting
{
    /// <summary>Name of Npgsql among the providers of ADO.NET.</summary>
    private const string Provider = "Npgsql";

    // As shipped, a queue is looked into every 100 ms, which is what each level of the hierarchy would add.
    private static readonly TimeSpan PullPeriod = TimeSpan.FromMilliseconds(5);

    /// <summary>One silo that is a cluster of its own, and finds itself without a database.</summary>
    public static void AddGrains(this IHostApplicationBuilder builder) => builder.UseOrleans(silo =>
    {
        silo.UseLocalhostClustering(FreePort(), FreePort());
        silo.AddMemoryStreams(RollupOptions.Stream, stream =>
        {
            stream.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
            stream.ConfigurePullingAgent(agent => agent.Configure(options => options.GetQueueMsgsTimerPeriod = PullPeriod));
        });
    });

    /// <summary>One silo of several, which find each other in the database.</summary>
    public static void AddClusterGrains(this IHostApplicationBuilder builder, ClusterSettings settings) => builder.UseOrleans(silo =>
    {
        silo.UseAdoNetClustering(options =>
        {
            options.Invariant = Provider;
            options.ConnectionString = settings.MembershipConnectionString;
        });
        silo.Configure<ClusterOptions>(settings.Name);
        silo.Configure<EndpointOptions>(endpoints =>
        {
            endpoints.AdvertisedIPAddress = settings.Address;
            endpoints.SiloPort = settings.SiloPort;
            endpoints.GatewayPort = settings.GatewayPort;
            endpoints.SiloListeningEndpoint = new IPEndPoint(settings.Listen, settings.SiloPort);
            endpoints.GatewayListeningEndpoint = new IPEndPoint(settings.Listen, settings.GatewayPort);
        });
        silo.Configure<ClusterMembershipOptions>(settings.Membership);
        silo.Configure<SiloMessagingOptions>(settings.Messaging);
        AddDirectory(silo);
        silo.Services.Configure<RollupOptions>(rollup => rollup.ByCall = true);
        silo.Services.AddPlacementDirector<ByProvince, ByProvinceDirector>();
        silo.Services.AddSingleton<PlacementStrategy>(ByProvince.Strategy);
        settings.Secure(silo);
    });

    /// <summary>A process that calls the grains of a cluster and hosts none.</summary>
    public static void AddClusterClient(this IHostApplicationBuilder builder, ClusterSettings settings, TimeProvider time) => builder.UseOrleansClient(client =>
    {
        client.UseAdoNetClustering(options =>
        {
            options.Invariant = Provider;
            options.ConnectionString = settings.MembershipConnectionString;
        });
        client.Configure<ClusterOptions>(settings.Name);
        client.Configure<ClientMessagingOptions>(settings.Messaging);
        client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = ClusterSettings.GatewayPeriod);
        client.UseConnectionRetryFilter(async (_, stop) =>
        {
            await Task.Delay(ClusterSettings.ConnectPause, time, stop);
            return true;
        });
        settings.Secure(client);
    });

    /// <summary>Hands over what it knows when a silo leaves, where the usual one ends all units, of whichever silo, that the leaving one
    /// had registered (decision 12).</summary>
    private static void AddDirectory(ISiloBuilder silo)
    {
        // Orleans marks it as experimental; what it does not keep, the fence of the store does.
#pragma warning disable ORLEANSEXP003
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        // Otherwise the units of a dead silo come up only once it must have noticed its death itself: what it writes is refused anyway.
        silo.Configure<GrainDirectoryOptions>(directory => directory.RangeLeaseDuration = TimeSpan.Zero);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
