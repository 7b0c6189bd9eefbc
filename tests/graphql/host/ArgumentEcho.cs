using System.Globalization;
using System.Text.Json.Nodes;
using Hierarchy.GraphQL.Execution;
using Hierarchy.GraphQL.Schema;

namespace Hierarchy.GraphQL.ConformanceHost;

/// <summary>Shows which arguments reached a resolver, as JSON; what is absent is left out.</summary>
internal static class ArgumentEcho
{
    public static string Write(FieldDefinition field, Args args) => Fields(field.Arguments, args).ToJsonString();

    private static JsonObject Fields(IEnumerable<InputValueDefinition> definitions, Args args)
    {
        var json = new JsonObject();
        foreach (var definition in definitions.Where(definition => args.Has(definition.Name)))
        {
            json[definition.Name] = args.TryGet<object>(definition.Name, out var value) ? Value(definition.Type, value) : null;
        }

        return json;
    }

    private static JsonNode? Value(TypeReference type, object? value) => value switch
    {
        null => null,
        Args args => Fields(((InputObjectType)type.NamedType).Fields, args),
        string text => JsonValue.Create(text),
        bool boolean => JsonValue.Create(boolean),
        int number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        System.Collections.IEnumerable items when type.Item is { } item =>
            new JsonArray([.. items.Cast<object?>().Select(each => Value(item, each))]),
        _ => JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture)),
    };
}
