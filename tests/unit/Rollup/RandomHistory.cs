namespace Hierarchy.UnitTests.Rollup;

/// <summary>Trees, plans and commands by chance; most of the commands make sense, some do not.</summary>
internal sealed class RandomHistory(Random random, TestDirectory directory)
{
    private const int TasksMax = 8;
    private const int RegimesMax = 2;

    private static readonly UnitKind[] KindsByDepth = [UnitKind.Ministry, UnitKind.Province, UnitKind.District, UnitKind.Commune];

    private readonly List<(string Plan, string Owner)> _plans = [];
    private readonly HashSet<string> _own = [];
    private int _nextId;

    /// <summary>From now on each unit adopts plans for itself alone, and does nothing but carry those out.</summary>
    public bool IsOwnOnly { get; set; }

    public DateOnly Today => Given.Today.AddDays(random.Next(-100, 100));

    /// <summary>Two to thirteen units in at most four levels, some of which are skipped; parents first.</summary>
    public IEnumerable<Unit> Tree()
    {
        var units = new List<(Unit Unit, int Level)> { (Given.Unit("u0", UnitKind.Ministry, null), 0) };
        for (var left = random.Next(1, 13); left > 0; left--)
        {
            var (parent, level) = units[random.Next(units.Count)];
            if (level == KindsByDepth.Length - 1)
            {
                continue;
            }
            var below = random.Next(5) == 0 ? KindsByDepth.Length - 1 : level + 1;
            var kind = below switch
            {
                2 when random.Next(2) == 0 => UnitKind.Department,
                3 when random.Next(2) == 0 => UnitKind.Office,
                _ => KindsByDepth[below],
            };
            units.Add((Given.Unit("u" + units.Count, kind, parent.Id), below));
        }
        return units.Select(u => u.Unit);
    }

    public string AnyUnit() => Any(directory.All()).Id;

    public UnitCommand Command(string unit, UnitState state)
    {
        if (IsOwnOnly)
        {
            return CommandOnOwn(unit, state);
        }
        if (state.Plans.Count > 0 && state.Tasks.Count + state.Duties.Count < TasksMax && random.Next(3) == 0)
        {
            return random.Next(4) == 0 ? Duty(unit, Any(Plans(state))) : Task(unit, Any(Plans(state)));
        }
        if (state.Tasks.Count > 0 && random.Next(4) == 0)
        {
            return Amend(unit, state, Any(Lines(state)).Task.Plan);
        }
        if (_plans.Count < 3 && random.Next(4) == 0)
        {
            return Adopt(unit);
        }
        if (state.Regimes.Count < RegimesMax && random.Next(20) == 0)
        {
            return random.Next(2) == 0 ? Regime(unit) : TakingOver(unit, state) ?? Regime(unit);
        }
        if (random.Next(4) == 0 && OfReport(state) is { } report)
        {
            return report;
        }
        return random.Next(5) == 0 ? Measure(unit, state)
            : state.Obligations.Count > 0 ? OfObligation(Any(Owed(state)))
            : Adopt(unit);
    }

    /// <summary>Something about indicators and inspections.</summary>
    private UnitCommand Measure(string unit, UnitState state)
    {
        var id = "i" + _nextId++;
        if (state.Indicators.Count < RegimesMax && random.Next(4) == 0)
        {
            var method = (IndicatorMethod)random.Next(3);
            return new UnitCommand.DefineIndicator(new Indicator(
                id, unit, null, null, "Chỉ tiêu", method, "tử số", method == IndicatorMethod.Sum ? null : "mẫu số", [.. Leads(unit)], [], null, null));
        }
        if (state.GivenIndicators.Count == 0 || random.Next(8) == 0)
        {
            return new UnitCommand.RecordInspection(new Inspection(
                id, unit, AnyUnit(), Given.Today.AddDays(-random.Next(900)), null, [.. Enumerable.Repeat(new Finding("Sai", Given.Today), random.Next(3))]));
        }
        var (terms, values) = Any(state.GivenIndicators.Values);
        var year = 2012 + random.Next(2);
        if (values.Length > 0 && random.Next(3) == 0)
        {
            var value = Any(values);
            return new UnitCommand.VerifyIndicator(terms.Id, value.Year, value.Period, null);
        }
        var numerator = terms.Method == IndicatorMethod.Units ? random.Next(2) : random.Next(100);
        return new UnitCommand.ReportIndicator(
            terms.Id, year, random.Next(2) == 0 ? $"r~{year}-Q1" : null, numerator,
            terms.Method == IndicatorMethod.Ratio ? numerator + random.Next(100) : null, null, null);
    }

