namespace Hierarchy.GraphQL.Execution;

/// <summary>
/// Completes values of one CLR type as one schema type (specification 6.4.3), null allowed: the parent knows whether it may be.
/// </summary>
internal abstract class Completer<T> {
    /// <summary>Whether errors may arise below the field itself, so that the field's key belongs on the path first.</summary>
    public virtual bool Nests => true;

    public abstract Outcome Write(Executor x, FieldPlan field, T value);

    /// <summary>Turns the value into nodes and starts their slots. Only for composite types; null stays null.</summary>
    public virtual object? Expand(Executor x, FieldPlan field, T value) => throw new InvalidOperationException("A leaf has no nodes.");
}

/// <summary>A leaf whose type of value need not be known.</summary>
internal interface ILeaf {
    Outcome WriteBoxed(Executor x, FieldPlan field, object value);
}

internal sealed class Leaf<T>(ScalarWriter<T> write) : Completer<T>, ILeaf {
    public override bool Nests => false;

    public override Outcome Write(Executor x, FieldPlan field, T value) {
        if (value is null) return Outcome.Null;
        write(x.Out, value);
        return Outcome.Ok;
    }

    public Outcome WriteBoxed(Executor x, FieldPlan field, object value) => Write(x, field, (T)value);
}

/// <summary>Any leaf whose type is known only at run time.</summary>
internal sealed class ObjectLeaf(Func<Type, ILeaf?> find, string typeName) : Completer<object?> {
    private readonly ConcurrentDictionary<Type, ILeaf?> _leaves = new();

    public override bool Nests => false;

    public override Outcome Write(Executor x, FieldPlan field, object? value) => value is null ? Outcome.Null
        : _leaves.GetOrAdd(value.GetType(), find) is { } leaf ? leaf.WriteBoxed(x, field, value)
        : throw new InvalidCastException($"{typeName} cannot represent a {value.GetType()}.");
}

/// <param name="source">
/// What objects must be, checked for each where the resolver declares a wider class than the one bound to the type; null for no check.
/// </param>
internal sealed class ObjectCompleter<T>(Type? source) : Completer<T> {
    public override Outcome Write(Executor x, FieldPlan field, T value) =>
        value is null ? Outcome.Null : x.WriteObject(PlanFor(field, value), value, null);

    public override object? Expand(Executor x, FieldPlan field, T value) =>
        value is null ? null : x.StartNode(PlanFor(field, value), value);

    private SelectionPlan PlanFor(FieldPlan field, object value) => source is null || source.IsInstanceOfType(value)
        ? field.Concrete ?? field.Abstract!.For(value)
        : throw new InvalidCastException($"{field.Coordinate} gave a {value.GetType()}, not a {source}.");
}

internal sealed class NullableCompleter<T>(Completer<T> inner) : Completer<T?> where T : struct {
    public override bool Nests => inner.Nests;

    public override Outcome Write(Executor x, FieldPlan field, T? value) => value is { } some ? inner.Write(x, field, some) : Outcome.Null;

    public override object? Expand(Executor x, FieldPlan field, T? value) => value is { } some ? inner.Expand(x, field, some) : null;
}

internal sealed class ResultCompleter<T>(Completer<T> inner) : Completer<FieldResult<T>> {
    public override Outcome Write(Executor x, FieldPlan field, FieldResult<T> value) =>
        value.Refusal is null ? inner.Write(x, field, value.Value) : x.Failed(field, value.Refusal, null);

    public override object? Expand(Executor x, FieldPlan field, FieldResult<T> value) =>
        value.Refusal is null ? inner.Expand(x, field, value.Value) : throw value.Refusal;
}

internal sealed class ListCompleter<TList, TItem>(Completer<TItem> item, bool itemNonNull) : Completer<TList> {
    public override Outcome Write(Executor x, FieldPlan field, TList value) => value switch {
        null or ImmutableArray<TItem> { IsDefault: true } => Outcome.Null,
        TItem[] array => Write(x, field, new ReadOnlySpan<TItem>(array)),
        List<TItem> list => Write(x, field, (ReadOnlySpan<TItem>)CollectionsMarshal.AsSpan(list)),
        ImmutableArray<TItem> array => Write(x, field, array.AsSpan()),
        _ => Write(x, field, Items(field, value)),
    };

    public override object? Expand(Executor x, FieldPlan field, TList value) {
        if (value is null or ImmutableArray<TItem> { IsDefault: true }) return null;
        var items = new List<object?>(value is IReadOnlyCollection<TItem> known ? known.Count : 4);
        foreach (var each in Items(field, value)) {
            try {
                items.Add(item.Expand(x, field, each));
            } catch (Exception e) when (Executor.IsFieldFailure(e)) {
                items.Add(e);
            }
        }
        return new NodeList(items, itemNonNull);
    }

    private Outcome Write(Executor x, FieldPlan field, ReadOnlySpan<TItem> items) {
        x.Push(null);
        var (count, isOk) = (0, true);
        while (isOk && count < items.Length) isOk = WriteItem(x, field, items[count], count++);
        return x.EndList(count, isOk);
    }

    private Outcome Write(Executor x, FieldPlan field, IEnumerable<TItem> items) {
        x.Push(null);
        var (count, isOk) = (0, true);
        foreach (var each in items) {
            isOk = WriteItem(x, field, each, count++);
            if (!isOk) break;
        }
        return x.EndList(count, isOk);
    }

    private bool WriteItem(Executor x, FieldPlan field, TItem value, int index) {
        var mark = x.BeginItem(index);
        var depth = x.Depth;
        Outcome outcome;
        try {
            outcome = item.Write(x, field, value);
        } catch (Exception e) when (Executor.IsFieldFailure(e)) {
            x.Depth = depth;
            outcome = x.Failed(field, e, null);
        }
        return outcome == Outcome.Ok || x.PutNull(field, outcome, mark, itemNonNull, null);
    }

    private static IEnumerable<TItem> Items(FieldPlan field, TList value) => value switch {
        IEnumerable<TItem> items => items,
        System.Collections.IEnumerable items and not string => items.Cast<TItem>(),
        _ => throw new FieldError($"Expected Iterable, but did not find one for field \"{field.Coordinate}\"."),
    };
}
