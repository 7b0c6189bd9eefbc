using System.Collections.Immutable;
using Hierarchy.Grains.Ports;
using Hierarchy.Grains.Rollup;
using Hierarchy.Grains.Units;
using Orleans.BroadcastChannel;

namespace Hierarchy.Grains;

/// <summary>The unit's roll-up: taken from the children, told to the parent, written down, read.</summary>
public sealed partial class UnitGrain
{
    /// <summary>Bits of a version that count changes within one incarnation; 29 bits are left for incarnations below 2^53.</summary>
    private const int ChangeBits = 24;

    /// <summary>A new incarnation is fetched when so many versions are left.</summary>
    private const long VersionsLeftMin = 1 << 20;

    private UnitRollup _rollup = new("");

    /// <summary>Null until it is registered. A unit whose record cannot be read has its place all the same, and passes on what stands below it.</summary>
    private Unit? Registered => _state.Unit ?? (_state.Fault is null ? null : directory.Find(_id));

    private long _version;
    private long _lastOfIncarnation;

    // What the parent has been told, when, and whether a later telling is under way.
    private long _publishedVersion;
    private long _publishedAt;
    private bool _publishing;
    private IDisposable? _publishLater;
    private ChildRollup? _published;

    // What has been written down, and whether a writing is under way.
    private long _checkpointVersion;
    private IDisposable? _checkpointLater;

    public Task OnSubscribed(IBroadcastChannelSubscription streamSubscription)
    {
        ArgumentNullException.ThrowIfNull(streamSubscription);
        return streamSubscription.Attach<ChildRollup>(ReceiveAsync);
    }

    public Task<long> ReceiveAsync(ChildRollup rollup)
    {
        switch (_rollup.Receive(rollup))
        {
            case Reception.Changed:
                Touch();
                break;
            case Reception.Same:
                // The next checkpoint has to say that it includes this version, and a checkpoint of the same version as the last is
                // ignored.
                Advance();
                CheckpointLater();
                break;
        }
        return Task.FromResult(_rollup.Children[rollup.Unit].Version);
    }

    public Task TellAsync()
    {
        _publishedVersion = 0;
        PublishSoon();
        return Task.CompletedTask;
    }

    public async Task RefreshAsync(StaleUnit written)
    {
        if (HasMissed(written))
        {
            await LoadAsync(CancellationToken.None);
        }
        if (await TellParentAsync() > _version)
        {
            // Another activation has told it. None can be above the incarnation that a reading begins.
            await LoadAsync(CancellationToken.None);
            await TellParentAsync();
        }
        // What was written may have been lost with the database.
        _checkpointVersion = 0;
        // Not waited for: after a crash a whole country stands in line to write, and this unit has callers.
        _ = TryAsync(SaveCheckpointAsync);
    }

    public async Task WriteDownAsync()
    {
        await TryAsync(SaveWorthwhileSnapshotAsync);
        await CheckpointNowAsync(CancellationToken.None);
    }

    /// <summary>Whatever another activation, a lost answer or a lost message has made it miss.</summary>
    private bool HasMissed(StaleUnit written) =>
        _uncertain || _state.Seq < written.Seq || _version < written.Version
        || written.Children.Any(child => !_rollup.Children.TryGetValue(child.Key, out var held) || held.Version < child.Value);

    /// <returns>The version that the parent holds; 0 without a parent.</returns>
    private Task<long> TellParentAsync() => Registered?.Parent is { } parent
        ? grains.GetGrain<IUnitGrain>(parent).ReceiveAsync(Published())
        : Task.FromResult(0L);

    public Task<CellReading> ReadCellsAsync(ImmutableArray<Cell> cells)
    {
        return Task.FromResult(new CellReading(_version, ReadCells(cells)));
    }

    public Task<ImmutableArray<ChildrenReading>> ReadChildrenAsync(ImmutableArray<Cell> cells) =>
        Task.FromResult<ImmutableArray<ChildrenReading>>([.. cells.Select(ReadChildren)]);

    public Task<RollupReading> ReadRollupAsync() => Task.FromResult(new RollupReading(_version, _state.Seq, _rollup.ReadAll()));

    private ImmutableArray<Measures> ReadCells(ImmutableArray<Cell> cells)
    {
        var read = ImmutableArray.CreateBuilder<Measures>(cells.Length);
        foreach (var cell in cells)
        {
            read.Add(_rollup.Read(cell));
        }
        return read.MoveToImmutable();
    }

    private ChildrenReading ReadParts(Cell cell) => new(
        _version, _rollup.ReadOwn(cell), _rollup.Children.ToImmutableDictionary(
            child => child.Key,
            child => new ChildMeasures(child.Value.Version, child.Value.Cells.GetValueOrDefault(cell) ?? Measures.Zero)));

    private ChildrenReading ReadChildren(Cell cell)
    {
        var children = ImmutableDictionary.CreateBuilder<string, ChildMeasures>();
        foreach (var (child, rollup) in _rollup.Children)
        {
            if (rollup.Cells.GetValueOrDefault(cell) is { } measures)
            {
                children[child] = new ChildMeasures(rollup.Version, measures);
            }
        }
        return new ChildrenReading(_version, _rollup.ReadOwn(cell), children.ToImmutable());
    }

