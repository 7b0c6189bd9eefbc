namespace Hierarchy.Simulation.Runtime;

/// <summary>One call, tick or item in the mailbox of an activation.</summary>
/// <param name="What">For the trace.</param>
/// <param name="Interleaves">Whether it may begin while another one is under way.</param>
/// <param name="RunAsync">What it does to the grain.</param>
/// <param name="Done">Gets what came of it, in a turn of the activation; null after success.</param>
/// <param name="Outlives">Whether it goes on to the next activation when this one ends first.</param>
internal sealed record GrainCall(string What, bool Interleaves, Func<UnitGrain, Task> RunAsync, Action<Exception?> Done, bool Outlives);
