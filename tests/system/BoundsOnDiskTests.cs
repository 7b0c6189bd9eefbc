using FsCheck;
using FsCheck.Fluent;

namespace Hierarchy.Tests.System;

/// <summary>Commands with values at and beyond every bound: the unit refuses them with the place, or stores them in PostgreSQL; after a
/// restart it is loaded from events and snapshots, equals the recount, and serves as before. HIERARCHY_BOUNDS sets the number of hundreds
/// of commands; default <see cref="RoundsUsual"/>.</summary>
public sealed class BoundsOnDiskTests(PostgresFixture postgres, ITestOutputHelper output)
{
    private const int RoundsUsual = 1;

    /// <summary>Commands between two starts, each at its own province: a hierarchy has room for 125.</summary>
    private const int CommandsOfRound = 100;

    /// <summary>Enough rounds that every command is refused at least once at random.</summary>
    private const int RoundsMany = 20;

    /// <summary>One valid command of each kind, which must be stored in any case.</summary>
    private static readonly UnitCommand[] Right =
    [
        new UnitCommand.RegisterUnit(Given.Unit("x1", UnitKind.Department, Given.Province)),
        new UnitCommand.RenameUnit("Sở khác", null, "x1", Given.Today, Given.Document()),
        new UnitCommand.MoveUnit(Given.Ministry, Given.Today, Given.Document()),
        new UnitCommand.CloseUnit(Given.Today, Given.Document(), []),
        new UnitCommand.ReopenUnit("x1", "Nhầm"),
        new UnitCommand.AdoptPlan(Given.Plan("x1")),
        new UnitCommand.AdoptDraft(
            AnyCommand.DraftId, Given.Plan(AnyCommand.DraftId), [Given.Task(AnyCommand.DraftId + "/n1", AnyCommand.DraftId)]),
        new UnitCommand.AmendPlan("p", Given.Document(), Given.Today, [new TaskChange("t", Title: "Rà soát lại")], [], [], [], [], [], null, 1),
        new UnitCommand.AmendTerms(
            Given.Province, "p", 2, Given.Document(), Given.Today,
            [new AmendedTerms(Given.Terms(), Given.Terms(weight: 2_000) with { PlanVersion = 2 }, Ends: false)]),
        new UnitCommand.AddTask(Given.Task("p/1")),
        new UnitCommand.AddDuty(Given.Duty("p/bc")),
        new UnitCommand.AddRegime(Given.Regime("x1")),
        new UnitCommand.DefineIndicator(Given.Indicator("x1")),
        new UnitCommand.ImposeIndicator(new("x1", Given.Province, "Chỉ tiêu", IndicatorMethod.Ratio, UnitKind.Department, null)),
        new UnitCommand.ReportIndicator("i", 2013, null, 1, 2, null, null),
        new UnitCommand.VerifyIndicator("i", 2013, null, null),
        new UnitCommand.RecordInspection(Given.Inspection("x1")),
        new UnitCommand.ReceiveInspection(Given.Inspection("x1")),
        new UnitCommand.Impose(Given.Province, [Given.Terms(source: "x1")]),
        new UnitCommand.HandOver("x1", 1, Given.Today, [new Handing("tn-snv~t", Given.Ministry)]),
        new UnitCommand.Receive("hoa-1", "x1", 1, Given.Today, [new Handed(Elsewhere(Given.Terms("hoa-1")), Given.Today, null)]),
        new UnitCommand.Release("x1", "x1", 1, Given.Today, [new Releasing("tn-snv~t", 1)]),
        new UnitCommand.Entrust("x1", 1, ["tn-snv~t"], Given.Ministry),
        new UnitCommand.TakePlan("x1", 1, "p", Given.Ministry),
        new UnitCommand.ReportProgress("tn-snv~t", 50, null, null, null),
        new UnitCommand.Submit("tn-snv~t", null, null, null),
        new UnitCommand.Accept("tn-snv~t", null),
        new UnitCommand.SendBack("tn-snv~t", "Thiếu"),
        new UnitCommand.ChangeDue("tn-snv~t", Given.Today, "Gia hạn", null),
        new UnitCommand.Withdraw("tn-snv~t", "Nhầm"),
        new UnitCommand.Reopen("tn-snv~t", "Chưa đạt"),
        new UnitCommand.Restore("tn-snv~t", "Vẫn cần"),
        new UnitCommand.Cancel("tn-snv~t", "Thôi"),
        new UnitCommand.Trigger("tn-snv~t", Given.Today, Given.Today),
        new UnitCommand.RaiseDifficulty("tn-snv~t", "Thiếu người"),
        new UnitCommand.EscalateDifficulty("tn-snv~t"),
        new UnitCommand.PassDifficulty("tn-snv~t"),
        new UnitCommand.ResolveDifficulty("tn-snv~t", "Đã đủ"),
        new UnitCommand.ReceiveDifficulty("x1", "x1", "Việc", "Thiếu người"),
        Given.OpenReport(),
        Given.WriteReport(),
        Given.SignReport(),
        new UnitCommand.ReceiveReport("r~2013-H1", "Đã nhận"),
        new UnitCommand.ReturnReport("r~2013-H1", "Thiếu"),
        new UnitCommand.ReopenReport("r~2013-H1", "Sai"),
    ];

