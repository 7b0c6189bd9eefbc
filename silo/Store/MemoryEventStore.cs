using System.Runtime.CompilerServices;

namespace Hierarchy.Store;

/// <summary>Events, messages and snapshots in memory.</summary>
internal sealed class MemoryEventStore(MemoryDatabase database, UnitDirectory directory) : IEventStore
{
    public Task<UnitHistory> LoadAsync(string unit, CancellationToken cancellation) => Locked(
        () =>
        {
            var incarnation = ++database.Incarnation;
            var events = database.Streams.TryGetValue(unit, out var stream) ? stream.Events : [];
            return database.Snapshots.TryGetValue(unit, out var snapshot)
                ? new UnitHistory(incarnation, snapshot.Seq, snapshot.Data, [.. events.Where(e => e.Seq > snapshot.Seq).Select(Decode)])
                : new UnitHistory(incarnation, 0, null, [.. events.Select(Decode)]);
        },
        cancellation);

    public Task<AppendResult> AppendAsync(Append append, CancellationToken cancellation)
    {
        try
        {
            AppendRules.Check(append);
        }
        catch (ArgumentException fault)
        {
            return Task.FromException<AppendResult>(fault);
        }
        var result = Locked(() => Decide(append), cancellation);
        if (result is { IsCompletedSuccessfully: true, Result: AppendResult.Appended })
        {
            directory.Add(UnitEntry.Of(append) is { } entry ? [entry] : [], append.Lineage, append.Plans.Concat(append.Retitled).Select(UnitDirectory.EntryOf));
            database.Grants.Put(append);
        }
        return result;
    }

    public Task<RequestTrace> FindRequestAsync(string unit, string requestId, CancellationToken cancellation) => Locked(
        () => database.Streams.TryGetValue(unit, out var stream)
            ? new RequestTrace(stream.Requests.TryGetValue(requestId, out var seq) ? seq : null, stream.Events.Count)
            : new RequestTrace(null, 0),
        cancellation);

    public async IAsyncEnumerable<StoredEvent> ReadAsync(
        string unit, long from, long to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var events = await Locked(
            () => database.Streams.TryGetValue(unit, out var stream)
                ? stream.Events.Where(e => e.Seq >= from && e.Seq <= to).ToArray()
                : [],
            cancellation);
        foreach (var row in events)
        {
            yield return Decode(row);
        }
    }