    // Awaits nothing, so that state and roll-up change together: a checkpoint between the two would claim events that it misses.
    private void RestartRollup(long incarnation, ImmutableArray<RollupCheckpoint> written)
    {
        var rollup = UnitRollup.Of(_state, _id);
        foreach (var child in written)
        {
            if (child.Fault is not { } fault)
            {
                rollup.Receive(child.Rollup);
                continue;
            }
            aside.Add(SetAsideRecord.Checkpoint(child.Unit, fault));
            if (!_rollup.Children.ContainsKey(child.Unit))
            {
                AskSoon(child.Unit);
            }
        }
        foreach (var child in _rollup.Children.Values)
        {
            // Kept from before a reload, or come while the checkpoints were read: newer than what is written down, or ignored.
            rollup.Receive(child);
        }
        _rollup = rollup;
        var before = _version;
        BeginIncarnation(incarnation);
        if (_version == before)
        {
            // A renewal has overtaken this reload: what was loaded may differ all the same from what bore this version.
            Advance();
        }
        _publishedVersion = 0;
        _published = null;
        // Another activation may have changed the unit meanwhile, so what was read of this one may be old.
        feed.RollupChanged(_id, _version);
        PublishSoon();
        // The last checkpoint may include more of the children than this activation has found: this one's says what it lacks, so that
        // recovery sees it.
        CheckpointLater();
    }

    /// <summary>Has a child tell its state, which takes no part of this unit's activation: it may be a long one, and it ends up here.</summary>
    private void AskSoon(string child)
    {
        _ = AskAsync();

        async Task AskAsync()
        {
            try
            {
                await grains.GetGrain<IUnitGrain>(child).TellAsync();
            }
            catch (Exception fault) when (fault is StoreUnavailableException or TimeoutException or OrleansException)
            {
                // Recovery asks it again: this unit's checkpoint does not include it.
                LogNotWritten(child, fault.Message);
            }
        }
    }

    /// <summary>The roll-up has changed: gives it a new version and makes sure that the parent, the watchers and the checkpoint learn of
    /// it.</summary>
    private void Touch()
    {
        Advance();
        feed.RollupChanged(_id, _version);
        PublishSoon();
        CheckpointLater();
    }

    private void Advance()
    {
        Invariant.Holds(_version < _lastOfIncarnation, "a new incarnation comes before the versions of the old one run out");
        _version++;
        if (_lastOfIncarnation - _version == VersionsLeftMin)
        {
            _ = RenewIncarnationAsync();
        }
    }

    private void BeginIncarnation(long incarnation)
    {
        // A renewal and a reload may overtake each other.
        if (incarnation << ChangeBits < _version)
        {
            return;
        }
        _version = incarnation << ChangeBits;
        _lastOfIncarnation = ((incarnation + 1) << ChangeBits) - 1;
    }

    private Task RenewIncarnationAsync() => TryAsync(async cancellation => BeginIncarnation((await store.LoadAsync(_id, cancellation)).Incarnation));

    private void PublishSoon()
    {
        if (_publishLater is not null || Registered?.Parent is null)
        {
            return;
        }
        var left = options.Value.PublishWindow - time.GetElapsedTime(_publishedAt);
        if (_publishedAt == 0 || left <= TimeSpan.Zero)
        {
            _ = PublishAsync();
            return;
        }
        _publishLater = this.RegisterGrainTimer(
            PublishLaterAsync, new GrainTimerCreationOptions(left, Timeout.InfiniteTimeSpan) { Interleave = true });
    }

    private Task PublishLaterAsync(CancellationToken cancellation)
    {
        _publishLater?.Dispose();
        _publishLater = null;
        return PublishAsync();
    }

    private async Task PublishAsync()
    {
        // One at a time: a parent that is slow to answer is told the newest state next, and not every state in between.
        if (_publishing || Registered?.Parent is not { } parent || _publishedVersion == _version)
        {
            return;
        }
        var rollup = Published();
        _publishedVersion = rollup.Version;
        _publishedAt = time.GetTimestamp();
        _publishing = true;
        try
        {
            await TellAsync(parent, rollup);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // What did not arrive, or not for certain, is told again: the parent ignores what it has.
            LogNotPublished(_id, parent, fault.GetBaseException().Message);
            _publishedVersion = 0;
            _publishLater ??= this.RegisterGrainTimer(
                PublishLaterAsync, new GrainTimerCreationOptions(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan) { Interleave = true });
        }
        finally
        {
            _publishing = false;
        }
        if (_publishedVersion != _version)
        {
            PublishSoon();
        }
    }

    private Task TellAsync(string parent, ChildRollup rollup) =>
        channels.GetChannelWriter<ChildRollup>(ChannelId.Create(RollupOptions.Channel, parent)).Publish(rollup);

    private ChildRollup Published() => _published = _published?.Version == _version ? _published : _rollup.Publish(_version);

    private void CheckpointLater() => _checkpointLater ??= this.RegisterGrainTimer(
        CheckpointNowAsync,
        new GrainTimerCreationOptions(options.Value.CheckpointWindow * ((1 + ShareOf(_id)) / 2), Timeout.InfiniteTimeSpan) { Interleave = true });

    private async Task CheckpointNowAsync(CancellationToken cancellation)
    {
        _checkpointLater?.Dispose();
        _checkpointLater = null;
        await TryAsync(SaveCheckpointAsync);
        if (Registered is not null && _checkpointVersion != _version)
        {
            // It failed, or there is more to write by now. What another activation has written must not be taken for this one's.
            CheckpointLater();
        }
    }

    private async Task SaveCheckpointAsync(CancellationToken cancellation)
    {
        if (Registered is null || (_checkpointVersion == _version && _checkpointLater is null))
        {
            return;
        }
        var rollup = Published();
        var included = _rollup.Children.ToImmutableDictionary(child => child.Key, child => child.Value.Version);
        await checkpoints.SaveAsync(new RollupCheckpoint(_id, _state.Seq, included, rollup), cancellation);
        _checkpointVersion = rollup.Version;
    }
}