    /// <summary>Valid ones of these are tested where there are people; at random not each of them occurs every time.</summary>
    private static readonly string[] OfGrants =
    [
        nameof(UnitCommand.AppointFocalAgency), nameof(UnitCommand.DelegateGrant), nameof(UnitCommand.EndFocalAgency),
        nameof(UnitCommand.EndGrant), nameof(UnitCommand.GiveGrant),
    ];

    private static readonly RefusalCode[] Expected = [RefusalCode.Invalid, RefusalCode.NotFound, RefusalCode.Conflict];

    private static readonly Caller Administrator = new("an", null);

    private readonly Dictionary<string, (int Accepted, int Refused)> _tried = [];

    [Fact]
    public void A_command_is_refused_with_its_place_or_stored_and_after_a_restart_counted_and_served_the_same()
    {
        var given = Environment.GetEnvironmentVariable("HIERARCHY_BOUNDS");
        var rounds = int.TryParse(given, CultureInfo.InvariantCulture, out var said) ? said : RoundsUsual;
        var commands = Arb.From(AnyCommand.Any().Generator.ArrayOf(CommandsOfRound - Right.Length));
        Prop.ForAll(commands, TryAsync).Check(Config.QuickThrowOnFailure.WithMaxTest(rounds).WithQuietOnSuccess(true));
        foreach (var (name, (accepted, refused)) in _tried.OrderBy(tried => tried.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"{name}: {accepted} accepted, {refused} refused");
        }
        Assert.Equal(Right.Select(command => command.GetType().Name).Order(), _tried.Keys.Except(OfGrants).Order());
        Assert.All(_tried, tried => Assert.True(tried.Value.Refused > 0 || rounds < RoundsMany, $"{tried.Key} was never refused"));
    }

    [LongFact]
    public async Task What_earlier_programs_stored_beyond_the_numbers_of_the_api_is_counted_and_served_and_null_where_it_cannot_be_written()
    {
        const int Reports = 1_200;
        await using var database = await postgres.CreateDatabaseAsync();
        await using (var system = await SystemOnDisk.StartAsync(database.ConnectionString))
        {
            await system.DoAsync(Given.Ministry, new UnitCommand.RegisterUnit(Given.Unit(Given.Ministry, UnitKind.Ministry, null)));
            await system.DoAsync(Given.Province, new UnitCommand.RegisterUnit(Given.Unit(Given.Province, UnitKind.Province, Given.Ministry)));
            var unit = Given.Unit(Given.Department, UnitKind.Department, Given.Province);
            UnitEvent[] happened =
            [
                new UnitEvent.UnitRegistered(unit),
                new UnitEvent.ObligationsImposed(Given.Province, [.. Enumerable.Range(0, Reports).Select(i => Given.Terms(source: "t" + i))]),
                .. Enumerable.Range(0, Reports).Select(i => new UnitEvent.ProgressReported($"tn-snv~t{i}", 100, null, Limits.MoneyMax)),
            ];
            var state = UnitState.Empty;
            foreach (var one in happened)
            {
                state = state.Apply(new StoredEvent(unit.Id, state.Seq + 1, one, "an", Given.Now, null));
                ImmutableArray<Obligation> changed =
                    one is UnitEvent.OfObligation about ? [state.Obligations[about.Obligation]] : [.. state.Obligations.Values];
                Assert.IsType<AppendResult.Appended>(await system.Store.Events.AppendAsync(
                    new Append(unit.Id, state.Seq - 1, [one], "an", Given.Now, null, state.Seq == 1 ? unit : null, [], [], changed, []),
                    CancellationToken.None));
            }
        }
        await using var again = await SystemOnDisk.StartAsync(database.ConnectionString);
        await again.VerifyAsync();
        var answer = await again.SendAsync(
            $"{{ unit(id: \"{Given.Ministry}\") {{ progress {{ total units budget {{ planned allocated spent }} }} "
            + "breakdown(by: CHILD) { key progress { total budget { spent } } } } "
            + $"obligations(under: \"{Given.Province}\") {{ totals {{ count budget {{ planned spent }} }} }} }}");
        var expected = JsonNode.Parse("""
            {"unit": {"progress": {"total": 1200, "units": 1, "budget": {"planned": 0, "allocated": 0, "spent": null}},
              "breakdown": [{"key": "tn", "progress": {"total": 1200, "budget": {"spent": null}}}]},
             "obligations": {"totals": {"count": 1200, "budget": {"planned": 0, "spent": null}}}}
            """);
        Assert.True(JsonNode.DeepEquals(expected, answer["data"]), answer.ToJsonString());
        Assert.Equal(3, answer["errors"]!.AsArray().Count(error => (string?)error!["extensions"]!["code"] == "OUT_OF_RANGE"));
    }