    public async IAsyncEnumerable<StoredEvent> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var events = await Locked(() => database.Streams.Values.SelectMany(stream => stream.Events).ToArray(), cancellation);
        foreach (var row in events)
        {
            yield return Decode(row);
        }
    }

    public Task SaveSnapshotAsync(string unit, long seq, ReadOnlyMemory<byte> snapshot, CancellationToken cancellation) => Locked(
        () =>
        {
            if (!database.Snapshots.TryGetValue(unit, out var kept) || kept.Seq < seq)
            {
                database.Snapshots[unit] = (seq, snapshot.ToArray());
            }
            return true;
        },
        cancellation);

    public Task<ImmutableArray<PendingMessage>> PendingMessagesAsync(string unit, long after, int limit, CancellationToken cancellation) =>
        Locked<ImmutableArray<PendingMessage>>(
            () =>
            {
                PendingMessage? last = null;
                return
                [
                    .. database.Outbox.Where(m => m.Value.Unit == unit && m.Key > after).Take(limit)
                        .Select(m => last = Read(m.Key, m.Value, last)),
                ];
            },
            cancellation);

    public Task AcknowledgeAsync(IReadOnlyList<long> messages, CancellationToken cancellation) => Locked(
        () => messages.Count(database.Outbox.Remove), cancellation);

    public Task<ImmutableArray<string>> UnitsWithMessagesAsync(CancellationToken cancellation) => Locked<ImmutableArray<string>>(
        () => [.. database.Outbox.Values.Select(m => m.Unit).Distinct().Order(StringComparer.Ordinal)], cancellation);

    internal static StoredEvent Decode(EventRow row) => new(
        row.Unit, row.Seq, EventCodec.Read(row.Name, row.Data), row.Actor, new DateTimeOffset(row.At, TimeSpan.Zero), row.RequestId,
        row.Digest);

    private PendingMessage Read(long id, MessageRow message, PendingMessage? last)
    {
        if (database.StreamOf(message.Unit).Events.ElementAtOrDefault((int)message.Seq - 1) is not { } sent)
        {
            return new PendingMessage(
                id, message.Unit, message.Seq, message.Target, new UnitEvent.Unreadable("", PendingMessage.NoEvent));
        }
        var happened = last?.Seq == message.Seq ? last.Event : EventCodec.Read(sent.Name, sent.Data);
        return new PendingMessage(id, message.Unit, message.Seq, message.Target, happened);
    }

    private AppendResult Decide(Append append)
    {
        var stream = database.StreamOf(append.Unit);
        if (append.RequestId is { } request && stream.Requests.TryGetValue(request, out var seq))
        {
            return new AppendResult.Repeated(seq);
        }
        if (append.EarlierRequestId is { } earlier && stream.Requests.TryGetValue(earlier, out var before)
            && stream.Events[(int)before - 1].Actor == append.Actor)
        {
            return new AppendResult.Repeated(before);
        }
        if (append.ExpectedSeq != stream.Events.Count)
        {
            return new AppendResult.Fenced();
        }
        return (AppendResult?)TakenBy(append) ?? (IsOutOfPlace(append) ? new AppendResult.Fenced() : Store(append, stream));
    }

    private AppendResult.Taken? TakenBy(Append append)
    {
        if (append.Registered is { } unit && database.Units.ContainsKey(unit.Id))
        {
            return new AppendResult.Taken("unit", unit.Id);
        }
        if (append.Plans.FirstOrDefault(p => database.Plans.ContainsKey(p.Id)) is { } plan)
        {
            return new AppendResult.Taken("plan", plan.Id);
        }
        return append.Lines.Select(line => line.Id).FirstOrDefault(database.Lines.ContainsKey) is { } line
            ? new AppendResult.Taken("task", line)
            : AppendRules.TakenByItself(append);
    }

    private AppendResult.Appended Store(Append append, UnitStream stream)
    {
        var pending = new PendingAppend(append, MemoryPast.RowsOf(append, stream, directory));
        // Both are computed before the first change, so that an exception leaves nothing behind.
        var registered = append.Registered is not null ? RowOf(UnitEntry.Of(append)!) : null;
        var owner = append.Obligations.IsEmpty ? null : registered ?? database.Units.GetValueOrDefault(append.Unit)
            ?? throw new AppendRefusedException("The unit is not registered and cannot have obligations.");
        if (registered is not null)
        {
            database.Units[append.Unit] = registered;
        }
        if (append.Changed is not null)
        {
            Change(UnitEntry.Of(append)!);
        }
        foreach (var lineage in append.Lineage)
        {
            var key = (lineage.Old, lineage.New, lineage.On);
            database.Lineage[key] = database.Lineage.TryGetValue(key, out var known) ? known.With(lineage) : lineage;
        }
        foreach (var plan in append.Plans.Concat(append.Retitled))
        {
            database.Plans[plan.Id] = UnitDirectory.EntryOf(plan);
        }
        foreach (var (line, plan) in append.Lines)
        {
            database.Lines[line] = (plan, plan is null ? append.Unit : null);
        }
        stream.Events.AddRange(pending.Events);
        if (append.RequestId is { } request)
        {
            stream.Requests[request] = append.ExpectedSeq + 1;
        }
        foreach (var row in pending.Obligations)
        {
            var folded = row.Folded ?? database.Obligations[row.Terms.Id].Folded;
            database.Obligations[row.Terms.Id] = new MemoryObligation(row.Obligation, row.Encoded, folded, owner!);
        }
        MemoryPast.Keep(pending, database);
        database.Files.Put(pending.Files);
        foreach (var row in pending.Reports)
        {
            var key = (row.Unit, row.Period, row.Revision);
            database.Reports[key] = row.After(database.Reports.GetValueOrDefault(key));
        }
        foreach (var message in pending.Messages)
        {
            database.Outbox[++database.LastMessage] = message;
        }
        return new AppendResult.Appended(stream.Events.Count);
    }

    /// <summary>Whether the tree has changed since the decision, so that the append is no longer allowed.</summary>
    private bool IsOutOfPlace(Append append)
    {
        var parent = (append.Changed ?? append.Registered)?.Parent is { } above ? database.Units.GetValueOrDefault(above) : null;
        return append.Changed is { } unit
            ? (parent is not null && parent.Unit.Id != database.Units[unit.Id].Unit.Parent
                    && (parent.Unit.IsClosed || parent.Path.StartsWith(database.Units[unit.Id].Path, StringComparison.Ordinal)))
                || (unit.To is { } last && database.Units.Values.Any(below => below.Unit.Parent == unit.Id && !(below.Unit.To <= last)))
            : parent?.Unit.IsClosed == true;
    }

    private void Change(UnitEntry entry)
    {
        var row = database.Units[entry.Unit.Id];
        var (path, depth, moved) = (row.Path, row.Depth, RowOf(entry));
        row.Entry = entry;
        foreach (var below in database.Units.Values.Where(unit => unit.Path.StartsWith(path, StringComparison.Ordinal)))
        {
            (below.Path, below.Depth) = (moved.Path + below.Path[path.Length..], below.Depth + moved.Depth - depth);
        }
    }

    private MemoryUnit RowOf(UnitEntry entry)
    {
        var unit = entry.Unit;
        var parent = unit.Parent is null ? null : database.Units.GetValueOrDefault(unit.Parent)
            ?? throw new AppendRefusedException("The unit's parent is not registered.");
        return new MemoryUnit(entry, parent is null ? 0 : parent.Depth + 1, $"{parent?.Path}{unit.Id}{UnitDirectory.PathSeparator}");
    }

    private Task<T> Locked<T>(Func<T> work, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellation);
        }
        try
        {
            lock (database.Lock)
            {
                return Task.FromResult(work());
            }
        }
        catch (InvalidOperationException fault)
        {
            return Task.FromException<T>(fault);
        }
    }
}
