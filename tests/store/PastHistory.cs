namespace Hierarchy.Tests.Store;

/// <summary>
/// What a seed makes of a year in a small province: commands that the real rules accept, written as grains write them, many of them about
/// days gone by.
/// </summary>
public sealed class PastHistory
{
    private const int Steps = 120;

    private static readonly DateTimeOffset Began = new(2013, 2, 1, 3, 0, 0, TimeSpan.Zero);

    private readonly OpenStore _store;
    private readonly Random _random;
    private readonly Dictionary<string, UnitState> _states = [];
    private readonly Dictionary<string, List<StoredEvent>> _events = [];
    private readonly string[] _hands = ["d", "h", "c1", "c2"];
    private DateTimeOffset _now = Began;

    private PastHistory(OpenStore store, int seed)
    {
        _store = store;
        _random = new Random(seed);
    }

    /// <summary>From before the first plan until after the last change.</summary>
    public ImmutableArray<DateOnly> Days { get; private set; }

    public static async Task<PastHistory> WriteAsync(OpenStore store, int seed)
    {
        var history = new PastHistory(store, seed);
        await history.WriteAsync();
        return history;
    }

    /// <summary>All that was owed on a day.</summary>
    public List<Obligation> On(DateOnly day) => [.. _events.Values.SelectMany(events => On(day, events))];

    public Recount RecountOn(DateOnly day, string? only = null)
    {
        var recount = new Recount();
        foreach (var (unit, events) in _events.Where(unit => only is null || unit.Key == only))
        {
            foreach (var obligation in On(day, events))
            {
                recount.Add(obligation);
            }
            recount.AddMoney(_states[unit], day);
        }
        return recount;
    }

    /// <summary>Cells of each kind that the unit keeps.</summary>
    public IEnumerable<Cell> CellsAt(string unit, IUnitDirectory directory)
    {
        foreach (var scope in Enum.GetValues<Scope>())
        {
            yield return Cell.General(null, null, null, scope);
            yield return Cell.General(2013, ReformArea.Institutions, ObligationKind.Task, scope);
            yield return Cell.General(2014, null, ObligationKind.Report, scope);
        }
        yield return Cell.General(-1, null, null);
        foreach (var (owner, plan) in _states.SelectMany(state => state.Value.Plans.Values).Select(plan => (plan.Owner, plan.Id))
            .Where(plan => directory.IsAtOrBelow(unit, plan.Owner)))
        {
            yield return Cell.OfPlan(owner, plan, null, null);
            yield return Cell.OfPlan(owner, plan, ReformArea.Procedures, ObligationKind.Task);
            yield return Cell.OfPlanArea(owner, plan, "I", null);
            foreach (var line in _states[owner].Tasks.Values.Where(owned => owned.Task.Plan == plan))
            {
                yield return Cell.OfSource(owner, line.Task.Id);
            }
        }
    }

    private IEnumerable<Obligation> On(DateOnly day, List<StoredEvent> events)
    {
        var replayed = new UnitOnDay(day, _store.Directory);
        var state = UnitState.Empty;
        foreach (var stored in events)
        {
            state = state.Apply(stored);
            replayed.Apply(stored, state);
        }
        return replayed.Obligations;
    }

    private async Task WriteAsync()
    {
        foreach (var unit in (Unit[])
            [
                Sample.Unit("m", null, UnitKind.Ministry), Sample.Unit("p", "m", UnitKind.Province), Sample.Unit("d", "p", UnitKind.Department),
                Sample.Unit("h", "p", UnitKind.District), Sample.Unit("c1", "h"), Sample.Unit("c2", "h"),
            ])
        {
            await DoAsync(unit.Id, new UnitCommand.RegisterUnit(unit));
        }
        await AdoptAsync("p1", "p", new DateOnly(2013, 1, 10), ["d", "h", "c1", "c2"]);
        await AdoptAsync("p2", "d", null, ["d"]);
        for (var step = 0; step < Steps; step++)
        {
            _now = _now.AddHours(_random.Next(120));
            if (step == Steps / 2)
            {
                await AdoptAsync("p3", "p", new DateOnly(2013, 5, 1), ["c1", "c2"]);
            }
            var owed = _states.Values.SelectMany(state => state.Obligations.Values).ToList();
            var o = owed[_random.Next(owed.Count)];
            if (step % 6 == 5)
            {
                await HandOverAsync([.. owed.Where(other => other.Unit == o.Unit && _random.Next(4) == 0)], _hands[_random.Next(_hands.Length)]);
            }
            await DoAsync(o.Unit, Command(o.Id, VietnameseDay.Of(_now)));
        }
        var last = VietnameseDay.Of(_now);
        Days =
        [
            .. Enumerable.Range(0, 400).Select(i => new DateOnly(2012, 12, 20).AddDays(i * 17)).TakeWhile(day => day <= last).Append(last)
                .Append(last.AddDays(3)).Distinct(),
        ];
    }

