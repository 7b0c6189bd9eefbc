using Hierarchy.Simulation.Checks;
using Hierarchy.Simulation.Runtime;
using Calendar = Hierarchy.Simulation.Runtime.Calendar;

namespace Hierarchy.Simulation.Callers;

/// <summary>Random input: a tree, plans, and commands, most of them sensible.</summary>
internal sealed partial class Wishes
{
    private const int TasksMax = 6;
    private const int PlansMax = 3;

    private readonly VirtualTime _timeline;
    private readonly Ledger _ledger;
    private readonly Calendar _calendar;
    private readonly List<Plan> _plans = [];
    private readonly bool _adoptsDrafts;
    private int _tasks;
    private int _units;

    /// <param name="asksReports">Whether to include reports, indicators and inspections.</param>
    /// <param name="adoptsDrafts">Whether some plans are adopted from drafts with all their lines.</param>
    public Wishes(VirtualTime timeline, Ledger ledger, Calendar calendar, bool asksReports, bool adoptsDrafts)
    {
        (_timeline, _ledger, _calendar, _asksReports, _adoptsDrafts) = (timeline, ledger, calendar, asksReports, adoptsDrafts);
        Units = Tree();
    }

    /// <summary>Parents before children.</summary>
    public List<Unit> Units { get; }

    private DateOnly Today => VietnameseDay.Of(_calendar.Now(_timeline));

    public (string Unit, UnitCommand Command) Next()
    {
        if (_asksReports && _timeline.Chance(0.65))
        {
            return Periodic();
        }
        if (_plans.Count == 0 || (_plans.Count < PlansMax && _timeline.Chance(0.05)))
        {
            return Adopt();
        }
        if (_tasks == 0 || (_tasks < TasksMax && _timeline.Chance(0.15)))
        {
            return Impose(_timeline.Any(_plans));
        }
        if (_timeline.Chance(0.08) && Amend() is { } amendment)
        {
            return amendment;
        }
        if (_timeline.Chance(0.03))
        {
            return Demand(_timeline.Any(_plans).Owner);
        }
        if (_timeline.Chance(0.03))
        {
            var parents = Units.Where(u => u.Kind is UnitKind.Province or UnitKind.District).ToList();
            var unit = NewUnit(UnitKind.Commune, _timeline.Any(parents).Id);
            Units.Add(unit);
            return (unit.Id, new UnitCommand.RegisterUnit(unit));
        }
        if (_timeline.Chance(0.06))
        {
            return Act();
        }
        var owing = Units.Where(u => _ledger.StateOf(u.Id).Obligations.Count > 0).ToList();
        if (owing.Count == 0)
        {
            return Impose(_timeline.Any(_plans));
        }
        if (_timeline.Chance(0.12))
        {
            return HandOver(_timeline.Any(owing).Id);
        }
        var owes = _timeline.Any(owing).Id;
        var obligations = _ledger.StateOf(owes).Obligations.Values.OrderBy(o => o.Id, StringComparer.Ordinal).ToList();
        return (owes, OfObligation(_timeline.Any(obligations)));
    }

    private (string Unit, UnitCommand Command) HandOver(string unit)
    {
        var to = _timeline.Any(Units.Where(other => other.Id != unit).ToList()).Id;
        var some = _ledger.StateOf(unit).Obligations.Keys.Order(StringComparer.Ordinal).Where(_ => _timeline.Chance(0.4)).ToList();
        return (unit, new UnitCommand.HandOver(
            "sx", _tasks, _timeline.Chance(0.5) ? Today : Today.AddDays(-_timeline.Next(60)),
            [.. some.DefaultIfEmpty(_ledger.StateOf(unit).Obligations.Keys.Min(StringComparer.Ordinal)!).Select(id => new Handing(id, to))]));
    }

    /// <summary>Renames, moves or closes a unit. Many of these are refused: by level, because of units below, or because it has
    /// ended.</summary>
    private (string Unit, UnitCommand Command) Act()
    {
        var (unit, on) = (_timeline.Any(Units), Today.AddDays(-_timeline.Next(3)));
        var act = new Document($"{_timeline.Next(1_000)}/NQ", Today, null, null);
        return (unit.Id, _timeline.Next(4) switch
        {
            0 => new UnitCommand.RenameUnit($"Đơn vị {_timeline.Next(1_000)}", null, null, on, act),
            1 => new UnitCommand.CloseUnit(on, act, [new Kin(_timeline.Any(Units).Id, Extent.Full)]),
            _ => new UnitCommand.MoveUnit(_timeline.Any(Units.Where(above => above.Kind <= UnitKind.District).ToList()).Id, on, act),
        });
    }

