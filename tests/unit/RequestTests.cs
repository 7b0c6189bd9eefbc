namespace Hierarchy.UnitTests;

/// <summary>A request is known by who makes it, its id, and all that it asks for; and a difficulty by who holds it.</summary>
public sealed class RequestTests
{
    private static readonly string Id = Obligation.IdOf(Given.Commune, "t", "");
    private static readonly Caller Clerk = new("xã", Given.Commune);
    private static readonly Caller District = new("huyện", Given.District);
    private static readonly Caller Province = new("tỉnh", Given.Province);
    private static readonly Caller Ministry = new("bộ", Given.Ministry);

    private readonly MemoryDatabase _database = new();

    [Theory]
    [InlineData(0)]
    [InlineData(Limits.RequestsAtHand + 5)]
    public async Task The_same_id_is_another_request_of_another_caller_and_a_conflict_with_another_payload(int between)
    {
        await using (var host = await StartAsync())
        {
            Assert.Equal(1_000, await DoneAsync(host, Clerk, Report(10)));
            Assert.Equal(2_000, await DoneAsync(host, District, Report(20)));
            for (var i = 0; i < between; i++)
            {
                await host.DoAsync(Given.Commune, Report(30 + i % 40));
            }
            await CheckAsync(host);
        }
        await using var again = await GrainHost.StartAsync(_database);
        await CheckAsync(again);
    }

    /// <summary>Digests that earlier programs have stored.</summary>
    public static TheoryData<UnitCommand, string> Digests { get; } = new()
    {
        { new UnitCommand.ReportProgress("hoa-1~t", 12.5, "Đã làm \"xong\"", 1_000_000, 3, new DateOnly(2013, 6, 30)), "eAPlzZ8ycozwSl1LxE9F" },
        {
            new UnitCommand.Submit(
                "hoa-1~t", new Document("12/BC", new DateOnly(2013, 7, 1), null, null) { Files = new([new("f1", "a.pdf", "application/pdf", 9, "00ff")]) },
                null, null),
            "Y9z5fyQknKTBe5LxX+0A"
        },
        {
            new UnitCommand.AdoptPlan(new Plan(
                "kh", "tn", null, "Kế hoạch", new DateOnly(2013, 1, 2), 2013, 2015, ["QĐ 1"], null, [new("I", "Thể chế", ReformArea.Institutions, 5)],
                [new("o", "I", "Đạt", 0.1, Comparison.AtLeast, "%", null, null)])),
            "VV5DS/ZXkL3YUMRUaKiE"
        },
    };

    [Theory]
    [MemberData(nameof(Digests))]
    public void A_request_has_the_digest_that_it_had_in_earlier_programs(UnitCommand command, string digest) =>
        Assert.Equal(digest, RequestKey.Of(command, "r", Clerk).Digest);

    [Fact]
    public async Task What_an_earlier_program_stored_is_answered_to_its_caller_as_the_first_time_and_counts_for_nobody_else()
    {
        await using var host = await StartAsync();
        var head = (await host.Unit(Given.Commune).ReadRollupAsync()).Seq;
        var happened = new UnitEvent.ProgressReported(Id, 1_000, null, null);
        Assert.IsType<AppendResult.Appended>(await host.Events.AppendAsync(
            new Append(Given.Commune, head, [happened], Clerk.Name, Given.Now, "c:r", null, [], [], [], []), CancellationToken.None));

        // Before the unit has seen it, after that, and when it has left what the unit has at hand.
        Assert.Equal(1_000, await DoneAsync(host, Clerk, Report(10)));
        Assert.Equal(1_000, await DoneAsync(host, Clerk, Report(10)));
        for (var i = 0; i < Limits.RequestsAtHand + 5; i++)
        {
            await host.DoAsync(Given.Commune, Report(30 + i % 40));
        }
        Assert.Equal(1_000, await DoneAsync(host, Clerk, Report(10)));
        Assert.Equal(2_000, await DoneAsync(host, District, Report(20)));
    }

