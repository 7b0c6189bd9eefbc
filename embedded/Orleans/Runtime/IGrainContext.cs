namespace Orleans.Runtime;

/// <summary>One activation of a grain.</summary>
public interface IGrainContext
{
    /// <summary>Null until the grain is constructed.</summary>
    object? GrainInstance { get; }

    /// <summary>The activation's own scope.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>Completes when the activation has ended, whatever the reason.</summary>
    Task Deactivated { get; }

    /// <summary>Ends the activation once the calls that already run are done. Returns at once; only the first reason counts.</summary>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}