    private UnitCommand CommandOnOwn(string unit, UnitState state)
    {
        var plans = Plans(state).Where(plan => _own.Contains(plan.Id)).ToList();
        var owed = Owed(state).Where(IsOwn).ToList();
        if (plans.Count == 0)
        {
            var adopt = Adopt(unit);
            _own.Add(adopt.Plan.Id);
            return adopt;
        }
        var plan = Any(plans);
        return random.Next(6) switch
        {
            // What a regime demands of its own is imposed.
            5 when TakingOver(unit, state) is { } regime => regime,
            0 => Task(unit, plan),
            4 => Amend(unit, state, plan.Id),
            1 => Duty(unit, plan),
            _ => owed.Count > 0 ? OfObligation(Any(owed)) : Task(unit, plan),
        };
    }

    /// <summary>Some of what the unit owes goes over to other units, of those that stand at or below the owner of its plan; null when there
    /// is nothing or nowhere to go.</summary>
    public UnitCommand? HandOver(string unit, UnitState state)
    {
        var moves = Owed(state).Where(o => random.Next(3) == 0 && (!IsOwnOnly || IsOwn(o)))
            .Select(o => new Handing(o.Id, AnyAtOrBelow(o.Terms.PlanOwner))).Where(move => move.To != unit).Take(random.Next(1, 6)).ToImmutableArray();
        return moves.IsEmpty ? null : new UnitCommand.HandOver(
            "sx", _nextId, random.Next(3) == 0 ? Given.Today : Given.Today.AddDays(-random.Next(130)), moves);
    }

    public static UnitCommand MessageOf(IReadOnlyList<StoredEvent> sender, long seq, string target)
    {
        var stored = sender[(int)seq - 1];
        return stored.Event.MessageTo(
            new PendingMessage(0, stored.Unit, seq, target, stored.Event), sender.Aggregate(UnitState.Empty, (s, e) => s.Apply(e)));
    }

    private UnitCommand.AdoptPlan Adopt(string owner)
    {
        var id = "p" + _nextId++;
        _plans.Add((id, owner));
        var start = 2011 + random.Next(4);
        var areas = Enumerable.Range(1, random.Next(1, 4))
            .Select(i => Given.Area("A" + i, (ReformArea)random.Next(8), random.Next(2) == 0 ? random.Next(1_000) : null));
        return new(Given.Plan(id, owner, start, start + random.Next(3), [.. areas]));
    }

    private UnitCommand.AddTask Task(string owner, Plan plan) => new(Given.Task(
        "t" + _nextId++, plan.Id, Any(plan.Areas).Id, Schedule(), random.Next(4) == 0 ? LeadMode.Joint : LeadMode.Each,
        random.Next(2) == 0 ? 0 : random.Next(500), random.Next(1, 5) * 500, Leads(owner)));

    private UnitCommand.AddDuty Duty(string owner, Plan plan) => new(Given.Duty(
        "d" + _nextId++, plan.Id, random.Next(2) == 0 ? ObligationKind.Report : ObligationKind.Plan, Schedule(), Leads(owner)));

    private UnitCommand.AddRegime Regime(string owner)
    {
        var year = 2011 + random.Next(4);
        var regime = Given.Regime("r" + _nextId++, year, year + random.Next(2));
        return new(regime with
        {
            Owner = owner,
            Act = null,
            Periods = [.. regime.Periods.Select(rule => rule with { Due = DueOf(rule.Due[0].LastDay) })],
            Reporters = [.. Leads(owner)],
            NextWorkingDay = random.Next(2) == 0,
        });
    }

