namespace Hierarchy.Tests.Store;

/// <summary>What <see cref="IEventStore"/> promises, whoever keeps it.</summary>
public abstract class EventStoreTests(Func<Task<StoreUnderTest>> createAsync) : StoreTests(createAsync)
{
    [Fact]
    public async Task A_unit_without_a_history_has_no_snapshot_and_no_events()
    {
        var history = await (await OpenAsync()).Events.LoadAsync("nobody", Sample.Stop);

        Assert.Equal((0L, true, 0), (history.SnapshotSeq, history.Snapshot is null, history.Tail.Length));
    }

    [Fact]
    public async Task What_was_appended_is_loaded_exactly()
    {
        var store = await OpenAsync();
        // A tick is finer than what PostgreSQL's own type for instants keeps; JSON keeps a zero character, which its text type does not.
        var at = new DateTimeOffset(2013, 3, 31, 15, 15, 0, TimeSpan.FromHours(7)).AddTicks(1);
        var registered = new UnitEvent.UnitRegistered(Sample.Unit("u"));
        var append = Sample.Append("u", 0, registered, Sample.Event("\0 Tây Ninh 🌾")) with { At = at, RequestId = "r1" };

        Assert.Equal(new AppendResult.Appended(2), await store.Events.AppendAsync(append, Sample.Stop));

        var history = await store.Events.LoadAsync("u", Sample.Stop);
        Assert.Equal(
            [
                new StoredEvent("u", 1, registered, "người dùng", at, "r1"),
                new StoredEvent("u", 2, Sample.Event("\0 Tây Ninh 🌾"), "người dùng", at, null),
            ],
            history.Tail);
        Assert.Equal(TimeSpan.Zero, history.Tail[0].At.Offset);
    }

    [Fact]
    public async Task A_range_of_events_is_read_oldest_first()
    {
        var store = await OpenAsync();
        await store.Events.AppendAsync(
            Sample.Append("b", 0, Sample.Event("1"), Sample.Event("2"), Sample.Event("3"), Sample.Event("4")), Sample.Stop);
        await store.Events.AppendAsync(Sample.Append("a", 0, Sample.Event("5")), Sample.Stop);

        Assert.Equal([2, 3], (await Sample.ListAsync(store.Events.ReadAsync("b", 2, 3, Sample.Stop))).Select(e => e.Seq));
        Assert.Equal(
            [("a", 1), ("b", 1), ("b", 2), ("b", 3), ("b", 4)],
            (await Sample.ListAsync(store.Events.ReadAllAsync(Sample.Stop))).Select(e => (e.Unit, e.Seq)));
    }

    [Fact]
    public async Task The_second_of_two_writers_is_fenced_off()
    {
        var (one, two) = (await OpenAsync(), await OpenAsync());
        await one.Events.AppendAsync(Sample.Append("u", 0, Sample.Event("first")), Sample.Stop);

        Assert.Equal(new AppendResult.Fenced(), await two.Events.AppendAsync(Sample.Append("u", 0, Sample.Event("second")), Sample.Stop));
        Assert.Equal(new AppendResult.Appended(2),
            await two.Events.AppendAsync(Sample.Append("u", 1, Sample.Event("second")), Sample.Stop));
        Assert.Equal(new AppendResult.Fenced(), await one.Events.AppendAsync(Sample.Append("u", 1, Sample.Event("third")), Sample.Stop));
        Assert.Equal(2, (await one.Events.LoadAsync("u", Sample.Stop)).Tail.Length);
    }

    [Fact]
    public async Task Of_two_writers_at_the_same_time_exactly_one_wins()
    {
        var (one, two) = (await OpenAsync(), await OpenAsync());
        for (var seq = 0; seq < 20; seq++)
        {
            var both = await Task.WhenAll(
                one.Events.AppendAsync(Sample.Append("u", seq), Sample.Stop), two.Events.AppendAsync(Sample.Append("u", seq), Sample.Stop));

            Assert.Equal<AppendResult>(
                [new AppendResult.Appended(seq + 1), new AppendResult.Fenced()], both.OrderBy(r => r is AppendResult.Fenced));
        }
    }

    [Fact]
    public async Task An_append_beyond_a_gap_is_fenced_off()
    {
        var store = await OpenAsync();
        await store.Events.AppendAsync(Sample.Append("u", 0), Sample.Stop);

        Assert.Equal(new AppendResult.Fenced(), await store.Events.AppendAsync(Sample.Append("u", 2), Sample.Stop));
        Assert.Equal(new AppendResult.Fenced(), await store.Events.AppendAsync(Sample.Append("new", 1), Sample.Stop));
        Assert.Single((await store.Events.LoadAsync("u", Sample.Stop)).Tail);
    }

