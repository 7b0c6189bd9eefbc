namespace Orleans;

/// <summary>The kinds of reasons. In one process only <see cref="ShuttingDown"/>, <see cref="ActivationIdle"/> and
/// <see cref="ApplicationRequested"/> occur.</summary>
public enum DeactivationReasonCode : byte
{
    /// <summary>No reason was given.</summary>
    None = 0,

    /// <summary>The host stops.</summary>
    ShuttingDown = 1,

    /// <summary>The activation did not come about.</summary>
    ActivationFailed = 2,

    /// <summary>The directory of the cluster failed.</summary>
    DirectoryFailure = 3,

    /// <summary>No call for <see cref="Configuration.GrainCollectionOptions.CollectionAge"/>.</summary>
    ActivationIdle = 4,

    /// <summary>A call never ended.</summary>
    ActivationUnresponsive = 5,

    /// <summary>Another activation of the same grain exists in the cluster.</summary>
    DuplicateActivation = 6,

    /// <summary>A call needs another version of the interface.</summary>
    IncompatibleRequest = 7,

    /// <summary>The grain's own code failed.</summary>
    ApplicationError = 8,

    /// <summary>The grain asked for it.</summary>
    ApplicationRequested = 9,

    /// <summary>The grain moves to another silo.</summary>
    Migrating = 10,

    /// <summary>The runtime asked for it.</summary>
    RuntimeRequested = 11,

    /// <summary>Memory is short.</summary>
    HighMemoryPressure = 12,
}
