using System.Collections.Concurrent;

namespace Hierarchy.Tests.Embedded;

/// <summary>What grains report, and gates that hold them until the test has seen what it wants to see.</summary>
internal sealed class Probe
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();
    private readonly ConcurrentDictionary<string, int> _counts = new();
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly List<(string Line, TaskCompletionSource Seen)> _watchers = [];
    private volatile bool _open;

    /// <summary>Everything reported so far, in order.</summary>
    public string[] Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    public void Report(string line)
    {
        lock (_lock)
        {
            _lines.Add(line);
            foreach (var watcher in _watchers.Where(watcher => watcher.Line == line).ToArray())
            {
                _watchers.Remove(watcher);
                watcher.Seen.SetResult();
            }
        }
    }

    public int Count(string name) => _counts.AddOrUpdate(name, 1, static (_, n) => n + 1);

    /// <summary>Waits until the line has been reported; fails with what was reported instead.</summary>
    public async Task Seen(string line)
    {
        Task seen;
        lock (_lock)
        {
            if (_lines.Contains(line))
            {
                return;
            }

            var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add((line, source));
            seen = source.Task;
        }

        try
        {
            await seen.WaitAsync(TestSilo.Patience);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"'{line}' was not reported; reported were: {string.Join(", ", Lines)}");
        }
    }

    /// <summary>What a grain waits on until the test opens the gate of that name.</summary>
    public Task Gate(string name)
    {
        var gate = Source(name);
        if (_open)
        {
            gate.TrySetResult();
        }

        return gate.Task;
    }

    public void Open(string name) => Source(name).TrySetResult();

    public void OpenAll()
    {
        _open = true;
        foreach (var gate in _gates.Values)
        {
            gate.TrySetResult();
        }
    }

    private TaskCompletionSource Source(string name) =>
        _gates.GetOrAdd(name, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
