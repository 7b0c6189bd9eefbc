namespace Hierarchy.GraphQL.Validation;

/// <summary>A selected field with the type it is selected on; the parent is null where the type is unknown.</summary>
internal sealed record FieldEntry(CompositeType? Parent, FieldNode Node, FieldDefinition? Definition)
{
    public CompositeType? ResultType => Definition?.Type.NamedType as CompositeType;
}

/// <summary>What decides whether two fields may share a response key.</summary>
internal sealed class FieldGroups(ValidationContext context)
{
    private readonly Dictionary<int, string> _arguments = [];

    public FieldEntry Entry(CompositeType? parent, FieldNode node) => new(parent, node, (parent as FieldsType)?.FindField(node.Name.Value));

    public CompositeType? TypeOf(NamedTypeNode? condition, CompositeType? parent) =>
        condition is null ? parent : context.Schema.FindType(condition.Name.Value) as CompositeType;

    /// <summary>Whether both fields have equal arguments, in whatever order (section 5.3.2).</summary>
    public bool SameArguments(FieldNode a, FieldNode b) =>
        (a.Arguments.IsEmpty && b.Arguments.IsEmpty) || (a.Arguments.Length == b.Arguments.Length && Arguments(a) == Arguments(b));

    /// <summary>Whether results of both types can stand at the same place of a response (SameResponseShape).</summary>
    public static bool SameShape(TypeReference a, TypeReference b)
    {
        if (a.IsNonNull != b.IsNonNull || a.IsList != b.IsList)
        {
            return false;
        }

        if (a.Item is not null)
        {
            return SameShape(a.Item, b.Item!);
        }

        var isLeaf = a.NamedType.IsLeaf || b.NamedType.IsLeaf;
        return !isLeaf || ReferenceEquals(a.NamedType, b.NamedType);
    }

    private string Arguments(FieldNode node)
    {
        if (_arguments.TryGetValue(node.Start, out var key))
        {
            return key;
        }

        var text = new StringBuilder();
        foreach (var argument in node.Arguments.OrderBy(argument => argument.Name.Value, StringComparer.Ordinal))
        {
            text.Append(argument.Name.Value).Append(':');
            Append(text, argument.Value);
            text.Append(';');
        }

        return _arguments[node.Start] = text.ToString();
    }

    /// <summary>Writes a value so that different values give different texts, with the fields of objects in one order.</summary>
    private static void Append(StringBuilder text, ValueNode value)
    {
        switch (value)
        {
            case ListValueNode list:
                text.Append('[');
                foreach (var item in list.Values)
                {
                    Append(text, item);
                    text.Append(',');
                }

                text.Append(']');
                break;
            case ObjectValueNode literal:
                text.Append('{');
                foreach (var field in literal.Fields.OrderBy(field => field.Name.Value, StringComparer.Ordinal))
                {
                    text.Append(field.Name.Value).Append(':');
                    Append(text, field.Value);
                    text.Append(',');
                }

                text.Append('}');
                break;
            case StringValueNode literal:
                text.Append(CultureInfo.InvariantCulture, $"{(literal.Block ? 'b' : 's')}{literal.Value.Length}\"{literal.Value}");
                break;
            default:
                text.Append(Printer.Print(value));
                break;
        }
    }
}
