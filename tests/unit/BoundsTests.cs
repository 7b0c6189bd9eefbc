using FsCheck.Xunit;

namespace Hierarchy.UnitTests;

/// <summary>
/// Whatever a command holds, at and beyond every bound: it is refused with the place named, or it is stored, read again as the same,
/// counted the same and within the numbers of the API.
/// </summary>
public sealed class BoundsTests
{
    private static readonly RefusalCode[] Expected = [RefusalCode.Invalid, RefusalCode.NotFound, RefusalCode.Conflict];

    [Property(Arbitrary = [typeof(AnyCommand)], MaxTest = 1_500)]
    public async Task A_command_is_refused_with_its_place_or_stored_counted_and_read_again(UnitCommand command)
    {
        // Diagnostics write down calls with what they carry.
        Assert.NotEmpty(command.ToString());
        Assert.NotNull(RequestKey.Of(command, "r", new Caller("an", null)).Digest);
        var (unit, before) = GivenFor(command);
        var given = Given.State(unit, before);
        var directory = Given.Country();
        if (given.Plans.Values.FirstOrDefault() is { } adopted)
        {
            directory.Add(Given.Entry(adopted));
        }
        var decision = Check.Decide(given, command, directory);
        if (decision.Refusal is { } refusal)
        {
            Assert.Contains(refusal.Code, Expected);
            Assert.True(refusal.Code == RefusalCode.Conflict || refusal.Field is not null, refusal.Message);
            Assert.DoesNotContain(refusal.Message, c => char.IsControl(c));
            return;
        }
        if (decision.Event is not { } happened)
        {
            return;
        }
        CheckStays(happened);
        var next = given.Apply(new StoredEvent(unit, given.Seq + 1, happened, "test", Given.Now, "c:r"));
        CheckCounts(unit, next);
        await CheckStoredAsync(unit, [.. before, happened]);
    }

    [Fact]
    public void The_sums_of_a_full_tree_are_numbers_that_the_api_can_write()
    {
        var money = TreeBound.All.Aggregate(Int128.Zero, (sum, bound) => sum + bound.UnitsMax * (Int128)bound.MoneyMax);
        Assert.True(money <= Limits.MoneyMax, $"{money}");
        var obligations = TreeBound.All.Sum(bound => bound.UnitsMax * (long)bound.ObligationsMax);
        Assert.True(obligations <= int.MaxValue, $"{obligations}");
        // Weight, weight x 100 as the rates have it, and the sum of the units' percents.
        Assert.True(obligations * (Int128)Limits.WeightMax * 100 <= long.MaxValue);
        Assert.True(TreeBound.All.Sum(bound => (long)bound.UnitsMax) * Obligation.PercentMax * 100 <= Limits.MoneyMax);
        Assert.Equal(Enum.GetValues<UnitKind>(), TreeBound.All.SelectMany(bound => bound.Kinds).Order());
        Assert.All(Enum.GetValues<UnitKind>(), kind => Assert.Contains(kind, TreeBound.Of(kind).Kinds));
    }

    [Fact]
    public void A_unit_spends_what_its_kind_may_on_all_that_it_owes_together()
    {
        var max = TreeBound.Of(UnitKind.Department).MoneyMax;
        var given = Given.State(
            Given.Department, new UnitEvent.UnitRegistered(Given.Unit(Given.Department, UnitKind.Department, Given.Province)),
            new UnitEvent.ObligationsImposed(Given.Province, [Given.Terms(source: "a"), Given.Terms(source: "b")]));
        given = Check.Accepted(given, Report("a", max - 5), new UnitEvent.ProgressReported("tn-snv~a", 100, null, max - 5));
        Check.Refused(given, Report("b", 6), RefusalCode.Invalid, "spent");
        given = Check.Accepted(given, Report("b", 5), new UnitEvent.ProgressReported("tn-snv~b", 100, null, 5));
        Check.Refused(given, Report("a", max - 4), RefusalCode.Invalid, "spent");
        Assert.Equal(max, UnitState.From(given.ToSnapshot()).Spent);
    }