    private static Obligation Elsewhere(ObligationTerms terms) => new(
        terms, Obligation.UnitOf(terms.Id)!, ObligationStatus.NotStarted, 0, 0, terms.Due, null, null, null, null, 0, false, 1, Given.Now);

    private async Task TryAsync(UnitCommand[] commands)
    {
        await using var database = await postgres.CreateDatabaseAsync();
        string[] served;
        Dictionary<string, RollupReading> counted;
        await using (var system = await SystemOnDisk.StartAsync(database.ConnectionString))
        {
            await system.DoAsync(Given.Ministry, new UnitCommand.RegisterUnit(Given.Unit(Given.Ministry, UnitKind.Ministry, null)));
            await Parallel.ForEachAsync(
                Right.Concat(commands).Select((command, i) => new Case(i, command)), new ParallelOptions { MaxDegreeOfParallelism = 16 },
                async (one, _) => await TryAsync(system, one));
            await system.VerifyAsync();
            (served, counted) = (await system.ReadAllAsync(), await system.CountAllAsync());
        }
        await using var again = await SystemOnDisk.StartAsync(database.ConnectionString);
        var recounted = await again.CountAllAsync();
        Assert.Equal(counted.Keys.Order(), recounted.Keys.Order());
        Assert.All(counted, unit => Assert.True(Same(unit.Value.Cells, recounted[unit.Key].Cells), $"{unit.Key} counts differently after a restart"));
        await again.VerifyAsync();
        Assert.Equal(served, await again.ReadAllAsync());
    }

    private static bool Same(IReadOnlyDictionary<Cell, Measures> a, IReadOnlyDictionary<Cell, Measures> b) =>
        a.Count == b.Count && a.All(cell => b.TryGetValue(cell.Key, out var other) && other.Equals(cell.Value));

    private async Task TryAsync(SystemOnDisk system, Case one)
    {
        foreach (var (unit, before) in one.Before())
        {
            await system.DoAsync(unit, before);
        }
        var (target, command) = one.Tried();
        var outcome = await system.Unit(target).ExecuteAsync(
            command, "tried",
            command is UnitCommand.Impose or UnitCommand.AmendTerms or UnitCommand.ReceiveDifficulty or UnitCommand.Receive or UnitCommand.Release
                ? Caller.System : Administrator);
        var refusal = (outcome as Hierarchy.Grains.Outcome.Refused)?.Refusal;
        if (refusal is not null)
        {
            Assert.True(one.Number >= Right.Length, $"{refusal.Code} {refusal.Message} for {command}");
            Assert.True(Expected.Contains(refusal.Code), $"{refusal.Code} {refusal.Message} for {command}");
            Assert.True(refusal.Code == RefusalCode.Conflict || refusal.Field is not null, $"no place: {refusal.Message} for {command}");
            Assert.DoesNotContain(refusal.Message, c => char.IsControl(c));
        }
        lock (_tried)
        {
            var (accepted, refused) = _tried.GetValueOrDefault(command.GetType().Name);
            _tried[command.GetType().Name] = refusal is null ? (accepted + 1, refused) : (accepted, refused + 1);
        }
    }

    /// <summary>A command tried at its own province, department and plan.</summary>
    private sealed record Case(int Number, UnitCommand Command)
    {
        private string Province => $"tn{Number}";

        private string Department => $"snv{Number}";

        private string Plan => $"p{Number}";

        private string Obligation => $"{Department}~t";

        private string Line => $"{Plan}/t";