    /// <summary>A regime of what a duty demands already; null where none does.</summary>
    private UnitCommand.AddRegime? TakingOver(string owner, UnitState state)
    {
        var taken = state.Duties.Values.OrderBy(owned => owned.Duty.Id, StringComparer.Ordinal).FirstOrDefault(owned =>
            owned.Duty.Kind == ObligationKind.Report && owned.Duty.Schedule.Occurrences()[0].Due is not null);
        if (taken is null)
        {
            return null;
        }
        var due = taken.Duty.Schedule.Occurrences()[0].Due!.Value;
        var regime = Given.Regime("r" + _nextId++, due.Year, due.Year);
        var period = regime.Periods[0] with
        {
            TakesOver = taken.Duty.Id,
            Due = DueOf(new MonthDay(due.Month, due.Day)),
        };
        return new(regime with { Owner = owner, Act = null, Periods = [period], Reporters = [], NextWorkingDay = false });
    }

    private static ImmutableArray<PeriodDue> DueOf(MonthDay day) =>
        [.. Enum.GetValues<UnitKind>().Select(kind => new PeriodDue(kind, day))];

    private bool IsOwn(Obligation o) => o.Terms.Plan is { } plan && _own.Contains(plan);

    /// <summary>Several things of one plan at once, as documents do.</summary>
    private UnitCommand.AmendPlan Amend(string owner, UnitState state, string plan)
    {
        var lines = Lines(state).Where(owned => owned.Task.Plan == plan && owned.Task.WithdrawnIn is null).ToList();
        ImmutableArray<T> Some<T>(Func<OwnedTask, T> change, int among) => [.. lines.Where(_ => random.Next(among) == 0).Select(change)];
        return new(
            plan, new Document("sửa", Given.Today.AddDays(-100), null, null), Given.Today.AddDays(-random.Next(100, 130)),
            Some(line => new TaskChange(
                line.Task.Id, Title: random.Next(3) == 0 ? "Tên mới" : null, Schedule: random.Next(2) == 0 ? Schedule() : null,
                Weight: random.Next(2) == 0 ? random.Next(1, 5) * 500 : null, Budget: random.Next(2) == 0 ? random.Next(500) : null), 2),
            random.Next(4) == 0 && state.Tasks.Count < 2 * TasksMax ? [Task(owner, state.Plans[plan]).Task] : [],
            Some(line => line.Task.Id, 6),
            Some(line => new LeadsChange(line.Task.Id, [.. Leads(owner)]), 3),
            [
                .. lines.Where(line => line.Units.Length > 1 && random.Next(2) == 0)
                    .Select(line => new LeadsChange(line.Task.Id, [Given.Lead(Any(line.Units))])),
            ],
            [], random.Next(5) == 0 ? "Kế hoạch sửa đổi" : null, random.Next(5) == 0 ? state.Plans[plan].Version : null);
    }

    private Assignee[] Leads(string owner) => IsOwnOnly ? [Given.Lead(owner)] : random.Next(3) switch
    {
        0 => [Given.Class((UnitKind)random.Next(1, 6))],
        1 => [Given.Lead(AnyAtOrBelow(owner)), Given.Lead(AnyAtOrBelow(owner))],
        _ => [Given.Lead(AnyAtOrBelow(owner))],
    };

    private string AnyAtOrBelow(string owner) => Any([.. directory.All().Where(u => directory.IsAtOrBelow(u.Id, owner))]).Id;

    private Schedule Schedule()
    {
        var year = 2011 + random.Next(4);
        return random.Next(8) switch
        {
            0 => Schedules.Date(Given.Today.AddDays(random.Next(-60, 60))),
            1 => Schedules.Month(year, random.Next(1, 13)),
            2 => Schedules.Quarters(year, random.Next(1, 5)),
            3 => Schedules.Year(year),
            4 => Schedules.Recurring(year, year + random.Next(2), (Recurrence)random.Next(1, 5)),
            5 => Schedules.AfterEvent,
            6 => Schedules.Continuous,
            _ => Schedules.Unspecified,
        };
    }