    [Fact]
    public async Task A_repeated_request_is_told_where_its_first_answer_stands()
    {
        var store = await OpenAsync();
        await store.Events.AppendAsync(Sample.Append("u", 0), Sample.Stop);
        await store.Events.AppendAsync(Sample.Append("u", 1, Sample.Event(), Sample.Event()) with { RequestId = "r" }, Sample.Stop);

        Assert.Equal(new AppendResult.Repeated(2),
            await store.Events.AppendAsync(Sample.Append("u", 3) with { RequestId = "r" }, Sample.Stop));
        Assert.Equal(new AppendResult.Repeated(2),
            await store.Events.AppendAsync(Sample.Append("u", 1) with { RequestId = "r" }, Sample.Stop));
        Assert.Equal(new RequestTrace(2, 3), await store.Events.FindRequestAsync("u", "r", Sample.Stop));
        Assert.Equal(new RequestTrace(null, 3), await store.Events.FindRequestAsync("u", "other", Sample.Stop));
        Assert.Equal(new RequestTrace(null, 0), await store.Events.FindRequestAsync("nobody", "r", Sample.Stop));
        Assert.Equal(new AppendResult.Appended(1),
            await store.Events.AppendAsync(Sample.Append("v", 0) with { RequestId = "r" }, Sample.Stop));
    }

    [Fact]
    public async Task A_request_that_an_earlier_program_answered_is_found_by_whoever_opens_the_store_after_it()
    {
        var earlier = await OpenAsync();
        await earlier.Events.AppendAsync(Sample.Append("u", 0) with { RequestId = "c:r" }, Sample.Stop);

        var store = await OpenAsync();
        var again = Sample.Append("u", 1) with { RequestId = "p:k:r", EarlierRequestId = "c:r" };
        Assert.Equal(new AppendResult.Repeated(1), await store.Events.AppendAsync(again, Sample.Stop));
        Assert.Equal(new AppendResult.Appended(2), await store.Events.AppendAsync(again with { Actor = "another" }, Sample.Stop));
    }

    [Fact]
    public async Task Ids_that_are_taken_are_named_and_nothing_is_written()
    {
        var store = await OpenAsync();
        await store.RegisterAsync(Sample.Unit("u"));
        await store.Events.AppendAsync(
            Sample.Append("u", 1) with { Plans = [Sample.Plan("p", "u")], Tasks = [Sample.Task("t", "p")] }, Sample.Stop);

        var plan = Sample.Append("v", 0) with { Plans = [Sample.Plan("free", "v"), Sample.Plan("p", "v")] };
        Assert.Equal(new AppendResult.Taken("plan", "p"), await store.Events.AppendAsync(plan, Sample.Stop));
        Assert.Equal(
            new AppendResult.Taken("task", "t"),
            await store.Events.AppendAsync(Sample.Append("v", 0) with { Tasks = [Sample.Task("t", "free")] }, Sample.Stop));
        Assert.Equal(
            new AppendResult.Taken("task", "x"),
            await store.Events.AppendAsync(
                Sample.Append("v", 0) with { Tasks = [Sample.Task("x", "p"), Sample.Task("x", "p")] }, Sample.Stop));
        // Tasks and duties share their ids.
        await store.Events.AppendAsync(Sample.Append("w", 0) with { Duties = [Sample.Duty("d", "p")] }, Sample.Stop);
        Assert.Equal(
            new AppendResult.Taken("task", "d"),
            await store.Events.AppendAsync(Sample.Append("v", 0) with { Tasks = [Sample.Task("d", "p")] }, Sample.Stop));
        Assert.Equal(
            new AppendResult.Taken("task", "t"),
            await store.Events.AppendAsync(Sample.Append("v", 0) with { Duties = [Sample.Duty("t", "p")] }, Sample.Stop));
        Assert.Equal(
            new AppendResult.Taken("unit", "u"),
            await store.Events.AppendAsync(Sample.Append("u", 2) with { Registered = Sample.Unit("u") }, Sample.Stop));
        Assert.Empty((await store.Events.LoadAsync("v", Sample.Stop)).Tail);
        Assert.Null(store.Directory.FindPlan("free"));
        Assert.Equal([KeyValuePair.Create("t", "p")], await store.Queries.PlansOfTasksAsync(["t", "x"], Sample.Stop));
    }

