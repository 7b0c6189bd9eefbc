using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Hierarchy.Silo.Runtime;

/// <summary>Hosts the grains on the Microsoft.Orleans packages.</summary>
internal static class GrainHosting
{
    /// <summary>Npgsql's name as an ADO.NET provider.</summary>
    private const string Provider = "Npgsql";

    /// <summary>A single silo with localhost clustering.</summary>
    public static void AddGrains(this IHostApplicationBuilder builder) => builder.UseOrleans(silo =>
    {
        silo.UseLocalhostClustering(gatewayPort: 0);
        // The silo is not called from outside: its identity contains a port on which it does not listen; any free one will do.
        silo.Configure<EndpointOptions>(endpoints => endpoints.SiloListeningEndpoint = new IPEndPoint(IPAddress.Loopback, 0));
        AddShared(silo);
    });

    /// <summary>One of several silos, which find each other through the database.</summary>
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
            // No gateway is needed: the API is in the same process.
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

    /// <summary>Uses the distributed grain directory, which hands over its entries when a silo leaves; the default one would end all units,
    /// on any silo, that the leaving silo had registered (decision 12).</summary>
    private static void AddDirectory(ISiloBuilder silo)
    {
        // Orleans marks it as experimental; the store's fence covers what it does not guarantee.
#pragma warning disable ORLEANSEXP003
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        // Otherwise the units of a dead silo become active only once that silo must have noticed its own death. Its writes are refused
        // anyway.
        silo.Configure<GrainDirectoryOptions>(directory => directory.RangeLeaseDuration = TimeSpan.Zero);
    }

    private static void AddShared(ISiloBuilder silo)
    {
        // A roll-up counts as published once the parent has it.
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
