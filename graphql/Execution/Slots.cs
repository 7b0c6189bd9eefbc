namespace Hierarchy.GraphQL.Execution;

/// <summary>Something that became able to go on, run by the request's own loop.</summary>
internal interface IRunItem
{
    void Run(Executor x);
}

/// <summary>The value of one field of one object that could not be written at once.</summary>
internal abstract class Slot(FieldPlan field)
{
    public FieldPlan Field { get; } = field;
    public Exception? Error { get; set; }

    public abstract Outcome Write(Executor x);
}

internal class Slot<TValue>(FieldPlan field, Completer<TValue> completer) : Slot(field)
{
    private TValue _value = default!;
    private object? _tree;

    /// <summary>Keeps the value, and where objects below have slots starts them.</summary>
    public void Set(Executor x, TValue value)
    {
        if (Field.SpineBelow)
        {
            _tree = completer.Expand(x, Field, value);
        }
        else
        {
            _value = value;
        }
    }

    public override Outcome Write(Executor x)
    {
        if (Error is not null)
        {
            return x.Failed(Field, Error);
        }
        var depth = x.Depth;
        try
        {
            x.Push(Field.ResponseKey);
            var outcome = Field.SpineBelow ? x.WriteTree(Field, _tree) : completer.Write(x, Field, _value);
            x.Depth = depth;
            return outcome;
        }
        catch (Exception e) when (Executor.IsFieldFailure(e))
        {
            x.Depth = depth;
            return x.Failed(Field, e);
        }
    }
}

internal sealed class AwaitedSlot<TValue>(FieldPlan field, Completer<TValue> completer) : Slot<TValue>(field, completer), IRunItem
{
    private ConfiguredValueTaskAwaitable<TValue>.ConfiguredValueTaskAwaiter _awaiter;

    public void Begin(Executor x, ValueTask<TValue> task)
    {
        _awaiter = task.ConfigureAwait(false).GetAwaiter();
        if (_awaiter.IsCompleted)
        {
            Finish(x);
            return;
        }
        x.Outstanding++;
        var queue = x.Queue;
        _awaiter.UnsafeOnCompleted(() => queue.Post(this));
    }

    public void Run(Executor x)
    {
        x.Outstanding--;
        Finish(x);
    }

    private void Finish(Executor x)
    {
        try
        {
            Set(x, _awaiter.GetResult());
        }
        catch (Exception e) when (Executor.IsFieldFailure(e))
        {
            Error = e;
        }
    }
}

internal sealed class LoadedSlot<TSource, TLoaded, TValue>(FieldPlan field, Completer<TValue> completer, TSource source,
    Func<TSource, TLoaded?, TValue>? select) : Slot<TValue>(field, completer), ILoadWaiter<TLoaded>
{
    public ILoadWaiter<TLoaded>? Next { get; set; }

    public void Deliver(Executor x, TLoaded? value, Exception? error)
    {
        if (error is not null)
        {
            Error = error;
            return;
        }
        try
        {
            // Without a selector the field's value is the loaded one: TValue is TLoaded.
            Set(x, select is null ? Unsafe.As<TLoaded?, TValue>(ref value) : select(source, value));
        }
        catch (Exception e) when (Executor.IsFieldFailure(e))
        {
            Error = e;
        }
    }
}
