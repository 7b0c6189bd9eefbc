namespace Hierarchy.GraphQL.Schema;

/// <summary>Writes a schema in the type system language: definitions in order, extensions merged, built-in types left out.</summary>
/// <remarks>Directives other than <c>@deprecated</c>, <c>@specifiedBy</c> and <c>@oneOf</c> are left out.</remarks>
public static class SchemaPrinter
{
    /// <summary>Prints the schema. Building the text again gives an equal schema.</summary>
    public static string Print(GraphQLSchema schema)
    {
        var parts = new List<string>();
        if (PrintRoots(schema) is { } roots)
        {
            parts.Add(roots);
        }

        var specified = BuiltIns.Directives.Select(directive => directive.Name.Value).ToHashSet();
        parts.AddRange(schema.Directives.Where(directive => !specified.Contains(directive.Name)).Select(Print));
        parts.AddRange(schema.Types.Where(type => !type.IsBuiltIn).Select(Print));
        return string.Join("\n\n", parts);
    }

    private static string? PrintRoots(GraphQLSchema schema)
    {
        string[] names = ["query", "mutation", "subscription"];
        string[] defaults = ["Query", "Mutation", "Subscription"];
        var roots = schema.DeclaredRoots;
        var isDefault = Enumerable.Range(0, 3).All(i => ReferenceEquals(roots[i], schema.FindType(defaults[i])));
        if (roots.All(root => root is null) || (schema.Description is null && isDefault))
        {
            return null;
        }

        var lines = Enumerable.Range(0, 3).Where(i => roots[i] is not null).Select(i => $"  {names[i]}: {roots[i]}\n");
        return Describe(schema.Description) + "schema {\n" + string.Concat(lines) + "}";
    }

    private static string Print(NamedType type)
    {
        var head = Describe(type.Description);
        return type switch
        {
            ScalarType scalar => $"{head}scalar {type}{SpecifiedBy(scalar)}",
            ObjectType fields => $"{head}type {type}{Implements(fields)}{Fields(fields)}",
            InterfaceType fields => $"{head}interface {type}{Implements(fields)}{Fields(fields)}",
            UnionType union => $"{head}union {type}{Members(union)}",
            EnumType values => $"{head}enum {type}{Block(values.Values, value => value.Description, Value)}",
            InputObjectType input =>
                $"{head}input {type}{(input.IsOneOf ? " @oneOf" : "")}{Block(input.Fields, field => field.Description, InputValue)}",
            _ => throw new ArgumentException($"{type} cannot be printed.", nameof(type)),
        };
    }

    private static string Print(DirectiveDefinition directive) =>
        Describe(directive.Description) + "directive " + directive + Arguments(directive.Arguments, "")
        + Deprecated(directive.DeprecationReason) + (directive.IsRepeatable ? " repeatable" : "")
        + " on " + string.Join(" | ", directive.Locations);

    private static string SpecifiedBy(ScalarType scalar) =>
        scalar.SpecifiedByUrl is null ? "" : $" @specifiedBy(url: {Printer.Quote(scalar.SpecifiedByUrl)})";

    private static string Implements(FieldsType type) =>
        type.Interfaces.IsEmpty ? "" : " implements " + string.Join(" & ", type.Interfaces.Select(contract => contract.Name));

    private static string Members(UnionType union) =>
        union.PossibleTypes.IsEmpty ? "" : " = " + string.Join(" | ", union.PossibleTypes.Select(member => member.Name));

    private static string Fields(FieldsType type) => Block(type.Fields, field => field.Description, field =>
        $"{field.Name}{Arguments(field.Arguments, "  ")}: {field.Type}{Deprecated(field.DeprecationReason)}");

    private static string Value(EnumValueDefinition value) => value.Name + Deprecated(value.DeprecationReason);

    private static string InputValue(InputValueDefinition value)
    {
        var defaultValue = value.DefaultNode is null ? "" : " = " + Printer.Print(value.DefaultNode);
        return $"{value.Name}: {value.Type}{defaultValue}{Deprecated(value.DeprecationReason)}";
    }

    private static string Arguments(ImmutableArray<ArgumentDefinition> arguments, string indent)
    {
        if (arguments.IsEmpty)
        {
            return "";
        }

        if (arguments.All(argument => argument.Description is null))
        {
            return "(" + string.Join(", ", arguments.Select(InputValue)) + ")";
        }

        var lines = arguments.Select((argument, i) =>
            Describe(argument.Description, "  " + indent, i == 0) + "  " + indent + InputValue(argument));
        return "(\n" + string.Join('\n', lines) + "\n" + indent + ")";
    }

    private static string Block<T>(ImmutableArray<T> items, Func<T, string?> description, Func<T, string> print) => items.IsEmpty
        ? ""
        : " {\n" + string.Join('\n', items.Select((item, i) => Describe(description(item), "  ", i == 0) + "  " + print(item))) + "\n}";

    private static string Deprecated(string? reason) => reason switch
    {
        null => "",
        BuiltIns.DefaultDeprecationReason => " @deprecated",
        _ => $" @deprecated(reason: {Printer.Quote(reason)})",
    };

    private static string Describe(string? description, string indent = "", bool isFirst = true)
    {
        if (description is null)
        {
            return "";
        }

        var literal = BlockString.CanPrint(description) ? BlockString.Print(description) : Printer.Quote(description);
        var before = indent.Length > 0 && !isFirst ? "\n" + indent : indent;
        return before + literal.Replace("\n", "\n" + indent, StringComparison.Ordinal) + "\n";
    }
}
