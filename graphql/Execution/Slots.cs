namespace Hierarchy.GraphQL.Execution;

/// <summary>An object that has slots, in the middle of an execution.</summary>
internal sealed class Node(object source, SelectionPlan plan) {
    public object Source { get; } = source;
    public SelectionPlan Plan { get; } = plan;
    public Slot[] Slots { get; } = new Slot[plan.Slots.Length];
}

/// <summary>A list of nodes, of lists of nodes, of nulls, and of exceptions where an item threw when it was expanded.</summary>
internal sealed record NodeList(List<object?> Items, bool ItemNonNull);

/// <summary>The value of one field of one object that could not be written at once.</summary>
internal abstract class Slot {
    public abstract Outcome Write();
}

/// <summary>A field that failed when it was started; its error is recorded in its turn, so that errors have document order.</summary>
internal sealed class FailedSlot(Executor x, FieldPlan field, Exception error) : Slot {
    public override Outcome Write() => x.Failed(field, error, field.ResponseKey);
}

internal sealed class Slot<TValue>(Executor x, FieldPlan field, Completer<TValue> completer) : Slot {
    private ValueTask<TValue> _task;
    private TValue _value = default!;
    private object? _tree;
    private Exception? _error;

    /// <summary>Keeps the value, and where objects below have slots starts them.</summary>
    public void Set(TValue value) {
        if (field.SpineBelow) _tree = completer.Expand(x, field, value);
        else _value = value;
    }

    /// <summary>Keeps what the task gives, now or in the request's loop.</summary>
    public void Await(ValueTask<TValue> task) {
        if (task.IsCompleted) {
            Set(task.GetAwaiter().GetResult());
            return;
        }
        _task = task;
        x.Outstanding++;
        // Within the loop's context: without it what completes inside the loop would come back through the thread pool, and a batch could
        // begin before the keys of all that the last one served.
        task.GetAwaiter().UnsafeOnCompleted(() => x.Queue.Post(static slot => ((Slot<TValue>)slot!).Finish(), this));
    }

    public override Outcome Write() {
        if (_error is not null) return x.Failed(field, _error, field.ResponseKey);
        x.Push(field.ResponseKey);
        var outcome = field.SpineBelow ? x.WriteTree(field, _tree) : completer.Write(x, field, _value);
        x.Depth--;
        return outcome;
    }

    private void Finish() {
        // After the end of the execution nobody is interested, and the executor stays marked as in use.
        if (x.Queue.IsClosed) return;
        x.Outstanding--;
        try {
            Set(_task.GetAwaiter().GetResult());
        } catch (Exception e) when (Executor.IsFieldFailure(e)) {
            _error = e;
        }
    }
}