    [Fact]
    public async Task Refused_appends_do_not_harm_their_neighbours()
    {
        var store = await OpenAsync();
        await store.RegisterAsync(Sample.Unit("u"));
        await store.Events.AppendAsync(Sample.Append("u", 1) with { RequestId = "r", Plans = [Sample.Plan("p", "u")] }, Sample.Stop);
        // Every fifth is bad, each fifth in its own way; all at once, so that they share batches.
        var appends = Enumerable.Range(0, 100).Select(i => (i % 25) switch
        {
            0 => Sample.Append($"n{i}", 7),
            5 => Sample.Append("u", 2) with { RequestId = "r" },
            10 => Sample.Append($"n{i}", 0) with { Plans = [Sample.Plan("p", $"n{i}")] },
            15 => Sample.Registering(Sample.Unit($"n{i}", "no such parent")),
            20 => Sample.Owing($"n{i}", 0, Sample.Obligation($"n{i}", "t")),
            _ => Sample.Append($"n{i}", 0),
        }).ToArray();

        var results = await Task.WhenAll(appends.Select(a => Outcome(store.Events.AppendAsync(a, Sample.Stop))));

        var bad = new[]
        {
            new AppendResult.Fenced().ToString(), new AppendResult.Repeated(2).ToString(), new AppendResult.Taken("plan", "p").ToString(),
            nameof(AppendRefusedException), nameof(AppendRefusedException),
        };
        for (var i = 0; i < results.Length; i++)
        {
            Assert.Equal(i % 5 == 0 ? bad[i % 25 / 5] : new AppendResult.Appended(1).ToString(), results[i]);
        }
        Assert.Equal(80 + 2, (await Sample.ListAsync(store.Events.ReadAllAsync(Sample.Stop))).Count);

        static async Task<string> Outcome(Task<AppendResult> append)
        {
            try
            {
                return (await append).ToString();
            }
            catch (InvalidOperationException fault)
            {
                return fault.GetType().Name;
            }
        }
    }

    [Fact]
    public async Task Appends_that_no_decider_makes_are_defects()
    {
        var store = await OpenAsync();
        Append[] wrong =
        [
            Sample.Append("u", 0) with { Events = [] },
            Sample.Append("u", -1),
            Sample.Append("", 0),
            Sample.Append("a\0b", 0),
            Sample.Append("\uD83C", 0),
            Sample.Append("u", 0) with { Actor = new string('x', 1001) },
            Sample.Append("u", 0) with { Targets = [(1, "v")] },
            Sample.Owing("u", 0, Sample.Obligation("v", "t")),
            Sample.Registering(Sample.Unit("a~b")),
            Sample.Append("u", 0) with { Registered = Sample.Unit("v") },
        ];
        foreach (var append in wrong)
        {
            await Assert.ThrowsAsync<ArgumentException>(() => store.Events.AppendAsync(append, Sample.Stop));
        }
        Assert.Empty(await Sample.ListAsync(store.Events.ReadAllAsync(Sample.Stop)));
    }

    [Fact]
    public async Task An_event_that_many_units_must_learn_of_is_read_once()
    {
        var store = await OpenAsync();
        var targets = Enumerable.Range(0, 1_000).Select(i => (0, $"t{i}"));
        var append = Sample.Append("u", 0, Sample.Event("1"), Sample.Event("2")) with { Targets = [.. targets, (1, "x"), (1, "y")] };
        await store.Events.AppendAsync(append, Sample.Stop);

        var pending = await store.Events.PendingMessagesAsync("u", 0, 2_000, Sample.Stop);
        Assert.Equal(1_002, pending.Length);
        Assert.All(pending.Take(1_000), message => Assert.Same(pending[0].Event, message.Event));
        Assert.Same(pending[1_000].Event, pending[1_001].Event);
        Assert.NotEqual(pending[0].Event, pending[1_000].Event);
    }

