namespace Hierarchy.GraphQL.Validation;

/// <summary>
/// How much an operation asks for, fragments expanded. Every figure is an upper bound: fields that execution would merge count each time
/// they are written, and fragments count whatever their types and conditions.
/// </summary>
/// <param name="Depth">Fields from the root to the deepest leaf; introspection counts 1.</param>
/// <param name="IntrospectionDepth">Fields from <c>__schema</c> or <c>__type</c> to the deepest leaf; 0 without.</param>
/// <param name="Breadth">Fields of the broadest selection.</param>
/// <param name="RootFields">Fields of the root selection.</param>
/// <param name="Cost">See <see cref="DocumentLimits.CostMax"/>; saturates at <see cref="long.MaxValue"/>.</param>
internal sealed record OperationMeasure(int Depth, int IntrospectionDepth, int Breadth, int RootFields, long Cost) {
    /// <summary>
    /// Measures an operation of a valid document. Selection sets that fragments repeat are measured once for each list size around them, so
    /// a bomb of nested fragments costs no more than its text.
    /// </summary>
    public static OperationMeasure Of(
        GraphQLSchema schema, DocumentNode document, OperationDefinitionNode operation, VariableValues? variables, DocumentLimits limits) {
        var walk = new Walk(schema, document, operation, variables, limits);
        var measure = walk.Measure(operation.SelectionSet, schema.RootType(operation.Operation)!, inheritedSize: 0);
        return new(measure.Depth, walk.IntrospectionDepth, walk.Breadth, measure.Fields, measure.Cost);
    }

    private readonly record struct SetMeasure(int Depth, int Fields, long Cost);

    private sealed class Walk(
        GraphQLSchema schema, DocumentNode document, OperationDefinitionNode operation, VariableValues? variables, DocumentLimits limits) {
        private readonly bool _hasListSize = schema.FindDirective("listSize") is not null;
        private Dictionary<(int Set, int Type, long Size), SetMeasure>? _known;
        private bool _isIntrospection;

        public int Breadth { get; private set; }

        public int IntrospectionDepth { get; private set; }

        public SetMeasure Measure(SelectionSetNode set, CompositeType type, long inheritedSize) {
            var sum = default(SetMeasure);
            foreach (var selection in set.Selections) {
                var part = selection switch {
                    FieldNode field => MeasureField(field, schema.FindField(type, field.Name.Value), inheritedSize),
                    InlineFragmentNode inline => MeasureFragment(inline.TypeCondition, inline.SelectionSet, type, inheritedSize),
                    _ => MeasureSpread((FragmentSpreadNode)selection, type, inheritedSize),
                };
                var fields = Math.Min(int.MaxValue, (long)sum.Fields + part.Fields);
                sum = new(Math.Max(sum.Depth, part.Depth), (int)fields, Add(sum.Cost, part.Cost));
            }

            Breadth = _isIntrospection ? Breadth : Math.Max(Breadth, sum.Fields);
            return sum;
        }

        // Only spreads lead to a selection set more than once, so only they need a memory.
        private SetMeasure MeasureSpread(FragmentSpreadNode spread, CompositeType parent, long inheritedSize) {
            if (document.FindFragment(spread.Name.Value) is not { } fragment) return default;
            _known ??= [];
            var key = (fragment.SelectionSet.Id, parent.Id, inheritedSize);
            if (_known.TryGetValue(key, out var known)) return known;

            // A cycle of fragments cannot pass validation; in any other document this entry keeps the walk finite.
            _known[key] = default;
            return _known[key] = MeasureFragment(fragment.TypeCondition, fragment.SelectionSet, parent, inheritedSize);
        }

        private SetMeasure MeasureFragment(NamedTypeNode? condition, SelectionSetNode set, CompositeType parent, long inheritedSize) =>
            (condition is null ? parent : schema.FindType(condition.Name.Value)) is CompositeType type
                ? Measure(set, type, inheritedSize)
                : default;

        private SetMeasure MeasureField(FieldNode field, FieldDefinition? definition, long inheritedSize) {
            if (definition is null) return default;
            var isList = definition.Type.IsList;
            var size = SizeOf(field, definition);
            var items = !isList ? 1 : size ?? (inheritedSize > 0 ? inheritedSize : limits.ListSizeDefault);
            if (field.SelectionSet is null || definition.Type.NamedType is not CompositeType type) return new(1, 1, isList ? items : 0);
            if (ReferenceEquals(definition, schema.SchemaField) || ReferenceEquals(definition, schema.TypeField))
                return MeasureIntrospection(field.SelectionSet, type);

            var below = Measure(field.SelectionSet, type, isList ? 0 : size ?? 0);
            return new(below.Depth + 1, 1, Multiply(items, Add(1, below.Cost)));
        }

        private SetMeasure MeasureIntrospection(SelectionSetNode set, CompositeType type) {
            var outer = _isIntrospection;
            _isIntrospection = true;
            IntrospectionDepth = Math.Max(IntrospectionDepth, 1 + Measure(set, type, inheritedSize: 0).Depth);
            _isIntrospection = outer;
            return new(1, 1, 0);
        }

        /// <summary>What the field's arguments and <c>@listSize(assumedSize:, slicingArguments:)</c> say; null when nothing does.</summary>
        private long? SizeOf(FieldNode field, FieldDefinition definition) {
            var listSize = _hasListSize ? definition.AppliedDirectives.FirstOrDefault(applied => applied.Name.Value == "listSize") : null;
            var slicing = listSize?.FindArgument("slicingArguments")?.Value as ListValueNode;
            long? size = null;
            foreach (var argument in definition.Arguments) {
                var isSize = slicing is null ? limits.SizeArguments.Contains(argument.Name) : Names(slicing, argument.Name);
                if (isSize && SizeOf(field, argument) is { } given) size = Math.Max(size ?? 0, given);
            }

            return size ?? NumberOf(listSize?.FindArgument("assumedSize")?.Value);
        }

        private long? SizeOf(FieldNode field, InputValueDefinition argument) =>
            NumberOf(field.Arguments.FirstOrDefault(given => given.Name.Value == argument.Name)?.Value)
            // Nobody has asked for that many: a page that is seldom full must not cost a query that knows nothing of pages.
            ?? (NumberOf(argument.DefaultNode) is { } usual ? Math.Min(usual, limits.ListSizeDefault * 10) : null);

        private static bool Names(ListValueNode list, string name) =>
            list.Values.Any(value => value is StringValueNode text && text.Value == name);

        private long? NumberOf(ValueNode? value) => value switch {
            IntValueNode number => long.TryParse(number.Value, null, out var parsed) ? Math.Max(0, parsed) : long.MaxValue,
            VariableNode variable when variables is not null =>
                variables[variable.Name.Value] switch { int number => Math.Max(0, number), long number => Math.Max(0, number), _ => null },
            VariableNode variable => NumberOf(DefaultOf(variable.Name.Value)),
            _ => null,
        };

        private ValueNode? DefaultOf(string name) =>
            operation.VariableDefinitions.FirstOrDefault(other => other.Variable.Name.Value == name)?.DefaultValue;

        private static long Add(long a, long b) => a > long.MaxValue - b ? long.MaxValue : a + b;

        private static long Multiply(long a, long b) => a != 0 && b > long.MaxValue / a ? long.MaxValue : a * b;
    }
}