    [Fact]
    public void What_an_earlier_version_stored_beyond_the_bounds_adds_up_and_may_be_corrected()
    {
        const int Reports = 1_200;
        var given = Given.State(
            Given.Department, new UnitEvent.UnitRegistered(Given.Unit(Given.Department, UnitKind.Department, Given.Province)),
            new UnitEvent.ObligationsImposed(Given.Province, [.. Enumerable.Range(0, Reports).Select(i => Given.Terms(source: "t" + i))]));
        for (var i = 0; i < Reports; i++)
        {
            given = given.Apply(new StoredEvent(
                Given.Department, given.Seq + 1, new UnitEvent.ProgressReported($"tn-snv~t{i}", 1, null, Limits.MoneyMax), "test", Given.Now, null));
        }
        var sum = Reports * (Int128)Limits.MoneyMax;
        Assert.True(sum > long.MaxValue);
        Assert.Equal(sum, given.Spent);
        Assert.Equal(sum, UnitState.From(given.ToSnapshot()).Spent);
        CheckCounts(Given.Department, given, isWide: true);
        Check.Accepted(given, Report("t0", 7), new UnitEvent.ProgressReported("tn-snv~t0", 100, null, 7));
        Check.Refused(given, new UnitCommand.ReportProgress("tn-snv~t0", 1, null, Limits.MoneyMax + 1, null), RefusalCode.Invalid, "spent");
    }

    [Fact]
    public void A_tree_holds_so_many_units_of_a_kind()
    {
        var directory = new TestDirectory();
        directory.Add(Given.Unit(Given.Ministry, UnitKind.Ministry, null));
        for (var i = 1; i < TreeBound.Of(UnitKind.Province).UnitsMax; i++)
        {
            directory.Add(Given.Unit("p" + i, UnitKind.Province, Given.Ministry));
        }
        var last = Given.Unit("last", UnitKind.Province, Given.Ministry);
        Check.Accepted(UnitState.Empty, new UnitCommand.RegisterUnit(last), new UnitEvent.UnitRegistered(last), directory);
        directory.Add(last);
        Check.Refused(
            UnitState.Empty, new UnitCommand.RegisterUnit(last with { Id = "more" }), RefusalCode.Conflict, "kind", directory);
    }

    private static UnitCommand.ReportProgress Report(string source, long spent) => new("tn-snv~" + source, 1, null, spent, null);

