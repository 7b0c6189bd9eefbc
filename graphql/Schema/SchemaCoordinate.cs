using System.Text.RegularExpressions;

namespace Hierarchy.GraphQL.Schema;

/// <summary>
/// Names of schema elements that people can read (section 3.14): <c>Type</c>, <c>Type.field</c>, <c>Type.field(argument:)</c>,
/// <c>Input.field</c>, <c>Enum.VALUE</c>, <c>@directive</c>, <c>@directive(argument:)</c>.
/// </summary>
public static partial class SchemaCoordinate {
    /// <summary>Finds the element that a coordinate names; null when the schema has none.</summary>
    /// <returns>
    /// A <see cref="NamedType"/>, <see cref="FieldDefinition"/>, <see cref="InputValueDefinition"/>, <see cref="EnumValueDefinition"/> or
    /// <see cref="DirectiveDefinition"/>.
    /// </returns>
    /// <exception cref="FormatException">The text is no coordinate: spaces, for instance, are not allowed.</exception>
    public static SchemaElement? Resolve(GraphQLSchema schema, string coordinate) {
        var match = Grammar().Match(coordinate);
        if (!match.Success) throw new FormatException($"\"{coordinate}\" is no schema coordinate.");
        var argument = match.Groups["argument"].Value;
        if (match.Groups["directive"].Success) {
            var directive = schema.FindDirective(match.Groups["directive"].Value);
            return argument.Length == 0 ? directive : directive?.FindArgument(argument);
        }

        var type = schema.FindType(match.Groups["type"].Value);
        var member = match.Groups["member"].Value;
        if (member.Length == 0) return type;
        var field = type is CompositeType composite ? schema.FindField(composite, member) : null;
        return argument.Length > 0 ? field?.FindArgument(argument) : type switch {
            InputObjectType input => input.FindField(member),
            EnumType values => values.FindValue(member),
            _ => field,
        };
    }

    [GeneratedRegex(@"^(?:@(?<directive>[_A-Za-z]\w*)(?:\((?<argument>[_A-Za-z]\w*):\))?"
        + @"|(?<type>[_A-Za-z]\w*)(?:\.(?<member>[_A-Za-z]\w*)(?:\((?<argument>[_A-Za-z]\w*):\))?)?)\z", RegexOptions.ECMAScript)]
    private static partial Regex Grammar();
}
