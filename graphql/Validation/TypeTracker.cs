namespace Hierarchy.GraphQL.Validation;

/// <summary>The types that belong to the node where a walk through a document is.</summary>
public sealed class TypeTracker
{
    private readonly GraphQLSchema? _schema;
    private readonly Stack<TypeReference?> _types = new();
    private readonly Stack<CompositeType?> _parents = new();
    private readonly Stack<FieldDefinition?> _fields = new();
    private readonly Stack<(TypeReference? Type, TypeReference? Parent)> _inputs = new();
    private readonly Stack<InputValueDefinition?> _positions = new();

    internal TypeTracker(GraphQLSchema? schema) => _schema = schema;

    /// <summary>The output type of the current field or fragment; null when unknown.</summary>
    public TypeReference? Type => _types.TryPeek(out var type) ? type : null;

    /// <summary>The type whose fields the current selection set selects; null when unknown.</summary>
    public CompositeType? ParentType => _parents.TryPeek(out var type) ? type : null;

    /// <summary>The current field's definition; null when unknown.</summary>
    public FieldDefinition? Field => _fields.TryPeek(out var definition) ? definition : null;

    /// <summary>The input type that the current value must have; null when unknown.</summary>
    public TypeReference? InputType => _inputs.TryPeek(out var input) ? input.Type : null;

    /// <summary>The input type around it: the object for an object's field, the list for a list's item.</summary>
    public TypeReference? ParentInputType => _inputs.TryPeek(out var input) ? input.Parent : null;

    /// <summary>The argument or input field that the current value is for; null inside lists.</summary>
    public InputValueDefinition? Position => _positions.TryPeek(out var position) ? position : null;

    /// <summary>The directive around the current node; null when none or unknown.</summary>
    public DirectiveDefinition? Directive { get; private set; }

    /// <summary>The current argument's definition; null when none or unknown.</summary>
    public ArgumentDefinition? Argument { get; private set; }

    /// <summary>The current enum value's definition; null when none or unknown.</summary>
    public EnumValueDefinition? EnumValue { get; private set; }

    internal void Enter(SyntaxNode node)
    {
        if (_schema is null)
        {
            return;
        }

        switch (node)
        {
            case SelectionSetNode:
                _parents.Push(Type?.NamedType as CompositeType);
                break;
            case FieldNode field:
                var definition = ParentType is { } parent ? _schema.FindField(parent, field.Name.Value) : null;
                _fields.Push(definition);
                _types.Push(definition is { Type.NamedType.IsOutput: true } ? definition.Type : null);
                break;
            case DirectiveNode directive:
                Directive = _schema.FindDirective(directive.Name.Value);
                break;
            case OperationDefinitionNode operation:
                _types.Push(_schema.RootType(operation.Operation) is { } root ? TypeReference.Of(root) : null);
                break;
            case InlineFragmentNode inline:
                EnterFragment(inline.TypeCondition);
                break;
            case FragmentDefinitionNode fragment:
                EnterFragment(fragment.TypeCondition);
                break;
            case VariableDefinitionNode variable:
                PushInput(_schema.Resolve(variable.Type), position: null);
                break;
            default:
                EnterValue(node);
                break;
        }
    }

    internal void Leave(SyntaxNode node)
    {
        if (_schema is null)
        {
            return;
        }

        switch (node)
        {
            case SelectionSetNode:
                _parents.Pop();
                break;
            case FieldNode:
                _fields.Pop();
                _types.Pop();
                break;
            case DirectiveNode:
                Directive = null;
                break;
            case OperationDefinitionNode or InlineFragmentNode or FragmentDefinitionNode:
                _types.Pop();
                break;
            case ArgumentNode:
                Argument = null;
                PopInput();
                break;
            case VariableDefinitionNode or ListValueNode or ObjectFieldNode:
                PopInput();
                break;
            case EnumValueNode:
                EnumValue = null;
                break;
        }
    }

    private void EnterFragment(NamedTypeNode? condition)
    {
        var type = condition is null ? Type?.NamedType : _schema!.FindType(condition.Name.Value);
        _types.Push(type is { IsOutput: true } ? TypeReference.Of(type) : null);
    }

    private void EnterValue(SyntaxNode node)
    {
        switch (node)
        {
            case ArgumentNode argument:
                Argument = (Directive is not null ? Directive.FindArgument(argument.Name.Value) : Field?.FindArgument(argument.Name.Value));
                PushInput(Argument?.Type, Argument);
                break;
            case ListValueNode:
                PushInput(InputType?.Item, position: null);
                break;
            case ObjectFieldNode field:
                var definition = (InputType?.NamedType as InputObjectType)?.FindField(field.Name.Value);
                PushInput(definition?.Type, definition);
                break;
            case EnumValueNode value:
                EnumValue = (InputType?.NamedType as EnumType)?.FindValue(value.Value);
                break;
        }
    }

    private void PushInput(TypeReference? type, InputValueDefinition? position)
    {
        _inputs.Push((type is { NamedType.IsInput: true } ? type : null, InputType));
        _positions.Push(position);
    }

    private void PopInput()
    {
        _inputs.Pop();
        _positions.Pop();
    }
}
