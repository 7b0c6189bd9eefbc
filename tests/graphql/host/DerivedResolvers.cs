using GraphQL.DataLoader;
using GraphQL.Resolvers;
using GraphQLParser;
using GraphQLParser.AST;

namespace Hierarchy.Tests.GraphQL.Host;

/// <summary>What one request wants of the resolvers, passed as its caller.</summary>
/// <param name="Hash">Whether values are hashed; otherwise they are constants.</param>
/// <param name="Seed">The root's seed.</param>
/// <param name="Mixed">Whether a third of the fields resolve asynchronously, and a third through loaders.</param>
internal sealed record Run(bool Hash, uint Seed, bool Mixed);

/// <summary>Binds any schema to a generic resolver.</summary>
internal static class DerivedResolvers
{
    private static readonly BatchLoader<Wanted, Outcome> First = new(LoadAsync, batchMax: 7);
    private static readonly BatchLoader<Wanted, Outcome> Second = new(LoadAsync);

    /// <summary>Builds the schema.</summary>
    public static Schema Build(string sdl, IServiceProvider services)
    {
        var document = Parser.Parse(sdl);
        var roots = document.Definitions.OfType<GraphQLSchemaDefinition>().SelectMany(schema => schema.OperationTypes);
        var subscription = roots.FirstOrDefault(root => root.Operation == OperationType.Subscription)?.Type?.Name.StringValue ?? "Subscription";
        var builder = new ContractBuilder(services) { AllowUnknownTypes = true, AllowUnknownFields = true };
        Schema? built = null;
        foreach (var definition in document.Definitions)
        {
            if (definition is GraphQLScalarTypeDefinition scalar)
            {
                builder.Scalar(new AnyScalar { Name = scalar.Name.StringValue });
            }
            if (definition is GraphQLInterfaceTypeDefinition or GraphQLUnionTypeDefinition)
            {
                builder.Types.For(((GraphQLTypeDefinition)definition).Name.StringValue).ResolveType =
                    value => (IObjectGraphType)built!.AllTypes[((Made)value).TypeName]!;
            }
            var (name, fields) = definition switch
            {
                GraphQLObjectTypeDefinition type => (type.Name.StringValue, type.Fields),
                GraphQLObjectTypeExtension type => (type.Name.StringValue, type.Fields),
                _ => ("", null),
            };
            if (fields is not null)
            {
                foreach (var field in fields)
                {
                    var config = builder.Types.For(name).FieldFor(field.Name.StringValue);
                    if (name == subscription)
                    {
                        config.Resolver = new FuncFieldResolver<object>(context => ((Outcome)context.Source!).Get());
                        config.StreamResolver = new PulledStream(context => new(OneAsync(context)));
                    }
                    else
                    {
                        config.Resolver = new FuncFieldResolver<object>(ResolveAsync);
                    }
                }
            }
        }
        return built = builder.Build(sdl);
    }

    private static ValueTask<object?> ResolveAsync(IResolveFieldContext context)
    {
        var wanted = WantOf(context);
        var way = wanted.Run.Mixed ? (wanted.Hash >> 3) % 3 : 0;
        return way switch
        {
            0 => new(wanted.Outcome().Get()),
            1 => LaterAsync(wanted),
            _ => new((wanted.Hash & 32) == 0
                ? First.Load(wanted, context.Call()).Then(outcome => outcome!.Get())
                : Second.Load(wanted, context.Call()).Then(IDataLoaderResult<object?> (outcome) =>
                    First.Load(wanted, context.Call()).Then(again => again!.Get()))),
        };
    }

    private static async ValueTask<object?> LaterAsync(Wanted wanted)
    {
        if ((wanted.Hash & 256) != 0)
        {
            await Task.Yield();
        }
        return wanted.Outcome().Get();
    }

    private static async Task<IReadOnlyDictionary<Wanted, Outcome>> LoadAsync(IReadOnlyList<Wanted> keys, CallContext call, CancellationToken cancellation)
    {
        if (keys.Count % 2 == 0)
        {
            await Task.Yield();
        }
        return keys.ToDictionary(key => key, key => key.Outcome());
    }

    private static async IAsyncEnumerable<object> OneAsync(IResolveFieldContext context)
    {
        var outcome = WantOf(context).Outcome();
        await Task.Yield();
        yield return outcome;
    }

    private static Wanted WantOf(IResolveFieldContext context)
    {
        var run = (Run)context.Call().Caller!;
        var hash = HashValues.H(context.FieldDefinition.Name, (context.Source as Made)?.Seed ?? run.Seed);
        return new(context.FieldDefinition.ResolvedType!, hash, run);
    }

    /// <summary>A value that a field of one object wants.</summary>
    private sealed class Wanted(IGraphType type, uint hash, Run run)
    {
        public uint Hash => hash;

        public Run Run => run;

        public Outcome Outcome()
        {
            try
            {
                return new(run.Hash ? HashValues.Of(type, hash, run.Seed) : HashValues.Constant(type), null);
            }
            catch (FieldError refusal)
            {
                return new(null, refusal);
            }
        }
    }

    private sealed record Outcome(object? Value, FieldError? Refusal)
    {
        public object? Get() => Refusal is null ? Value : throw Refusal.Copy();
    }
}
