using Orleans;
using Orleans.Runtime;

namespace Hierarchy.Embedded;

/// <summary>What a grain asks of whoever runs it: an <see cref="Activation"/>, or a simulation that runs grains step by step.</summary>
/// <remarks>It is the scheduler of the grain's turns, which is how a grain that is being constructed finds it.</remarks>
internal interface IGrainRuntime : IGrainContext
{
    /// <summary>The key that the grain is called by.</summary>
    string Key { get; }

    /// <summary>References to other grains.</summary>
    IGrainFactory Factory { get; }

    /// <summary>Starts a timer whose ticks are turns of the grain.</summary>
    IGrainTimer AddTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options);
}
