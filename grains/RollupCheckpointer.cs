namespace Hierarchy.Grains;

/// <summary>Writes the roll-up down within a window after it has changed. Lives within the unit's turns.</summary>
/// <param name="seq">The unit's last event that counts in the roll-up; null as long as the unit is not registered.</param>
internal sealed class RollupCheckpointer(
    string unit, VersionedRollup rollup, Func<long?> seq, IRollupCheckpoints checkpoints, TimeSpan window, StartTimer start, ILogger log)
{
    private long _writtenVersion;
    private long? _writtenIndicators;

    private Later Later => field ??= new Later(start, WriteNowAsync);

    public void WriteLater() => Later.In(window);

    /// <summary>What was written may have been lost with the database.</summary>
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
            // It failed, or there is more to write by now. What another activation has written must not be taken for this one's.
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
