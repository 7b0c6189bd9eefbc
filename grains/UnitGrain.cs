using System.Collections.Immutable;
using System.Diagnostics;
using Hierarchy.Grains.Events;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Plans;
using Hierarchy.Grains.Ports;
using Hierarchy.Grains.Rollup;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.BroadcastChannel;
using Orleans.Serialization.Invocation;

namespace Hierarchy.Grains;

/// <summary>
/// The thin shell around a unit: loads, lets the core decide, awaits the disk, applies, publishes. Commands stand here; the roll-up and the
/// messages to other units in the files beside it.
/// </summary>
[ImplicitChannelSubscription(RollupOptions.Channel), MayInterleave(nameof(MayInterleave))]
public sealed partial class UnitGrain(
    IGrainContext context, IGrainFactory grains, [FromKeyedServices(RollupOptions.Channel)] IBroadcastChannelProvider channels,
    IEventStore store, IRollupCheckpoints checkpoints, IUnitDirectory directory, IChangeFeed feed, TimeProvider time,
    IOptions<RollupOptions> options, SetAside aside, ILogger<UnitGrain> log)
    : IGrainBase, IUnitGrain, IOnBroadcastChannelSubscribed
{
    /// <summary>How often a decision is made anew because another activation has written to the unit meanwhile.</summary>
    private const int AttemptsMax = 3;

    private readonly string _id = context.GrainId.Key.ToString()!;
    private UnitState _state = UnitState.Empty;
    private long _snapshotSeq;

    // Set when the last append may or may not have happened: the state must be read again before the next decision.
    private bool _uncertain;
    private IDisposable? _reload;

    public IGrainContext GrainContext => context;

    /// <summary>What a channel delivers: a roll-up must not stand behind a commit of the parent's own.</summary>
    public static bool MayInterleave(IInvokable call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call.GetInterfaceType().IsAssignableTo(typeof(IGrainExtension));
    }

    public async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        // Interleaved: whoever asks this unit for something would stand behind a look otherwise.
        this.RegisterGrainTimer(
            LookAsync, new GrainTimerCreationOptions(options.Value.LookWindow * ShareOf(_id), options.Value.LookWindow) { Interleave = true });
        feed.Activated(_id);
    }

    public async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        feed.Deactivated(_id);
        try
        {
            await SaveWorthwhileSnapshotAsync(cancellationToken);
            await SaveCheckpointAsync(cancellationToken);
        }
        catch (StoreUnavailableException fault)
        {
            // Both are derived: the next activation replays and counts instead.
            LogNotWritten(_id, fault.Message);
        }
    }

    public async Task<Outcome> ExecuteAsync(UnitCommand command, string requestId, Caller caller)
    {
        var request = RequestKey.Of(command, requestId, caller);
        try
        {
            await CatchUpAsync(command);
            if ((RequestKey.Fault(requestId, caller) ?? FaultOfCaller(command, caller)) is { } refused)
            {
                return refused;
            }
            for (var attempt = 1; attempt <= AttemptsMax; attempt++)
            {
                if (await AttemptAsync(command, request, caller) is { } outcome)
                {
                    if (outcome.Refusal is null && command is (UnitCommand.RegisterUnit or UnitCommand.AdoptPlan))
                    {
                        await feed.RegisteredAsync();
                    }
                    return outcome.Refusal is null ? outcome with { Version = _version } : outcome;
                }
            }
            return Refusal.Unavailable("The unit is being written to elsewhere; repeat the request with the same requestId.");
        }
        catch (StoreUnavailableException fault)
        {
            LogUnavailable(_id, fault.Message);
            return Refusal.Unavailable("The database does not answer; repeat the request with the same requestId.");
        }
        catch (UnreachableException)
        {
            // A broken invariant: what is in memory is not to be trusted, what is on disk is.
            _uncertain = true;
            throw;
        }
    }

    // Awaits nothing, so that all of it is of one version.
    public Task<UnitReading> ReadAsync(UnitQuestions questions) => Task.FromResult(new UnitReading(
        _version, ReadCells(questions.Cells), [.. questions.Parts.Select(ReadParts)], questions.Plans ? ReadPlans() : [],
        ReadContents(questions.Contents), [.. ReadContents(questions.Sources).Select(ReadSources)], ReadObligations(questions.Obligations)));

    public Task<PlansReading> ReadPlansAsync() => Task.FromResult(new PlansReading(_version, ReadPlans()));

    public Task<ContentsReading> ReadContentsAsync(ImmutableArray<string> plans) =>
        Task.FromResult(new ContentsReading(_version, ReadContents(plans)));

    public Task<ObligationsReading> ReadObligationsAsync(ImmutableArray<string> obligations) =>
        Task.FromResult(new ObligationsReading(_version, ReadObligations(obligations)));

    private ImmutableArray<Plan> ReadPlans() =>
        [.. _state.Plans.Values.OrderByDescending(p => p.StartYear).ThenByDescending(p => p.AdoptedOn).ThenBy(p => p.Id, StringComparer.Ordinal)];

    private ImmutableArray<PlanContents> ReadContents(ImmutableArray<string> plans) =>
        [.. plans.Select(_state.Plans.GetValueOrDefault).OfType<Plan>().Select(ContentsOf)];

    private SourcesReading ReadSources(PlanContents contents) => new(
        contents,
        [.. contents.Tasks.Select(task => _rollup.Read(Cell.OfSource(_id, task.Id)))],
        [.. contents.Duties.Select(duty => _rollup.Read(Cell.OfSource(_id, duty.Id)))]);

    private ImmutableArray<Obligation> ReadObligations(ImmutableArray<string> obligations) =>
        [.. obligations.Select(_state.Obligations.GetValueOrDefault).OfType<Obligation>()];

    private PlanContents ContentsOf(Plan plan) => new(
        plan,
        [.. _state.Tasks.Values.Where(t => t.Task.Plan == plan.Id).OrderBy(t => t.Place).Select(t => t.Task)],
        [.. _state.Duties.Values.Where(d => d.Duty.Plan == plan.Id).OrderBy(d => d.Place).Select(d => d.Duty)]);

    private async Task LoadAsync(CancellationToken cancellation)
    {
        var history = await store.LoadAsync(_id, cancellation);
        var children = await checkpoints.OfChildrenAsync(_id, cancellation);
        if (history.SnapshotSeq + history.Tail.Length > 0 && directory.Find(_id) is null)
        {
            // Another process registered it, a moment ago: the rules and the roll-up ask for the units above.
            await directory.CatchUpAsync();
        }
        _state = await ReplayAsync(history, cancellation);
        _snapshotSeq = history.SnapshotSeq;
        _uncertain = false;
        if (_state.Fault is { } fault)
        {
            aside.Add(SetAsideRecord.Event(_id, fault));
        }
        RestartRollup(history.Incarnation, children);
    }

    private async Task<UnitState> ReplayAsync(UnitHistory history, CancellationToken cancellation)
    {
        if (history.Snapshot is not { } snapshot)
        {
            return history.Tail.Aggregate(UnitState.Empty, (s, e) => s.Replay(e));
        }
        try
        {
            var written = EventCodec.DecodeSnapshot(snapshot.Span);
            if (written.Seq == history.SnapshotSeq)
            {
                return history.Tail.Aggregate(UnitState.From(written), (s, e) => s.Replay(e));
            }
            aside.Add(SetAsideRecord.Snapshot(_id, history.SnapshotSeq, $"It is of event {written.Seq}."));
        }
        catch (Exception fault) when (EventCodec.IsUnreadable(fault))
        {
            aside.Add(SetAsideRecord.Snapshot(_id, history.SnapshotSeq, fault.Message));
        }
        // It only spares work: the events say it all.
        var state = UnitState.Empty;
        await foreach (var stored in store.ReadAsync(_id, 1, long.MaxValue, cancellation))
        {
            state = state.Replay(stored);
        }
        return state;
    }

    /// <summary>
    /// Between 0 and 1, the same for a unit wherever it is: units that became active or changed in one moment do their upkeep at different ones.
    /// </summary>
    private static double ShareOf(string unit) =>
        unchecked(unit.Aggregate(1u, (hash, letter) => (hash * 31) + letter) * 0x9E3779B1u) / (double)uint.MaxValue;

    /// <summary>An activation that nobody writes through is not fenced: it would not learn otherwise that it is overtaken.</summary>
    private Task LookAsync(CancellationToken cancellation) => TryAsync(async _ =>
    {
        var (seq, wasUncertain) = (_state.Seq, _uncertain);
        var isOvertaken = await checkpoints.IsOvertakenAsync(_id, seq, _version, cancellation);
        // What has written meanwhile was not fenced.
        if ((isOvertaken || wasUncertain) && _state.Seq == seq)
        {
            // A turn of its own: no decision may be under way while the state is read again.
            _reload ??= this.RegisterGrainTimer(ReloadAsync, new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        }
    });

    private Task ReloadAsync(CancellationToken cancellation)
    {
        _reload?.Dispose();
        _reload = null;
        return TryAsync(LoadAsync);
    }

    /// <summary>Null when another writer has been here first, so that the decision must be made anew.</summary>
    /// <param name="taken">An id that the store has refused to this command.</param>
    private async Task<Outcome?> AttemptAsync(UnitCommand command, RequestKey request, Caller caller, string? taken = null)
    {
        if (_uncertain || _state.Fault is not null)
        {
            // It may have been mended meanwhile.
            await LoadAsync(CancellationToken.None);
        }
        if (_state.Fault is { } fault)
        {
            return Refusal.SetAside(
                $"Event {fault.Seq} of the unit's record cannot be read, so nothing can be written after it until an administrator has mended it.");
        }
        if (AnsweredAt(request) is { } answered && await RepeatAsync(command, request, caller, answered) is { } first)
        {
            return first;
        }
        var now = time.GetUtcNow();
        var decision = UnitDecider.Decide(_state, command, VietnameseDay.Of(now), directory, taken);
        if ((FaultOfHolder(command, caller) ?? decision.Refusal) is { } refusal)
        {
            return await RefuseAsync(command, request, caller, refusal);
        }
        if (decision.Event is not { } happened)
        {
            return Outcome.Done;
        }
        var next = _state.Apply(new StoredEvent(_id, _state.Seq + 1, happened, caller.Name, now, request.Id, request.Digest));
        try
        {
            return await AppendAsync(ToAppend(happened, next, caller.Name, now, request)) switch
            {
                AppendResult.Appended => await CommitAsync(happened, next),
                AppendResult.Repeated repeated => await RepeatMissedAsync(command, request, caller, repeated.Seq),
                // Another owner was first, perhaps in this very moment: what is new gets an id that bears its owner's.
                AppendResult.Taken other when taken is null => await AttemptAsync(command, request, caller, other.Id),
                AppendResult.Taken again => Refusal.Conflict($"There is a {again.Noun} '{again.Id}' already.", "id"),
                _ => Fenced(),
            };
        }
        catch (AppendRefusedException refused)
        {
            if (caller != Caller.System)
            {
                // Of a message, its sender says it, once.
                LogRefused(_id, refused.Message);
            }
            return Refusal.Invalid("The database cannot hold this change, so nothing was changed: a value in it is out of range.");
        }
    }

    private Outcome? Fenced()
    {
        LogFenced(_id, _state.Seq);
        _uncertain = true;
        return null;
    }

    private async Task<AppendResult> AppendAsync(Append append)
    {
        _uncertain = true;
        try
        {
            var result = await store.AppendAsync(append, CancellationToken.None);
            _uncertain = false;
            return result;
        }
        catch (AppendRefusedException)
        {
            _uncertain = false;
            throw;
        }
    }

    private async Task<Outcome> CommitAsync(UnitEvent happened, UnitState next)
    {
        var before = _state;
        _state = next;
        var changes = Changed(happened, next);
        foreach (var changed in changes)
        {
            _rollup.Change(before.Obligations.GetValueOrDefault(changed.Id), changed);
        }
        if (happened is UnitEvent.PlanAdopted or UnitEvent.TaskAdded)
        {
            _rollup.ChangeMoney(next);
        }
        Touch();
        // After the version is told: whoever hears of the obligation and asks for the numbers gets the new ones.
        foreach (var obligation in changes)
        {
            feed.ObligationChanged(obligation);
        }
        if (TargetsOf(happened).Length > 0)
        {
            DeliverSoon();
        }
        if (next.Seq - _snapshotSeq >= options.Value.SnapshotEvery)
        {
            await TryAsync(SaveSnapshotAsync);
        }
        return OutcomeOf(happened, next);
    }

    private Append ToAppend(UnitEvent happened, UnitState next, string actor, DateTimeOffset at, RequestKey request) => new(
        _id, _state.Seq, [happened], actor, at, request.Id,
        (happened as UnitEvent.UnitRegistered)?.Unit,
        happened is UnitEvent.PlanAdopted adopted ? [adopted.Plan] : [],
        happened is UnitEvent.TaskAdded added ? [added.Task] : [],
        Changed(happened, next),
        [.. TargetsOf(happened).Select(target => (0, target))], request.Digest, request.Earlier)
    {
        Duties = happened is UnitEvent.DutyAdded imposed ? [imposed.Duty] : [],
    };

    private static ImmutableArray<Obligation> Changed(UnitEvent happened, UnitState next) => happened switch
    {
        UnitEvent.ObligationsImposed e => [.. e.Obligations.Select(terms => next.Obligations[terms.Id])],
        UnitEvent.OfObligation e => [next.Obligations[e.Obligation]],
        _ => [],
    };

    private static Outcome OutcomeOf(UnitEvent happened, UnitState state) => happened switch
    {
        UnitEvent.UnitRegistered => Outcome.Done with { Unit = state.Unit },
        UnitEvent.PlanAdopted e => Outcome.Done with { Plan = e.Plan },
        UnitEvent.TaskAdded e => Outcome.Done with { Task = e.Task },
        UnitEvent.DutyAdded e => Outcome.Done with { Duty = e.Duty },
        UnitEvent.OfObligation e => Outcome.Done with { Obligation = state.Obligations[e.Obligation] },
        _ => Outcome.Done,
    };

    /// <summary>Makes sure that a command which names other units, or a class of them, finds those that other processes have registered.</summary>
    private Task CatchUpAsync(UnitCommand command) => command switch
    {
        UnitCommand.RegisterUnit { Unit.Parent: { } parent } when directory.Find(parent) is null => directory.CatchUpAsync(),
        UnitCommand.AdoptPlan or UnitCommand.AddTask or UnitCommand.AddDuty => directory.CatchUpAsync(),
        _ => Task.CompletedTask,
    };

    /// <summary>One that spares the next activation more than it costs.</summary>
    private Task SaveWorthwhileSnapshotAsync(CancellationToken cancellation) =>
        _state.Seq - _snapshotSeq >= options.Value.SnapshotEvery / 10 ? SaveSnapshotAsync(cancellation) : Task.CompletedTask;

    private async Task SaveSnapshotAsync(CancellationToken cancellation)
    {
        if (_state.Fault is not null)
        {
            return;
        }
        var seq = _state.Seq;
        await store.SaveSnapshotAsync(_id, seq, EventCodec.Encode(_state.ToSnapshot()), cancellation);
        _snapshotSeq = seq;
    }

    private async Task TryAsync(Func<CancellationToken, Task> write)
    {
        try
        {
            await write(CancellationToken.None);
        }
        catch (StoreUnavailableException fault)
        {
            LogNotWritten(_id, fault.Message);
        }
    }

    [LoggerMessage(1001, LogLevel.Warning, "{Unit}: the database does not answer: {Reason}")]
    private partial void LogUnavailable(string unit, string reason);

    [LoggerMessage(1002, LogLevel.Warning, "{Unit}: another activation has written after event {Seq}; reading again")]
    private partial void LogFenced(string unit, long seq);

    [LoggerMessage(1003, LogLevel.Warning, "{Unit}: snapshot or checkpoint not written, or not looked at: {Reason}")]
    private partial void LogNotWritten(string unit, string reason);

    [LoggerMessage(1004, LogLevel.Warning, "{Unit}: message to {Target} not delivered, trying again: {Reason}")]
    private partial void LogNotDelivered(string unit, string target, string reason);

    [LoggerMessage(1007, LogLevel.Error, "{Unit}: a change was refused that the database cannot hold: {Reason}")]
    private partial void LogRefused(string unit, string reason);

    [LoggerMessage(1005, LogLevel.Warning, "{Unit}: roll-up not told to {Parent}, trying again: {Reason}")]
    private partial void LogNotPublished(string unit, string parent, string reason);
}
