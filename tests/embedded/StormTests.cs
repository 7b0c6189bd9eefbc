using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Hierarchy.Tests.Embedded;

/// <summary>Many grains that call each other while they come and go.</summary>
public sealed class StormTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public async Task Turns_readers_and_activations_keep_apart_whatever_the_load(int seed, bool crash)
    {
        var voyage = new Voyage();
        await using var silo = await TestSilo.StartAsync(s => s.ConfigureServices(services => services.AddSingleton(voyage)));
        Task[] calls = [.. Enumerable.Range(0, 2_000).Select(i => silo.Grain<ISailor>($"{i * seed % 37}").Sail((seed * 10_000) + i, 4))];

        if (crash)
        {
            await calls[1_000].WaitAsync(TestSilo.Patience);
            silo.Silo.Abort();
        }

        foreach (var call in calls)
        {
            var failure = await Record.ExceptionAsync(() => call.WaitAsync(TestSilo.Patience));
            Assert.True(failure is null or OrleansMessageRejectionException, failure?.ToString());
        }

        Assert.Empty(voyage.Faults);
        Assert.True(voyage.Sailed > 0);
    }

    [Fact]
    public async Task A_stop_in_the_middle_of_load_finishes_what_was_accepted()
    {
        var voyage = new Voyage();
        await using var silo = await TestSilo.StartAsync(s => s.ConfigureServices(services => services.AddSingleton(voyage))
            .Configure<SiloMessagingOptions>(o => o.MaxForwardCount = 500));
        Task<int>[] calls = [.. Enumerable.Range(0, 500).Select(i => silo.Grain<ISailor>($"{i % 37}").Sail(i, 0))];

        await silo.StopAsync();

        var failed = calls.Count(call => !call.IsCompletedSuccessfully);
        Assert.Equal(0, failed);
        Assert.Empty(voyage.Faults);
        Assert.All(voyage.Living.Values, living => Assert.Equal(0, living));
    }
}
