using System.Collections.Concurrent;

namespace Hierarchy.Tests.Parity;

/// <summary>What grains tell the test, and the gates at which they wait for it.</summary>
public sealed class Witness
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();
    private readonly ConcurrentQueue<string> _said = new();

    public string[] Said => [.. _said];

    public void Say(string what) => _said.Enqueue(what);

    public Task Gate(string name) => _gates.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Open(string name) => _gates.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Waits until something has been said so often.</summary>
    public async Task HearAsync(string what, int times = 1)
    {
        var patience = TimeProvider.System.GetTimestamp();
        while (_said.Count(said => said == what) < times)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(patience) < Runtime.Patience, $"'{what}' was not said {times} times: {string.Join(", ", _said)}");
            await Task.Delay(5);
        }
    }
}
