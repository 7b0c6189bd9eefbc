namespace Orleans;

/// <summary>Makes references to grains. Thread-safe; a reference costs one small object and no call.</summary>
public interface IGrainFactory
{
    /// <summary>A reference to the grain with this key. The grain is activated by the first call, not by this.</summary>
    /// <param name="primaryKey">Neither null nor empty; compared ordinally.</param>
    /// <param name="grainClassNamePrefix">How the full name of the class starts, needed only when several classes have the
    /// interface.</param>
    /// <exception cref="ArgumentException">No class, or more than one, implements the interface, or the interface cannot be called
    /// remotely.</exception>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;
}
