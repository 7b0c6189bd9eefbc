using Hierarchy.Embedded;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Streams;

namespace Hierarchy.Tests.Embedded;

/// <summary>How silos and clients are added to hosts, and what is refused at the start.</summary>
public sealed class HostingTests
{
    [Fact]
    public async Task A_web_application_hosts_a_silo()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton<Probe>();
        builder.UseOrleans(silo => silo.AddMemoryStreams("s", streams =>
        {
            streams.ConfigurePullingAgent(agent => agent.Configure(o => o.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(1)));
            streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
        }));
        builder.UseOrleansClient(client => client.AddMemoryStreams("s"));
        await using var app = builder.Build();

        Assert.Equal(3, await app.Services.GetRequiredService<IGrainFactory>().GetGrain<IClerk>("a").Add(3));
        Assert.Equal("s", app.Services.GetRequiredService<IClusterClient>().GetStreamProvider("s").Name);
    }

    [Fact]
    public async Task A_generic_host_hosts_a_silo()
    {
        using var host = new HostBuilder()
            .UseOrleans(silo => silo.ConfigureServices(services => services.AddSingleton<Probe>()))
            .UseOrleansClient(_ => { })
            .Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(3, await host.Services.GetRequiredService<IClusterClient>().GetGrain<IClerk>("a").Add(3));
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_client_without_a_silo_says_what_is_missing()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(_ => { });
        using var host = builder.Build();

        var failure = Assert.Throws<InvalidOperationException>(host.Services.GetRequiredService<IClusterClient>);

        Assert.Contains("UseOrleans", failure.Message);
    }

    [Fact]
    public async Task Options_out_of_range_stop_the_start()
    {
        await Assert.ThrowsAsync<OptionsValidationException>(() => TestSilo.StartAsync(
            silo => silo.Configure<SiloMessagingOptions>(o => o.MaxEnqueuedRequestsHardLimit = 0)));
        await Assert.ThrowsAsync<OptionsValidationException>(() => TestSilo.StartAsync(
            silo => silo.Configure<GrainCollectionOptions>(o => o.CollectionAge = o.CollectionQuantum)));
    }

    [Fact]
    public async Task An_interface_without_a_class_is_refused()
    {
        await using var silo = await TestSilo.StartAsync();

        Assert.Throws<ArgumentException>(() => silo.Grain<INobody>());
        Assert.ThrowsAny<ArgumentException>(() => silo.Grain<IClerk>(""));
    }

    [Fact]
    public async Task An_interface_of_two_classes_needs_a_prefix()
    {
        await using var silo = await TestSilo.StartAsync();

        Assert.Throws<ArgumentException>(() => silo.Grain<ITwin>());
        Assert.Equal("second", await silo.Client.GetGrain<ITwin>("a", typeof(SecondTwin).FullName).Name());
    }

    [Fact]
    public async Task A_method_that_cannot_be_a_call_is_refused()
    {
        await using var silo = await TestSilo.StartAsync();

        Assert.Contains("must return Task", Assert.Throws<ArgumentException>(() => silo.Grain<ISynchronous>()).Message);
    }

    [Fact]
    public void A_grain_cannot_be_made_by_hand() => Assert.Throws<InvalidOperationException>(() => new Clerk(new Probe()));

    [Fact]
    public async Task An_unknown_stream_provider_is_refused()
    {
        await using var silo = await TestSilo.StartAsync();

        Assert.Throws<InvalidOperationException>(() => silo.Client.GetStreamProvider("other"));
        Assert.Same(silo.Client, silo.Services.GetRequiredService<IGrainFactory>());
        Assert.NotNull(silo.Services.GetRequiredService<EmbeddedSilo>());
    }

    [Fact]
    public void Everything_public_but_the_silo_bears_a_name_of_the_genuine_packages()
    {
        string[] ours = [.. typeof(Grain).Assembly.GetExportedTypes()
            .Where(type => type.Namespace is not ("Orleans" or "Microsoft.Extensions.Hosting")
                && !type.Namespace!.StartsWith("Orleans.", StringComparison.Ordinal))
            .Select(type => type.Name)];

        Assert.Equal([nameof(EmbeddedSilo)], ours);
    }

    internal interface INobody : IGrainWithStringKey
    {
        Task Nothing();
    }

    internal interface ITwin : IGrainWithStringKey
    {
        Task<string> Name();
    }

    internal interface ISynchronous : IGrainWithStringKey
    {
        int Count();
    }

    internal sealed class FirstTwin : Grain, ITwin
    {
        public Task<string> Name() => Task.FromResult("first");
    }

    internal sealed class SecondTwin : Grain, ITwin
    {
        public Task<string> Name() => Task.FromResult("second");
    }

    internal sealed class Synchronous : Grain, ISynchronous
    {
        public int Count() => 0;
    }
}
