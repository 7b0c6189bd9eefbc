namespace Hierarchy.Grains;

/// <summary>The unit's roll-up under the version that its parent, its watchers and its checkpoint know it by. Lives within the unit's
/// turns.</summary>
/// <param name="renew">Fetches a new incarnation, and begins it when it is there.</param>
internal sealed class VersionedRollup(Action renew)
{
    /// <summary>Bits of a version that count changes within one incarnation; 29 bits are left for incarnations below 2^53.</summary>
    public const int ChangeBits = 24;

    /// <summary>A new incarnation is fetched when so many versions are left.</summary>
    public const long VersionsLeftMin = 1 << 20;

    private long _lastOfIncarnation;
    private ChildRollup? _told;

    public UnitRollup Sums { get; private set; } = new("");

    public long Version { get; private set; }

    /// <summary>Puts what was loaded in its place, under a version of its own.</summary>
    /// <param name="isStranger">Whether a unit is no child any more; null where none can be.</param>
    public void Restart(UnitRollup loaded, long incarnation, Func<string, bool>? isStranger = null)
    {
        foreach (var child in Sums.Children.Values.Where(child => isStranger?.Invoke(child.Unit) != true))
        {
            // Kept from before a reload, or come while the checkpoints were read: newer than what is written down, or ignored.
            loaded.Receive(child);
        }
        Sums = loaded;
        var before = Version;
        Begin(incarnation);
        if (Version == before)
        {
            // A renewal has overtaken this reload: what was loaded may differ all the same from what bore this version.
            Advance();
        }
        _told = null;
    }

    public void Begin(long incarnation)
    {
        // A renewal and a reload may overtake each other.
        if (incarnation << ChangeBits < Version)
        {
            return;
        }
        Version = incarnation << ChangeBits;
        _lastOfIncarnation = ((incarnation + 1) << ChangeBits) - 1;
    }

    /// <summary>Gives it a new version, as something has changed.</summary>
    public void Advance()
    {
        Invariant.Holds(Version < _lastOfIncarnation, "a new incarnation comes before the versions of the old one run out");
        Version++;
        if (_lastOfIncarnation - Version == VersionsLeftMin)
        {
            renew();
        }
    }

    public bool HasMissed(StaleUnit written) => Version < written.Version
        || written.Children.Any(child => !Sums.Children.TryGetValue(child.Key, out var held) || held.Version < child.Value);

    /// <summary>What the parent is to know: the same object as long as the version is the same.</summary>
    public ChildRollup Told() => _told = _told?.Version == Version ? _told : Sums.Publish(Version);
}
