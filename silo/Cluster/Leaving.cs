using System.Collections.Concurrent;

namespace Hierarchy.Silo.Cluster;

/// <summary>Silos that have said that they are about to end, and get no more units. Thread-safe.</summary>
internal sealed class Leaving
{
    private readonly ConcurrentDictionary<string, bool> _silos = new(StringComparer.Ordinal);

    /// <param name="silo">Its address as text.</param>
    public void Add(string silo) => _silos[silo] = true;

    public bool Contains(SiloAddress silo) => !_silos.IsEmpty && _silos.ContainsKey(silo.ToParsableString());

    /// <summary>It is gone. False when it had not said so before.</summary>
    public bool Remove(SiloAddress silo) => _silos.TryRemove(silo.ToParsableString(), out _);
}