    /// <summary>What is done to a report that the unit owes; null where it owes none.</summary>
    private UnitCommand? OfReport(UnitState state)
    {
        var owed = Owed(state).Where(o => o is { IsHere: true, Terms.Period: not null }).ToList();
        if (owed.Count == 0)
        {
            return null;
        }
        var terms = Any(owed).Terms;
        var period = terms.Period!;
        if (!state.Reports.TryGetValue(period, out var report))
        {
            // One paper serves another period, too, where there is one.
            return new UnitCommand.OpenReport(new ReportForm(
                ReportPeriod.RegimeOf(period)!, "Báo cáo", terms.PlanOwner, null, period, "Kỳ", Given.Today.AddDays(-200), Given.Today,
                [.. owed.Select(o => o.Terms.Period!).Where(other => other != period).Distinct().Take(1)], terms.CompletableFrom, [], []));
        }
        return (report.Status, random.Next(3)) switch
        {
            (ReportStatus.Draft or ReportStatus.Returned, _) => new UnitCommand.SignReport(
                period, "Người ký", "CHỦ TỊCH", new Document("1/BC", Given.Today.AddDays(random.Next(-150, 1)), null, null), null, ReportFigures.None),
            (ReportStatus.Signed, 0) => new UnitCommand.ReceiveReport(period, null),
            (ReportStatus.Signed, 1) => new UnitCommand.ReturnReport(period, "làm lại"),
            _ => new UnitCommand.ReopenReport(period, "sai số liệu"),
        };
    }

    private UnitCommand.OfObligation OfObligation(Obligation o) => random.Next(22) switch
    {
        < 4 => new UnitCommand.ReportProgress(
            o.Id, random.Next(0, 10_001) / 100.0, null, random.Next(2) == 0 ? random.Next(300) : null, random.Next(5) == 0 ? o.Version : null,
            random.Next(2) == 0 ? Given.Today.AddDays(random.Next(-150, 20)) : null),
        < 7 => new UnitCommand.Submit(o.Id, null, Given.Today.AddDays(random.Next(-150, 20)), null),
        < 10 => new UnitCommand.Accept(o.Id, null, random.Next(2) == 0 ? null : Given.Today.AddDays(random.Next(-150, 20))),
        10 => new UnitCommand.SendBack(o.Id, "làm lại"),
        11 => new UnitCommand.Cancel(o.Id, "không còn cần"),
        12 => new UnitCommand.RaiseDifficulty(o.Id, "thiếu kinh phí"),
        13 => new UnitCommand.EscalateDifficulty(o.Id),
        14 => new UnitCommand.ResolveDifficulty(o.Id, "đã cấp"),
        15 or 16 => new UnitCommand.ChangeDue(o.Id, Given.Today.AddDays(random.Next(-100, 100)), "gia hạn", null),
        17 => new UnitCommand.Withdraw(o.Id, random.Next(2) == 0 ? "nhầm" : null),
        18 => new UnitCommand.Reopen(o.Id, "chưa đạt"),
        19 or 20 => new UnitCommand.Restore(o.Id, "vẫn cần"),
        _ => new UnitCommand.Trigger(o.Id, Given.Today.AddDays(-100), Given.Today.AddDays(random.Next(-90, 90))),
    };

    // A dictionary of texts has another order in each process, and a seed is to decide everything.
    private static IEnumerable<Plan> Plans(UnitState state) => state.Plans.Values.OrderBy(plan => plan.Id, StringComparer.Ordinal);

    private static IEnumerable<OwnedTask> Lines(UnitState state) => state.Tasks.Values.OrderBy(owned => owned.Task.Id, StringComparer.Ordinal);

    private static IEnumerable<Obligation> Owed(UnitState state) => state.Obligations.Values.OrderBy(o => o.Id, StringComparer.Ordinal);

    private T Any<T>(IEnumerable<T> items) => items.ElementAt(random.Next(items.Count()));
}
