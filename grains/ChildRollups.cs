namespace Hierarchy.Grains;

/// <summary>The children that send this unit their roll-ups. One that has moved sends its roll-up to another unit. Used only within the
/// unit's turns.</summary>
internal sealed class ChildRollups(string unit, VersionedRollup rollup, IUnitDirectory directory)
{
    /// <summary>Whether a unit is known to have another parent.</summary>
    public bool IsStranger(string child) => directory.Find(child) is { } known && known.Parent != unit;

    /// <summary>Receives a unit's roll-up. A unit that has moved away no longer counts here.</summary>
    public async Task<Reception> ReceiveAsync(ChildRollup told)
    {
        if (IsStranger(told.Unit) || told.IsLeaving)
        {
            // The unit may have been moved here or away through another process.
            await directory.CatchUpAsync();
        }
        return IsStranger(told.Unit) ? rollup.Sums.Forget(told.Unit) ? Reception.Changed : Reception.Stale
            : told.IsLeaving ? Reception.Stale
            : rollup.Sums.Receive(told);
    }

    /// <summary>Adds the children's checkpoints to the loaded roll-up.</summary>
    /// <returns>Children of which nothing is known because their checkpoints cannot be read.</returns>
    public List<string> Load(UnitRollup loaded, ImmutableArray<RollupCheckpoint> written, SetAside aside)
    {
        var unknown = new List<string>();
        foreach (var child in written.Where(child => !IsStranger(child.Unit)))
        {
            if (child.Fault is not { } fault)
            {
                loaded.Receive(child.Rollup);
                continue;
            }
            aside.Add(SetAsideRecord.Checkpoint(child.Unit, fault));
            if (!rollup.Sums.Children.ContainsKey(child.Unit))
            {
                unknown.Add(child.Unit);
            }
        }
        return unknown;
    }

    /// <summary>Forgets units that moved away without this unit's notice.</summary>
    /// <returns>Whether there were any.</returns>
    public async Task<bool> ForgetStrangersAsync()
    {
        await directory.CatchUpAsync();
        var strangers = rollup.Sums.Children.Keys.Where(IsStranger).ToList();
        return strangers.Count(rollup.Sums.Forget) > 0;
    }
}