    [Fact]
    public async Task Only_who_holds_a_difficulty_passes_it_on_or_resolves_it()
    {
        await using var host = await StartAsync();
        var raised = await host.Unit(Given.Commune).ExecuteAsync(new UnitCommand.RaiseDifficulty(Id, "Thiếu kinh phí"), "r1", Clerk);
        Assert.Equal(Given.District, raised.Obligation!.Difficulty!.RaisedTo);
        await ForbiddenAsync(host, Given.District, Clerk, Province, Ministry);

        Assert.Null((await host.Unit(Given.Commune).ExecuteAsync(new UnitCommand.EscalateDifficulty(Id), "r2", District)).Refusal);
        await ForbiddenAsync(host, Given.Province, Clerk, District, Ministry);
        // Who has passed it on may repeat that: the answer is the first one.
        var repeated = await host.Unit(Given.Commune).ExecuteAsync(new UnitCommand.EscalateDifficulty(Id), "r2", District);
        Assert.Equal(Given.Province, repeated.Obligation!.Difficulty!.RaisedTo);

        Assert.Null((await host.Unit(Given.Commune).ExecuteAsync(new UnitCommand.EscalateDifficulty(Id), "r3", GrainHost.Administrator)).Refusal);
        await ForbiddenAsync(host, Given.Ministry, Clerk, District, Province);
        Assert.Null((await host.Unit(Given.Commune).ExecuteAsync(new UnitCommand.ResolveDifficulty(Id, "Đã cấp"), "r4", Ministry)).Refusal);
    }

    private async Task<GrainHost> StartAsync()
    {
        var host = await GrainHost.StartAsync(_database);
        foreach (var (unit, kind, parent) in new[]
        {
            (Given.Ministry, UnitKind.Ministry, null), (Given.Province, UnitKind.Province, Given.Ministry),
            (Given.District, UnitKind.District, Given.Province), (Given.Commune, UnitKind.Commune, (string?)Given.District),
        })
        {
            await host.RegisterAsync(unit, kind, parent);
        }
        await host.DoAsync(Given.Commune, new UnitCommand.Impose(Given.Province, [Given.Terms(Given.Commune)]));
        return host;
    }

    private static async Task CheckAsync(GrainHost host)
    {
        var before = (await host.Unit(Given.Commune).ReadRollupAsync()).Seq;
        Assert.Equal(1_000, await DoneAsync(host, Clerk, Report(10)));
        Assert.Equal(2_000, await DoneAsync(host, District, Report(20)));
        foreach (var other in new[] { Report(11), Report(10) with { Note = "x" }, Report(10) with { Spent = 5 }, Report(10) with { ExpectedVersion = 1 } })
        {
            var refused = await host.Unit(Given.Commune).ExecuteAsync(other, "r", Clerk);
            Assert.Equal((RefusalCode.Conflict, "requestId"), (refused.Refusal!.Code, refused.Refusal!.Field));
        }
        Assert.Equal(before, (await host.Unit(Given.Commune).ReadRollupAsync()).Seq);
    }

    private static UnitCommand.ReportProgress Report(double percent) => new(Id, percent, null, null, null);

    private static async Task<int> DoneAsync(GrainHost host, Caller caller, UnitCommand command)
    {
        var outcome = await host.Unit(Given.Commune).ExecuteAsync(command, "r", caller);
        Assert.Null(outcome.Refusal);
        return outcome.Obligation!.Percent;
    }

    private static async Task ForbiddenAsync(GrainHost host, string holder, params Caller[] callers)
    {
        foreach (var caller in callers)
        {
            foreach (var command in new UnitCommand[] { new UnitCommand.EscalateDifficulty(Id), new UnitCommand.ResolveDifficulty(Id, "xong") })
            {
                var refusal = (await host.Unit(Given.Commune).ExecuteAsync(command, Guid.NewGuid().ToString(), caller)).Refusal;
                Assert.Equal(RefusalCode.Forbidden, refusal!.Code);
                Assert.Contains($"'{holder}'", refusal.Message, StringComparison.Ordinal);
            }
        }
    }
}
