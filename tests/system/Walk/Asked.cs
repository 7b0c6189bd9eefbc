namespace Hierarchy.Tests.System.Walk;

/// <summary>One value at one place of an otherwise valid request.</summary>
/// <param name="Way">The fields from the schema's root down to the one with the value.</param>
/// <param name="Path">Path in the arguments of the last field.</param>
/// <param name="Slot">The argument or member at that place.</param>
/// <param name="Value">JSON of the value; null omits it.</param>
internal sealed record Asked(ImmutableArray<Field> Way, ImmutableArray<object> Path, Slot Slot, string? Value)
{
    private const string Here = "here-stands-the-value";

    /// <summary>Lists are long as literals, and documents are bounded.</summary>
    private const int LiteralMax = 8_000;

    public Field Last => Way[^1];

    public override string ToString()
    {
        var value = Value is { Length: > 200 } ? Value[..200] + "…" : Value ?? "left out";
        return $"{string.Join('.', Way.Select(field => field.Name))}({string.Join('/', Path)}: {value})";
    }

    /// <summary>The body of the request.</summary>
    /// <param name="isLiteral">Whether values are in the document rather than in variables.</param>
    public string Body(Contract contract, Right right, bool isLiteral)
    {
        isLiteral &= Value is null or { Length: < LiteralMax };
        var operation = Way[0].Owner;
        var (declared, variables, fields) = (new List<string>(), new JsonObject(), new StringBuilder());
        for (var step = 0; step < Way.Length; step++)
        {
            var field = Way[step];
            var values = right.Of(field.Slots);
            if (step == Way.Length - 1)
            {
                Put(right, values, field);
            }
            fields.Append(field.Name);
            var given = field.Slots.Where(slot => values.ContainsKey(slot.Name)).ToList();
            fields.Append(given.Count == 0 ? "" : $"({string.Join(", ", given.Select(slot => $"{slot.Name}: {ValueOf(slot, step)}"))})");
            // Results of mutations are read in full at the end.
            fields.Append(step < Way.Length - 1 ? " { " : contract.Selection(field.Type, operation == "Mutation" ? 1 : 2));

            string ValueOf(Slot slot, int step)
            {
                var value = values[slot.Name];
                if (isLiteral)
                {
                    return Literal(contract, slot.Type, value);
                }
                var name = $"v{step}_{slot.Name}";
                declared.Add($"${name}: {slot.Type}");
                variables[name] = value?.DeepClone();
                return "$" + name;
            }
        }
        fields.Append(string.Concat(Enumerable.Repeat(" }", Way.Length - 1)));
        var document = $"{operation.ToLowerInvariant()}{(declared.Count == 0 ? "" : $"({string.Join(", ", declared)})")} {{ {fields} }}";
        var body = new JsonObject { ["query"] = document, ["variables"] = variables }.ToJsonString();
        // In the document the value is within a JSON string; in variables it is JSON itself.
        return isLiteral ? body : body.Replace($"\"{Here}\"", Value, StringComparison.Ordinal);
    }

    private void Put(Right right, JsonObject values, Field field)
    {
        if (Value is not null)
        {
            right.Put(values, field.Slots, Path.AsSpan(), Here);
            return;
        }
        right.Put(values, field.Slots, Path.AsSpan(), null);
        JsonNode at = values;
        foreach (var part in Path.AsSpan()[..^1])
        {
            at = part is int index ? at[index]! : at[(string)part]!;
        }
        if (at is JsonObject members)
        {
            members.Remove((string)Path[^1]);
        }
    }

    private string Literal(Contract contract, TypeRef type, JsonNode? value)
    {
        switch (value)
        {
            case null:
                return "null";
            case JsonArray items:
                return $"[{string.Join(", ", items.Select(item => Literal(contract, type.IsList ? type.Item : type, item)))}]";
            case JsonObject members:
                var slots = contract.Members(type);
                return $"{{{string.Join(", ", members.Select(member => $"{member.Key}: "
                    + Literal(contract, slots?.FirstOrDefault(slot => slot.Name == member.Key)?.Type ?? type, member.Value)))}}}";
        }
        var text = value.ToJsonString();
        if (text == $"\"{Here}\"")
        {
            return Value![0] is '{' or '[' ? Literal(contract, type, JsonNode.Parse(Value)) : Word(contract, type, Value);
        }
        return Word(contract, type, text);
    }

    // Enum values have no quotes.
    private static string Word(Contract contract, TypeRef type, string text) =>
        contract.Words(type) is not null && text.Length > 2 && text[0] == '"' && text[1..^1].All(c => char.IsAsciiLetter(c) || c == '_') ? text[1..^1] : text;
}
