using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.BroadcastChannel;
using Orleans.Serialization.Invocation;

namespace Hierarchy.Grains;

/// <summary>
/// The thin shell around a unit. It loads the unit, lets the core decide, awaits the disk, applies, publishes and answers reads. It is made
/// of the record (<see cref="UnitJournal"/>), the versioned roll-up (<see cref="VersionedRollup"/>), its publisher and its checkpointer
/// (<see cref="RollupPublisher"/>, <see cref="RollupCheckpointer"/>), and the messages to other units (<see cref="Outbox"/>).
/// </summary>
[ImplicitChannelSubscription(RollupOptions.Channel), MayInterleave(nameof(MayInterleave))]
public sealed class UnitGrain(
    IGrainContext context, IGrainFactory grains, [FromKeyedServices(RollupOptions.Channel)] IBroadcastChannelProvider channels,
    IEventStore store, IRollupCheckpoints checkpoints, IUnitDirectory directory, Judge judge, IChangeFeed feed, TimeProvider time,
    IOptions<RollupOptions> options, SetAside aside, ILogger<UnitGrain> log)
    : IGrainBase, IUnitGrain, IOnBroadcastChannelSubscribed
{
    /// <summary>Attempts at a decision while another activation keeps writing to the unit.</summary>
    private const int AttemptsMax = 3;

    private readonly string _id = IdOf(context);
    private readonly UnitJournal _journal = new(IdOf(context), store, aside, options.Value.SnapshotEvery);

    private VersionedRollup Rollup => field ??= new VersionedRollup(() => _ = RenewIncarnationAsync());

    private ChildRollups Below => field ??= new ChildRollups(_id, Rollup, directory);

    private RollupPublisher Publisher => field ??= new RollupPublisher(
        _id, Rollup, () => Registered?.Parent,
        (parent, told) => channels.GetChannelWriter<ChildRollup>(ChannelId.Create(RollupOptions.Channel, parent)).Publish(told),
        options.Value.PublishWindow, time, StartTimer, log);

    private RollupCheckpointer Checkpointer => field ??= new RollupCheckpointer(
        _id, Rollup, () => Registered is null ? null : State.Seq, checkpoints, options.Value.CheckpointWindow * ((1 + Later.ShareOf(_id)) / 2),
        StartTimer, log);

    private Outbox Outbox => field ??= new Outbox(
        _id, store, () => State, (unit, command, requestId) => grains.GetGrain<IUnitGrain>(unit).ExecuteAsync(command, requestId, Caller.System),
        options.Value.DeliveriesMax, aside, StartTimer, log);

    // Not interleaved: no decision may be under way while the state is reloaded.
    private Later Reload => field ??= new Later(StartTimer, () => log.TryAsync(_id, LoadAsync), interleaves: false);

    public IGrainContext GrainContext => context;

    private UnitState State => _journal.State;

    /// <summary>Null until the unit is registered. A unit whose record cannot be read keeps its place in the directory, and passes on the
    /// roll-ups of the units below it.</summary>
    private Unit? Registered => State.Unit ?? (State.Fault is null ? null : directory.Find(_id));

    /// <summary>True for deliveries of a channel: a child's roll-up must not wait for a commit of this unit.</summary>
    public static bool MayInterleave(IInvokable call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call.GetInterfaceType().IsAssignableTo(typeof(IGrainExtension));
    }

    public async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        // Interleaved: callers would otherwise wait for it.
        this.RegisterGrainTimer(
            LookAsync, new GrainTimerCreationOptions(options.Value.LookWindow * Later.ShareOf(_id), options.Value.LookWindow) { Interleave = true });
        feed.Activated(_id);
    }

    public async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        feed.Deactivated(_id);
        try
        {
            await _journal.SaveWorthwhileSnapshotAsync(cancellationToken);
            await Checkpointer.WriteAsync(cancellationToken);
        }
        catch (StoreUnavailableException fault)
        {
            // Snapshot and checkpoint are derived: the next activation replays and counts instead.
            log.NotWritten(_id, fault.Message);
        }
    }

    public async Task<Outcome> ExecuteAsync(UnitCommand command, string requestId, Caller caller)
    {
        var request = RequestKey.Of(command, requestId, caller);
        try
        {
            // A command that names other units or a class of them must see those that other processes have registered.
            await (command.NamesOthers(directory) ? directory.CatchUpAsync() : Task.CompletedTask);
            if (RequestKey.Fault(requestId, caller) is { } unusable)
            {
                return unusable;
            }
            if (Rights.FaultOfCaller(command, caller, _id, directory, State) is { } refused)
            {
                // The command may have been carried out before another unit began to act for this one.
                var isEntrusted = HandOverRules.StewardOf(State, command, directory) is not null;
                return (isEntrusted ? await UnlessMissedAsync(command, request, caller, refused) : null) ?? refused;
            }
            for (var attempt = 1; attempt <= AttemptsMax; attempt++)
            {
                if (await AttemptAsync(command, request, caller) is { } outcome)
                {
                    await (outcome is not Outcome.Refused && command.ChangesDirectory ? feed.RegisteredAsync() : Task.CompletedTask);
                    return outcome;
                }
            }
            return Refusal.Unavailable("Another node is writing to the unit; repeat the request with the same requestId.");
        }
        catch (StoreUnavailableException fault)
        {
            log.Unavailable(_id, fault.Message);
            return Refusal.Unavailable("The database does not answer; repeat the request with the same requestId.");
        }
        catch (UnreachableException)
        {
            // A broken invariant: the state in memory cannot be trusted, the state on disk can.
            _journal.Doubt();
            throw;
        }
    }

    /// <summary>Null when another writer was first, so that the decision must be repeated.</summary>
    /// <param name="taken">An id that the store has refused to this command.</param>
    private async Task<Outcome?> AttemptAsync(UnitCommand command, RequestKey request, Caller caller, string? taken = null)
    {
        if (_journal.IsUncertain || State.Fault is not null)
        {
            // The record may have been mended meanwhile.
            await LoadAsync(CancellationToken.None);
        }
        if (State.Fault is { } fault)
        {
            return Refusal.SetAside(
                $"Event {fault.Seq} of the unit's record cannot be read, so nothing can be written after it until an administrator has mended it.");
        }
        if (await _journal.AnswerAsync(command, request, caller) is { } first)
        {
            return first;
        }
        var (now, today) = VietnameseDay.Now(time);
        var (lacking, origin) = Rights.Of(command, caller, State, _id, judge, directory, today);
        return (lacking ?? UnitDecider.Decide(State, command, today, directory, taken, caller.Person, await _journal.HistoryForAsync(command, today))) switch
        {
            Decision.Refused refused => await UnlessMissedAsync(command, request, caller, refused.Refusal),
            Decision.Accepted accepted => await StoreAsync(accepted.Event, now, command, request, caller, origin, taken),
            _ => await UnlessMissedAsync(command, request, caller, Outcome.Done),
        };
    }

    private async Task<Outcome?> StoreAsync(
        UnitEvent happened, DateTimeOffset now, UnitCommand command, RequestKey request, Caller caller, Origin origin, string? taken)
    {
        var next = State.Apply(new StoredEvent(_id, State.Seq + 1, happened, caller.Name, now, request.Id, request.Digest));
        try
        {
            return await _journal.AppendAsync(happened, next, caller.Name, now, request, origin) switch
            {
                AppendResult.Appended => await CommitAsync(happened, next),
                AppendResult.Repeated repeated => await RepeatMissedAsync(command, request, caller, repeated.Seq),
                // Another owner took the id first, perhaps just now. The new item gets an id that contains its owner's id.
                AppendResult.Taken other when taken is null => await AttemptAsync(command, request, caller, other.Id),
                AppendResult.Taken again => Refusal.Conflict($"There is a {again.Noun} '{again.Id}' already.", "id"),
                _ => Fenced(),
            };
        }
        catch (AppendRefusedException refused)
        {
            if (!caller.IsSystem)
            {
                // For a message, the sender reports the refusal.
                log.Refused(_id, refused.Message);
            }
            return Refusal.Invalid("The database cannot hold this change, so nothing was changed: a value in it is out of range.");
        }
    }

    private async Task<Outcome> CommitAsync(UnitEvent happened, UnitState next)
    {
        var before = State;
        _journal.Advance(next);
        var changes = happened.Changed(next);
        Rollup.Sums.Change(before, next, changes);
        Touch();
        if (happened is UnitEvent.UnitMoved { From: { } from })
        {
            _ = Publisher.LeaveAsync(from, above => grains.GetGrain<IUnitGrain>(above).ReceiveAsync(ChildRollup.Leaving(_id)));
        }
        // Announced after the version, so that whoever then reads the figures gets the new ones.
        foreach (var obligation in changes.Where(changed => changed.IsHere))
        {
            feed.ObligationChanged(obligation);
        }
        if (happened is UnitEvent.OfReport { Period: var period })
        {
            feed.ReportChanged(new Reports.ReportKey(_id, period));
        }
        if (happened.Targets.Length > 0)
        {
            _ = Outbox.DeliverNewAsync();
        }
        if (_journal.IsSnapshotDue)
        {
            await log.TryAsync(_id, _journal.SaveSnapshotAsync);
        }
        return happened.Answer(next);
    }

    private Outcome? Fenced()
    {
        log.Fenced(_id, State.Seq);
        _journal.Doubt();
        return null;
    }

    // The command was refused or changes nothing. Perhaps it has already been carried out, by another activation or after its answer was
    // given up. Or this activation has missed newer events, and the decision must be repeated.
    private async Task<Outcome?> UnlessMissedAsync(UnitCommand command, RequestKey request, Caller caller, Outcome decided)
    {
        var trace = await _journal.FindAsync(request);
        if (trace.Seq is { } seq && await RepeatMissedAsync(command, request, caller, seq) is { } first)
        {
            return first;
        }
        return trace.Head > State.Seq ? Fenced() : decided;
    }

    /// <summary>Repeats the answer of an event that was stored after its answer was given up, or by another activation. The state must
    /// include the event before the answer is sent.</summary>
    private async Task<Outcome?> RepeatMissedAsync(UnitCommand command, RequestKey request, Caller caller, long seq)
    {
        if (seq > State.Seq)
        {
            _journal.Doubt();
            await LoadAsync(CancellationToken.None);
        }
        return await _journal.RepeatAsync(command, request, caller, seq);
    }

    private async Task LoadAsync(CancellationToken cancellation)
    {
        var history = await store.LoadAsync(_id, cancellation);
        var children = await checkpoints.OfChildrenAsync(_id, cancellation);
        if (history.SnapshotSeq + history.Tail.Length > 0 && directory.Find(_id) is null)
        {
            // Another process has just registered the unit. The rules and the roll-up need the units above it.
            await directory.CatchUpAsync();
        }
        var state = await _journal.ReplayAsync(history, cancellation);
        // No await from here on, so that state and roll-up change together. A checkpoint in between would claim events that it lacks.
        _journal.Restart(state, history.SnapshotSeq);
        RestartRollup(history.Incarnation, children);
    }

    private void RestartRollup(long incarnation, ImmutableArray<RollupCheckpoint> written)
    {
        var loaded = UnitRollup.Of(State, _id);
        foreach (var child in Below.Load(loaded, written, aside))
        {
            _ = AskAsync(child);
        }
        Rollup.Restart(loaded, incarnation, Below.IsStranger);
        // Another activation may have changed the unit meanwhile, so earlier readings of this one may be out of date.
        feed.RollupChanged(_id, Rollup.Version);
        Publisher.PublishAgain();
        // The last checkpoint may include more of the children than this activation has found. A new one shows recovery what is lacking.
        Checkpointer.WriteLater();
    }

    /// <summary>Asks a child to send its roll-up. The unit's activation does not wait for that: it may take long, and the child calls back
    /// into this unit.</summary>
    private async Task AskAsync(string child)
    {
        try
        {
            await grains.GetGrain<IUnitGrain>(child).TellAsync();
        }
        catch (Exception fault) when (fault is StoreUnavailableException or TimeoutException or OrleansException)
        {
            // Recovery asks the child again, because this unit's checkpoint does not include it.
            log.NotWritten(child, fault.Message);
        }
    }

    private Task RenewIncarnationAsync() =>
        log.TryAsync(_id, async cancellation => Rollup.Begin((await store.LoadAsync(_id, cancellation)).Incarnation));

    /// <summary>Gives the changed roll-up a new version, notifies the watchers, and schedules its publication and its checkpoint.</summary>
    private void Touch()
    {
        Rollup.Advance();
        feed.RollupChanged(_id, Rollup.Version);
        Publisher.PublishSoon();
        Checkpointer.WriteLater();
    }

    /// <summary>Checks whether another activation has superseded this one. Without writes this one is never fenced and would not
    /// notice.</summary>
    private Task LookAsync(CancellationToken cancellation) => log.TryAsync(_id, async _ =>
    {
        var (seq, wasUncertain) = (State.Seq, _journal.IsUncertain);
        var isOvertaken = await checkpoints.IsOvertakenAsync(_id, seq, Rollup.Version, cancellation);
        // If this activation has written meanwhile, it was not fenced.
        if ((isOvertaken || wasUncertain) && State.Seq == seq)
        {
            Reload.In(TimeSpan.Zero);
        }
    });

    public Task DeliverAsync() => Outbox.DeliverAllAsync();

    public Task OnSubscribed(IBroadcastChannelSubscription streamSubscription)
    {
        ArgumentNullException.ThrowIfNull(streamSubscription);
        return streamSubscription.Attach<ChildRollup>(ReceiveAsync);
    }

    public async Task<long> ReceiveAsync(ChildRollup rollup)
    {
        switch (await Below.ReceiveAsync(rollup))
        {
            case Reception.Changed:
                Touch();
                break;
            case Reception.Same:
                // The next checkpoint must record that it includes the child's version. One with the same version as the last would be
                // ignored.
                Rollup.Advance();
                Checkpointer.WriteLater();
                break;
        }
        return Rollup.Sums.Children.GetValueOrDefault(rollup.Unit)?.Version ?? 0;
    }

    public Task TellAsync()
    {
        Publisher.PublishAgain();
        return TellParentAsync();
    }

    public async Task RefreshAsync(StaleUnit written)
    {
        // Missed because of another activation, a lost answer or a lost message.
        if (_journal.HasMissed(written) || Rollup.HasMissed(written))
        {
            await LoadAsync(CancellationToken.None);
        }
        if (await TellParentAsync() > Rollup.Version)
        {
            // Another activation has sent a higher version. A reload begins a new incarnation, which is above all others.
            await LoadAsync(CancellationToken.None);
            await TellParentAsync();
        }
        if (await Below.ForgetStrangersAsync())
        {
            Touch();
            await TellParentAsync();
        }
        Checkpointer.Forget();
        // Not awaited: after a crash the units of the whole country queue to write, and this unit has callers.
        _ = log.TryAsync(_id, Checkpointer.WriteAsync);
    }

    public async Task WriteDownAsync()
    {
        await log.TryAsync(_id, _journal.SaveWorthwhileSnapshotAsync);
        await Checkpointer.WriteNowAsync();
    }

    /// <returns>The version that the parent holds; 0 without a parent.</returns>
    private Task<long> TellParentAsync() => Registered?.Parent is { } parent
        ? grains.GetGrain<IUnitGrain>(parent).ReceiveAsync(Rollup.Told())
        : Task.FromResult(0L);

    // Reads never await, so that each answer is of one version.
    private UnitReader Reader => new(_id, State, Rollup.Sums, Rollup.Version);

    public Task<UnitReading> ReadAsync(UnitQuestions questions) => Task.FromResult(Reader.Read(questions));
    public Task<CellReading> ReadCellsAsync(ImmutableArray<Cell> cells) => Task.FromResult(new CellReading(Rollup.Version, Reader.Cells(cells)));

    public Task<ImmutableArray<ChildrenReading>> ReadChildrenAsync(ImmutableArray<Cell> cells) =>
        Task.FromResult<ImmutableArray<ChildrenReading>>([.. cells.Select(Reader.Children)]);
    public Task<RollupReading> ReadRollupAsync() => Task.FromResult(Reader.Rolled());
    public Task<MeasuringReading> ReadMeasuringAsync() => Task.FromResult(Reader.Measuring(directory));
    public Task<PlansReading> ReadPlansAsync() => Task.FromResult(new PlansReading(Rollup.Version, Reader.Plans(), Reader.Regimes()));

    public Task<ContentsReading> ReadContentsAsync(ImmutableArray<string> plans) =>
        Task.FromResult(new ContentsReading(Rollup.Version, Reader.Contents(plans)));
    public Task<ObligationsReading> ReadObligationsAsync(ImmutableArray<string> obligations) =>
        Task.FromResult(new ObligationsReading(Rollup.Version, Reader.Obligations(obligations)));

    private IDisposable StartTimer(Func<CancellationToken, Task> run, GrainTimerCreationOptions timing) => this.RegisterGrainTimer(run, timing);

    private static string IdOf(IGrainContext context) => context.GrainId.Key.ToString()!;
}
