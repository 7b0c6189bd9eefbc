namespace Hierarchy.Grains;

/// <summary>Writes a checkpoint within a window after the roll-up has changed. Used only within the unit's turns.</summary>
/// <param name="seq">Sequence number of the last event that the roll-up includes; null until the unit is registered.</param>
internal sealed class RollupCheckpointer(
    string unit, VersionedRollup rollup, Func<long?> seq, IRollupCheckpoints checkpoints, TimeSpan window, StartTimer start, ILogger log)
{
    private long _writtenVersion;
    private long? _writtenIndicators;

    private Later Later => field ??= new Later(start, WriteNowAsync);

    public void WriteLater() => Later.In(window);

    /// <summary>Forgets what was written, which may have been lost with the database.</summary>
    public void Forget()
    {
        _writtenVersion = 0;
        _writtenIndicators = null;
    }

    public async Task WriteNowAsync()
    {
        Later.Cancel();
        await log.TryAsync(unit, WriteAsync);
        if (seq() is not null && _writtenVersion != rollup.Version)
        {
            // The write failed, or the roll-up has changed since. Another activation's checkpoint must not be taken for this one's.
            WriteLater();
        }
    }

    public async Task WriteAsync(CancellationToken cancellation)
    {
        if (seq() is not { } covered || (_writtenVersion == rollup.Version && !Later.Waits))
        {
            return;
        }
        var told = rollup.Told();
        var included = rollup.Sums.Children.ToImmutableDictionary(child => child.Key, child => child.Value.Version);
        await checkpoints.SaveAsync(new RollupCheckpoint(unit, covered, included, told)
        {
            KeepsIndicators = _writtenIndicators == told.IndicatorsSince,
        }, cancellation);
        _writtenVersion = told.Version;
        _writtenIndicators = told.IndicatorsSince;
    }
}