    [Fact]
    public async Task Messages_come_in_their_order_until_they_are_acknowledged()
    {
        var store = await OpenAsync();
        var first = Sample.Append("u", 0, Sample.Event("1"), Sample.Event("2")) with { Targets = [(1, "x"), (0, "y"), (1, "z")] };
        await store.Events.AppendAsync(first, Sample.Stop);
        await store.Events.AppendAsync(Sample.Append("a", 0) with { Targets = [(0, "x")] }, Sample.Stop);
        await store.Events.AppendAsync(Sample.Append("u", 2, Sample.Event("3")) with { Targets = [(0, "x")] }, Sample.Stop);
        Assert.Equal(["a", "u"], await store.Events.UnitsWithMessagesAsync(Sample.Stop));

        var pending = await store.Events.PendingMessagesAsync("u", 0, 10, Sample.Stop);
        Assert.Equal([(2L, "x", "2"), (1, "y", "1"), (2, "z", "2"), (3, "x", "3")],
            pending.Select(m => (m.Seq, m.Target, NoteOf(m.Event))));
        Assert.Equal(pending.Take(2), await store.Events.PendingMessagesAsync("u", 0, 2, Sample.Stop));

        await store.Events.AcknowledgeAsync([pending[0].Id, pending[2].Id, long.MaxValue], Sample.Stop);
        await store.Events.AcknowledgeAsync([pending[0].Id], Sample.Stop);
        Assert.Equal([pending[1], pending[3]], await store.Events.PendingMessagesAsync("u", 0, 10, Sample.Stop));
        await store.Events.AcknowledgeAsync([pending[1].Id, pending[3].Id], Sample.Stop);
        Assert.Equal(["a"], await store.Events.UnitsWithMessagesAsync(Sample.Stop));

        static string? NoteOf(UnitEvent happened) => ((UnitEvent.ProgressReported)happened).Note;
    }

    [Fact]
    public async Task A_snapshot_spares_the_events_that_it_covers_and_never_goes_back()
    {
        var store = await OpenAsync();
        await store.Events.AppendAsync(Sample.Append("u", 0, Sample.Event("1"), Sample.Event("2"), Sample.Event("3")), Sample.Stop);
        await store.Events.SaveSnapshotAsync("u", 2, new byte[] { 1, 2 }, Sample.Stop);
        await store.Events.SaveSnapshotAsync("u", 1, new byte[] { 9 }, Sample.Stop);

        var history = await store.Events.LoadAsync("u", Sample.Stop);
        Assert.Equal(2, history.SnapshotSeq);
        Assert.Equal([1, 2], history.Snapshot!.Value.ToArray());
        Assert.Equal([3], history.Tail.Select(e => e.Seq));

        await store.Events.SaveSnapshotAsync("u", 3, new byte[] { 3 }, Sample.Stop);
        history = await store.Events.LoadAsync("u", Sample.Stop);
        Assert.Equal([3], history.Snapshot!.Value.ToArray());
        Assert.Equal((3L, 0), (history.SnapshotSeq, history.Tail.Length));
    }

    [Fact]
    public async Task Incarnations_rise_across_units_and_stores()
    {
        var (one, two) = (await OpenAsync(), await OpenAsync());
        var given = new List<long>();
        for (var i = 0; i < 10; i++)
        {
            given.Add((await one.Events.LoadAsync("u", Sample.Stop)).Incarnation);
            given.Add((await two.Events.LoadAsync($"v{i}", Sample.Stop)).Incarnation);
        }
        Assert.True(given[0] > 0);
        Assert.Equal(given.Distinct().Order(), given);
    }

    [Fact]
    public async Task A_cancelled_call_says_so()
    {
        var store = await OpenAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Events.LoadAsync("u", cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Events.AppendAsync(Sample.Append("u", 0), cancelled.Token));
    }
}

public sealed class MemoryEventStoreTests() : EventStoreTests(MemoryUnderTest.CreateAsync);

public sealed class PostgresEventStoreTests(PostgresFixture postgres) : EventStoreTests(postgres.CreateStoreAsync)
{
    [Fact]
    public async Task What_was_done_to_an_obligation_that_is_not_there_is_refused_and_stores_nothing()
    {
        var store = await OpenAsync();
        await store.RegisterAsync(Sample.Unit("u"), Sample.Unit("v"));
        var done = Sample.Obligation("u", "t") with { Version = 2 };

        var (refused, beside) = (
            store.Events.AppendAsync(Sample.Owing("u", 1, done), Sample.Stop), store.Events.AppendAsync(Sample.Append("v", 1), Sample.Stop));

        await Assert.ThrowsAsync<AppendRefusedException>(() => refused);
        Assert.Equal(new AppendResult.Appended(2), await beside);
        Assert.Equal(["u", "v", "v"], (await Sample.ListAsync(store.Events.ReadAllAsync(Sample.Stop))).Select(stored => stored.Unit));
    }
}