        /// <summary>Commands needed before this one can succeed.</summary>
        public IEnumerable<(string Unit, UnitCommand Command)> Before()
        {
            yield return (Province, new UnitCommand.RegisterUnit(Given.Unit(Province, UnitKind.Province, Given.Ministry)));
            yield return (Department, new UnitCommand.RegisterUnit(Given.Unit(Department, UnitKind.Department, Province)));
            yield return (Province, new UnitCommand.AdoptPlan(Given.Plan(Plan, Province)));
            yield return (Department, new UnitCommand.Impose(
                Province, [Mine(Given.Terms(Department, waits: Command is UnitCommand.Trigger))]));
            if (Command is UnitCommand.AmendPlan)
            {
                yield return (Province, new UnitCommand.AddTask(Given.Task(Line, Plan, leads: Given.Lead(Department))));
            }
            if (Command is UnitCommand.Accept or UnitCommand.SendBack or UnitCommand.Withdraw or UnitCommand.Reopen)
            {
                yield return (Department, new UnitCommand.Submit(Obligation, null, null, null));
            }
            if (Command is UnitCommand.Reopen)
            {
                yield return (Department, new UnitCommand.Accept(Obligation, null));
            }
            if (Command is UnitCommand.Restore)
            {
                yield return (Department, new UnitCommand.Cancel(Obligation, "Thôi"));
            }
            if (Command is UnitCommand.OpenReport or UnitCommand.OfReport)
            {
                yield return (Department, new UnitCommand.Impose(
                    Province, [Given.ReportTerms(Department, "r~2013-H1", Province), Given.ReportTerms(Department, "r~2013-Q2", Province)]));
            }
            foreach (var before in Command is UnitCommand.OfReport of ? Given.Before(of) : [])
            {
                yield return (Department, before is UnitCommand.OpenReport ? Given.OpenReport(Province) : before);
            }
            if (Command is UnitCommand.ReopenUnit)
            {
                yield return (Department, new UnitCommand.CloseUnit(Given.Today, Given.Document(), []));
            }
            if (Command is UnitCommand.OfIndicator)
            {
                yield return (Department, new UnitCommand.ImposeIndicator(new("i", Province, "Chỉ tiêu", IndicatorMethod.Ratio, UnitKind.Department, null)));
            }
            if (Command is UnitCommand.VerifyIndicator)
            {
                yield return (Department, new UnitCommand.ReportIndicator("i", 2013, null, 1, 2, null, null));
            }
            if (Command is UnitCommand.ResolveDifficulty or UnitCommand.EscalateDifficulty or UnitCommand.PassDifficulty)
            {
                yield return (Department, new UnitCommand.RaiseDifficulty(Obligation, "Thiếu người"));
            }
        }