    /// <summary>With all that is told on the way.</summary>
    private async Task HandOverAsync(Obligation[] moving, string to)
    {
        if (moving is not [var first, ..] || first.Unit == to)
        {
            return;
        }
        var effective = VietnameseDay.Of(_now).AddDays(-_random.Next(3) * _random.Next(60));
        var command = new UnitCommand.HandOver("sx", 1, effective, [.. moving.Select(o => new Handing(o.Id, to))]);
        if (await DoAsync(first.Unit, command) is not UnitEvent.ObligationsHandedOver handed)
        {
            return;
        }
        var received = (UnitEvent.ObligationsReceived)(await DoAsync(to, new UnitCommand.Receive(
            first.Unit, "sx", 1, effective,
            [.. handed.Moves.Select(move => new Handed(_states[first.Unit].Obligations[move.Obligation], move.From, move.Before))])))!;
        await DoAsync(first.Unit, new UnitCommand.Release(
            to, "sx", 1, effective,
            [.. received.Obligations.Select(came => new Releasing(Obligation.IdAt(first.Unit, came.Obligation.Id), came.Obligation.Version - 1))]));
    }

    private async Task AdoptAsync(string id, string owner, DateOnly? adoptedOn, string[] leads)
    {
        var plan = Sample.Plan(id, owner, adoptedOn) with
        {
            Areas =
            [
                new Area("I", "Cải cách thể chế", ReformArea.Institutions, _random.Next(1_000)),
                new Area("II", "Thủ tục hành chính", ReformArea.Procedures, null),
            ],
        };
        await DoAsync(owner, new UnitCommand.AdoptPlan(plan));
        for (var i = 0; i < 3; i++)
        {
            _now = _now.AddDays(_random.Next(5));
            var schedule = i == 2
                ? new Schedule(ScheduleKind.AfterEvent, "Sau khi có hướng dẫn", null, null, [], null, null, [], [])
                : new Schedule(ScheduleKind.Date, "ngày", new DateOnly(2013, 3, 1).AddDays(_random.Next(200)), null, [], null, null, [], []);
            var task = Sample.Task($"{id}-t{i}", id) with
            {
                Area = i == 1 ? "II" : "I",
                Leads = [.. leads.Select(unit => new Assignee(unit, null, unit))],
                Schedule = i == 0 ? schedule with { Kind = ScheduleKind.Unspecified, Date = null } : schedule,
                Weight = 500 + 250 * _random.Next(4),
                Budget = _random.Next(900),
            };
            await DoAsync(owner, new UnitCommand.AddTask(task));
            foreach (var unit in leads)
            {
                await DoAsync(unit, new UnitCommand.Impose(owner, Imposition.Of(_states[owner].Plans[id], _states[owner].Tasks[task.Id], unit)));
            }
        }
    }

    private UnitCommand.OfObligation Command(string id, DateOnly today) => _random.Next(18) switch
    {
        < 6 => new UnitCommand.ReportProgress(
            id, _random.Next(101), _random.Next(3) == 0 ? "ghi chú" : null, _random.Next(3) == 0 ? _random.Next(300) : null, null,
            _random.Next(2) == 0 ? today.AddDays(-_random.Next(60)) : null),
        < 9 => new UnitCommand.Submit(id, null, _random.Next(3) == 0 ? null : today.AddDays(-_random.Next(60)), null),
        9 or 10 => new UnitCommand.Accept(id, null, _random.Next(2) == 0 ? null : today.AddDays(-_random.Next(30))),
        11 => new UnitCommand.SendBack(id, "làm lại"),
        12 => new UnitCommand.Reopen(id, "chưa đạt"),
        13 => new UnitCommand.Cancel(id, "thôi"),
        14 => new UnitCommand.Restore(id, "vẫn cần"),
        15 => new UnitCommand.RaiseDifficulty(id, "thiếu kinh phí"),
        16 => new UnitCommand.Trigger(id, today, today.AddDays(_random.Next(60))),
        _ => new UnitCommand.ChangeDue(id, today.AddDays(_random.Next(-60, 60)), "gia hạn", null),
    };

    /// <summary>As a grain does it; what is refused does not happen.</summary>
    private async Task<UnitEvent?> DoAsync(string unit, UnitCommand command)
    {
        var state = _states.GetValueOrDefault(unit) ?? UnitState.Empty;
        var decision = UnitDecider.Decide(state, command, VietnameseDay.Of(_now), _store.Directory, history: _events.GetValueOrDefault(unit));
        if (decision is not Decision.Accepted { Event: { } happened })
        {
            return null;
        }
        var stored = new StoredEvent(unit, state.Seq + 1, happened, "test", _now, null);
        var next = state.Apply(stored);
        var append = new Append(unit, state.Seq, [happened], "test", _now, null, null, [], [], Timeline.ChangedBy(stored, next), []);
        append = happened switch
        {
            UnitEvent.UnitRegistered registered => append with { Registered = registered.Unit },
            UnitEvent.PlanAdopted adopted => append with { Plans = [adopted.Plan], Money = PlanMoney.Of(next, adopted.Plan.Id) },
            UnitEvent.TaskAdded added => append with { Tasks = [added.Task], Money = PlanMoney.Of(next, added.Task.Plan) },
            _ => append,
        };
        Assert.IsType<AppendResult.Appended>(await _store.Events.AppendAsync(append, Sample.Stop));
        _states[unit] = next;
        (_events.TryGetValue(unit, out var events) ? events : _events[unit] = []).Add(stored);
        return happened;
    }
}
