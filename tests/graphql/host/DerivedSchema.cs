using Hierarchy.GraphQL.Execution;
using Hierarchy.GraphQL.Schema;

namespace Hierarchy.Tests.GraphQL.Host;

/// <summary>Binds resolvers to every field of a schema text.</summary>
internal static class DerivedSchema
{
    private sealed record Seeded(uint Seed, string TypeName);

    public static BoundSchema Build(string sdl, Mode mode)
    {
        var schema = SchemaBuilder.Build(sdl);
        return SchemaText.Build(sdl, types =>
        {
            foreach (var type in schema.Types.OfType<ObjectType>().Where(type => !type.IsBuiltIn))
            {
                if (ReferenceEquals(type, schema.SubscriptionType))
                {
                    BindSubscriptions(types, type, mode);
                }
                else if (ReferenceEquals(type, schema.QueryType) || ReferenceEquals(type, schema.MutationType))
                {
                    types.Object<object>(type.Name, t => BindFields(t, type, mode));
                }
                else
                {
                    types.Object<Seeded>(type.Name, t => BindFields(t, type, mode));
                }
            }
            foreach (var type in schema.Types.OfType<CompositeType>().Where(type => type is not ObjectType))
            {
                types.TypeOf<Seeded>(type.Name, value => value.TypeName);
            }
        });
    }

    /// <summary>H(s, h): 32 bits throughout.</summary>
    public static uint Hash(string text, uint h)
    {
        h ^= 2166136261;
        foreach (var unit in text)
        {
            h = (h ^ unit) * 16777619;
        }
        h ^= h >> 15;
        h *= 0x2c1b3c6d;
        return h ^ (h >> 12);
    }

    private static void BindSubscriptions(TypeBinder types, ObjectType type, Mode mode)
    {
        foreach (var field in type.Fields)
        {
            types.Subscription(field.Name, (_, _) => One(Resolve(field, mode.Seed, mode)));
        }
    }

    private static async IAsyncEnumerable<object?> One(object? value)
    {
        await Task.Yield();
        yield return value;
    }

    private static void BindFields<TSource>(ObjectBinder<TSource> t, ObjectType type, Mode mode) where TSource : class
    {
        foreach (var field in type.Fields)
        {
            var loader = new BatchLoader<uint, FieldResult<object?>>(field.Coordinate,
                (seeds, _) => new(seeds.ToDictionary(seed => seed, seed => Result(field, seed, mode))));
            switch (mode.Mixed ? Hash(field.Coordinate, 1) % 3 : 0)
            {
                case 1:
                    t.FieldAsync(field.Name, async (source, _) =>
                    {
                        await Task.Yield();
                        return Resolve(field, SeedOf(source, mode), mode);
                    });
                    break;
                case 2:
                    t.FieldLoad(field.Name, loader, source => SeedOf(source, mode));
                    break;
                default:
                    t.Field(field.Name, source => Resolve(field, SeedOf(source, mode), mode));
                    break;
            }
        }
    }

    private static uint SeedOf(object source, Mode mode) => (source as Seeded)?.Seed ?? mode.Seed;

    private static FieldResult<object?> Result(FieldDefinition field, uint seed, Mode mode)
    {
        try
        {
            return Resolve(field, seed, mode);
        }
        catch (FieldError e)
        {
            return e;
        }
    }

    private static object? Resolve(FieldDefinition field, uint parent, Mode mode) =>
        mode.Hash ? Hashed(field.Type, Hash(field.Name, parent), mode, isItem: false) : Constant(field.Type);

    private static object? Constant(TypeReference type) => type.Item is { } item
        ? new List<object?> { Constant(item), Constant(item) }
        : type.NamedType switch
        {
            { Name: "Int" } => 2,
            { Name: "Float" } => 3.14,
            { Name: "Boolean" } => true,
            { Name: "ID" } => "id",
            EnumType @enum => @enum.Values[0].Name,
            ScalarType => "str",
            UnionType union => new Seeded(0, Possible(union)[0].Name),
            InterfaceType abstracts => new Seeded(0, Possible(abstracts)[^1].Name),
            var other => new Seeded(0, other.Name),
        };

    private static object? Hashed(TypeReference type, uint h, Mode mode, bool isItem)
    {
        if (h % (mode.Seed % 2 == 1 ? 23u : 7u) == 0)
        {
            return null;
        }
        if (h % 29 == 1)
        {
            return isItem ? null : throw new FieldError($"boom {h}");
        }
        if (type.Item is { } item)
        {
            return Enumerable.Range(0, (int)(h / 31 % 4)).Select(i => Hashed(item, Hash($"#{i}", h), mode, isItem: true)).ToList();
        }
        return type.NamedType switch
        {
            { Name: "Int" } => (int)(h % 1000),
            { Name: "Float" } => h % 1000 / 8.0,
            { Name: "String" } => $"s\"\n{h}",
            { Name: "Boolean" } => h % 2 == 0,
            { Name: "ID" } => $"i{h}",
            EnumType @enum => @enum.Values[(int)(h % (uint)@enum.Values.Length)].Name,
            ScalarType => $"c{h}",
            UnionType or InterfaceType => Possible((CompositeType)type.NamedType) is var possible
                ? new Seeded(h, possible[(int)(h % (uint)possible.Length)].Name)
                : null,
            var other => new Seeded(h, other.Name),
        };
    }

    private static ObjectType[] Possible(CompositeType type) => [.. type.PossibleTypes.OrderBy(each => each.Name, StringComparer.Ordinal)];
}
