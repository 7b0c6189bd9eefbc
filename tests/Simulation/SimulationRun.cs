using Hierarchy.Simulation.Callers;
using Hierarchy.Simulation.Checks;
using Hierarchy.Simulation.Runtime;

namespace Hierarchy.Simulation;

/// <summary>One run from registration to the last check. Everything follows from the seed.</summary>
internal sealed class SimulationRun
{
    /// <summary>Far more than any caller needs.</summary>
    private static readonly TimeSpan PatienceMax = TimeSpan.FromMinutes(30);

    /// <summary>After this time without faults everything must be correct: two repair rounds.</summary>
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(150);

    /// <summary>Fraction of runs that include reports, indicators and inspections.</summary>
    private const double ReportingRuns = 0.4;

    private readonly SimulatedCluster _cluster;
    private readonly VirtualTime _timeline;
    private readonly Crowd _crowd;
    private readonly Reorganiser _reorganiser;

    private SimulationRun(int seed, Rules rules, Action<string>? trace)
    {
        _timeline = new VirtualTime(seed, trace);
        _cluster = new SimulatedCluster(_timeline, rules);
        var wishes = new Wishes(_timeline, _cluster.Ledger, _cluster.Calendar, rules.HasReports && _timeline.Chance(ReportingRuns), rules.HasDrafts);
        (_crowd, _reorganiser) = (new Crowd(_cluster, wishes), new Reorganiser(_cluster, wishes));
    }

    /// <summary>Runs a seed; the result has the first fault, or null.</summary>
    public static RunResult Run(int seed, Rules? rules = null, Action<string>? trace = null)
    {
        var context = SynchronizationContext.Current;
        // Continuations must return to the run's schedulers.
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var run = new SimulationRun(seed, rules ?? new Rules(), trace);
            try
            {
                run.Run();
            }
            catch (Exception fault)
            {
                run._cluster.Fail($"the run itself failed: {fault}");
            }
            return new RunResult(seed, run._cluster.Fault, run._timeline.StepsTaken, run._crowd.Requests.Count(r => r.IsAcknowledged));
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private void Run()
    {
        _cluster.StartSilo();
        if (_cluster.Weather.TwoSilos)
        {
            _cluster.StartSilo();
        }
        _crowd.Found();
        if (!Finish("the units are registered"))
        {
            return;
        }
        _cluster.Weather.Break();
        var storm = TimeSpan.FromSeconds(_timeline.Any([5, 20, 100]));
        _crowd.Send(_timeline.Next(15, 50), storm);
        PlanTrouble(storm);
        if (!Proceed(storm))
        {
            return;
        }
        _timeline.Note("CALM");
        _cluster.Weather.Calm();
        _cluster.Heal();
        if (!Finish("every caller has its answer") || !Proceed(QuietTime))
        {
            return;
        }
        var checks = new QuietChecks(_cluster, _crowd.Requests, _reorganiser.CarriedOut);
        _crowd.Begin(checks.RunAsync);
        Finish("everything is checked");
    }

    private void PlanTrouble(TimeSpan storm)
    {
        Plan(_cluster.Weather.Deactivations, "", _cluster.DeactivateAny);
        Plan(_cluster.Weather.CalendarMoves, "the calendar moves", MoveCalendar);
        Plan(_cluster.Weather.Stops, "stop", Stop);
        Plan(_cluster.Weather.Reorganisations, "", () => _crowd.Begin(_reorganiser.RunAsync));
        Plan(_cluster.Weather.Splits, "split", () =>
        {
            _cluster.Split();
            _timeline.After(_timeline.Between(TimeSpan.Zero, storm / 2), "heal", "", _cluster.Heal);
        });
        // Crashes at arbitrary turns, besides those at chosen moments.
        Plan(40, "", () => _cluster.AnyReady()?.Reach(Moment.AnyTurn));

        void Plan(int times, string what, Action action)
        {
            for (; times > 0; times--)
            {
                _timeline.After(_timeline.Between(TimeSpan.Zero, storm), what, "", action);
            }
        }
    }

    private void Stop()
    {
        if (_cluster.AnyReady() is { } silo)
        {
            silo.Stop();
            _timeline.After(_timeline.Between(TimeSpan.Zero, TimeSpan.FromSeconds(2)), "end of", silo.Name, () => _cluster.Crash(silo));
        }
    }

    /// <summary>Moves to just before or after the end of a month, a quarter or a year in Vietnam.</summary>
    private void MoveCalendar()
    {
        var today = VietnameseDay.Of(_cluster.Calendar.Now(_timeline));
        var months = _timeline.Any([1, 3, 12]);
        var end = new DateOnly(today.Year, (today.Month + months - 1) / months * months, 1).AddMonths(1);
        var midnight = new DateTimeOffset(end.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(7));
        _cluster.Calendar.MoveTo(midnight.AddMilliseconds(_timeline.Next(-3_000, 1_000)), _timeline);
    }

    /// <summary>Advances time; false if a fault has ended the run.</summary>
    private bool Proceed(TimeSpan time)
    {
        var until = _timeline.Now + time;
        while (_cluster.Fault is null && _timeline.TryStep(until))
        {
        }
        return _cluster.Fault is null;
    }

    private bool Finish(string what)
    {
        var until = _timeline.Now + PatienceMax;
        while (_cluster.Fault is null && !_crowd.IsDone && _timeline.TryStep(until))
        {
        }
        if (_cluster.Fault is null && !_crowd.IsDone)
        {
            _cluster.Fail($"it never happens that {what}");
        }
        return _cluster.Fault is null;
    }
}

/// <param name="Fault">The first fault; null for none.</param>
/// <param name="Acknowledged">Number of acknowledged requests.</param>
internal sealed record RunResult(int Seed, string? Fault, long Steps, int Acknowledged);
