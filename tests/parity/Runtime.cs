using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Streams;

[assembly: AssemblyFixture(typeof(Hierarchy.Tests.Parity.Runtime))]

namespace Hierarchy.Tests.Parity;

/// <summary>One silo on the runtime that this project was built on, for all tests; each uses keys of its own.</summary>
public sealed class Runtime : IAsyncLifetime
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(3);
    public const int WaitingMax = 50;
    private static readonly TimeSpan IdleMax = TimeSpan.FromSeconds(3);

    private static int _keys;
    private IHost _host = null!;

    public Witness Witness { get; } = new();

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public IStreamProvider Streams => _host.Services.GetRequiredKeyedService<IStreamProvider>("parity");

    /// <summary>A grain that no other test uses.</summary>
    public T New<T>(out string key) where T : IGrainWithStringKey
    {
        key = $"k{Interlocked.Increment(ref _keys)}";
        return Grains.GetGrain<T>(key);
    }

    public async ValueTask InitializeAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton(Witness);
        builder.UseOrleans(silo =>
        {
            Place.Put(silo);
            silo.AddMemoryStreams("parity", stream =>
            {
                stream.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
                Place.GiveUpSoon(stream);
            });
            silo.Configure<SiloMessagingOptions>(options =>
            {
                options.ResponseTimeout = ResponseTimeout;
                options.MaxEnqueuedRequestsHardLimit = WaitingMax;
            });
            silo.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout);
            silo.Configure<GrainCollectionOptions>(options =>
            {
                options.CollectionQuantum = TimeSpan.FromSeconds(1);
                options.ClassSpecificCollectionAge[typeof(Idler).FullName!] = IdleMax;
            });
        });
        _host = builder.Build();
        await _host.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
