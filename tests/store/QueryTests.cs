namespace Hierarchy.Tests.Store;

/// <summary>What <see cref="IQueries"/> promises, whoever keeps it.</summary>
public abstract class QueryTests(Func<Task<StoreUnderTest>> createAsync) : StoreTests(createAsync)
{
    private static readonly DateOnly _june = new(2013, 6, 1);

    [Fact]
    public async Task Each_filter_keeps_what_it_names()
    {
        var store = await OpenAsync();
        await OweOneOfEachAsync(store);
        var ofA = new ObligationQuery("a", Below: false, Sample.Today);
        string[] all = ["done", "eased", "hard", "late", "moved", "plain", "plan2", "report", "waiting"];

        await CheckAsync(all, ofA);
        await CheckAsync([.. all, "below"], ofA with { Below = true });
        await CheckAsync([.. all, "below", "root"], new ObligationQuery("r", Below: true, Sample.Today));
        await CheckAsync(["root"], new ObligationQuery("r", Below: false, Sample.Today));
        await CheckAsync([.. all, "below", "root", "alien"], new ObligationQuery(null, Below: true, Sample.Today));
        await CheckAsync([], new ObligationQuery("no such unit", Below: true, Sample.Today));
        await CheckAsync(["report"], ofA with { Kind = ObligationKind.Report });
        await CheckAsync(["done", "late", "waiting"], ofA with { Status = [ObligationStatus.Done, ObligationStatus.Submitted] });
        await CheckAsync(["late"], ofA with { Overdue = true });
        await CheckAsync(all.Except(["late"]), ofA with { Overdue = false });
        await CheckAsync([], ofA with { Overdue = true, Today = new DateOnly(2013, 6, 14) });
        await CheckAsync(["hard"], ofA with { WithDifficulty = true });
        await CheckAsync(all.Except(["hard"]), ofA with { WithDifficulty = false });
        await CheckAsync(["report"], ofA with { ReformArea = ReformArea.Steering });
        await CheckAsync(["plan2"], ofA with { Plan = "plan2" });
        await CheckAsync(["hard"], ofA with { Plan = "plan", Area = "II" });
        await CheckAsync(["late"], ofA with { Source = "late" });
        await CheckAsync(["below", "alien"], new ObligationQuery(null, true, Sample.Today) { UnitKind = UnitKind.Commune });
        await CheckAsync(all.Except(["late", "done", "hard", "waiting"]), ofA with { DueFrom = new DateOnly(2013, 6, 15) });
        await CheckAsync(["late", "done", "waiting"], ofA with { DueTo = new DateOnly(2013, 6, 14) });
        await CheckAsync(["plan2"], ofA with { Year = 2020 });
        await CheckAsync([], ofA with { Year = 2021 });
        await CheckAsync([], ofA with { Plan = "\0", Area = "\uD800" });
        await CheckAsync([], ofA with { Own = true });
        await CheckAsync(all, ofA with { Own = false });
        await CheckAsync(["moved"], ofA with { Postponed = true });
        await CheckAsync(all.Except(["moved"]), ofA with { Postponed = false });
        await CheckAsync(["hard"], ofA with { Undated = true });
        await CheckAsync(all.Except(["hard"]), ofA with { Undated = false });
        foreach (var order in Enum.GetValues<ObligationOrder>())
        {
            await CheckAsync(["hard", "below"], ofA with { Below = true, Undated = true, Order = order });
        }
        await CheckAsync(["late", "waiting"], ofA with { AwaitingAcceptance = true });
        await CheckAsync(all.Except(["late", "waiting"]), ofA with { AwaitingAcceptance = false });
        await CheckAsync(["waiting"], ofA with { AwaitingAcceptance = true, Overdue = false });
        await CheckAsync(["late"], ofA with { Timeliness = [Timeliness.Overdue] });
        await CheckAsync(["done"], ofA with { Timeliness = [Timeliness.DoneOnTime] });
        await CheckAsync([], ofA with { Timeliness = [Timeliness.DoneLate] });
        await CheckAsync(["done", "late"], ofA with { Timeliness = [Timeliness.DoneOnTime, Timeliness.Overdue] });
        await CheckAsync(all.Except(["late", "done"]), ofA with { Timeliness = [Timeliness.WithinTerm] });
        await CheckAsync(all.Except(["done"]), ofA with { Timeliness = [Timeliness.WithinTerm], Today = new DateOnly(2013, 6, 14) });
        await CheckAsync([], ofA with { Timeliness = [Timeliness.Overdue], Overdue = false });
        await CheckAsync([], ofA with { Timeliness = [Timeliness.DoneOnTime], Status = [ObligationStatus.Submitted] });

        async Task CheckAsync(IEnumerable<string> expected, ObligationQuery query)
        {
            var page = await store.Queries.ObligationsAsync(query with { First = 100 }, Sample.Stop);
            Assert.Equal(expected.Order(), page.Items.Select(o => o.Terms.Source).Order());
            Assert.Equal(page.Items.Length, await store.Queries.CountObligationsAsync(query with { First = 1 }, Sample.Stop));
        }
    }

