namespace Hierarchy.Api.GraphQL;

/// <summary>An operation with coerced arguments, which the library copies, and fields, which it collects for each object.</summary>
internal sealed class OperationPlan(IValidationResult validation) {
    public Variables Variables { get; } = validation.Variables ?? Variables.None;

    // Not read-only: the library adds the fields that it creates by merging.
    public ConcurrentDictionary<GraphQLField, IDictionary<string, ArgumentValue>>? Arguments { get; } =
        validation.ArgumentValues is { } values ? new(values) : null;
    public ConcurrentDictionary<ASTNode, IDictionary<string, DirectiveInfo>>? Directives { get; } =
        validation.DirectiveValues is { } values ? new(values) : null;

    public Selection Root { get; } = new();
}

/// <summary>The selection of the objects at one place of an operation.</summary>
internal sealed class Selection {
    private volatile (IGraphType Type, Selected[] Fields)[] _known = [];

    public Selected[]? Of(IGraphType type) {
        foreach (var (known, fields) in _known) if (ReferenceEquals(known, type)) return fields;
        return null;
    }

    /// <param name="collected">The fields of a type, as the library collects them.</param>
    public Selected[] Add(IGraphType type, IEnumerable<(GraphQLField Field, FieldType Type)> collected) {
        Selected[] fields = [.. collected.Select(each => new Selected(each.Field, each.Type, each.Type.ResolvedType!))];
        _known = [.. _known, (type, fields)];
        return fields;
    }
}

/// <summary>A field, or an item of its list, as it is selected in one place.</summary>
internal sealed class Selected {
    public Selected(GraphQLField field, FieldType definition, IGraphType type) {
        (Field, Definition, IsRequired) = (field, definition, type is NonNullGraphType);
        Type = type is NonNullGraphType { ResolvedType: { } inner } ? inner : type;
        Name = JsonEncodedText.Encode(field.KeyOf(), AnswerWriter.Options.Encoder);
        Item = Type is ListGraphType { ResolvedType: { } item } ? new(field, definition, item) : null;
        RequiredArguments =
            [.. (definition.Arguments ?? []).Where(each => each.ResolvedType is NonNullGraphType).Select(each => each.Name)];
        IsJudged = Type is IAbstractGraphType or IObjectGraphType { IsTypeOf: not null, SkipTypeCheck: false };
    }

    public GraphQLField Field { get; }
    public FieldType Definition { get; }
    public IGraphType Type { get; }
    public bool IsRequired { get; }
    public JsonEncodedText Name { get; }
    public string[] RequiredArguments { get; }
    /// <summary>The selection of a list's items; null if not a list.</summary>
    public Selected? Item { get; }
    /// <summary>Whether a value is accepted by its type alone.</summary>
    public bool IsJudged { get; }
    public Selection Below { get; } = new();

    public ExecutionNode NodeIn(ExecutionNode parent, int? index = null) => Type switch {
        ScalarGraphType scalar => new ValueNode(this, parent, scalar, index),
        ListGraphType => new ListNode(this, parent, index),
        _ => new ObjectNode(this, parent, index),
    };

    public static Selected Of(ExecutionNode node) => node switch {
        ValueNode value => value.Selected,
        ObjectNode value => value.Selected,
        _ => ((ListNode)node).Selected,
    };

    private sealed class ValueNode(Selected selected, ExecutionNode parent, ScalarGraphType type, int? index)
        : ValueExecutionNode(parent, type, selected.Field, selected.Definition, index) {
        public Selected Selected => selected;
    }

    private sealed class ObjectNode(Selected selected, ExecutionNode parent, int? index)
        : ObjectExecutionNode(parent, selected.Type, selected.Field, selected.Definition, index) {
        public Selected Selected => selected;
    }

    private sealed class ListNode(Selected selected, ExecutionNode parent, int? index)
        : ArrayExecutionNode(parent, selected.Type, selected.Field, selected.Definition, index) {
        public Selected Selected => selected;
    }
}
