namespace Hierarchy.GraphQL.Execution;

/// <summary>The arguments of a selected field: coerced once with the plan when all are literals, else once for each request.</summary>
internal sealed class ArgsTemplate
{
    public static readonly ArgsTemplate Empty = new(Args.None);

    private readonly ImmutableArray<ArgumentDefinition> _definitions;
    private readonly FieldNode? _node;
    private readonly ArgsShape? _shape;
    private readonly InputOptions _options = InputOptions.Default;
    private readonly Args? _constant;
    private readonly FieldError? _fault;

    private ArgsTemplate(Args constant) => _constant = constant;

    public ArgsTemplate(FieldDefinition field, FieldNode node, ArgsShape shape, InputOptions options, Func<int> nextVariableArgs)
    {
        _definitions = field.Arguments;
        _node = node;
        _shape = shape;
        _options = options;
        if (node.Arguments.Any(argument => UsesVariables(argument.Value)))
        {
            Index = nextVariableArgs();
            return;
        }
        try
        {
            _constant = Coerce(null);
        }
        catch (FieldError e)
        {
            // A refusal belongs to the field at run time, so that the rest of the document still answers.
            _fault = e;
        }
    }

    /// <summary>Where an execution keeps the coerced arguments; -1 when they do not depend on variables.</summary>
    public int Index { get; } = -1;

    public Args Constant => _constant ?? throw new FieldError(_fault!.Message, _fault.Code, _fault.Input) { At = _fault.At };

    public Args Coerce(VariableValues? variables)
    {
        var values = new object?[_definitions.Length];
        if (InputCoercion.CoerceArguments(_definitions, _node!.Arguments, _node, variables, _options, values) is { } fault)
        {
            throw new FieldError(fault.Message, ExecutionCodes.Invalid, fault.Path.IsEmpty ? null : fault.Path) { At = fault.Node };
        }
        return _shape!.Shape(values);
    }

    private static bool UsesVariables(ValueNode node) => node switch
    {
        VariableNode => true,
        ListValueNode list => list.Values.Any(UsesVariables),
        ObjectValueNode value => value.Fields.Any(field => UsesVariables(field.Value)),
        _ => false,
    };
}
