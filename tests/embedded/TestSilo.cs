using Hierarchy.Embedded;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orleans;
using Orleans.Hosting;

namespace Hierarchy.Tests.Embedded;

/// <summary>A host with one silo, a probe that its grains report to, and a clock that stands still until told otherwise.</summary>
internal sealed class TestSilo : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly IHost _host;

    private TestSilo(IHost host, FakeTimeProvider time, Probe probe, LogLines log) =>
        (_host, Time, Probe, Log) = (host, time, probe, log);

    public FakeTimeProvider Time { get; }

    public Probe Probe { get; }

    public LogLines Log { get; }

    public IServiceProvider Services => _host.Services;

    public EmbeddedSilo Silo => Services.GetRequiredService<EmbeddedSilo>();

    public IClusterClient Client => Services.GetRequiredService<IClusterClient>();

    public static async Task<TestSilo> StartAsync(Action<ISiloBuilder>? configure = null)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var probe = new Probe();
        var log = new LogLines();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = "Development" });
        builder.Services.AddSingleton<TimeProvider>(time).AddSingleton(probe).AddScoped<Furniture>();
        builder.Logging.AddProvider(log);
        builder.UseOrleans(silo =>
        {
            silo.AddMemoryStreams("test", streams => streams.ConfigureStreamPubSub(Orleans.Streams.StreamPubSubType.ImplicitOnly));
            configure?.Invoke(silo);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new(host, time, probe, log);
    }

    public T Grain<T>(string key = "a") where T : IGrainWithStringKey => Client.GetGrain<T>(key);

    public Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Probe.OpenAll();
        using var patience = new CancellationTokenSource(Patience);
        await _host.StopAsync(patience.Token);
        _host.Dispose();
    }
}
