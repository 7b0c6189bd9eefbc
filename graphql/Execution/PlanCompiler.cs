namespace Hierarchy.GraphQL.Execution;

/// <summary>Compiles an operation for one set of values of its skip and include conditions (specification 6.3).</summary>
/// <remarks>
/// Sub-selections are memoised on (concrete type, selection sets), so fragments that repeat share one plan and the work is bounded by the
/// document's size, not by its expansion. Selections of abstract types are compiled when an object of the type first appears; that may
/// happen on several threads, so compilation is locked.
/// </remarks>
internal sealed class PlanCompiler(BoundSchema bound, DocumentNode document, Func<string, bool> condition, InputOptions options,
    int nodesMax)
{
    private readonly Dictionary<Key, SelectionPlan> _memo = [];
    private readonly Lock _lock = new();
    private OperationPlan _plan = null!;

    public OperationPlan Compile(OperationDefinitionNode operation)
    {
        var root = new SelectionPlan();
        _plan = new OperationPlan { Source = document.Source, Kind = operation.Operation, Root = root };
        lock (_lock)
        {
            Fill(root, bound.Schema.RootType(operation.Operation)!, [operation.SelectionSet]);
        }
        return _plan;
    }

    private SelectionPlan CompileSelection(ObjectType type, List<SelectionSetNode> sets)
    {
        lock (_lock)
        {
            var key = new Key(type.Id, [.. sets.Select(set => set.Id)]);
            if (_memo.TryGetValue(key, out var plan))
            {
                return plan;
            }
            if (_memo.Count >= nodesMax)
            {
                throw new PlanTooLargeException(nodesMax);
            }
            plan = new SelectionPlan();
            Fill(plan, type, sets);
            return _memo[key] = plan;
        }
    }

    private void Fill(SelectionPlan plan, ObjectType type, List<SelectionSetNode> sets)
    {
        var collected = new OrderedFields();
        var visited = new HashSet<string>(StringComparer.Ordinal);
        foreach (var set in sets)
        {
            Collect(type, set, collected, visited);
        }
        var fields = new FieldPlan[collected.Count];
        var slots = new List<FieldPlan>();
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = CompileField(type, collected[i], isFirst: i == 0);
            if (fields[i].Binding.IsAsync || fields[i].SpineBelow)
            {
                fields[i].Slot = slots.Count;
                slots.Add(fields[i]);
            }
        }
        plan.Fields = fields;
        plan.Slots = [.. slots];
    }

    private void Collect(ObjectType type, SelectionSetNode set, OrderedFields into, HashSet<string> visited)
    {
        foreach (var selection in set.Selections)
        {
            if (!IsIncluded(selection))
            {
                continue;
            }
            switch (selection)
            {
                case FieldNode field:
                    into.Add(field);
                    break;
                case InlineFragmentNode inline when Applies(inline.TypeCondition, type):
                    Collect(type, inline.SelectionSet, into, visited);
                    break;
                case FragmentSpreadNode spread when visited.Add(spread.Name.Value) &&
                    document.FindFragment(spread.Name.Value) is { } fragment && Applies(fragment.TypeCondition, type):
                    Collect(type, fragment.SelectionSet, into, visited);
                    break;
            }
        }
    }

    private bool Applies(NamedTypeNode? typeCondition, ObjectType type) => typeCondition is null ||
        bound.Schema.FindType(typeCondition.Name.Value) is CompositeType composite && composite.CanBe(type);

    private bool IsIncluded(SelectionNode selection)
    {
        foreach (var directive in selection.Directives)
        {
            var wanted = directive.Name.Value switch { "skip" => false, "include" => true, _ => (bool?)null };
            if (wanted is { } value && directive.FindArgument("if")?.Value is { } test && Evaluate(test) != value)
            {
                return false;
            }
        }
        return true;
    }

    private bool Evaluate(ValueNode test) => test is BooleanValueNode literal ? literal.Value : condition(((VariableNode)test).Name.Value);

    private FieldPlan CompileField(ObjectType parent, List<FieldNode> nodes, bool isFirst)
    {
        var node = nodes[0];
        var definition = bound.Schema.FindField(parent, node.Name.Value)!;
        var meta = ReferenceEquals(definition, bound.Schema.TypeNameField);
        var field = meta ? null : (BoundField)definition.Binding!;
        var plan = new FieldPlan
        {
            Prefix = Encoding.UTF8.GetBytes($"{(isFirst ? '{' : ',')}\"{node.ResponseKey}\":"),
            ResponseKey = node.ResponseKey,
            ParentType = parent.Name,
            NonNull = definition.Type.IsNonNull,
            Binding = field?.Binding ?? new TypeNameField(parent.Name),
            Nodes = [.. nodes],
            Args = definition.Arguments.IsEmpty
                ? ArgsTemplate.Empty
                : new(definition, node, field!.Args, options, () => _plan.VariableArgs++),
        };
        _plan.DependsOnCaller |= field?.DependsOnCaller == true;
        if (definition.Type.NamedType is CompositeType type)
        {
            AddSelection(plan, type, [.. nodes.Where(each => each.SelectionSet is not null).Select(each => each.SelectionSet!)]);
        }
        return plan;
    }

    private void AddSelection(FieldPlan plan, CompositeType type, List<SelectionSetNode> sets)
    {
        if (type is ObjectType concrete)
        {
            plan.Concrete = CompileSelection(concrete, sets);
            plan.SpineBelow = plan.Concrete.HasSlots;
            return;
        }
        var possible = type.PossibleTypes;
        var binding = (AbstractBinding)(type is UnionType union ? union.Binding : ((InterfaceType)type).Binding)!;
        plan.Abstract = new(binding, index => CompileSelection(possible[index], sets));
        // Which selections will occur is not known yet, so what could have to wait counts as if it had to; callers likewise.
        plan.SpineBelow = bound.AsyncBelow.Contains(type);
        _plan.DependsOnCaller |= bound.CallerBelow.Contains(type);
    }

    /// <summary>Fields by response key, in order of first appearance.</summary>
    private sealed class OrderedFields
    {
        private readonly List<List<FieldNode>> _groups = [];
        private readonly Dictionary<string, int> _byKey = new(StringComparer.Ordinal);

        public int Count => _groups.Count;

        public List<FieldNode> this[int index] => _groups[index];

        public void Add(FieldNode field)
        {
            if (_byKey.TryAdd(field.ResponseKey, _groups.Count))
            {
                _groups.Add([]);
            }
            _groups[_byKey[field.ResponseKey]].Add(field);
        }
    }

    private readonly struct Key(int type, int[] sets) : IEquatable<Key>
    {
        private readonly int _type = type;
        private readonly int[] _sets = sets;

        public bool Equals(Key other) => _type == other._type && _sets.AsSpan().SequenceEqual(other._sets);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(_type);
            foreach (var set in _sets)
            {
                hash.Add(set);
            }
            return hash.ToHashCode();
        }
    }
}

/// <summary>The operation has more distinct sub-selections than the limit.</summary>
internal sealed class PlanTooLargeException(int nodesMax) : Exception($"The operation needs more than {nodesMax} distinct selections.");
