namespace Hierarchy.Tests.System;

/// <summary>One system with the five plans, ready when the first test of a class runs and stopped after the last.</summary>
public sealed class RunningHierarchy : IAsyncLifetime
{
    public HierarchyProcess Process { get; } = HierarchyProcess.Create();

    public async ValueTask InitializeAsync() => await Process.StartAsync();

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
