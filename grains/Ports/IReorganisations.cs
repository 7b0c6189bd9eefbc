namespace Hierarchy.Grains.Ports;

/// <summary>Stores reorganisations while they are prepared and carried out. Thread-safe.</summary>
/// <remarks>Every method throws <see cref="StoreUnavailableException"/> when the database cannot be reached in time; a retry may
/// help.</remarks>
public interface IReorganisations
{
    /// <param name="known">The version of the content that the caller already has; that content is then returned as null.</param>
    /// <returns>Null when there is none.</returns>
    Task<FoundReorganisation?> FindAsync(string id, long known, CancellationToken cancellation);

    /// <summary>All reorganisations with their carriers, newest first.</summary>
    Task<ImmutableArray<(string Id, string Carrier)>> AllAsync(CancellationToken cancellation);

    /// <summary>Reorganisations that are being carried out or undone.</summary>
    Task<ImmutableArray<string>> UnfinishedAsync(CancellationToken cancellation);

    /// <summary>Saves the version that follows the stored one; version 1 is a new reorganisation. On disk when it returns.</summary>
    /// <param name="content">The content; null if unchanged.</param>
    /// <returns>False if the stored version is not the previous one.</returns>
    Task<bool> SaveAsync(string id, string carrier, Reorganisation? content, ReorganisationProgress progress, CancellationToken cancellation);
}

/// <param name="Content">Null when its version is the known one.</param>
public sealed record FoundReorganisation(Reorganisation? Content, ReorganisationProgress Progress);
