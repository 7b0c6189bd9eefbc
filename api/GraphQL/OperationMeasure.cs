namespace Hierarchy.Api.GraphQL;

/// <summary>
/// How much an operation asks for, fragments expanded: every figure is an upper bound, and fragments count whatever their types and
/// conditions. The library's complexity analyser counts one number, has no memory for fragments that repeat, and takes exponential time for
/// them.
/// </summary>
/// <param name="Depth">Fields from the root to the deepest leaf; introspection counts 1.</param>
/// <param name="IntrospectionDepth">Fields from <c>__schema</c> or <c>__type</c> to the deepest leaf; 0 without.</param>
/// <param name="IntrospectionLists">The most lists of introspection within each other.</param>
/// <param name="Breadth">Fields of the broadest selection.</param>
/// <param name="RootFields">Fields of the root selection.</param>
/// <param name="Cost">See <see cref="GraphQLLimits.CostMax"/>; saturates.</param>
internal sealed record OperationMeasure(
    int Depth, int IntrospectionDepth, int IntrospectionLists, int Breadth, int RootFields, long Cost) {
    public static OperationMeasure Of(
        ISchema schema, GraphQLDocument document, GraphQLOperationDefinition operation, Variables? variables, GraphQLLimits limits) {
        var walk = new Walk(schema, document, operation, variables, limits);
        var root = operation.Operation switch {
            OperationType.Mutation => schema.Mutation,
            OperationType.Subscription => schema.Subscription,
            _ => schema.Query,
        };
        var measure = walk.Measure(operation.SelectionSet, root!, inheritedSize: 0);
        return new(measure.Depth, walk.IntrospectionDepth, walk.IntrospectionLists, walk.Breadth, measure.Fields, measure.Cost);
    }

    /// <summary>The bounds that the operation exceeds.</summary>
    public IEnumerable<LimitError> Check(GraphQLLimits limits, GraphQLDocument document, GraphQLOperationDefinition operation) {
        var rootFieldsMax = operation.Operation == OperationType.Mutation ? limits.MutationFieldsMax : int.MaxValue;
        (long Value, long Max, string Message, string Code)[] figures =
        [
            (Depth, limits.DepthMax, "The operation is {0} fields deep, more than {1}.", Codes.DepthLimit),
            (IntrospectionLists, limits.IntrospectionListDepthMax - 1, "Introspection nests lists {0} deep, more than {1}.",
                Codes.IntrospectionListLimit),
            (IntrospectionDepth, limits.IntrospectionDepthMax, "Introspection is {0} fields deep, more than {1}.",
                Codes.IntrospectionDepthLimit),
            (Breadth, limits.BreadthMax, "A selection has {0} fields, more than {1}.", Codes.BreadthLimit),
            (RootFields, rootFieldsMax, "The mutation has {0} root fields, more than {1}.", Codes.RootFieldLimit),
            (Cost, limits.CostMax, "The operation costs {0}, more than {1}. Ask for fewer items.", Codes.CostLimit),
        ];
        return figures.Where(figure => figure.Value > figure.Max)
            .Select(figure => new LimitError(string.Format(null, figure.Message, figure.Value, figure.Max), figure.Code, document,
                operation));
    }

    private readonly record struct SetMeasure(int Depth, int Lists, int Fields, long Cost);

    private sealed class Walk(
        ISchema schema, GraphQLDocument document, GraphQLOperationDefinition operation, Variables? variables, GraphQLLimits limits) {
        private static readonly string[] Lists = ["fields", "interfaces", "possibleTypes", "inputFields"];

        private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments = document.Definitions.OfType<GraphQLFragmentDefinition>()
            .GroupBy(fragment => fragment.FragmentName.Name.StringValue)
            .ToDictionary(same => same.Key, same => same.First());

        private readonly Dictionary<(GraphQLFragmentDefinition Fragment, IGraphType Type, long Size), SetMeasure> _known = [];
        private bool _isIntrospection;

        public int Breadth { get; private set; }

        public int IntrospectionDepth { get; private set; }

        public int IntrospectionLists { get; private set; }

        public SetMeasure Measure(GraphQLSelectionSet set, IGraphType type, long inheritedSize) {
            var sum = default(SetMeasure);
            foreach (var selection in set.Selections) {
                var part = selection switch {
                    GraphQLField field => MeasureField(field, type, inheritedSize),
                    GraphQLInlineFragment inline => MeasureFragment(inline.TypeCondition, inline.SelectionSet, type, inheritedSize),
                    _ => MeasureSpread((GraphQLFragmentSpread)selection, type, inheritedSize),
                };
                sum = new(
                    Math.Max(sum.Depth, part.Depth), Math.Max(sum.Lists, part.Lists),
                    (int)Math.Min(int.MaxValue, (long)sum.Fields + part.Fields), Add(sum.Cost, part.Cost));
            }
            Breadth = Math.Max(Breadth, sum.Fields);
            return sum;
        }

        // Only spreads lead to a selection more than once, so only they need a memory.
        private SetMeasure MeasureSpread(GraphQLFragmentSpread spread, IGraphType parent, long inheritedSize) {
            if (!_fragments.TryGetValue(spread.FragmentName.Name.StringValue, out var fragment)) return default;
            var key = (fragment, parent, inheritedSize);
            return _known.TryGetValue(key, out var known)
                ? known
                : _known[key] = MeasureFragment(fragment.TypeCondition, fragment.SelectionSet, parent, inheritedSize);
        }

        private SetMeasure MeasureFragment(GraphQLTypeCondition? condition, GraphQLSelectionSet set, IGraphType parent,
            long inheritedSize) =>
            (condition is null ? parent : schema.AllTypes[condition.Type.Name.Value]) is { } type
                ? Measure(set, type, inheritedSize) : default;

        private SetMeasure MeasureField(GraphQLField field, IGraphType parent, long inheritedSize) {
            var name = field.Name.StringValue;
            if (name is "__schema" or "__type" && ReferenceEquals(parent, schema.Query)) {
                return MeasureIntrospection(field, name == "__schema" ? schema.SchemaMetaFieldType : schema.TypeMetaFieldType);
            }
            if ((parent as IComplexGraphType)?.GetField(field.Name.Value) is not { } definition) return new(1, 0, 1, 0);
            var isList = (definition.ResolvedType as NonNullGraphType)?.ResolvedType is ListGraphType
                || definition.ResolvedType is ListGraphType;
            var size = SizeOf(field, definition);
            var items = !isList ? 1 : size ?? (inheritedSize > 0 ? inheritedSize : limits.ListSizeDefault);
            if (field.SelectionSet is null) return new(1, 0, 1, isList ? items : 0);
            var below = Measure(field.SelectionSet, definition.ResolvedType!.GetNamedType(), isList ? 0 : size ?? 0);
            var lists = below.Lists + (_isIntrospection && Lists.Contains(name) ? 1 : 0);
            return new(below.Depth + 1, lists, 1, Multiply(items, Add(1, below.Cost)));
        }

        private SetMeasure MeasureIntrospection(GraphQLField field, FieldType definition) {
            _isIntrospection = true;
            var below = Measure(field.SelectionSet!, definition.ResolvedType!.GetNamedType(), inheritedSize: 0);
            _isIntrospection = false;
            IntrospectionDepth = Math.Max(IntrospectionDepth, 1 + below.Depth);
            IntrospectionLists = Math.Max(IntrospectionLists, below.Lists);
            return new(1, 0, 1, 0);
        }

        private long? SizeOf(GraphQLField field, FieldType definition) {
            long? size = null;
            foreach (var argument in definition.Arguments ?? []) {
                if (limits.SizeArguments.Contains(argument.Name) && SizeOf(field, argument) is { } given) {
                    size = Math.Max(size ?? 0, given);
                }
            }
            return size;
        }

        private long? SizeOf(GraphQLField field, QueryArgument argument) =>
            NumberOf(field.Arguments?.Items.Find(given => given.Name.Value == argument.Name)?.Value)
            // Nobody has asked for that many: a page that is seldom full must not cost a query that knows nothing of pages.
            ?? (argument.DefaultValue is int usual ? Math.Clamp(usual, 0, limits.ListSizeDefault * 10) : null);

        private long? NumberOf(GraphQLValue? value) => value switch {
            GraphQLIntValue number => long.TryParse(number.Value, null, out var parsed) ? Math.Max(0, parsed) : long.MaxValue,
            GraphQLVariable variable when variables?.Find(variable.Name.Value) is { ValueSpecified: true } found =>
                found.Value switch { int number => Math.Max(0, number), long number => Math.Max(0, number), _ => null },
            GraphQLVariable variable => NumberOf(DefaultOf(variable)),
            _ => null,
        };

        private GraphQLValue? DefaultOf(GraphQLVariable variable) =>
            operation.Variables?.Items.Find(other => other.Variable.Name.Value == variable.Name.Value)?.DefaultValue;

        private static long Add(long a, long b) => a > long.MaxValue - b ? long.MaxValue : a + b;

        private static long Multiply(long a, long b) => a != 0 && b > long.MaxValue / a ? long.MaxValue : a * b;
    }
}
