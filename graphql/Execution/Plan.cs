namespace Hierarchy.GraphQL.Execution;

/// <summary>How a value was written: Null and Fail leave the rewinding and the question of nullability to the parent.</summary>
internal enum Outcome : byte {
    Ok,
    /// <summary>The value is null and nothing says so yet.</summary>
    Null,
    /// <summary>The value failed and its error is recorded.</summary>
    Fail,
}

/// <summary>
/// One field of a selection on one concrete type, with everything decided that does not depend on data (specification 6.3.2).
/// </summary>
internal sealed class FieldPlan {
    /// <summary><c>{"key":</c> for the first field, <c>,"key":</c> for later ones, so that writing knows no commas.</summary>
    public required byte[] Prefix { get; init; }
    public required string ResponseKey { get; init; }
    public required string ParentType { get; init; }
    public required FieldDefinition Definition { get; init; }
    public required bool NonNull { get; init; }
    public required FieldBinding Binding { get; init; }
    /// <summary>All merged occurrences; an error lists their places.</summary>
    public required FieldNode[] Nodes { get; init; }
    /// <summary>Where an execution keeps the coerced arguments.</summary>
    public int ArgsIndex { get; init; }
    /// <summary>The arguments when they are the same for every request; null before the first one.</summary>
    public Args? ConstantArgs { get; set; }
    /// <summary>The sub-selection when the type is an object type.</summary>
    public SelectionPlan? Concrete { get; set; }
    /// <summary>The sub-selections when the type is an interface or a union.</summary>
    public AbstractPlan? Abstract { get; set; }
    /// <summary>Index of the field's slot in its object's node; -1 when the field is written straight from its source.</summary>
    public int Slot { get; set; } = -1;
    /// <summary>Whether objects below have nodes of their own.</summary>
    public bool SpineBelow { get; set; }

    public string Coordinate => $"{ParentType}.{Binding.Name}";

    /// <summary>CoerceArgumentValues of the specification (6.4.1).</summary>
    /// <exception cref="FieldError">They do not fit.</exception>
    public Args CoerceArgs(VariableValues? variables, InputOptions options) {
        var values = new object?[Definition.Arguments.Length];
        if (InputCoercion.CoerceArguments(Definition.Arguments, Nodes[0].Arguments, Nodes[0], variables, options, values) is { } fault)
            throw new FieldError(fault.Message, fault.Code, fault.Path.IsEmpty ? null : fault.Path) { At = fault.Node };
        return ((BoundField)Definition.Binding!).Args.Shape(values);
    }
}

/// <summary>The selected fields of one concrete type, in response order; those that have a slot once more.</summary>
internal sealed record SelectionPlan(FieldPlan[] Fields, FieldPlan[] Slots);

/// <summary>Sub-selections of an abstract type, each compiled when the first object of its type appears.</summary>
internal sealed class AbstractPlan(AbstractBinding binding, int possibleTypes, Func<int, SelectionPlan> compile) {
    private readonly SelectionPlan?[] _plans = new SelectionPlan?[possibleTypes];

    public SelectionPlan For(object value) {
        var type = binding.IndexOf(value);
        return _plans[type] ??= compile(type);
    }
}

/// <summary>An operation compiled for one outcome of all its skip and include conditions.</summary>
internal sealed class OperationPlan {
    public required SourceText Source { get; init; }
    public required OperationKind Kind { get; init; }
    public SelectionPlan Root { get; set; } = null!;
    /// <summary>Number of fields that have arguments.</summary>
    public int ArgsCount { get; set; }
    /// <summary>Whether something in it may differ from caller to caller.</summary>
    public bool DependsOnCaller { get; set; }
}