        public (string Unit, UnitCommand Command) Tried() => Command switch
        {
            // An invalid id cannot be a unit's key either.
            UnitCommand.RegisterUnit { Unit: var unit } => (
                Limits.FaultOfNewId(Mine(unit.Id)) is null ? Mine(unit.Id) : $"new{Number}",
                new UnitCommand.RegisterUnit(unit with { Id = Mine(unit.Id), Parent = unit.Parent == Given.Province ? Province : unit.Parent })),
            UnitCommand.RenameUnit { Code: { } code } c => (Department, c with { Code = Mine(code) }),
            UnitCommand.AdoptPlan c => (Province, new UnitCommand.AdoptPlan(c.Plan with { Id = Mine(c.Plan.Id), Owner = Province })),
            UnitCommand.AdoptDraft c => (Province, new UnitCommand.AdoptDraft(
                OfDraft(c.Draft), c.Plan is null ? null : c.Plan with { Id = OfDraft(c.Plan.Id), Owner = Province },
                Mine(c.Tasks, task => task with { Id = OfDraft(task.Id), Plan = OfDraft(task.Plan), Leads = Mine(task.Leads) }))),
            UnitCommand.AddTask { Task: var task } => (
                Province, new UnitCommand.AddTask(task with { Id = OfPlan(task.Id), Plan = Plan, Leads = Mine(task.Leads) })),
            UnitCommand.AddDuty { Duty: var duty } => (
                Province, new UnitCommand.AddDuty(duty with { Id = OfPlan(duty.Id), Plan = Plan, Leads = Mine(duty.Leads) })),
            UnitCommand.DefineIndicator { Indicator: var indicator } => (Province, new UnitCommand.DefineIndicator(
                indicator with { Id = Mine(indicator.Id), Owner = Province, Reporters = Mine(indicator.Reporters) })),
            UnitCommand.ImposeIndicator { Terms: var terms } => (Department, new UnitCommand.ImposeIndicator(terms with { Owner = Province })),
            UnitCommand.RecordInspection { Inspection: var inspection } => (Province, new UnitCommand.RecordInspection(inspection with
            {
                Id = Mine(inspection.Id),
                Inspector = Province,
                Unit = inspection.Unit == Given.Department ? Department : inspection.Unit,
            })),
            UnitCommand.ReceiveInspection { Inspection: var inspection } => (Department, new UnitCommand.ReceiveInspection(
                inspection with { Inspector = Province, Unit = inspection.Unit == Given.Department ? Department : inspection.Unit })),
            UnitCommand.AddRegime { Regime: var regime } => (Province, new UnitCommand.AddRegime(regime with
            {
                Id = Mine(regime.Id),
                Owner = Province,
                Reporters = Mine(regime.Reporters),
                Periods = Mine(regime.Periods, rule => rule with { TakesOver = rule.TakesOver is { } duty ? OfPlan(duty) : null }),
            })),
            UnitCommand.AmendPlan c => (Province, c with
            {
                Plan = c.Plan == "p" ? Plan : c.Plan,
                ChangeTasks = Mine(c.ChangeTasks, change => change with { Task = OfPlan(change.Task) }),
                AddTasks = Mine(c.AddTasks, task => task with { Id = OfPlan(task.Id), Plan = Plan, Leads = Mine(task.Leads) }),
                WithdrawTasks = Mine(c.WithdrawTasks, OfPlan),
                AddLeads = Mine(c.AddLeads, change => change with { Task = OfPlan(change.Task) }),
                DropLeads = Mine(c.DropLeads, change => change with { Task = OfPlan(change.Task) }),
            }),
            UnitCommand.AmendTerms c => (Department, c with
            {
                From = Province,
                Plan = c.Plan == "p" ? Plan : c.Plan,
                Terms = Mine(c.Terms, terms => terms with { Before = terms.Before is { } before ? Mine(before) : null, After = Mine(terms.After) }),
            }),
            UnitCommand.Impose c => (Department, new UnitCommand.Impose(Province, [.. c.Obligations.Select(Mine)])),
            UnitCommand.ReceiveDifficulty c => (Department, c),
            UnitCommand.HandOver c => (Department, c with
            {
                Moves = Mine(c.Moves, move => move with { Obligation = OfObligation(move.Obligation) }),
            }),
            // The sending unit gets a message, and must exist.
            UnitCommand.Receive c => (Department, c with
            {
                From = Given.Ministry,
                Obligations = Mine(c.Obligations, handed => handed with
                {
                    Obligation = Theirs(handed.Obligation),
                    Before = handed.Before is { } before ? Mine(before, span => span with { State = Theirs(span.State) }) : null,
                }),
            }),
            UnitCommand.Entrust c => (Department, c with { Obligations = Mine(c.Obligations, OfObligation) }),
            UnitCommand.TakePlan c => (Province, c with { Plan = c.Plan == "p" ? Plan : c.Plan }),
            UnitCommand.OfObligation { Obligation: "tn-snv~t" } c => (Department, c with { Obligation = Obligation }),
            UnitCommand.OpenReport => (Department, Given.OpenReport(Province)),
            _ => (Department, Command),
        };

        // Taken only if the case intends it.
        private string Mine(string id) =>
            id == "x1" ? $"x{Number}" : id.Length >= Limits.IdMax ? string.Create(CultureInfo.InvariantCulture, $"{Number:D3}{id[3..]}") : id;

        private string OfObligation(string id) => id == "tn-snv~t" ? Obligation : id;

        private Obligation Theirs(Obligation o) => o with
        {
            Unit = Given.Ministry,
            Terms = o.Terms with
            {
                Id = o.Id.Replace("hoa-1~", Given.Ministry + "~", StringComparison.Ordinal),
                Plan = o.Terms.Plan is null ? null : Plan,
                PlanOwner = Province,
            },
        };

        private string OfPlan(string id) => id == "t" ? Line : id.StartsWith("p/", StringComparison.Ordinal) ? Plan + id[1..] : id;

        private string OfDraft(string id) => id.StartsWith(Given.Province + ":", StringComparison.Ordinal) ? Province + id[Given.Province.Length..] : id;

        private static ImmutableArray<T> Mine<T>(ImmutableArray<T> items, Func<T, T> mine) => items.IsDefault ? items : [.. items.Select(mine)];

        private ObligationTerms Mine(ObligationTerms terms) => terms with
        {
            Id = Department + terms.Id[terms.Id.IndexOf('~', StringComparison.Ordinal)..],
            Plan = terms.Plan is null ? null : Plan,
            PlanOwner = Province,
        };

        private ImmutableArray<Assignee> Mine(ImmutableArray<Assignee> leads) =>
            [.. leads.Select(lead => lead.Unit == Given.Department ? lead with { Unit = Department } : lead)];
    }
}
