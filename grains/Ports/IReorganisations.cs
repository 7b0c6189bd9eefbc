namespace Hierarchy.Grains.Ports;

/// <summary>Reorganisations as they are prepared and carried out. Thread-safe.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the database cannot be reached in time; a retry may
/// help.</remarks>
public interface IReorganisations
{
    /// <param name="known">A version of what it says that need not be read again: then that is null.</param>
    /// <returns>Null when there is none.</returns>
    Task<FoundReorganisation?> FindAsync(string id, long known, CancellationToken cancellation);

    /// <summary>Every one, with its carrier, the newest first.</summary>
    Task<ImmutableArray<(string Id, string Carrier)>> AllAsync(CancellationToken cancellation);

    /// <summary>Those that are being carried out or undone.</summary>
    Task<ImmutableArray<string>> UnfinishedAsync(CancellationToken cancellation);

    /// <summary>Keeps one in the version after the one that is kept; one of version 1 is new. On disk when it answers.</summary>
    /// <param name="content">What it says; null where that has not changed.</param>
    /// <returns>False when another version is kept than the one before this.</returns>
    Task<bool> SaveAsync(string id, string carrier, Reorganisation? content, ReorganisationProgress progress, CancellationToken cancellation);
}

/// <param name="Content">Null when it is of the version that is known.</param>
public sealed record FoundReorganisation(Reorganisation? Content, ReorganisationProgress Progress);
