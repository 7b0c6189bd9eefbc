namespace Hierarchy.Tests.System.Walk;

/// <summary>The type of an argument, of a member of an input or of a field.</summary>
internal sealed record TypeRef(string Kind, string? Name, TypeRef? Of)
{
    public bool IsRequired => Kind == "NON_NULL";

    public TypeRef Bare => IsRequired ? Of! : this;

    public bool IsList => Bare.Kind == "LIST";

    public TypeRef Item => Bare.Of!;

    public TypeRef Named => Of?.Named ?? this;

    public override string ToString() => Kind switch { "NON_NULL" => $"{Of}!", "LIST" => $"[{Of}]", _ => Name! };

    public static TypeRef Read(JsonNode node) =>
        new((string)node["kind"]!, (string?)node["name"], node["ofType"] is { } of ? Read(of) : null);
}

/// <summary>A place for a value: an argument of a field, or a member of an input.</summary>
/// <param name="Owner">"Mutation.addTask", or the name of the input.</param>
internal sealed record Slot(string Owner, string Name, TypeRef Type, bool HasDefault)
{
    public string Key => $"{Owner}.{Name}";

    public bool IsNeeded => Type.IsRequired && !HasDefault;

    public static ImmutableArray<Slot> Read(string owner, JsonNode? slots) => [.. (slots?.AsArray() ?? []).Select(slot => new Slot(
        owner, (string)slot!["name"]!, TypeRef.Read(slot["type"]!), slot["defaultValue"] is not null))];
}

internal sealed record Field(string Owner, string Name, ImmutableArray<Slot> Slots, TypeRef Type);

/// <summary>The schema by introspection.</summary>
internal sealed class Contract
{
    private const string Question = """
        { __schema { types { kind name
            fields(includeDeprecated: true) { name type { ...T } args(includeDeprecated: true) { name defaultValue type { ...T } } }
            inputFields(includeDeprecated: true) { name defaultValue type { ...T } }
            enumValues(includeDeprecated: true) { name } } } }
        fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }
        """;

    private readonly Dictionary<string, ImmutableArray<Field>> _objects = [];
    private readonly Dictionary<string, ImmutableArray<Slot>> _inputs = [];
    private readonly Dictionary<string, ImmutableArray<string>> _words = [];

    public static async Task<Contract> ReadAsync(GraphQLClient client)
    {
        var contract = new Contract();
        foreach (var type in (await client.AskAsync(Question))["__schema"]!["types"]!.AsArray())
        {
            var name = (string)type!["name"]!;
            if (name.StartsWith("__", StringComparison.Ordinal))
            {
                continue;
            }
            switch ((string)type["kind"]!)
            {
                case "OBJECT":
                    contract._objects[name] = [.. type["fields"]!.AsArray().Select(field => new Field(
                        name, (string)field!["name"]!, Slot.Read($"{name}.{field["name"]}", field["args"]), TypeRef.Read(field["type"]!)))];
                    break;
                case "INPUT_OBJECT":
                    contract._inputs[name] = Slot.Read(name, type["inputFields"]);
                    break;
                case "ENUM":
                    contract._words[name] = [.. type["enumValues"]!.AsArray().Select(word => (string)word!["name"]!)];
                    break;
            }
        }
        return contract;
    }

    public ImmutableArray<Field> Fields(string type) => _objects[type];

    public bool IsObject(TypeRef type) => _objects.ContainsKey(type.Named.Name!);

    public ImmutableArray<Slot>? Members(TypeRef type) => _inputs.TryGetValue(type.Named.Name!, out var members) ? members : null;

    public ImmutableArray<string>? Words(TypeRef type) => _words.TryGetValue(type.Named.Name!, out var words) ? words : null;

    /// <summary>The shortest path from the query root to each output type.</summary>
    public IEnumerable<(string Type, ImmutableArray<Field> Way)> Reached()
    {
        var seen = new HashSet<string> { "Query" };
        var next = new Queue<(string Type, ImmutableArray<Field> Way)>([("Query", [])]);
        while (next.TryDequeue(out var reached))
        {
            yield return reached;
            foreach (var field in Fields(reached.Type).Where(field => IsObject(field.Type) && seen.Add(field.Type.Named.Name!)))
            {
                next.Enqueue((field.Type.Named.Name!, reached.Way.Add(field)));
            }
        }
    }

    /// <summary>The selection of a type: all of its leaves and, with two levels, those of its objects.</summary>
    public string Selection(TypeRef type, int levels)
    {
        if (!IsObject(type))
        {
            return "";
        }
        var fields = Fields(type.Named.Name!).Where(field => IsFree(field) && (levels > 1 || !IsObject(field.Type)));
        return $" {{ __typename {string.Join(' ', fields.Select(field => field.Name + Selection(field.Type, levels - 1)))} }}";
    }

    private static bool IsFree(Field field) => !field.Slots.Any(slot => slot.IsNeeded);
}
