namespace Hierarchy.GraphQL.Execution;

/// <summary>
/// Completes values of one CLR type as one schema type (specification 6.4.3), null allowed: the parent knows whether it may be.
/// </summary>
internal abstract class Completer<T>
{
    /// <summary>Whether errors may arise below the field itself, so that the field's key belongs on the path first.</summary>
    public virtual bool Nests => false;

    public abstract Outcome Write(Executor x, FieldPlan field, T value);

    /// <summary>Turns the value into nodes and starts their slots. Only for composite types; null stays null.</summary>
    public virtual object? Expand(Executor x, FieldPlan field, T value) => throw new InvalidOperationException("A leaf has no nodes.");
}

internal sealed class ObjectCompleter<T> : Completer<T>
{
    public override bool Nests => true;

    public override Outcome Write(Executor x, FieldPlan field, T value) =>
        value is null ? Outcome.Null : x.WriteObject(field.SelectionFor(value), value);

    public override object? Expand(Executor x, FieldPlan field, T value) =>
        value is null ? null : x.StartNode(field.SelectionFor(value), value);
}

/// <summary>For resolvers that declare a wider class than the one bound to the type: the source is checked for each value.</summary>
internal sealed class CheckedObjectCompleter<T>(Type source) : Completer<T>
{
    public override bool Nests => true;

    public override Outcome Write(Executor x, FieldPlan field, T value) =>
        value is null ? Outcome.Null : x.WriteObject(field.SelectionFor(value), Check(field, value));

    public override object? Expand(Executor x, FieldPlan field, T value) =>
        value is null ? null : x.StartNode(field.SelectionFor(value), Check(field, value));

    private object Check(FieldPlan field, object value) => source.IsInstanceOfType(value)
        ? value
        : throw new InvalidCastException($"{field.ParentType}.{field.Binding.Name} gave a {value.GetType()}, not a {source}.");
}

internal sealed class NullableCompleter<T>(Completer<T> inner) : Completer<T?> where T : struct
{
    public override bool Nests => inner.Nests;

    public override Outcome Write(Executor x, FieldPlan field, T? value) => value is { } some ? inner.Write(x, field, some) : Outcome.Null;

    public override object? Expand(Executor x, FieldPlan field, T? value) => value is { } some ? inner.Expand(x, field, some) : null;
}

internal sealed class ResultCompleter<T>(Completer<T> inner) : Completer<FieldResult<T>>
{
    public override bool Nests => true;

    public override Outcome Write(Executor x, FieldPlan field, FieldResult<T> value)
    {
        if (value.Refusal is null)
        {
            return inner.Write(x, field, value.Value);
        }
        x.FailedHere(field, value.Refusal);
        return Outcome.Fail;
    }

    public override object? Expand(Executor x, FieldPlan field, FieldResult<T> value) =>
        value.Refusal is null ? inner.Expand(x, field, value.Value) : throw value.Refusal;
}

internal sealed class ListCompleter<TList, TItem>(Completer<TItem> item, bool itemNonNull) : Completer<TList>
    where TList : IEnumerable<TItem>
{
    public override bool Nests => true;

    public override Outcome Write(Executor x, FieldPlan field, TList value)
    {
        switch (value)
        {
            case null:
                return Outcome.Null;
            case TItem[] array:
                return WriteSpan(x, field, array);
            case List<TItem> list:
                return WriteSpan(x, field, CollectionsMarshal.AsSpan(list));
            case ImmutableArray<TItem> immutable:
                return immutable.IsDefault ? Outcome.Null : WriteSpan(x, field, immutable.AsSpan());
            case IReadOnlyList<TItem> indexed:
                return WriteIndexed(x, field, indexed);
            default:
                return WriteSequence(x, field, value);
        }
    }

    public override object? Expand(Executor x, FieldPlan field, TList value)
    {
        if (value is null || value is ImmutableArray<TItem> { IsDefault: true })
        {
            return null;
        }
        var items = new List<object?>(value is IReadOnlyCollection<TItem> known ? known.Count : 4);
        foreach (var each in value)
        {
            try
            {
                items.Add(item.Expand(x, field, each));
            }
            catch (Exception e) when (Executor.IsFieldFailure(e))
            {
                items.Add(new FailedItem(e));
            }
        }
        return new NodeList(items, itemNonNull);
    }

    private Outcome WriteSpan(Executor x, FieldPlan field, ReadOnlySpan<TItem> items)
    {
        var depth = x.Depth;
        x.Push(null);
        for (var i = 0; i < items.Length; i++)
        {
            if (!WriteItem(x, field, items[i], i, depth))
            {
                return Outcome.Fail;
            }
        }
        return End(x, items.Length, depth);
    }

    private Outcome WriteIndexed(Executor x, FieldPlan field, IReadOnlyList<TItem> items)
    {
        var depth = x.Depth;
        x.Push(null);
        var count = items.Count;
        for (var i = 0; i < count; i++)
        {
            if (!WriteItem(x, field, items[i], i, depth))
            {
                return Outcome.Fail;
            }
        }
        return End(x, count, depth);
    }

    private Outcome WriteSequence(Executor x, FieldPlan field, IEnumerable<TItem> items)
    {
        var depth = x.Depth;
        x.Push(null);
        var count = 0;
        foreach (var each in items)
        {
            if (!WriteItem(x, field, each, count++, depth))
            {
                return Outcome.Fail;
            }
        }
        return End(x, count, depth);
    }

    private bool WriteItem(Executor x, FieldPlan field, TItem value, int index, int depth)
    {
        x.BeginItem(index, depth);
        var mark = x.Out.Length;
        Outcome outcome;
        try
        {
            outcome = item.Write(x, field, value);
        }
        catch (Exception e) when (Executor.IsFieldFailure(e))
        {
            x.Depth = depth + 1;
            x.FailedHere(field, e);
            outcome = Outcome.Fail;
        }
        return outcome == Outcome.Ok || x.NullItem(field, outcome, mark, itemNonNull, depth);
    }

    private static Outcome End(Executor x, int count, int depth)
    {
        x.Depth = depth;
        x.Out.WriteRaw(count == 0 ? "[]"u8 : "]"u8);
        return Outcome.Ok;
    }
}
