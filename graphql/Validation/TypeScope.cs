namespace Hierarchy.GraphQL.Validation;

/// <summary>
/// The types that belong to the node where a walk through a document is; null where there is none or it is unknown. They are the output
/// type of the current field or fragment, the type whose fields are selected, the field; the input type that the current value must have,
/// the one around it (the object for a field, the list for an item), the argument or input field that the value is for (null inside lists);
/// the directive, argument and enum value that the walk is in.
/// </summary>
public readonly record struct TypeScope(TypeReference? Type, CompositeType? ParentType, FieldDefinition? Field,
    TypeReference? InputType, TypeReference? ParentInputType, InputValueDefinition? Position,
    DirectiveDefinition? Directive, InputValueDefinition? Argument, EnumValueDefinition? EnumValue) {
    internal TypeScope Enter(SyntaxNode node, GraphQLSchema schema) => node switch {
        SelectionSetNode => this with { ParentType = Type?.NamedType as CompositeType },
        FieldNode field => EnterField(ParentType is null ? null : schema.FindField(ParentType, field.Name.Value)),
        DirectiveNode directive => this with { Directive = schema.FindDirective(directive.Name.Value) },
        OperationDefinitionNode operation => EnterOutput(schema.RootType(operation.Operation)),
        InlineFragmentNode { TypeCondition: { } condition } => EnterOutput(schema.FindType(condition.Name.Value)),
        InlineFragmentNode => EnterOutput(Type?.NamedType),
        FragmentDefinitionNode fragment => EnterOutput(schema.FindType(fragment.TypeCondition.Name.Value)),
        VariableDefinitionNode variable => EnterInput(schema.Resolve(variable.Type), position: null),
        ArgumentNode argument => EnterArgument(
            Directive is not null ? Directive.FindArgument(argument.Name.Value) : Field?.FindArgument(argument.Name.Value)),
        ListValueNode => EnterInput(InputType?.Item, position: null),
        ObjectFieldNode field => EnterInput((InputType?.NamedType as InputObjectType)?.FindField(field.Name.Value)),
        EnumValueNode value => this with { EnumValue = (InputType?.NamedType as EnumType)?.FindValue(value.Value) },
        _ => this,
    };

    private TypeScope EnterField(FieldDefinition? field) =>
        this with { Field = field, Type = field is { Type.NamedType.IsOutput: true } ? field.Type : null };

    private TypeScope EnterOutput(NamedType? type) => this with { Type = type is { IsOutput: true } ? TypeReference.Of(type) : null };

    private TypeScope EnterArgument(InputValueDefinition? argument) => EnterInput(argument) with { Argument = argument };

    private TypeScope EnterInput(InputValueDefinition? position) => EnterInput(position?.Type, position);

    private TypeScope EnterInput(TypeReference? type, InputValueDefinition? position) =>
        this with { InputType = type is { NamedType.IsInput: true } ? type : null, ParentInputType = InputType, Position = position };
}
