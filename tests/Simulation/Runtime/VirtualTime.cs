namespace Hierarchy.Simulation.Runtime;

/// <summary>All steps of a run, in an order determined by the seed. Steps are scheduled by a delay in virtual time.</summary>
internal sealed class VirtualTime(int seed, Action<string>? trace)
{
    private readonly PriorityQueue<Step, (long At, long Order)> _steps = new();
    private readonly Random _random = new(seed);
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _order;

    /// <summary>Time since the run began.</summary>
    public TimeSpan Now { get; private set; }

    public long StepsTaken { get; private set; }

    public bool IsTraced => trace is not null;

    /// <summary>Writes a line of the trace. Callers that build text look at <see cref="IsTraced"/> first.</summary>
    public void Note(string text) =>
        trace?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{Now.TotalMilliseconds,12:0.000}  {text}"));

    public Step After(TimeSpan delay, string what, string who, Action action)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException(
                $"'{what} {who}' left the thread of the run, and with it the order that the seed decides.");
        }
        var step = new Step(what, who, action);
        _steps.Enqueue(step, ((Now + delay).Ticks, _order++));
        return step;
    }

    /// <summary>A delay for code on one of the run's schedulers.</summary>
    /// <remarks>No source of a run uses asynchronous continuations: with <c>Task.WhenAny</c> they would run on the thread pool.
    /// Continuations of an <c>await</c> go to their scheduler anyway.</remarks>
    public Task Delay(TimeSpan delay, string who)
    {
        var over = new TaskCompletionSource();
        After(delay, "waited", who, over.SetResult);
        return over.Task;
    }

    /// <summary>Takes the next step; false if it is later than <paramref name="until"/>, to which time then advances.</summary>
    public bool TryStep(TimeSpan until)
    {
        while (_steps.TryPeek(out var step, out var place))
        {
            if (place.At > until.Ticks)
            {
                break;
            }
            _steps.Dequeue();
            if (step.IsCalledOff)
            {
                continue;
            }
            Now = TimeSpan.FromTicks(place.At);
            StepsTaken++;
            if (IsTraced && step.What.Length > 0)
            {
                Note($"{step.What} {step.Who}");
            }
            step.Action();
            return true;
        }
        Now = until > Now ? until : Now;
        return false;
    }

    public bool Chance(double part) => part > 0 && _random.NextDouble() < part;

    public int Next(int below) => _random.Next(below);

    public int Next(int from, int below) => _random.Next(from, below);

    public TimeSpan Between(TimeSpan shortest, TimeSpan longest) =>
        shortest + TimeSpan.FromTicks(_random.NextInt64(Math.Max(1, (longest - shortest).Ticks)));

    public T Any<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}

internal static class Answers
{
    /// <summary>Answers with an exception that may have no waiter.</summary>
    public static bool TryFail<T>(this TaskCompletionSource<T> answer, Exception fault)
    {
        var isFirst = answer.TrySetException(fault);
        // Observed here; otherwise the finalizer would do so on its own thread, at a cost.
        _ = answer.Task.Exception;
        return isFirst;
    }
}

/// <param name="what">Description for the trace; empty to omit.</param>
internal sealed class Step(string what, string who, Action action)
{
    public string What => what;

    public string Who => who;

    public Action Action => action;

    public bool IsCalledOff { get; private set; }

    public void CallOff() => IsCalledOff = true;
}
