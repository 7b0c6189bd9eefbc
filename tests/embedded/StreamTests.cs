using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Streams;

namespace Hierarchy.Tests.Embedded;

/// <summary>Streams with implicit subscriptions.</summary>
public sealed class StreamTests
{
    [Fact]
    public async Task An_item_activates_the_subscriber_whose_key_is_the_streams()
    {
        await using var silo = await TestSilo.StartAsync();

        await Stream(silo).OnNextAsync(new(1));
        await silo.Probe.Seen("a reads 1");

        Assert.Equal(1, silo.Silo.ActivationCount);
        Assert.Equal("a subscribed to news/a of test", silo.Probe.Lines[0]);
    }

    [Fact]
    public async Task A_grain_publishes_to_another()
    {
        await using var silo = await TestSilo.StartAsync();

        await silo.Grain<IReader>("a").Write("b", 7);

        await silo.Probe.Seen("b reads 7");
    }

    [Fact]
    public async Task Items_of_one_stream_arrive_in_order_and_one_subscription_serves_them_all()
    {
        await using var silo = await TestSilo.StartAsync();
        for (var i = 0; i < 12; i++)
        {
            await Stream(silo).OnNextAsync(new(i));
        }

        await silo.Silo.WhenQuiet();

        int[] seen = await silo.Grain<IReader>().Seen();
        Assert.Equal(Enumerable.Range(0, 12), seen);
        Assert.Single(silo.Probe.Lines, line => line.Contains("subscribed"));
    }

    [Fact]
    public async Task A_new_activation_is_asked_to_subscribe_again()
    {
        await using var silo = await TestSilo.StartAsync();
        await Stream(silo).OnNextAsync(new(1));
        await silo.Probe.Seen("a reads 1");
        await silo.Silo.WhenQuiet();
        silo.Time.Advance(TimeSpan.FromMinutes(17));
        await Stream(silo).OnNextAsync(new(2));
        await silo.Probe.Seen("a reads 2");

        Assert.Equal(2, silo.Probe.Lines.Count(line => line.Contains("subscribed")));
    }

    [Fact]
    public async Task The_publisher_does_not_wait_for_the_delivery()
    {
        await using var silo = await TestSilo.StartAsync();

        Assert.True(Stream(silo).OnNextAsync(new(99)).IsCompletedSuccessfully);

        await silo.Probe.Seen("99 begins");
    }

    [Fact]
    public async Task An_item_that_fails_is_logged_and_dropped_and_the_next_arrives()
    {
        await using var silo = await TestSilo.StartAsync();

        await Stream(silo).OnNextAsync(new(13));
        await Stream(silo).OnNextAsync(new(14));
        await silo.Probe.Seen("a reads 14");

        Assert.Contains(3007, silo.Log.Ids);
    }

    [Fact]
    public async Task A_delivery_that_hangs_is_given_up_and_the_next_item_follows_when_the_grain_is_free()
    {
        await using var silo = await TestSilo.StartAsync();
        await Stream(silo).OnNextAsync(new(99));
        await Stream(silo).OnNextAsync(new(1));
        await silo.Probe.Seen("99 begins");

        silo.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Contains(3007, silo.Log.Ids);
        silo.Probe.Open("99");

        await silo.Probe.Seen("a reads 1");
    }

    [Fact]
    public async Task A_full_provider_refuses_the_publisher_and_recovers()
    {
        await using var silo = await TestSilo.StartAsync();
        await Stream(silo).OnNextAsync(new(99));
        for (var i = 1; i < 16_384; i++)
        {
            await Stream(silo).OnNextAsync(new(0));
        }

        await Assert.ThrowsAsync<CacheFullException>(() => Stream(silo).OnNextAsync(new(0)));

        silo.Probe.Open("99");
        await silo.Silo.WhenQuiet();
        int[] seen = await silo.Grain<IReader>().Seen();
        Assert.Equal(16_384, seen.Length);
        await Stream(silo).OnNextAsync(new(1));
        await silo.Probe.Seen("a reads 1");
    }

    [Fact]
    public async Task Waiting_items_do_not_fill_the_mailbox()
    {
        await using var silo = await TestSilo.StartAsync(s => s.Configure<SiloMessagingOptions>(o => o.MaxEnqueuedRequestsHardLimit = 2));
        await Stream(silo).OnNextAsync(new(99));
        await silo.Probe.Seen("99 begins");
        for (var i = 0; i < 10; i++)
        {
            await Stream(silo).OnNextAsync(new(i));
        }

        var call = silo.Grain<IReader>().Seen();
        silo.Probe.Open("99");

        Assert.Equal(99, (await call)[0]);
    }

    [Fact]
    public async Task A_subscriber_that_does_not_resume_loses_the_item()
    {
        await using var silo = await TestSilo.StartAsync();

        await Stream(silo, "deaf").OnNextAsync(new(1));
        await silo.Silo.WhenQuiet();

        Assert.Contains(3007, silo.Log.Ids);
    }

    [Fact]
    public async Task An_item_of_another_type_is_logged_and_dropped()
    {
        await using var silo = await TestSilo.StartAsync();

        await Provider(silo).GetStream<string>(StreamId.Create("news", "a")).OnNextAsync("not a line");
        await silo.Silo.WhenQuiet();

        Assert.Contains(3007, silo.Log.Ids);
    }

    [Fact]
    public async Task A_stream_without_subscribers_takes_items_and_forgets_them()
    {
        await using var silo = await TestSilo.StartAsync();

        await Provider(silo).GetStream<Line>(StreamId.Create("nobody", "a")).OnNextAsync(new(1));
        await Provider(silo).GetStream<Line>(StreamId.Create(null, "a")).OnNextAsync(new(1));

        Assert.Equal(0, silo.Silo.ActivationCount);
    }

    [Fact]
    public void Stream_ids_are_equal_by_namespace_and_key()
    {
        Assert.Equal(StreamId.Create("ns", "key"), StreamId.Create("ns", "key"));
        Assert.NotEqual(StreamId.Create("ns", "key"), StreamId.Create("n", "skey"));
        Assert.Equal(("ns", "key"), (StreamId.Create("ns", "key").GetNamespace(), StreamId.Create("ns", "key").GetKeyAsString()));
    }

    private static IStreamProvider Provider(TestSilo silo) => silo.Client.GetStreamProvider("test");

    private static IAsyncStream<Line> Stream(TestSilo silo, string key = "a") =>
        Provider(silo).GetStream<Line>(StreamId.Create("news", key));
}