    [Fact]
    public async Task An_obligation_comes_back_as_its_last_append_left_it()
    {
        var store = await OpenAsync();
        var first = Sample.Obligation("u", "t", _june);
        var last = first with
        {
            Status = ObligationStatus.InProgress,
            Percent = 3333,
            PercentReported = 3333,
            Due = null,
            Note = "\0 ghi chú",
            Spent = long.MaxValue,
            Document = new Document("12/QĐ", _june, "Quyết định", null),
            Reported = true,
            Version = 3,
            UpdatedAt = Sample.At.AddTicks(7),
        };
        await store.OweAsync(first);
        await store.OweAsync(first with { Version = 2 }, last);

        var page = await store.Queries.ObligationsAsync(new ObligationQuery("u", false, Sample.Today), Sample.Stop);

        Assert.Equal([last], page.Items);
    }

    [Theory]
    [InlineData(ObligationOrder.DueAsc, "c d a b e f g h")]
    [InlineData(ObligationOrder.DueDesc, "a b c d e f g h")]
    [InlineData(ObligationOrder.PercentAsc, "a c e g b d f h")]
    [InlineData(ObligationOrder.PercentDesc, "b d f h a c e g")]
    [InlineData(ObligationOrder.UpdatedDesc, "h g f e d c b a")]
    public async Task Pages_of_any_size_put_together_are_the_whole_order(ObligationOrder order, string expected)
    {
        var store = await OpenAsync();
        await store.OweAsync([.. "abcdefgh".Select((name, i) => Sample.Obligation("u", $"{name}") with
        {
            Due = i < 2 ? _june.AddDays(1) : i < 4 ? _june : null,
            Percent = i % 2 * 5000,
            UpdatedAt = Sample.At.AddTicks(i),
        })]);

        for (var first = 1; first <= 9; first++)
        {
            var query = new ObligationQuery("u", false, Sample.Today, first) { Order = order };
            var read = await WalkAsync(store, query);
            Assert.Equal(expected, string.Join(' ', read.Select(o => o.Terms.Source)));
        }
    }