    private List<Unit> Tree()
    {
        var units = new List<Unit> { NewUnit(UnitKind.Ministry, null) };
        for (var provinces = _timeline.Next(1, 3); provinces > 0; provinces--)
        {
            var province = NewUnit(UnitKind.Province, units[0].Id);
            units.Add(province);
            for (var below = _timeline.Next(1, 4); below > 0; below--)
            {
                var kind = _timeline.Any([UnitKind.District, UnitKind.District, UnitKind.Department, UnitKind.Commune]);
                var unit = NewUnit(kind, province.Id);
                units.Add(unit);
                for (var communes = kind == UnitKind.District ? _timeline.Next(0, 3) : 0; communes > 0; communes--)
                {
                    units.Add(NewUnit(UnitKind.Commune, unit.Id));
                }
            }
        }
        return units;
    }

    private Unit NewUnit(UnitKind kind, string? parent) => new($"u{_units++}", $"Đơn vị {_units}", kind, parent, null);

    private (string Unit, UnitCommand Command) Adopt()
    {
        var owner = _timeline.Any(Units.Take(4).ToList()).Id;
        var year = Today.Year;
        ImmutableArray<Area> areas =
        [
            .. Enumerable.Range(1, _timeline.Next(1, 3))
                .Select(i => new Area(
                    $"A{i}", $"Lĩnh vực {i}", (ReformArea)_timeline.Next(8), _timeline.Chance(0.5) ? _timeline.Next(1_000) : null)),
        ];
        // Now and then two callers adopt plans with the same id.
        var id = _plans.Count > 0 && _timeline.Chance(0.15) ? _plans[^1].Id : $"p{_plans.Count}";
        var plan = new Plan(id, owner, null, "Kế hoạch", null, year, year + _timeline.Next(2), [], null, areas, []);
        if (_adoptsDrafts && _timeline.Chance(0.4))
        {
            plan = plan with { Id = OwnedId.Of(owner, id) };
            ImmutableArray<PlanTask> lines = [.. Enumerable.Range(1, _timeline.Next(1, 4)).Select(i => Line(plan, $"{plan.Id}/{i}"))];
            _plans.Add(plan);
            return (owner, new UnitCommand.AdoptDraft(plan.Id, plan, lines));
        }
        _plans.Add(plan);
        return (owner, new UnitCommand.AdoptPlan(plan));
    }

    private (string Unit, UnitCommand Command) Impose(Plan plan)
    {
        var id = $"t{_tasks++}";
        if (_timeline.Chance(0.25))
        {
            var kind = _timeline.Chance(0.5) ? ObligationKind.Report : ObligationKind.Plan;
            return (plan.Owner, new UnitCommand.AddDuty(
                new Duty(id, plan.Id, kind, "Báo cáo", Leads(plan.Owner), AnySchedule(plan), null)));
        }
        return (plan.Owner, new UnitCommand.AddTask(Line(plan, id)));
    }

    private PlanTask Line(Plan plan, string id) => new(
        id, plan.Id, id, _timeline.Any(plan.Areas).Id, null, "Nhiệm vụ", [], Leads(plan.Owner),
        _timeline.Chance(0.25) ? LeadMode.Joint : LeadMode.Each, [], null, AnySchedule(plan), _timeline.Next(1, 5) * 500,
        _timeline.Chance(0.5) ? 0 : _timeline.Next(500));

    /// <summary>Periodic reports: new ones, or those that a duty already demands.</summary>
    private (string Unit, UnitCommand Command) Demand(string owner)
    {
        PeriodRule Rule(string key, MonthDay day, string? duty, params ImmutableArray<string> serves) => new(
            key, "Kỳ " + key, new MonthDay(1, 1), 0, day, [.. Reporting.Select(kind => new PeriodDue(kind, day))], serves, duty);
        var regime = new Regime(
            $"t{_tasks++}", owner, "Báo cáo định kỳ", null, [], Leads(owner), Today.Year, Today.Year + _timeline.Next(2), _timeline.Chance(0.5), []);
        var due = _ledger.StateOf(owner).Duties.Values.OrderBy(owned => owned.Duty.Id, StringComparer.Ordinal)
            .Where(owned => owned.Duty.Kind == ObligationKind.Report)
            .Select(owned => (owned.Duty, owned.Duty.Schedule.Occurrences()[0].Due)).FirstOrDefault(owned => owned.Due is not null);
        return (owner, new UnitCommand.AddRegime(WithForm(due.Due is { } day && _timeline.Chance(0.7)
            ? regime with
            {
                StartYear = day.Year,
                EndYear = day.Year,
                Reporters = [],
                NextWorkingDay = false,
                Periods = [Rule("K", new MonthDay(day.Month, day.Day), due.Duty.Id)],
            }
            : regime with { Periods = [Rule("H1", new MonthDay(6, 14), null, "Q2"), Rule("Q2", new MonthDay(6, 14), null)] })));
    }

