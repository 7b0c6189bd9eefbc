using System.Collections.Concurrent;
using Hierarchy.Store;
using Hierarchy.Store.Cluster;
using Hierarchy.Tests.Postgres;

namespace Hierarchy.Tests.Store;

/// <summary>Servers that keep readings, on one database.</summary>
public sealed class PeersTests(PostgresFixture postgres)
{
    [Fact]
    public async Task What_one_has_told_the_others_have_followed()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var one = await Server.StartAsync(database);
        await using var two = await Server.StartAsync(database);
        await using var three = await Server.StartAsync(database);
        await AllCurrentAsync(one, two, three);

        await Task.WhenAll(Enumerable.Range(1, 40).Select(async i =>
        {
            var from = i % 2 == 0 ? one : two;
            await from.Peers.TellAsync(new PeerNews([($"u{i}", i)], false, false));
            foreach (var other in (Server[])[one, two, three])
            {
                Assert.True(other == from || other.Versions.GetValueOrDefault($"u{i}") == i || !other.Peers.IsCurrent, $"u{i} is not known");
            }
        }));
        await one.Peers.TellAsync(new PeerNews([], Everything: true, Directory: true));

        // At once, or a moment later where the machine made them too late to be counted on.
        await UntilAsync(() => (two.Forgotten, two.CaughtUp, three.Forgotten, three.CaughtUp) == (1, 1, 1, 1));
        Assert.Equal((0, 0), (one.Forgotten, one.CaughtUp));
    }

    [Fact]
    public async Task News_longer_than_a_message_arrive_whole()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var one = await Server.StartAsync(database);
        await using var two = await Server.StartAsync(database);
        await AllCurrentAsync(one, two);
        var news = Enumerable.Range(0, 2_000).Select(i => ($"vn24-{i:00000}-so-noi-vu", (long)i << 30)).ToList();

        await one.Peers.TellAsync(new PeerNews(news, false, false));

        await UntilAsync(() => two.Versions.Count == news.Count);
        Assert.All(news, v => Assert.Equal(v.Item2, two.Versions[v.Item1]));
    }

    [Fact]
    public async Task One_that_hears_nothing_is_outlasted_and_no_longer_current()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var one = await Server.StartAsync(database);
        await using var two = await Server.StartAsync(database);
        await AllCurrentAsync(one, two);
        two.Deaf = true;

        await one.Peers.TellAsync(new PeerNews([("u", 7)], false, false));

        Assert.False(two.Peers.IsCurrent);
        Assert.False(two.Versions.ContainsKey("u"));
        two.Deaf = false;
        await AllCurrentAsync(two);
        Assert.Equal(7, two.Versions["u"]);
    }

    [Fact]
    public async Task One_whose_connection_is_lost_forgets_and_is_current_again_once_it_hears_itself()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var one = await Server.StartAsync(database);
        await using var two = await Server.StartAsync(database);
        await AllCurrentAsync(one, two);
        for (var i = 1; i <= 5; i++)
        {
            await using var cut = database.Source.CreateCommand(
                "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'hierarchy listens' and datname = current_database()");
            await cut.ExecuteNonQueryAsync(Sample.Stop);
            var interrupted = two.Interruptions;

            await one.Peers.TellAsync(new PeerNews([($"u{i}", i)], false, false));

            // It has heard the news, or dropped everything since, or uses nothing.
            Assert.True(
                two.Versions.GetValueOrDefault($"u{i}") == i || two.Interruptions > interrupted || !two.Peers.IsCurrent, $"round {i}");
        }
        await AllCurrentAsync(one, two);
    }

    [Fact]
    public async Task One_that_has_left_is_not_waited_for()
    {
        await using var database = await postgres.CreateDatabaseAsync();
        await using var one = await Server.StartAsync(database);
        var two = await Server.StartAsync(database);
        await AllCurrentAsync(one, two);

        await two.DisposeAsync();

        Assert.False(two.Peers.IsCurrent);
        await one.Peers.TellAsync(new PeerNews([("u", 1)], false, false));
    }

    private static Task AllCurrentAsync(params Server[] servers) => UntilAsync(() => Array.TrueForAll(servers, server => server.Peers.IsCurrent));

    private static async Task UntilAsync(Func<bool> holds)
    {
        var patience = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(patience) < TimeSpan.FromMinutes(1), "still not so after a minute");
            await Task.Delay(5, Sample.Stop);
        }
    }

    private sealed class Server : IAsyncDisposable
    {
        private readonly PostgresStore _store;
        private readonly CancellationTokenSource _stop = new();
        private Task _telling = Task.CompletedTask;
        private Task _hearing = Task.CompletedTask;

        private Server(PostgresStore store) => (_store, Peers) = (store, new Peers(store.Bus, TimeProvider.System));

        public Peers Peers { get; }

        public ConcurrentDictionary<string, long> Versions { get; } = new();

        public int Forgotten { get; private set; }

        public int CaughtUp { get; private set; }

        public int Interruptions { get; private set; }

        public bool Deaf { get; set; }

        public static async Task<Server> StartAsync(TestDatabase database)
        {
            var server = new Server(await PostgresStore.OpenSharedAsync(database.ConnectionString, TimeProvider.System, connectionsMax: 4, Sample.Stop));
            server._hearing = server.HearAsync();
            server._telling = server.Peers.RunAsync(server._stop.Token);
            return server;
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _telling;
            await _hearing;
            await _store.DisposeAsync();
        }

        private async Task HearAsync()
        {
            await foreach (var text in _store.Bus.ListenAsync(_stop.Token))
            {
                while (Deaf)
                {
                    await Task.Delay(5, Sample.Stop);
                }
                if (text is null)
                {
                    Interruptions++;
                    Peers.Interrupted();
                }
                else if (Peers.IsOfPeers(text))
                {
                    Peers.Hear(text, FollowAsync);
                }
            }
        }

        private async Task FollowAsync(PeerNews news)
        {
            foreach (var (unit, version) in news.Versions)
            {
                Versions[unit] = version;
            }
            Forgotten += news.Everything ? 1 : 0;
            if (news.Directory)
            {
                await Task.Delay(50, Sample.Stop);
                CaughtUp++;
            }
        }
    }
}
