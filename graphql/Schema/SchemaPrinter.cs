namespace Hierarchy.GraphQL.Schema;

/// <summary>Writes a schema in the type system language: definitions in order, extensions merged, built-in types left out.</summary>
/// <remarks>Directives other than <c>@deprecated</c>, <c>@specifiedBy</c> and <c>@oneOf</c> are left out.</remarks>
public static class SchemaPrinter {
    /// <summary>Prints the schema. Building the text again gives an equal schema.</summary>
    public static string Print(GraphQLSchema schema) {
        var specified = BuiltIns.Directives.Select(directive => directive.Name.Value).ToHashSet();
        var directives = schema.Directives.Where(directive => !specified.Contains(directive.Name)).Select(Print);
        return string.Join("\n\n", [.. PrintRoots(schema), .. directives, .. schema.Types.Where(type => !type.IsBuiltIn).Select(Print)]);
    }

    private static IEnumerable<string> PrintRoots(GraphQLSchema schema) {
        var roots = Enum.GetValues<OperationKind>().Select(kind => (Kind: kind, Type: schema.DeclaredRoots[(int)kind])).ToList();
        var isImplied = roots.TrueForAll(root => ReferenceEquals(root.Type, schema.FindType(root.Kind.ToString())));
        if (roots.TrueForAll(root => root.Type is null) || (schema.Description is null && isImplied)) return [];
        var lines = roots.Where(root => root.Type is not null).Select(root => $"  {Printer.Keyword(root.Kind)}: {root.Type}\n");
        return [Describe(schema.Description) + "schema {\n" + string.Concat(lines) + "}"];
    }

    private static string Print(NamedType type) => Describe(type.Description) + type switch {
        ScalarType { SpecifiedByUrl: { } url } => $"scalar {type} @specifiedBy(url: {Printer.Quote(url)})",
        ScalarType => $"scalar {type}",
        FieldsType fields => $"{(type is ObjectType ? "type" : "interface")} {type}{List(" implements ", fields.Interfaces, " & ")}"
            + Block(fields.Fields, field => $"{field.Name}{Arguments(field.Arguments, "  ")}: {field.Type}{Deprecated(field)}"),
        UnionType union => $"union {type}{List(" = ", union.PossibleTypes, " | ")}",
        EnumType values => $"enum {type}{Block(values.Values, value => value.Name + Deprecated(value))}",
        InputObjectType input => $"input {type}{(input.IsOneOf ? " @oneOf" : "")}{Block(input.Fields, InputValue)}",
        _ => throw new ArgumentException($"{type} cannot be printed.", nameof(type)),
    };

    private static string Print(DirectiveDefinition directive) =>
        Describe(directive.Description) + "directive " + directive + Arguments(directive.Arguments, "") + Deprecated(directive)
        + (directive.IsRepeatable ? " repeatable" : "") + " on " + string.Join(" | ", directive.Locations);

    private static string List<T>(string start, ImmutableArray<T> types, string separator)
        where T : NamedType => types.IsEmpty ? "" : start + string.Join(separator, types.Select(type => type.Name));

    private static string InputValue(InputValueDefinition value) {
        var defaultValue = value.DefaultNode is null ? "" : " = " + Printer.Print(value.DefaultNode);
        return $"{value.Name}: {value.Type}{defaultValue}{Deprecated(value)}";
    }

    private static string Arguments(ImmutableArray<InputValueDefinition> arguments, string indent) =>
        arguments.IsEmpty ? ""
        : arguments.All(argument => argument.Description is null) ? "(" + string.Join(", ", arguments.Select(InputValue)) + ")"
        : "(\n" + Lines(arguments, InputValue, indent + "  ") + "\n" + indent + ")";

    private static string Block<T>(ImmutableArray<T> elements, Func<T, string> print)
        where T : SchemaElement => elements.IsEmpty ? "" : " {\n" + Lines(elements, print, "  ") + "\n}";

    private static string Lines<T>(ImmutableArray<T> elements, Func<T, string> print, string indent)
        where T : SchemaElement => string.Join('\n', elements.Select(
            (element, i) => Describe(element.Description, indent, isFirst: i == 0) + indent + print(element)));

    private static string Deprecated(SchemaElement element) => element.DeprecationReason switch {
        null => "",
        BuiltIns.DefaultDeprecationReason => " @deprecated",
        var reason => $" @deprecated(reason: {Printer.Quote(reason)})",
    };

    private static string Describe(string? description, string indent = "", bool isFirst = true) {
        if (description is null) return "";
        var literal = BlockString.CanPrint(description) ? BlockString.Print(description) : Printer.Quote(description);
        var before = indent.Length > 0 && !isFirst ? "\n" + indent : indent;
        return before + literal.Replace("\n", "\n" + indent, StringComparison.Ordinal) + "\n";
    }
}