    /// <summary>Null if no plan has a line.</summary>
    private (string Unit, UnitCommand Command)? Amend()
    {
        var owners = Units.Where(unit => _ledger.StateOf(unit.Id).Tasks.Values.Any(owned => owned.Task.WithdrawnIn is null)).ToList();
        if (owners.Count == 0)
        {
            return null;
        }
        var state = _ledger.StateOf(_timeline.Any(owners).Id);
        var line = _timeline.Any(state.Tasks.Values.Where(owned => owned.Task.WithdrawnIn is null).OrderBy(owned => owned.Task.Id, StringComparer.Ordinal).ToList());
        var (task, plan, owner) = (line.Task, state.Plans[line.Task.Plan], state.Unit!.Id);
        var nothing = new UnitCommand.AmendPlan(
            plan.Id, new Document("sửa", Today, null, null), Today, [], [], [], [], [], [], null, _timeline.Chance(0.3) ? plan.Version : null);
        return (owner, _timeline.Next(6) switch
        {
            0 => nothing with { WithdrawTasks = [task.Id], Title = "Kế hoạch sửa đổi" },
            1 => nothing with { AddLeads = [new LeadsChange(task.Id, Leads(owner))] },
            2 => nothing with { DropLeads = [new LeadsChange(task.Id, [new Assignee(line.Units.FirstOrDefault() ?? owner, null, "")])] },
            3 => nothing with { ChangeTasks = [new TaskChange(task.Id, Weight: _timeline.Next(1, 5) * 500, Budget: _timeline.Next(500))] },
            4 => nothing with
            {
                AddTasks =
                [
                    task with { Id = $"t{_tasks++}", Leads = Leads(owner), Schedule = AnySchedule(plan) },
                    task with { Id = $"t{_tasks++}", Leads = Leads(owner), Schedule = AnySchedule(plan) },
                ],
            },
            _ => nothing with { ChangeTasks = [new TaskChange(task.Id, Title: "Tên mới", Schedule: AnySchedule(plan))] },
        });
    }

    private ImmutableArray<Assignee> Leads(string owner)
    {
        ImmutableArray<Assignee> some = [Lead(), Lead()];
        return _timeline.Next(4) switch
        {
            0 => [new Assignee(null, _timeline.Any([UnitKind.District, UnitKind.Commune, UnitKind.Department]), "lớp"), some[0]],
            1 => some,
            2 => [new Assignee(owner, null, "chủ quản"), some[1]],
            _ => [some[0]],
        };

        Assignee Lead() => new(_timeline.Any(Units).Id, null, "đơn vị");
    }

    private Schedule AnySchedule(Plan plan)
    {
        var none = new Schedule(ScheduleKind.Unspecified, "", null, null, [], null, null, [], []);
        return _timeline.Next(8) switch
        {
            0 => none with { Kind = ScheduleKind.Date, Date = Today.AddDays(_timeline.Next(-60, 60)) },
            1 => none with { Kind = ScheduleKind.Month, StartYear = plan.StartYear, Month = _timeline.Next(1, 13) },
            2 => none with { Kind = ScheduleKind.Quarters, StartYear = plan.StartYear, Quarters = [_timeline.Next(1, 5)] },
            3 => none with { Kind = ScheduleKind.Year, StartYear = plan.StartYear },
            4 => none with
            {
                Kind = ScheduleKind.Recurring,
                StartYear = plan.StartYear,
                EndYear = plan.EndYear,
                Every = [_timeline.Any([Recurrence.Quarter, Recurrence.HalfYear])],
            },
            5 => none with { Kind = ScheduleKind.AfterEvent, Text = "Sau khi Chính phủ phê duyệt" },
            6 => none with { Kind = ScheduleKind.Continuous, Text = "Thường xuyên" },
            _ => none,
        };
    }

    private UnitCommand.OfObligation OfObligation(Obligation o)
    {
        long? version = _timeline.Chance(0.3) ? o.Version : null;
        return _timeline.Next(25) switch
        {
            < 6 => new UnitCommand.ReportProgress(
                o.Id, _timeline.Next(0, 10_001) / 100.0, null, _timeline.Chance(0.5) ? _timeline.Next(300) : null, version,
                _timeline.Chance(0.5) ? null : Today.AddDays(_timeline.Next(-60, 2))),
            < 9 => new UnitCommand.Submit(o.Id, null, _timeline.Chance(0.5) ? null : Today.AddDays(_timeline.Next(-100, 2)), version),
            < 12 => new UnitCommand.Accept(o.Id, null),
            12 => new UnitCommand.SendBack(o.Id, "làm lại"),
            13 => new UnitCommand.Cancel(o.Id, "không còn cần"),
            14 => new UnitCommand.RaiseDifficulty(o.Id, "thiếu kinh phí"),
            15 => new UnitCommand.EscalateDifficulty(o.Id),
            16 => new UnitCommand.ResolveDifficulty(o.Id, "đã cấp"),
            17 or 18 => new UnitCommand.ChangeDue(o.Id, Today.AddDays(_timeline.Next(-60, 120)), "gia hạn", null),
            19 => new UnitCommand.Withdraw(o.Id, _timeline.Chance(0.5) ? "nhầm" : null),
            20 or 21 => new UnitCommand.Reopen(o.Id, "chưa đạt"),
            22 or 23 => new UnitCommand.Restore(o.Id, "vẫn cần"),
            _ => new UnitCommand.Trigger(o.Id, Today.AddDays(-_timeline.Next(30)), Today.AddDays(_timeline.Next(90))),
        };
    }
}
