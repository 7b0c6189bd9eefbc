namespace Hierarchy.Grains;

/// <summary>The unit's record: replays it into a state and appends to it. Used only within the unit's turns.</summary>
/// <param name="snapshotEvery">Number of events after which a snapshot is due.</param>
internal sealed class UnitJournal(string unit, IEventStore store, SetAside aside, int snapshotEvery)
{
    private long _snapshotSeq;

    public UnitState State { get; private set; } = UnitState.Empty;

    /// <summary>Set when the last append may or may not have happened, or a rule was broken: the record must be read again before the next
    /// decision.</summary>
    public bool IsUncertain { get; private set; }

    public bool IsSnapshotDue => State.Seq - _snapshotSeq >= snapshotEvery;

    public void Doubt() => IsUncertain = true;

    public bool HasMissed(StaleUnit written) => IsUncertain || State.Seq < written.Seq;

    /// <summary>The state after all stored events.</summary>
    public async Task<UnitState> ReplayAsync(UnitHistory history, CancellationToken cancellation)
    {
        if (history.Snapshot is not { } snapshot)
        {
            return history.Tail.Aggregate(UnitState.Empty, (s, e) => s.Replay(e));
        }
        try
        {
            var written = EventCodec.DecodeSnapshot(snapshot.Span);
            if (written.Seq != history.SnapshotSeq)
            {
                aside.Add(SetAsideRecord.Snapshot(unit, history.SnapshotSeq, $"It is of event {written.Seq}."));
            }
            else if (written.IsWhole)
            {
                return history.Tail.Aggregate(UnitState.From(written), (s, e) => s.Replay(e));
            }
        }
        catch (Exception fault) when (EventCodec.IsUnreadable(fault))
        {
            aside.Add(SetAsideRecord.Snapshot(unit, history.SnapshotSeq, fault.Message));
        }
        // A snapshot only saves work: the events contain everything.
        var state = UnitState.Empty;
        await foreach (var stored in store.ReadAsync(unit, 1, long.MaxValue, cancellation))
        {
            state = state.Replay(stored);
        }
        return state;
    }

    public void Restart(UnitState replayed, long snapshotSeq)
    {
        State = replayed;
        _snapshotSeq = snapshotSeq;
        IsUncertain = false;
        if (replayed.Fault is { } fault)
        {
            aside.Add(SetAsideRecord.Event(unit, fault));
        }
    }

    /// <summary>Appends the event without changing the state. The caller advances the state together with everything that depends on
    /// it.</summary>
    public async Task<AppendResult> AppendAsync(UnitEvent happened, UnitState next, string actor, DateTimeOffset at, RequestKey request, Origin origin)
    {
        IsUncertain = true;
        try
        {
            var append = new Append(
                unit, State.Seq, [happened], actor, at, request.Id, Registered: null, Plans: [], Tasks: [], happened.Changed(next),
                [.. happened.Targets.Select(target => (0, target))], request.Digest, request.Earlier)
            {
                Origin = origin,
                Files = happened.FileUses,
            };
            var result = await store.AppendAsync(happened.WithRows(append, next), CancellationToken.None);
            IsUncertain = false;
            return result;
        }
        catch (AppendRefusedException)
        {
            IsUncertain = false;
            throw;
        }
    }

    public void Advance(UnitState next) => State = next;

    /// <summary>Writes a snapshot if it saves the next activation more than it costs.</summary>
    public Task SaveWorthwhileSnapshotAsync(CancellationToken cancellation) =>
        State.Seq - _snapshotSeq >= snapshotEvery / 10 ? SaveSnapshotAsync(cancellation) : Task.CompletedTask;

    public async Task SaveSnapshotAsync(CancellationToken cancellation)
    {
        if (State.Fault is not null)
        {
            return;
        }
        var seq = State.Seq;
        await store.SaveSnapshotAsync(unit, seq, EventCodec.Encode(State.ToSnapshot()), cancellation);
        _snapshotSeq = seq;
    }

    /// <summary>Sequence number of the event that answered the request; null if it is not in memory.</summary>
    public long? AnsweredAt(RequestKey request) => State.Requests.GetValueOrDefault(request.Id)?.Seq
        ?? (request.Earlier is { } earlier ? State.Requests.GetValueOrDefault(earlier)?.Seq : null);

    /// <summary>The answer that is known before any decision: one given earlier, by this unit or a former unit of the obligation, or the
    /// obligation's new id if it was handed over. Null for none.</summary>
    public async Task<Outcome?> AnswerAsync(UnitCommand command, RequestKey request, Caller caller)
    {
        if (AnsweredAt(request) is { } answered && await RepeatAsync(command, request, caller, answered) is { } first)
        {
            return first;
        }
        if (command is not UnitCommand.OfObligation { Obligation: var id } of || State.Obligations.GetValueOrDefault(id) is not { } o)
        {
            return null;
        }
        if (o.MovedTo is { } moved)
        {
            // Nothing is appended here any more, so no append would detect a repeated request.
            return (await FindAsync(request)).Seq is { } seq && await RepeatAsync(command, request, caller, seq) is { } early
                ? early
                : new Outcome.Moved(moved);
        }
        foreach (var other in HandOverRules.UnitsOf(o))
        {
            if ((await store.FindRequestAsync(other, request.Id, CancellationToken.None)).Seq is { } seq)
            {
                return await RepeatAsync(of with { Obligation = Obligation.IdAt(other, id) }, request, caller, seq, other);
            }
        }
        return null;
    }

    /// <summary>The unit's events, for a command that needs them; otherwise none.</summary>
    public async Task<IReadOnlyList<StoredEvent>> HistoryForAsync(UnitCommand command, DateOnly today)
    {
        var history = new List<StoredEvent>();
        if (command.NeedsHistory(today))
        {
            await foreach (var stored in store.ReadAsync(unit, 1, State.Seq, CancellationToken.None))
            {
                history.Add(stored);
            }
        }
        return history;
    }

    /// <summary>What the store has on the request, under its current or its earlier id.</summary>
    public async Task<RequestTrace> FindAsync(RequestKey request)
    {
        var trace = await store.FindRequestAsync(unit, request.Id, CancellationToken.None);
        return trace.Seq is null && request.Earlier is { } earlier
            ? await store.FindRequestAsync(unit, earlier, CancellationToken.None)
            : trace;
    }

    /// <summary>Repeats the first answer, from the unit's state right after that event.</summary>
    /// <returns>Null if the event answered another caller. Earlier versions stored only the caller's name.</returns>
    /// <param name="at">The unit that answered the request; null for this one.</param>
    public async Task<Outcome?> RepeatAsync(UnitCommand command, RequestKey request, Caller caller, long seq, string? at = null)
    {
        var state = UnitState.Empty;
        StoredEvent? answer = null;
        await foreach (var stored in store.ReadAsync(at ?? unit, 1, seq, CancellationToken.None))
        {
            state = state.Apply(stored);
            answer = stored;
        }
        Invariant.Holds(state.Seq == seq && answer is not null, "an answered request has its event");
        if (answer!.RequestId == request.Earlier && answer.Actor != caller.Name)
        {
            return null;
        }
        var isSame = answer.Digest is { } digest
            ? digest == (at is null ? request : RequestKey.Of(command, "", caller)).Digest
            : UnitState.SubjectOf(answer.Event) == command.Subject;
        return isSame
            ? answer.Event.Answer(state)
            : Refusal.Conflict("You have used this requestId for another change: choose a new one.", "requestId");
    }
}
