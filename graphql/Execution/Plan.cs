namespace Hierarchy.GraphQL.Execution;

/// <summary>How a value was written: Null and Fail leave the rewinding and the question of nullability to the parent.</summary>
internal enum Outcome : byte
{
    Ok,
    /// <summary>The value is null and nothing says so yet.</summary>
    Null,
    /// <summary>The value failed and its error is recorded.</summary>
    Fail,
}

/// <summary>
/// One field of a selection on one concrete type, with everything decided that does not depend on data (specification 6.3.2).
/// </summary>
internal sealed class FieldPlan
{
    /// <summary><c>{"key":</c> for the first field, <c>,"key":</c> for later ones, so that writing knows no commas.</summary>
    public required byte[] Prefix { get; init; }
    public required string ResponseKey { get; init; }
    public required string ParentType { get; init; }
    public required bool NonNull { get; init; }
    public required FieldBinding Binding { get; init; }
    /// <summary>All merged occurrences; an error lists their places.</summary>
    public required FieldNode[] Nodes { get; init; }
    public required ArgsTemplate Args { get; init; }
    /// <summary>The sub-selection when the type is an object type.</summary>
    public SelectionPlan? Concrete { get; set; }
    /// <summary>The sub-selections when the type is an interface or a union.</summary>
    public AbstractPlan? Abstract { get; set; }
    /// <summary>Index of the field's slot in its object's node; -1 when the field is written straight from its source.</summary>
    public int Slot { get; set; } = -1;
    /// <summary>Whether objects below have nodes of their own.</summary>
    public bool SpineBelow { get; set; }

    public SelectionPlan SelectionFor(object value) => Concrete ?? Abstract!.For(value);
}

/// <summary>The selected fields of one concrete type, in response order.</summary>
internal sealed class SelectionPlan
{
    public FieldPlan[] Fields { get; set; } = [];
    /// <summary>Those of the fields that have a slot.</summary>
    public FieldPlan[] Slots { get; set; } = [];
    public bool HasSlots => Slots.Length > 0;
}

/// <summary>Sub-selections of an abstract type, each compiled when the first object of its type appears.</summary>
internal sealed class AbstractPlan(AbstractBinding binding, Func<int, SelectionPlan> compile)
{
    private readonly SelectionPlan?[] _plans = new SelectionPlan?[binding.Count];

    public SelectionPlan For(object value)
    {
        var type = binding.IndexOf(value);
        return _plans[type] ?? Interlocked.CompareExchange(ref _plans[type], compile(type), null) ?? _plans[type]!;
    }
}

/// <summary>An operation compiled for one outcome of all its skip and include conditions.</summary>
internal sealed class OperationPlan
{
    public required SourceText Source { get; init; }
    public required OperationKind Kind { get; init; }
    public required SelectionPlan Root { get; init; }
    /// <summary>Number of <see cref="ArgsTemplate"/>s that depend on variables.</summary>
    public int VariableArgs { get; set; }
    /// <summary>Whether something in it may differ from caller to caller.</summary>
    public bool DependsOnCaller { get; set; }
}

/// <summary>An object that has slots, in the middle of an execution.</summary>
internal sealed class Node(object source, SelectionPlan plan)
{
    public object Source { get; } = source;
    public SelectionPlan Plan { get; } = plan;
    public Slot[] Slots { get; } = plan.HasSlots ? new Slot[plan.Slots.Length] : [];
}

/// <summary>A list of nodes, of lists of nodes, of nulls and of <see cref="FailedItem"/>s.</summary>
internal sealed class NodeList(List<object?> items, bool itemNonNull)
{
    public List<object?> Items { get; } = items;
    public bool ItemNonNull { get; } = itemNonNull;
}

/// <summary>An item that threw while its list was expanded; the error is recorded when the list is written, so in document order.</summary>
internal sealed class FailedItem(Exception error)
{
    public Exception Error { get; } = error;
}