    /// <summary>The unit that the command is for, as it must be for the command to have a chance.</summary>
    private static (string Unit, UnitEvent[] Before) GivenFor(UnitCommand command)
    {
        if (command is UnitCommand.RegisterUnit register)
        {
            return (register.Unit.Id, []);
        }
        var province = new UnitEvent.UnitRegistered(Given.Unit(Given.Province, UnitKind.Province, Given.Ministry));
        var department = new UnitEvent.UnitRegistered(Given.Unit(Given.Department, UnitKind.Department, Given.Province));
        var imposed = new UnitEvent.ObligationsImposed(Given.Province, [Given.Terms(waits: command is UnitCommand.Trigger)]);
        if (command is UnitCommand.OpenReport or UnitCommand.OfReport)
        {
            var owed = new UnitEvent.ObligationsImposed(
                Given.Province, [Given.ReportTerms(Given.Department, "r~2013-H1"), Given.ReportTerms(Given.Department, "r~2013-Q2")]);
            var happened = new List<UnitEvent> { department, owed };
            foreach (var before in command is UnitCommand.OfReport of ? Given.Before(of) : [])
            {
                happened.Add(Check.Decide(Given.State(Given.Department, [.. happened]), before).Event!);
            }
            return (Given.Department, [.. happened]);
        }
        var asked = new UnitEvent.IndicatorImposed(new("i", Given.Province, "Chỉ tiêu", IndicatorMethod.Ratio, UnitKind.Department, null));
        return command switch
        {
            UnitCommand.VerifyIndicator => (Given.Department, [department, asked, new UnitEvent.IndicatorReported("i", 2013, null, 1, 1, null, null, null)]),
            UnitCommand.ReportIndicator => (Given.Department, [department, asked]),
            UnitCommand.AdoptPlan or UnitCommand.AdoptDraft or UnitCommand.AddRegime or UnitCommand.DefineIndicator
                or UnitCommand.RecordInspection => (Given.Province, [province]),
            UnitCommand.AmendPlan => (Given.Province,
                [province, new UnitEvent.PlanAdopted(Given.Plan()), new UnitEvent.TaskAdded(Given.Task(budget: 7), [Given.Department])]),
            UnitCommand.AddTask or UnitCommand.AddDuty => (Given.Province, [province, new UnitEvent.PlanAdopted(Given.Plan())]),
            UnitCommand.Accept or UnitCommand.SendBack or UnitCommand.Withdraw =>
                (Given.Department, [department, imposed, new UnitEvent.Submitted("tn-snv~t", Given.Today, null)]),
            UnitCommand.Reopen => (Given.Department,
                [department, imposed, new UnitEvent.Submitted("tn-snv~t", Given.Today, null), new UnitEvent.Accepted("tn-snv~t", null)]),
            UnitCommand.Restore => (Given.Department, [department, imposed, new UnitEvent.Cancelled("tn-snv~t", "a")]),
            UnitCommand.ResolveDifficulty or UnitCommand.EscalateDifficulty or UnitCommand.PassDifficulty =>
                (Given.Department, [department, imposed, new UnitEvent.DifficultyRaised("tn-snv~t", "a", Given.Province)]),
            _ => (Given.Department, [department, imposed]),
        };
    }

    private static void CheckStays(UnitEvent happened)
    {
        var data = EventCodec.Encode(happened);
        Assert.Equal(Check.Json(happened), Check.Json(EventCodec.Decode(EventCodec.NameOf(happened), data)));
    }

    private static void CheckCounts(string unit, UnitState state, bool isWide = false)
    {
        var running = UnitRollup.Of(state, unit).ReadAll();
        var recount = new Recount();
        recount.Add(state);
        var counted = recount.Totals([state.Unit! with { Parent = null }])[unit];
        Assert.Equal(counted.Count, running.Count);
        var stored = RollupCodec.Decode(RollupCodec.Encode(running))!;
        Assert.All(counted, cell => Assert.Equal((cell.Value, cell.Value), (running[cell.Key], stored[cell.Key])));
        Assert.All(running.Values, measures => Assert.All(
            measures.Sums.ToArray(), scalar => Assert.True(scalar >= 0 && (isWide || scalar <= Limits.MoneyMax), $"{scalar}")));
        var again = UnitState.From(EventCodec.DecodeSnapshot(EventCodec.Encode(state.ToSnapshot())));
        Assert.Equal((state.Spent, state.Given), (again.Spent, again.Given));
    }

    /// <summary>A store takes it, and after a restart has it still.</summary>
    private static async Task CheckStoredAsync(string unit, UnitEvent[] happened)
    {
        var database = new MemoryDatabase();
        var store = new MemoryStore(database);
        for (var i = 0; i < happened.Length; i++)
        {
            var state = Given.State(unit, happened[..(i + 1)]);
            var append = new Append(
                unit, i, [happened[i]], "test", Given.Now, "c:" + i, i == 0 ? state.Unit! with { Parent = null } : null,
                happened[i] is UnitEvent.PlanAdopted plan ? [plan.Plan] : [], happened[i] is UnitEvent.TaskAdded task ? [task.Task] : [],
                [.. state.Obligations.Values], []);
            Assert.IsType<AppendResult.Appended>(await store.Events.AppendAsync(append, TestContext.Current.CancellationToken));
        }
        var history = await new MemoryStore(database).Events.LoadAsync(unit, TestContext.Current.CancellationToken);
        Assert.Equal(happened.Select(Check.Json), history.Tail.Select(stored => Check.Json(stored.Event)));
    }
}
