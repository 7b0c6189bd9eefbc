[assembly: AssemblyFixture(typeof(Hierarchy.Tests.System.RunningSystem))]

namespace Hierarchy.Tests.System;

/// <summary>One <see cref="HierarchyProcess"/> for all tests that only need a running system; started on first use.</summary>
/// <remarks>A test class takes it as a constructor argument. Such tests run concurrently, so each must use its own units and
/// plans.</remarks>
public sealed class RunningSystem : IAsyncLifetime
{
    private readonly SemaphoreSlim _gate = new(1);
    private HierarchyProcess? _process;

    public async Task<HierarchyProcess> GetAsync()
    {
        await _gate.WaitAsync();
        try
        {
            return _process ??= await FilledFolder.StartAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
        _gate.Dispose();
    }
}
