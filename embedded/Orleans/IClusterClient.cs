namespace Orleans;

/// <summary>The way into the grains from code that is no grain. A singleton, thread-safe.</summary>
public interface IClusterClient : IGrainFactory
{
    /// <summary>The container of the host.</summary>
    IServiceProvider ServiceProvider { get; }
}
