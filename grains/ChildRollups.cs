namespace Hierarchy.Grains;

/// <summary>Which units tell this one their roll-ups: those below it, and what was one of them and has moved tells another one. Lives within
/// the unit's turns.</summary>
internal sealed class ChildRollups(string unit, VersionedRollup rollup, IUnitDirectory directory)
{
    /// <summary>Whether a unit is known to stand elsewhere.</summary>
    public bool IsStranger(string child) => directory.Find(child) is { } known && known.Parent != unit;

    /// <summary>Takes what a unit tells; from one that has moved, that it counts here no more.</summary>
    public async Task<Reception> ReceiveAsync(ChildRollup told)
    {
        if (IsStranger(told.Unit) || told.IsLeaving)
        {
            // It may have come or gone through another process.
            await directory.CatchUpAsync();
        }
        return IsStranger(told.Unit) ? rollup.Sums.Forget(told.Unit) ? Reception.Changed : Reception.Stale
            : told.IsLeaving ? Reception.Stale
            : rollup.Sums.Receive(told);
    }

    /// <summary>Puts what the children have written down into what is loaded.</summary>
    /// <returns>Those of which nothing is known so: what they have written cannot be read.</returns>
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

    /// <summary>Forgets units that have moved without its hearing of it.</summary>
    /// <returns>Whether there were any.</returns>
    public async Task<bool> ForgetStrangersAsync()
    {
        await directory.CatchUpAsync();
        var strangers = rollup.Sums.Children.Keys.Where(IsStranger).ToList();
        return strangers.Count(rollup.Sums.Forget) > 0;
    }
}