    [Fact]
    public async Task A_cursor_of_another_order_or_an_empty_page_is_refused()
    {
        var store = await OpenAsync();
        var query = new ObligationQuery(null, true, Sample.Today);

        await Assert.ThrowsAsync<ArgumentException>(
            async () => await store.Queries.ObligationsAsync(query with { First = 0 }, Sample.Stop));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.Queries.ObligationsAsync(
            query with { After = new ObligationCursor(ObligationOrder.DueDesc, null, "x") }, Sample.Stop));
    }

    [Fact]
    public async Task Paging_meets_each_obligation_that_stays_once_while_others_come_and_change()
    {
        var store = await OpenAsync();
        var stay = Enumerable.Range(0, 200).Select(i => Sample.Obligation("u", $"stay{i:000}", _june.AddDays(i % 17))).ToArray();
        await store.OweAsync(stay);
        await store.RegisterAsync(Sample.Unit("v"));
        var (done, written) = (false, 0);
        var writing = Task.Run(async () =>
        {
            while (!Volatile.Read(ref done))
            {
                var seq = written + 1;
                var come = Sample.Obligation("v", $"come{seq % 50}", _june.AddDays(seq % 23)) with { Percent = seq % 100 };
                Assert.IsType<AppendResult.Appended>(await store.Events.AppendAsync(Sample.Owing("v", seq, come), CancellationToken.None));
                Interlocked.Increment(ref written);
            }
        });

        // On a busy machine the walks may be over before the first write.
        for (var round = 0; round < 5 || (Volatile.Read(ref written) < 20 && !writing.IsCompleted); round++)
        {
            var read = await WalkAsync(store, new ObligationQuery(null, true, Sample.Today, 7));
            Assert.Equal(stay.Select(o => o.Id).Order(), read.Where(o => o.Unit == "u").Select(o => o.Id).Order());
        }
        Volatile.Write(ref done, true);
        await writing;
    }

    [Theory]
    [InlineData("hành chính", "t1 t3")]
    [InlineData("HANH   CHINH", "t1 t3")]
    [InlineData("ha\u0300nh chi\u0301nh", "t1 t3")]
    [InlineData("15/QĐ-UBND", "t2")]
    [InlineData("15/qd-ubnd", "t2")]
    [InlineData("đường", "t3")]
    [InlineData("duong", "t3")]
    [InlineData("d", "t1 t2 t3")]
    [InlineData("dz", "")]
    [InlineData("15", "t2")]
    [InlineData("", "t1 t2 t3")]
    [InlineData("văn bản 15", "")]
    [InlineData("100%_", "t2")]
    [InlineData("\0", "")]
    [InlineData("\uD800", "")]
    public async Task Text_is_found_in_title_note_and_document_whatever_its_marks(string text, string expected)
    {
        var store = await OpenAsync();
        await store.OweAsync(
            Sample.Obligation("u", "t1", title: "Cải cách thủ tục ha\u0300nh chi\u0301nh ở địa phương"),
            Sample.Obligation("u", "t2", title: "Rà soát văn bản") with
            {
                Note = "đạt 100%_",
                Document = new Document("15/QĐ-UBND", _june, null, null),
            },
            Sample.Obligation("u", "t3", title: "Đường dây nóng") with { Note = "về hành  chính" });

        var page = await store.Queries.ObligationsAsync(new ObligationQuery("u", true, Sample.Today) { Text = text }, Sample.Stop);

        Assert.Equal(expected, string.Join(' ', page.Items.Select(o => o.Terms.Source).Order()));
        Assert.Equal(page.Items.Length,
            await store.Queries.CountObligationsAsync(new ObligationQuery("u", true, Sample.Today) { Text = text }, Sample.Stop));
    }

    [Fact]
    public async Task A_text_is_found_by_what_it_says_now()
    {
        var store = await OpenAsync();
        var owed = Sample.Obligation("u", "t", title: "Rà soát");
        await store.OweAsync(owed with { Note = "đang làm" });
        await store.OweAsync(owed with { Note = "hoàn thành" });

        Assert.Equal(0, await store.Queries.CountObligationsAsync(
            new ObligationQuery("u", true, Sample.Today) { Text = "dang lam" }, Sample.Stop));
        Assert.Equal(1, await store.Queries.CountObligationsAsync(
            new ObligationQuery("u", true, Sample.Today) { Text = "hoan thanh" }, Sample.Stop));
    }

    [Fact]
    public async Task History_comes_newest_first_in_pages()
    {
        var store = await OpenAsync();
        await store.Events.AppendAsync(Sample.Append("u", 0, [.. Enumerable.Range(1, 5).Select(i => Sample.Event($"{i}"))]), Sample.Stop);
        await store.Events.AppendAsync(Sample.Append("v", 0), Sample.Stop);

        Assert.Equal("5 4 +", await ReadAsync("u", 2, null));
        Assert.Equal("3 2 +", await ReadAsync("u", 2, 4));
        Assert.Equal("1", await ReadAsync("u", 2, 2));
        Assert.Equal("5 4 3 2 1", await ReadAsync("u", 5, null));
        Assert.Equal("", await ReadAsync("nobody", 5, null));

        async Task<string> ReadAsync(string unit, int first, long? before)
        {
            var page = await store.Queries.HistoryAsync(unit, first, before, Sample.Stop);
            return string.Join(' ', [.. page.Items.Select(e => e.Seq), .. page.HasNext ? ["+"] : Array.Empty<object>()]);
        }
    }

    [Fact]
    public async Task Sums_tell_apart_what_counts_apart()
    {
        var store = await OpenAsync();
        var owed = Sample.Obligation("u", "t", _june);
        Obligation Same(int i, ObligationStatus status, int percent, DateOnly? completed) => owed with
        {
            Terms = owed.Terms with { Id = $"u~t~{i}", Weight = 2_000_000, Planned = 10 },
            Status = status,
            Percent = percent,
            CompletedOn = completed,
            Spent = 3,
            Reported = percent > 0,
        };
        await store.OweAsync(
            Same(1, ObligationStatus.Done, 10000, _june),
            Same(2, ObligationStatus.Done, 10000, _june.AddDays(1)),
            Same(3, ObligationStatus.Done, 10000, null),
            Same(4, ObligationStatus.Cancelled, 5000, null),
            Same(5, ObligationStatus.InProgress, 2500, null),
            Same(6, ObligationStatus.InProgress, 0, null));
        // Terms change with an amendment of the plan; the row follows.
        var before = Sample.Obligation("a", "t");
        await store.OweAsync(before with { Terms = before.Terms with { Weight = 1, Planned = 7 } });
        await store.OweAsync(before);

        var sums = await Sample.ListAsync(store.Queries.SumsAsync(Sample.Stop));

        var key = new ProjectedSum(
            "u", "u", "plan", "owner", "t", "I", ReformArea.Institutions, ObligationKind.Task, 2013, 2015, ObligationStatus.Done, _june,
            0, 0, 0, 0, 0, 0, 0, 0);
        Assert.Equal(
            [
                key with { Unit = "a", Origin = "a", Status = ObligationStatus.NotStarted, Due = null, Count = 1, Weight = 1000 },
                key with
                {
                    Status = ObligationStatus.InProgress,
                    Count = 2,
                    Reported = 1,
                    Weight = 4_000_000,
                    WeightedPercent = 5_000_000_000,
                    Planned = 20,
                    Spent = 6,
                },
                key with
                {
                    Count = 3,
                    OnTime = 2,
                    Reported = 3,
                    Weight = 6_000_000,
                    WeightedPercent = 60_000_000_000,
                    Planned = 30,
                    Spent = 9,
                },
                key with { Status = ObligationStatus.Cancelled, Count = 1, Reported = 1, Planned = 10, Spent = 3 },
            ],
            sums);
    }

    /// <summary>What unit a owes, one obligation for each filter to tell apart, and one owed above, below and beside it.</summary>
    private static async Task OweOneOfEachAsync(OpenStore store)
    {
        await store.RegisterAsync(
            Sample.Unit("r", kind: UnitKind.Province), Sample.Unit("a", "r", UnitKind.Department), Sample.Unit("ab"),
            Sample.Unit("a1", "a"));
        var plain = Sample.Obligation("a", "plain", new DateOnly(2013, 7, 1));
        var terms = plain.Terms;
        var yesterday = Sample.Today.AddDays(-1);
        await store.OweAsync(
            plain,
            Sample.Obligation("r", "root"),
            Sample.Obligation("ab", "alien"),
            Sample.Obligation("a1", "below"),
            plain with
            {
                Terms = terms with { Id = "a~report", Kind = ObligationKind.Report, Source = "report", Area = "", Reform = ReformArea.Steering },
            },
            Submitted("late", Sample.Today), Submitted("waiting", yesterday),
            plain with
            {
                Terms = terms with { Id = "a~moved", Source = "moved" },
                DueChanges = new DueChanges([new DueChange(yesterday, new DateOnly(2013, 7, 1), "gia hạn", null, Sample.At, "an")]),
            },
            plain with { Terms = terms with { Id = "a~done", Source = "done" }, Due = yesterday, Status = ObligationStatus.Done },
            plain with { Terms = terms with { Id = "a~plan2", Source = "plan2", Plan = "plan2", StartYear = 2016, EndYear = 2020 } },
            plain with
            {
                Terms = terms with { Id = "a~hard", Source = "hard", Area = "II" },
                Due = null,
                Difficulty = new Difficulty("thiếu tiền", Sample.At, "r", null, null),
            },
            plain with
            {
                Terms = terms with { Id = "a~eased", Source = "eased" },
                Difficulty = new Difficulty("thiếu người", Sample.At, "r", Sample.At, "đã bổ sung"),
            });

        Obligation Submitted(string name, DateOnly on) =>
            plain with { Terms = terms with { Id = "a~" + name, Source = name }, Due = yesterday, Status = ObligationStatus.Submitted, CompletedOn = on };
    }

    private static async Task<List<Obligation>> WalkAsync(OpenStore store, ObligationQuery query)
    {
        var read = new List<Obligation>();
        while (true)
        {
            var page = await store.Queries.ObligationsAsync(query, Sample.Stop);
            read.AddRange(page.Items);
            if (!page.HasNext)
            {
                return read;
            }
            Assert.Equal(query.First, page.Items.Length);
            query = query with { After = ObligationCursor.Of(query.Order, page.Items[^1]) };
        }
    }
}

public sealed class MemoryQueryTests() : QueryTests(MemoryUnderTest.CreateAsync);

public sealed class PostgresQueryTests(PostgresFixture postgres) : QueryTests(postgres.CreateStoreAsync);
