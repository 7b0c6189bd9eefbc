namespace Hierarchy.Tests.Store;

/// <summary>
/// What the store does while its database dies, hangs or comes back. Each test has a durable PostgreSQL of its own to mistreat.
/// </summary>
public sealed class OutageTests : IAsyncLifetime
{
    private readonly DataFolder _folder = DataFolder.Lock(Directory.CreateTempSubdirectory("hierarchy-outage-").FullName);
    private PrivatePostgres _server = null!;
    private PostgresStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await StartServerAsync();
        _store = await PostgresStore.OpenAsync(_server.ConnectionString, TimeProvider.System, Sample.Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _server.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        _folder.Dispose();
        Directory.Delete(_folder.Path, recursive: true);
    }

    [Fact]
    public async Task A_killed_database_has_every_acknowledged_append_and_repeats_no_incarnation()
    {
        const int Callers = 32;
        var acknowledged = new long[Callers];
        var incarnations = new long[Callers];
        var total = 0;
        var enough = new TaskCompletionSource();
        var callers = Enumerable.Range(0, Callers).Select(i => Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    var append = Sample.Append($"u{i}", acknowledged[i]);
                    Assert.Equal(new AppendResult.Appended(acknowledged[i] + 1),
                        await _store.Events.AppendAsync(append, CancellationToken.None));
                    acknowledged[i]++;
                    incarnations[i] = (await _store.Events.LoadAsync("other", CancellationToken.None)).Incarnation;
                    if (Interlocked.Increment(ref total) == 500)
                    {
                        enough.SetResult();
                    }
                }
            }
            catch (StoreUnavailableException)
            {
                // The database has been killed; what was acknowledged by now counts.
            }
        })).ToArray();
        await enough.Task.WaitAsync(TimeSpan.FromSeconds(60), Sample.Stop);

        await KillServerAsync();
        await Task.WhenAll(callers).WaitAsync(TimeSpan.FromSeconds(30), Sample.Stop);
        _server = await StartServerAsync();

        for (var i = 0; i < Callers; i++)
        {
            var history = await EventuallyAsync(() => _store.Events.LoadAsync($"u{i}", Sample.Stop));
            // One more may have been committed without its caller hearing of it.
            Assert.InRange(history.Tail.Length, acknowledged[i], acknowledged[i] + 1);
            Assert.True(history.Incarnation > incarnations.Max());
        }
    }

    [Fact]
    public async Task While_the_database_is_away_callers_hear_so_within_five_seconds_and_afterwards_all_works_again()
    {
        await _store.Events.AppendAsync(Sample.Registering(Sample.Unit("u")), Sample.Stop);
        await KillServerAsync();

        foreach (var call in EveryCall())
        {
            await UnavailableAsync(call);
        }
        // Whoever comes next does not wait for itself, or waits in one line would add up.
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < 100; i++)
        {
            await UnavailableAsync(() => _store.Events.AppendAsync(Sample.Append("u", 1), Sample.Stop));
        }
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 5);

        _server = await StartServerAsync();
        await EventuallyAsync(() => _store.Events.LoadAsync("u", Sample.Stop));
        Assert.Equal(new AppendResult.Appended(2), await _store.Events.AppendAsync(Sample.Append("u", 1), Sample.Stop));
        foreach (var call in EveryCall())
        {
            await call();
        }
    }

    [Fact]
    public async Task A_database_that_hangs_is_as_good_as_away_until_it_goes_on()
    {
        await _store.Events.AppendAsync(Sample.Registering(Sample.Unit("u")), Sample.Stop);
        await SignalServersAsync("STOP");
        try
        {
            // More than there are connections, so that some hang in the database and some in the line for it.
            await Task.WhenAll(Enumerable.Range(0, 8).SelectMany(_ => EveryCall()).Select(UnavailableAsync));
            // What hangs holds no thread that others need.
            await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(Thread.Yield))).WaitAsync(TimeSpan.FromMinutes(1), Sample.Stop);
            await UnavailableAsync(() => _store.Events.LoadAsync("u", Sample.Stop));
        }
        finally
        {
            await SignalServersAsync("CONT");
        }

        // The hung connections may still be dying: the answer may be that, but it ends.
        var history = await EventuallyAsync(() => _store.Events.LoadAsync("u", Sample.Stop));
        var append = Sample.Append("u", history.Tail.Length);
        Assert.IsType<AppendResult.Appended>(await EventuallyAsync(() => _store.Events.AppendAsync(append, Sample.Stop)));
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once_and_what_was_given_up_is_never_written()
    {
        var locker = await ExecuteAsync("begin; lock table events in exclusive mode");
        // More than both queues and both batches can hold: some must be refused, and at once.
        var all = Enumerable.Range(0, 2 * (StoreLimits.QueueMax + StoreLimits.BatchAppendsMax) + 1_000)
            .Select(i => _store.Events.AppendAsync(Sample.Append($"u{i}", 0), Sample.Stop)).ToArray();
        var refused = all.Count(a => a.IsFaulted);
        Assert.InRange(refused, 1_000, all.Length - 2 * StoreLimits.QueueMax);
        Assert.All(all.Where(a => a.IsFaulted),
            a => Assert.Contains("overloaded", a.Exception!.InnerException!.Message, StringComparison.Ordinal));

        var failed = await Task.WhenAll(all.Select(async a =>
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => a);
            return true;
        })).WaitAsync(TimeSpan.FromSeconds(20), Sample.Stop);
        Assert.Equal(all.Length, failed.Length);
        await locker.DisposeAsync();

        Assert.IsType<AppendResult.Appended>(await EventuallyAsync(() => _store.Events.AppendAsync(Sample.Append("last", 0), Sample.Stop)));
        // Only what a writer had already sent may appear: two batches at most, tried twice at most before their callers gave up.
        var written = await Sample.ListAsync(_store.Events.ReadAllAsync(Sample.Stop));
        Assert.InRange(written.Count, 1, 4 * StoreLimits.BatchAppendsMax + 1);
    }

    [Fact]
    public async Task More_lists_than_may_wait_are_refused_at_once_and_units_are_not()
    {
        await _store.Events.AppendAsync(Sample.Registering(Sample.Unit("u")), Sample.Stop);
        var locker = await ExecuteAsync("begin; lock table obligations");
        Task<int>[] begun = [.. Enumerable.Range(1, StoreLimits.ListsBusyMin - 1).Select(_ => CountAsync())];
        Assert.False(_store.Queries.IsBusy);
        Task<int>[] all = [.. begun, .. Enumerable.Range(begun.Length, StoreLimits.ListsWaitingMax + 50 - begun.Length).Select(_ => CountAsync())];
        Assert.True(_store.Queries.IsBusy);
        var refused = all.Where(list => list.IsFaulted).ToArray();
        Assert.Equal(50, refused.Length);
        Assert.All(refused, list => Assert.IsType<StoreOverloadedException>(list.Exception!.InnerException));
        var load = _store.Events.LoadAsync("u", Sample.Stop);
        Assert.False(load.IsFaulted);

        await locker.DisposeAsync();
        // On a machine that is busy enough some may have waited in vain by now; whoever comes next is served.
        await Task.WhenAll(all).ContinueWith(_ => { }, TaskScheduler.Default);
        await EventuallyAsync(CountAsync);
        await EventuallyAsync(() => _store.Events.LoadAsync("u", Sample.Stop));

        Task<int> CountAsync() => _store.Queries.CountObligationsAsync(new ObligationQuery("u", true, Sample.Today), Sample.Stop);
    }

    [Fact]
    public async Task What_a_whole_country_writes_down_at_once_does_not_stand_before_those_who_wait()
    {
        await _store.Events.AppendAsync(Sample.Registering(Sample.Unit("u")), Sample.Stop);
        var locker = await ExecuteAsync("begin; lock table rollup_checkpoints in exclusive mode");
        var saves = Enumerable.Range(0, 1_000).Select(i => _store.Checkpoints.SaveAsync(Sample.Checkpoint($"u{i}", 1, 1), Sample.Stop)).ToArray();

        Assert.Single((await _store.Events.LoadAsync("u", Sample.Stop)).Tail);
        Assert.IsType<AppendResult.Appended>(await _store.Events.AppendAsync(Sample.Append("u", 1), Sample.Stop));
        Assert.DoesNotContain(saves, save => save.IsCompleted);

        await locker.DisposeAsync();
        await Task.WhenAll(saves);
    }

    [Fact]
    public async Task An_append_that_was_in_the_way_of_another_transaction_may_be_repeated()
    {
        await _store.Events.AppendAsync(Sample.Registering(Sample.Unit("u")), Sample.Stop);
        await using var other = await ExecuteAsync("""
            create function in_the_way() returns trigger language plpgsql as $$ begin raise exception using errcode = '40P01'; end $$;
            create trigger in_the_way before insert on events for each row execute function in_the_way()
            """);
        await UnavailableAsync(() => _store.Events.AppendAsync(Sample.Append("u", 1), Sample.Stop));
        await using var again = await ExecuteAsync("drop trigger in_the_way on events");
        Assert.Equal(new AppendResult.Appended(2), await _store.Events.AppendAsync(Sample.Append("u", 1), Sample.Stop));
    }

    /// <summary>Says something to the database from outside of the store. What that locks is held until the connection is
    /// disposed.</summary>
    private async Task<NpgsqlConnection> ExecuteAsync(string sql)
    {
        var connection = new NpgsqlConnection(_server.ConnectionString);
        await connection.OpenAsync(Sample.Stop);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Sample.Stop);
        return connection;
    }

    private IEnumerable<Func<Task>> EveryCall() =>
    [
        () => _store.Events.AppendAsync(Sample.Append("other", 9), Sample.Stop),
        () => _store.Events.LoadAsync("u", Sample.Stop),
        () => _store.Events.FindRequestAsync("u", "r", Sample.Stop),
        () => Sample.ListAsync(_store.Events.ReadAsync("u", 1, 2, Sample.Stop)),
        () => _store.Events.SaveSnapshotAsync("u", 1, new byte[1], Sample.Stop),
        () => _store.Events.PendingMessagesAsync("u", 0, 1, Sample.Stop),
        () => _store.Events.AcknowledgeAsync([1], Sample.Stop),
        () => _store.Events.UnitsWithMessagesAsync(Sample.Stop),
        () => _store.Checkpoints.SaveAsync(Sample.Checkpoint("u", 1, 1), Sample.Stop),
        () => _store.Checkpoints.OfChildrenAsync("u", Sample.Stop),
        () => _store.Checkpoints.StaleUnitsAsync(Sample.Stop),
        () => _store.Checkpoints.IsOvertakenAsync("u", 1, 1, Sample.Stop),
        () => _store.Queries.ObligationsAsync(new ObligationQuery("u", true, Sample.Today), Sample.Stop),
        () => _store.Queries.CountObligationsAsync(new ObligationQuery("u", true, Sample.Today), Sample.Stop),
        () => _store.Queries.HistoryAsync("u", 1, null, Sample.Stop),
        () => _store.Queries.PlansOfTasksAsync(["t"], Sample.Stop),
        () => _store.Queries.OwnersOfRegimesAsync(null, Sample.Stop),
        () => _store.Queries.ReportsAsync([new ReportKey("u", "r~2013-Q1")], Sample.Stop),
        () => _store.Queries.RevisionsAsync([new ReportKey("u", "r~2013-Q1")], Sample.Stop),
        () => _store.Queries.SignedContentsAsync([(new ReportKey("u", "r~2013-Q1"), 1)], Sample.Stop),
        () => _store.Queries.StandingsAsync("r~2013-Q1", ["u"], Sample.Stop),
        () => _store.Queries.SignedAsync("u", "r", Sample.Stop),
    ];

    private static async Task UnavailableAsync(Func<Task> call)
    {
        var start = Stopwatch.GetTimestamp();
        await Assert.ThrowsAsync<StoreUnavailableException>(call);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 5);
    }

    private static async Task<T> EventuallyAsync<T>(Func<Task<T>> call)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (StoreUnavailableException) when (Stopwatch.GetElapsedTime(start).TotalSeconds < 20)
            {
                await Task.Delay(20, Sample.Stop);
            }
        }
    }

    private Task<PrivatePostgres> StartServerAsync()
    {
        var tools = HostSettings.FromEnvironment(Environment.GetEnvironmentVariable).ToolsPath;
        var options = new PrivatePostgresOptions { DataFolder = _folder.Path, Tools = tools };
        return PrivatePostgres.StartAsync(options, new Progress<string>(), TimeProvider.System, Sample.Stop);
    }

    /// <summary>Kills the server and all its children before one of them can write anything more.</summary>
    private async Task KillServerAsync()
    {
        await SignalServersAsync("KILL");
        await _server.Ended.WaitAsync(TimeSpan.FromMinutes(1), Sample.Stop);
    }

    private async Task SignalServersAsync(string signal)
    {
        var ids = ProcessIds(_server.ProcessId);
        using var kill = Process.Start("kill", ["-" + signal, .. ids.Select(id => $"{id}")]);
        await kill.WaitForExitAsync(Sample.Stop);
    }

    private static List<int> ProcessIds(int server)
    {
        List<int> found = [server];
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(f => int.TryParse(Path.GetFileName(f), out _)))
        {
            try
            {
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                if (stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] == $"{server}")
                {
                    found.Add(int.Parse(Path.GetFileName(folder), null));
                }
            }
            catch (IOException)
            {
                // It ended while we looked.
            }
        }
        return found;
    }
}
