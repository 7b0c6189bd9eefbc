namespace Orleans.Concurrency;

/// <summary>On an interface method: the call changes nothing, so it may run while other read-only calls of the same grain wait for
/// something.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;

/// <summary>On an interface method: the call may start while any other call of the same grain waits for something.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;

/// <summary>On an interface method: the caller gets a completed task at once, and never learns of a failure, which is logged.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWayAttribute : Attribute;
