using GraphQL.Resolvers;

namespace Hierarchy.Tests.GraphQL;

/// <summary>Schemas of a few lines, whose fields are resolved by functions.</summary>
internal static class TestSchema
{
    public static Schema Build(string text, Action<Fields> bind)
    {
        var builder = new ContractBuilder(new ServiceCollection().BuildServiceProvider()) { AllowUnknownTypes = true, AllowUnknownFields = true };
        var fields = new Fields(builder);
        bind(fields);
        return fields.Built = builder.Build(text);
    }

    internal sealed class Fields(ContractBuilder builder)
    {
        /// <param name="field">As <c>Type.field</c>.</param>
        public void Field(string field, Func<IResolveFieldContext, object?> resolve) =>
            Config(field).Resolver = new FuncFieldResolver<object>(resolve);

        public void FieldAsync(string field, Func<IResolveFieldContext, Task<object?>> resolve) =>
            Config(field).Resolver = new FuncFieldResolver<object>(context => new ValueTask<object?>(resolve(context)));

        public void Stream(
            string field, Func<IResolveFieldContext, IAsyncEnumerable<object>> open, bool latest = false)
        {
            var config = Config("Subscription." + field);
            config.Resolver = new FuncFieldResolver<object>(context => context.Source);
            config.StreamResolver = new PulledStream(context => new(open(context)));
            if (latest)
            {
                new LatestAttribute().Modify(config);
            }
        }

        public void Enum<T>(string name)
            where T : struct, Enum => builder.Enum<T>(name);

        public void Scalar(ScalarGraphType scalar) => builder.Scalar(scalar);

        /// <summary>An interface or a union.</summary>
        public void Abstract(string name, Func<object, string> typeOf) =>
            builder.Types.For(name).ResolveType = value => (IObjectGraphType)Built!.AllTypes[typeOf(value)]!;

        internal Schema? Built { get; set; }

        private global::GraphQL.Utilities.FieldConfig Config(string field)
        {
            var names = field.Split('.');
            return builder.Types.For(names[0]).FieldFor(names[1]);
        }
    }
}
