using Hierarchy.Grains;
using Microsoft.Extensions.Hosting;
using Orleans.Streams;

namespace Hierarchy.Silo.Runtime;

/// <summary>Hosts the grains on the Microsoft.Orleans packages: one silo that is a cluster of its own.</summary>
internal static class GrainHosting
{
    // As shipped, a queue is looked into every 100 ms, which is what each level of the hierarchy would add.
    private static readonly TimeSpan PullPeriod = TimeSpan.FromMilliseconds(5);

    public static void AddGrains(this IHostApplicationBuilder builder) => builder.UseOrleans(silo =>
    {
        silo.UseLocalhostClustering();
        silo.AddMemoryStreams(RollupOptions.Stream, stream =>
        {
            stream.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
            stream.ConfigurePullingAgent(agent => agent.Configure(options => options.GetQueueMsgsTimerPeriod = PullPeriod));
        });
    });
}
