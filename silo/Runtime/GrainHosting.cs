using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Hierarchy.Silo.Runtime;

/// <summary>Hosts the grains on the Microsoft.Orleans packages.</summary>
internal static class GrainHosting
{
    /// <summary>Name of Npgsql among the providers of ADO.NET.</summary>
    private const string Provider = "Npgsql";

    /// <summary>One silo that is a cluster of its own, and finds itself without a database.</summary>
    public static void AddGrains(this IHostApplicationBuilder builder) => builder.UseOrleans(silo =>
    {
        silo.UseLocalhostClustering(gatewayPort: 0);
        // Nobody calls it from outside: its name holds a port that it does not listen on, and any that is free does for what it listens on.
        silo.Configure<EndpointOptions>(endpoints => endpoints.SiloListeningEndpoint = new IPEndPoint(IPAddress.Loopback, 0));
        AddShared(silo);
    });

    /// <summary>One silo of several, which find each other in the database.</summary>
    public static void AddClusterGrains(this IHostApplicationBuilder builder, ClusterSettings settings, IPAddress listen) => builder.UseOrleans(silo =>
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
            // Nobody calls from outside: the API is in the same process.
            endpoints.GatewayPort = 0;
            endpoints.SiloListeningEndpoint = new IPEndPoint(listen, settings.SiloPort);
        });
        silo.Configure<ClusterMembershipOptions>(settings.Membership);
        silo.Configure<SiloMessagingOptions>(settings.Messaging);
        AddDirectory(silo);
        AddShared(silo);
        silo.Services.AddPlacementDirector<ByProvince, ByProvinceDirector>();
        silo.Services.AddSingleton<PlacementStrategy>(ByProvince.Strategy);
        settings.Secure(silo);
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

    private static void AddShared(ISiloBuilder silo)
    {
        // A roll-up counts as told when the parent has it.
        silo.AddBroadcastChannel(RollupOptions.Channel, channel => channel.FireAndForgetDelivery = false);
        silo.AddAdoNetGrainStorage(SettingsJson.Provider, (OptionsBuilder<AdoNetGrainStorageOptions> storage) => storage.Configure<PostgresStore>(
            (options, store) =>
            {
                (options.Invariant, options.DataSource) = (Provider, store.Source);
                options.GrainStorageSerializer = new SettingsSerializer();
            }));
        silo.UseAdoNetReminderService((OptionsBuilder<AdoNetReminderTableOptions> table) => table.Configure<PostgresStore>(
            (options, store) => (options.Invariant, options.DataSource) = (Provider, store.Source)));
    }
}
