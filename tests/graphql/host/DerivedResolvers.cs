using Hierarchy.GraphQL.Execution;
using Hierarchy.GraphQL.Schema;

namespace Hierarchy.GraphQL.ConformanceHost;

/// <summary>What one request wants of the resolvers; it travels as the request's caller.</summary>
/// <param name="Hash">Whether values are hashed; else they are constants.</param>
/// <param name="Seed">The root's seed.</param>
/// <param name="Echo">Whether fields of type String that have arguments answer with those.</param>
internal sealed record Run(bool Hash, uint Seed, bool Echo);

/// <summary>Binds any schema to resolvers that need to know nothing of it.</summary>
internal static class DerivedResolvers
{
    private static readonly BatchLoader<Wanted, FieldResult<object?>> s_first = new("first", LoadAsync, batchMax: 7);
    private static readonly BatchLoader<Wanted, FieldResult<object?>> s_second = new("second", LoadAsync);

    /// <summary>Builds the schema.</summary>
    /// <param name="sdl">A valid schema.</param>
    /// <param name="mixed">
    /// Null for resolvers that all answer at once; else a third of the fields answer later and a third through loaders, and the number
    /// turns which third is which.
    /// </param>
    public static BoundSchema Build(string sdl, uint? mixed)
    {
        var schema = SchemaBuilder.Build(sdl);
        return SchemaText.Build(sdl, types =>
        {
            foreach (var type in schema.Types.Where(type => !type.IsBuiltIn))
            {
                if (type == schema.SubscriptionType)
                {
                    foreach (var field in schema.SubscriptionType.Fields)
                    {
                        types.Subscription(field.Name, (args, context) => One(new(field, args, null, context.CallerAs<Run>())));
                    }
                }
                else if (type is ObjectType objects)
                {
                    types.Object<object>(type.Name, binder => Bind(binder, objects, mixed));
                }
                else if (type is UnionType or InterfaceType)
                {
                    types.TypeOf<Made>(type.Name, made => made.TypeName);
                }
            }
        });
    }

    private static void Bind(ObjectBinder<object> binder, ObjectType type, uint? mixed)
    {
        foreach (var field in type.Fields)
        {
            switch (mixed is { } turn ? (HashValues.H(field.Coordinate, 1) + turn) % 3 : 0)
            {
                case 0:
                    binder.Field(field.Name, (source, args, context) => Want(source, field, args, context).Value());
                    break;
                case 1:
                    binder.FieldAsync(field.Name, (source, args, context) => LaterAsync(Want(source, field, args, context), context));
                    break;
                default:
                    binder.FieldLoad(field.Name, s_first, (source, args, context) => Want(source, field, args, context));
                    break;
            }
        }
    }

    private static Wanted Want(object source, FieldDefinition field, Args args, RequestContext context) =>
        new(field, args, source as Made, context.CallerAs<Run>());

    // Some answers are there at once, some after a turn, some come from a loader that a resolver awaits.
    private static async ValueTask<object?> LaterAsync(Wanted wanted, RequestContext context)
    {
        if ((wanted.Hash & 8) != 0)
        {
            await Task.Yield();
        }

        if ((wanted.Hash & 16) == 0)
        {
            return wanted.Value();
        }

        var loaded = await context.LoadAsync((wanted.Hash & 32) == 0 ? s_first : s_second, wanted);
        return loaded.Refusal is null ? loaded.Value : throw loaded.Refusal;
    }

    private static async ValueTask<IReadOnlyDictionary<Wanted, FieldResult<object?>>> LoadAsync(
        IReadOnlyList<Wanted> keys, RequestContext _)
    {
        if (keys.Count % 2 == 0)
        {
            await Task.Yield();
        }

        return keys.ToDictionary(key => key, key => key.Result());
    }

    private static async IAsyncEnumerable<FieldResult<object?>> One(Wanted wanted)
    {
        await Task.Yield();
        yield return wanted.Result();
    }

    /// <summary>A value that a field of one object wants.</summary>
    private sealed class Wanted(FieldDefinition field, Args args, Made? source, Run run)
    {
        public uint Hash { get; } = HashValues.H(field.Name, source?.Seed ?? run.Seed);

        public object? Value() =>
            run.Echo && field.Arguments.Length > 0 && field.Type.Nullable.ToString() == "String" ? ArgumentEcho.Write(field, args)
            : run.Hash ? HashValues.Of(field.Type, Hash, run.Seed)
            : HashValues.Constant(field.Type);

        public FieldResult<object?> Result()
        {
            try
            {
                return Value();
            }
            catch (FieldError refusal)
            {
                return refusal;
            }
        }
    }
}
