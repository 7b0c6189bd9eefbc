namespace Hierarchy.Api.GraphQL;

/// <summary>An upper bound of what an operation asks for, with all fragments expanded. The library's complexity analyser computes a single
/// number, and takes exponential time for repeated fragments.</summary>
internal sealed class OperationMeasure(
    ISchema schema, GraphQLDocument document, GraphQLOperationDefinition operation, Variables? variables, GraphQLLimits limits) {
    private static readonly string[] Lists = ["fields", "interfaces", "possibleTypes", "inputFields"];
    // They bound a list, or the lists directly below their field.
    private static readonly string[] SizeArguments = ["first", "last", "limit"];
    private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments = document.Fragments();
    private readonly Dictionary<(GraphQLFragmentDefinition Fragment, IGraphType Type, long Size), SetMeasure> _known = [];
    private bool _isIntrospection;
    private int _breadth, _introspectionDepth, _introspectionLists;

    /// <summary>The bounds that the operation exceeds.</summary>
    public IEnumerable<DocumentError> Check() {
        var root = Measure(operation.SelectionSet, schema.RootOf(operation)!, inheritedSize: 0);
        var rootFieldsMax = operation.Operation == OperationType.Mutation ? limits.MutationFieldsMax : int.MaxValue;
        (long Value, long Max, string Message, string Code)[] figures =
        [
            (root.Depth, limits.DepthMax, "The operation is {0} fields deep, more than {1}.", Codes.DepthLimit),
            (_introspectionLists, limits.IntrospectionListDepthMax - 1, "Introspection nests lists {0} deep, more than {1}.",
                Codes.IntrospectionListLimit),
            (_introspectionDepth, limits.IntrospectionDepthMax, "Introspection is {0} fields deep, more than {1}.",
                Codes.IntrospectionDepthLimit),
            (_breadth, limits.BreadthMax, "A selection has {0} fields, more than {1}.", Codes.BreadthLimit),
            (root.Fields, rootFieldsMax, "The mutation has {0} root fields, more than {1}.", Codes.RootFieldLimit),
            (root.Cost, limits.CostMax, "The operation costs {0}, more than {1}. Ask for fewer items.", Codes.CostLimit),
        ];
        return figures.Where(figure => figure.Value > figure.Max).Select(figure => new DocumentError(
            string.Format(null, figure.Message, figure.Value, figure.Max), figure.Code, document, operation));
    }

    private SetMeasure Measure(GraphQLSelectionSet set, IGraphType type, long inheritedSize) {
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
        _breadth = Math.Max(_breadth, sum.Fields);
        return sum;
    }

    // Only spreads lead to a selection repeatedly, so only they are cached.
    private SetMeasure MeasureSpread(GraphQLFragmentSpread spread, IGraphType parent, long inheritedSize) {
        if (!_fragments.TryGetValue(spread.NameOf(), out var fragment)) return default;
        var key = (fragment, parent, inheritedSize);
        return _known.TryGetValue(key, out var known)
            ? known
            : _known[key] = MeasureFragment(fragment.TypeCondition, fragment.SelectionSet, parent, inheritedSize);
    }

    private SetMeasure MeasureFragment(
        GraphQLTypeCondition? condition, GraphQLSelectionSet set, IGraphType parent, long inheritedSize) =>
        schema.TypeOf(condition, parent) is { } type ? Measure(set, type, inheritedSize) : default;

    private SetMeasure MeasureField(GraphQLField field, IGraphType parent, long inheritedSize) {
        var name = field.Name.StringValue;
        if (schema.FieldOf(parent, field) is not { } definition) return new(1, 0, 1, 0);
        if (name is "__schema" or "__type") return MeasureIntrospection(field, definition);
        var isList = definition.ResolvedType is ListGraphType or NonNullGraphType { ResolvedType: ListGraphType };
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
        _introspectionDepth = Math.Max(_introspectionDepth, 1 + below.Depth);
        _introspectionLists = Math.Max(_introspectionLists, below.Lists);
        return new(1, 0, 1, 0);
    }

    // The largest size set by an argument. Defaults are capped: a page that is seldom full must not make a query without paging expensive.
    private long? SizeOf(GraphQLField field, FieldType definition) => (definition.Arguments ?? [])
        .Where(argument => SizeArguments.Contains(argument.Name))
        .Max(argument => NumberOf(field.Arguments?.Items.Find(given => given.Name.Value == argument.Name)?.Value)
            ?? (argument.DefaultValue is int usual ? Math.Clamp(usual, 0, limits.ListSizeDefault * 10) : null));

    private long? NumberOf(GraphQLValue? value) => value switch {
        GraphQLIntValue number => long.TryParse(number.Value, null, out var parsed) ? Math.Max(0, parsed) : long.MaxValue,
        GraphQLVariable variable when variables?.Find(variable.Name.Value) is { ValueSpecified: true } found =>
            found.Value switch { int number => Math.Max(0, number), long number => Math.Max(0, number), _ => null },
        _ => null,
    };

    private static long Add(long a, long b) => a > long.MaxValue - b ? long.MaxValue : a + b;
    private static long Multiply(long a, long b) => a != 0 && b > long.MaxValue / a ? long.MaxValue : a * b;

    /// <param name="Depth">Fields to the deepest leaf; introspection counts 1.</param>
    /// <param name="Lists">The most lists of introspection within each other.</param>
    private readonly record struct SetMeasure(int Depth, int Lists, int Fields, long Cost);
}
