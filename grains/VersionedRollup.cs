namespace Hierarchy.Grains;

/// <summary>The unit's roll-up with the version by which its parent, its watchers and its checkpoint identify it. Used only within the
/// unit's turns.</summary>
/// <param name="renew">Fetches a new incarnation and then begins it.</param>
internal sealed class VersionedRollup(Action renew)
{
    /// <summary>Bits of a version that count changes within one incarnation; 29 bits are left for incarnations below 2^53.</summary>
    public const int ChangeBits = 24;

    /// <summary>Number of versions left at which a new incarnation is fetched.</summary>
    public const long VersionsLeftMin = 1 << 20;

    private long _lastOfIncarnation;
    private ChildRollup? _told;

    public UnitRollup Sums { get; private set; } = new("");

    public long Version { get; private set; }

    /// <summary>Replaces the roll-up with the loaded one, under a new version.</summary>
    /// <param name="isStranger">Whether a unit is no longer a child; null if that cannot happen.</param>
    public void Restart(UnitRollup loaded, long incarnation, Func<string, bool>? isStranger = null)
    {
        foreach (var child in Sums.Children.Values.Where(child => isStranger?.Invoke(child.Unit) != true))
        {
            // Held since before the reload, or received while the checkpoints were read. Ignored unless newer than the child's checkpoint.
            loaded.Receive(child);
        }
        Sums = loaded;
        var before = Version;
        Begin(incarnation);
        if (Version == before)
        {
            // A renewal has overtaken this reload. The loaded roll-up may still differ from the one that had this version.
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

    /// <summary>Gives the changed roll-up a new version.</summary>
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

    /// <summary>The roll-up to send to the parent; the same object while the version is the same.</summary>
    public ChildRollup Told() => _told = _told?.Version == Version ? _told : Sums.Publish(Version);
}
