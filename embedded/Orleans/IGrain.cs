using Orleans.Runtime;

namespace Orleans;

/// <summary>The root of grain interfaces. Every method returns <c>Task</c>, <c>Task&lt;T&gt;</c>, <c>ValueTask</c> or
/// <c>ValueTask&lt;T&gt;</c>.</summary>
public interface IGrain : IAddressable;
