namespace Hierarchy.GraphQL.Language;

// Type system definitions and extensions.
public static partial class Printer
{
    private static string TypeSystem(SyntaxNode node) => node switch
    {
        SchemaDefinitionNode schema => Head(schema) + Words("schema", Join(schema.Directives, " "), Block(schema.OperationTypes)),
        OperationTypeDefinitionNode root => OperationKeyword(root.Operation) + ": " + root.Type.Name.Value,
        ScalarTypeDefinitionNode scalar => Head(scalar) + Words("scalar", scalar.Name.Value, Join(scalar.Directives, " ")),
        ObjectTypeDefinitionNode type => Head(type) + FieldsType("type", type),
        InterfaceTypeDefinitionNode type => Head(type) + FieldsType("interface", type),
        UnionTypeDefinitionNode union => Head(union)
            + Words("union", union.Name.Value, Join(union.Directives, " "), Wrap("= ", Join(union.Types, " | "))),
        EnumTypeDefinitionNode type => Head(type) + Words("enum", type.Name.Value, Join(type.Directives, " "), Block(type.Values)),
        EnumValueDefinitionNode value => Describe(value.Description) + Words(value.Name.Value, Join(value.Directives, " ")),
        InputObjectTypeDefinitionNode type => Head(type) + Words("input", type.Name.Value, Join(type.Directives, " "), Block(type.Fields)),
        FieldDefinitionNode field => Describe(field.Description) + field.Name.Value + InputValues(field.Arguments)
            + ": " + Print(field.Type) + Wrap(" ", Join(field.Directives, " ")),
        InputValueDefinitionNode value => Describe(value.Description) + value.Name.Value + ": " + Print(value.Type)
            + Default(value.DefaultValue) + Wrap(" ", Join(value.Directives, " ")),
        DirectiveDefinitionNode directive => Head(directive) + "directive @" + directive.Name.Value + InputValues(directive.Arguments)
            + Wrap(" ", Join(directive.Directives, " ")) + (directive.Repeatable ? " repeatable" : "")
            + Wrap(" on ", Join(directive.Locations, " | ")),
        _ => throw new ArgumentException($"{node.GetType().Name} cannot be printed.", nameof(node)),
    };

    private static string OperationKeyword(OperationKind kind) => kind switch
    {
        OperationKind.Query => "query",
        OperationKind.Mutation => "mutation",
        _ => "subscription",
    };

    private static string Head(TypeSystemDefinitionNode node) => node.IsExtension ? "extend " : Describe(node.Description);

    private static string FieldsType(string keyword, FieldsTypeDefinitionNode type) => Words(
        keyword,
        type.Name.Value,
        Wrap("implements ", Join(type.Interfaces, " & ")),
        Join(type.Directives, " "),
        Block(type.Fields));

    private static string InputValues(ImmutableArray<InputValueDefinitionNode> values)
    {
        var texts = values.Select(Print).ToList();
        return texts.Exists(text => text.Contains('\n'))
            ? "(\n" + Indent(string.Join('\n', texts)) + "\n)"
            : Wrap("(", string.Join(", ", texts), ")");
    }
}
