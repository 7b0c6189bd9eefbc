namespace Hierarchy.GraphQL.Execution;

/// <summary>Compiles an operation for one set of values of its skip and include conditions (specification 6.3).</summary>
/// <remarks>
/// Sub-selections are memoised on (concrete type, selection sets), so fragments that repeat share one plan and the work is bounded by the
/// document's size, not by its expansion. Selections of abstract types are compiled when an object of the type first appears; that may
/// happen on several threads, so compilation is locked.
/// </remarks>
internal sealed class PlanCompiler(BoundSchema bound, DocumentNode document, Func<string, bool> condition, EngineOptions options) {
    private readonly Dictionary<string, SelectionPlan> _memo = [];
    private readonly Lock _lock = new();
    private OperationPlan _plan = null!;
    private int _nodes;

    /// <exception cref="PlanTooLargeException">The operation selects too much.</exception>
    public OperationPlan Compile(OperationDefinitionNode operation) {
        _plan = new() { Source = document.Source, Kind = operation.Operation };
        _plan.Root = CompileSelection(bound.Schema.RootType(operation.Operation)!, [operation.SelectionSet]);
        return _plan;
    }

    private SelectionPlan CompileSelection(ObjectType type, SelectionSetNode[] sets) {
        lock (_lock) {
            var key = string.Join(' ', sets.Select(set => set.Id).Prepend(type.Id));
            if (_memo.TryGetValue(key, out var known)) return known;
            if (_nodes++ >= options.PlanNodesMax) throw new PlanTooLargeException(options.PlanNodesMax);
            var collected = new OrderedDictionary<string, List<FieldNode>>();
            CollectFields(type, sets, collected, []);
            var fields = collected.Values.Select((nodes, i) => CompileField(type, [.. nodes], isFirst: i == 0)).ToArray();
            var slots = fields.Where(field => field.Binding.IsAsync || field.SpineBelow).ToArray();
            for (var i = 0; i < slots.Length; i++) slots[i].Slot = i;
            return _memo[key] = new(fields, slots);
        }
    }

    // CollectFields of the specification, by response key in order of first appearance.
    private void CollectFields(ObjectType type, IEnumerable<SelectionSetNode> sets, OrderedDictionary<string, List<FieldNode>> fields,
        HashSet<string> visited) {
        foreach (var selection in sets.SelectMany(set => set.Selections).Where(IsIncluded)) {
            switch (selection) {
                case FieldNode field:
                    fields.TryAdd(field.ResponseKey, []);
                    fields[field.ResponseKey].Add(field);
                    break;
                case InlineFragmentNode inline when Applies(inline.TypeCondition, type):
                    CollectFields(type, [inline.SelectionSet], fields, visited);
                    break;
                case FragmentSpreadNode spread when visited.Add(spread.Name.Value) &&
                    document.FindFragment(spread.Name.Value) is { } fragment && Applies(fragment.TypeCondition, type):
                    CollectFields(type, [fragment.SelectionSet], fields, visited);
                    break;
            }
        }
    }

    private bool Applies(NamedTypeNode? typeCondition, ObjectType type) => typeCondition is null ||
        bound.Schema.FindType(typeCondition.Name.Value) is CompositeType composite && composite.CanBe(type);

    private bool IsIncluded(SelectionNode selection) => selection.Directives.IsEmpty || selection.Directives.All(directive =>
        directive.Name.Value is not ("skip" or "include") || directive.FindArgument("if")?.Value is not { } test ||
        Evaluate(test) == (directive.Name.Value == "include"));

    private bool Evaluate(ValueNode test) => test is BooleanValueNode literal ? literal.Value : condition(((VariableNode)test).Name.Value);

    private FieldPlan CompileField(ObjectType parent, FieldNode[] nodes, bool isFirst) {
        var node = nodes[0];
        var definition = bound.Schema.FindField(parent, node.Name.Value)!;
        var field = definition.Binding as BoundField;
        var plan = new FieldPlan {
            Prefix = Encoding.UTF8.GetBytes($"{(isFirst ? '{' : ',')}\"{node.ResponseKey}\":"),
            ResponseKey = node.ResponseKey,
            ParentType = parent.Name,
            Definition = definition,
            NonNull = definition.Type.IsNonNull,
            Binding = field?.Binding ?? new TypeNameField(parent.Name),
            Nodes = nodes,
            ConstantArgs = definition.Arguments.IsEmpty ? Args.None : null,
            ArgsIndex = definition.Arguments.IsEmpty ? 0 : _plan.ArgsCount++,
        };
        _plan.DependsOnCaller |= field is { DependsOnCaller: true };
        var sets = nodes.Where(each => each.SelectionSet is not null).Select(each => each.SelectionSet!).ToArray();
        switch (definition.Type.NamedType) {
            case ObjectType type:
                plan.Concrete = CompileSelection(type, sets);
                plan.SpineBelow = plan.Concrete.Slots.Length > 0;
                break;
            case CompositeType type:
                var binding = (AbstractBinding)(type is UnionType union ? union.Binding : ((InterfaceType)type).Binding)!;
                plan.Abstract = new(binding, type.PossibleTypes.Length, index => CompileSelection(type.PossibleTypes[index], sets));
                // Which selections will occur is not known yet, so what could have to wait counts as if it had to; callers likewise.
                plan.SpineBelow = bound.AsyncBelow.Contains(type);
                _plan.DependsOnCaller |= bound.CallerBelow.Contains(type);
                break;
        }
        return plan;
    }
}

/// <summary>The operation has more distinct sub-selections than the limit.</summary>
internal sealed class PlanTooLargeException(int nodesMax) : Exception($"The operation needs more than {nodesMax} distinct selections.");
