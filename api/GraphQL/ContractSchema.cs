using GraphQL.Introspection;

namespace Hierarchy.Api.GraphQL;

/// <summary>A schema with the introspection of the specification of 2025: the library leaves out <c>specifiedByURL</c>, its directive,
/// <c>@oneOf</c>, directives that stand in schemas, and deprecated arguments of directives; the rest stands behind flags.</summary>
internal sealed class ContractSchema : Schema {
    public const string UrlKey = "specifiedByURL";

    public ContractSchema(IServiceProvider services) : base(services, runConfigurations: false) {
        Features.RepeatableDirectives = true;
        Features.DeprecationOfInputValues = true;
        Filter = new WholeFilter();
        Directives.Register(
            new Directive("specifiedBy", DirectiveLocation.Scalar) {
                Description = "Says where the behaviour of a scalar is specified.",
                Arguments = new(new QueryArgument<NonNullGraphType<StringGraphType>> {
                    Name = "url",
                    Description = "The address of the specification.",
                }),
            },
            new Directive("oneOf", DirectiveLocation.InputObject) {
                Description = "Exactly one field of the input object is given, and is not null.",
            });
    }

    protected override void OnBeforeInitializeType(IGraphType graphType) {
        if (graphType is IObjectGraphType { Name: "__Type" } type) {
            type.AddField(new FieldType {
                Name = "specifiedByURL",
                Type = typeof(StringGraphType),
                Resolver = new FuncFieldResolver<string>(context => (context.Source as ScalarGraphType)?.GetMetadata<string>(UrlKey)),
            });
        } else if (graphType is ObjectGraphType<Directive> { Name: "__Directive" } directive) {
            var arguments = directive.Fields.Find("args")!;
            var includeDeprecated = new QueryArgument<BooleanGraphType> { Name = "includeDeprecated", DefaultValue = false };
            arguments.Arguments = new QueryArguments(includeDeprecated);
            arguments.Resolver = new FuncFieldResolver<Directive, object>(context => (context.Source.Arguments ?? []).Where(
                argument => context.GetArgument<bool>("includeDeprecated") || string.IsNullOrEmpty(argument.DeprecationReason)).ToList());
        }
        base.OnBeforeInitializeType(graphType);
    }

    /// <summary>The library hides schema directives, and whether a directive is repeatable.</summary>
    private sealed class WholeFilter : DefaultSchemaFilter {
        public override Task<bool> AllowDirective(Directive directive) => Allowed;

        public override Task<bool> AllowField(IGraphType parent, IFieldType field) =>
            field.Name == "isRepeatable" ? Allowed : base.AllowField(parent, field);
    }
}
