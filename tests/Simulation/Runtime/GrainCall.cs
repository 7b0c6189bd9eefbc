namespace Hierarchy.Simulation.Runtime;

/// <summary>One call, tick or item in the mailbox of an activation.</summary>
/// <param name="What">Description for the trace.</param>
/// <param name="Interleaves">Whether it may interleave with another.</param>
/// <param name="RunAsync">The action on the grain.</param>
/// <param name="Done">Receives the outcome in a turn of the activation; null for success.</param>
/// <param name="Outlives">Whether it is passed to the next activation if this one ends first.</param>
internal sealed record GrainCall(string What, bool Interleaves, Func<UnitGrain, Task> RunAsync, Action<Exception?> Done, bool Outlives);
