using Hierarchy.Simulation.Checks;
using Hierarchy.Simulation.Runtime;

namespace Hierarchy.Simulation.Callers;

/// <summary>The callers: they send, lose patience, repeat with the same id, and race each other. They never crash.</summary>
internal sealed class Crowd(SimulatedCluster cluster, Wishes wishes)
{
    private const int AttemptsMax = 10;

    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(4);

    private readonly TurnScheduler _turns = new(cluster.VirtualTime, "callers");
    private int _underWay;

    public List<CallerRequest> Requests { get; } = [];

    /// <summary>Whether every caller has its answer or has given up.</summary>
    public bool IsDone => _underWay == 0;

    /// <summary>Registers the units, one after the other.</summary>
    public void Found() => Begin(async () =>
    {
        foreach (var unit in wishes.Units.ToList())
        {
            await PursueAsync(NewRequest(unit.Id, new UnitCommand.RegisterUnit(unit)));
        }
    });

    /// <summary>Sends this number of requests within this time.</summary>
    public void Send(int requests, TimeSpan within)
    {
        for (var i = 0; i < requests; i++)
        {
            _underWay++;
            cluster.VirtualTime.After(cluster.VirtualTime.Between(TimeSpan.Zero, within), "", "callers", () =>
            {
                _underWay--;
                var (unit, command) = wishes.Next();
                var request = NewRequest(unit, command);
                Begin(() => PursueAsync(request));
                if (cluster.VirtualTime.Chance(cluster.Weather.Races))
                {
                    Begin(() => PursueAsync(request));
                }
            });
        }
    }

    /// <summary>Starts work on the callers' side, such as reading.</summary>
    public void Begin(Func<Task> work)
    {
        _underWay++;
        _turns.Start(async () =>
        {
            try
            {
                await work();
            }
            catch (Exception fault)
            {
                cluster.Fail($"a caller got {fault}");
            }
            _underWay--;
        });
    }

    private CallerRequest NewRequest(string unit, UnitCommand command)
    {
        var request = new CallerRequest($"r{Requests.Count}", unit, command, new Caller("cán bộ", cluster.VirtualTime.Chance(0.1) ? unit : null));
        Requests.Add(request);
        return request;
    }

    private async Task PursueAsync(CallerRequest request)
    {
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            if (await TryAsync(request) && !cluster.VirtualTime.Chance(cluster.Weather.Repetitions))
            {
                return;
            }
            await cluster.VirtualTime.Delay(cluster.VirtualTime.Between(TimeSpan.Zero, PauseMax), "callers");
        }
    }

    /// <summary>False if the outcome is unknown.</summary>
    private async Task<bool> TryAsync(CallerRequest request)
    {
        if (cluster.AnyReady() is not { } silo)
        {
            return false;
        }
        var neverSplit = !cluster.WasSplit;
        var before = cluster.Ledger.Find(request.StoredId);
        var isAlone = request.Open++ == 0;
        var number = ++request.Sent;
        var answer = AnswerAsync(silo, request);
        if (cluster.VirtualTime.Chance(cluster.Weather.Impatience))
        {
            var patience = cluster.VirtualTime.Delay(cluster.VirtualTime.Between(TimeSpan.Zero, PauseMax), "callers");
            if (await Task.WhenAny(answer, patience) == patience)
            {
                Note(request, "not waited for");
                request.IsUncertain = true;
                return false;
            }
        }
        try
        {
            var outcome = await answer;
            request.Open--;
            Note(request, outcome.Refusal is { } refusal ? $"refused: {refusal.Code} {refusal.Message}" : "acknowledged");
            if (outcome.Refusal is { Code: RefusalCode.Unavailable })
            {
                request.IsUncertain = true;
                return false;
            }
            request.Answers.Add(outcome);
            if (AnswerChecks.FaultOf(request, outcome, before, isAlone && request.Sent == number, cluster.Ledger) is { } fault)
            {
                cluster.Fail(fault);
            }
            if (neverSplit && outcome.Obligation is { } obligation)
            {
                await ReadBackAsync(silo.GetGrain<IUnitGrain>(obligation.Unit), obligation.Id, obligation.Version);
            }
            return true;
        }
        catch (Exception fault) when (fault is StoreUnavailableException or OrleansException or TimeoutException)
        {
            request.IsUncertain = true;
            request.Open -= fault is TimeoutException ? 0 : 1;
            Note(request, $"not known: {fault.Message}");
            return false;
        }
    }

    /// <summary>Like the API: follows an obligation that was handed over to its present unit.</summary>
    private async Task<Outcome> AnswerAsync(SimulatedSilo silo, CallerRequest request)
    {
        // The figures of a report are counted anew each time.
        var counted = request.Command is UnitCommand.SignReport sign ? sign with { Figures = wishes.Counted() } : request.Command;
        var outcome = await silo.GetGrain<IUnitGrain>(request.Unit).ExecuteAsync(counted, request.Id, request.Caller);
        while (outcome is Outcome.Moved { Obligation: var moved })
        {
            var command = ((UnitCommand.OfObligation)request.Command) with { Obligation = moved };
            outcome = await silo.GetGrain<IUnitGrain>(Obligation.UnitOf(moved)!).ExecuteAsync(command, request.Id, request.Caller);
        }
        return outcome;
    }

    /// <summary>A caller with an answer reads at least that state.</summary>
    private async Task ReadBackAsync(IUnitGrain grain, string obligation, long version)
    {
        var read = (await grain.ReadObligationsAsync([obligation])).Obligations.FirstOrDefault();
        if (!cluster.WasSplit && !(read?.Version >= version))
        {
            cluster.Fail($"{obligation} was answered in version {version} and is read in version {read?.Version}");
        }
    }

    private void Note(CallerRequest request, string text)
    {
        if (cluster.VirtualTime.IsTraced)
        {
            cluster.VirtualTime.Note($"caller: {request}: {text}");
        }
    }
}
