namespace Hierarchy.GraphQL.Execution;

/// <summary>Builds a schema that can be executed: a text in the schema definition language, and code for each of its fields.</summary>
public static class SchemaText
{
    /// <summary>Parses and validates the text, binds it, and proves that text and code agree.</summary>
    /// <param name="sdl">The schema definition (specification 3).</param>
    /// <param name="bind">Binds types; see <see cref="TypeBinder"/>.</param>
    /// <exception cref="GraphQLSchemaException">The text is no valid schema.</exception>
    /// <exception cref="SchemaBindingException">Text and code disagree; the message lists each place.</exception>
    public static BoundSchema Build(string sdl, Action<TypeBinder> bind)
    {
        var binder = new TypeBinder();
        bind(binder);
        var scalars = new Dictionary<string, ScalarCoercion>();
        foreach (var (name, leaves) in binder.Leaves)
        {
            if (leaves.Select(leaf => leaf.Coercion).FirstOrDefault(coercion => coercion is not null) is { } coercion)
            {
                scalars[name] = coercion;
            }
        }
        var schema = SchemaBuilder.Build(sdl, new SchemaOptions { Scalars = scalars });
        Introspection.Bind(binder, schema);
        var bound = new SchemaAttachment(schema, binder).Attach();
        return binder.Faults.Count == 0 ? bound : throw new SchemaBindingException(binder.Faults);
    }
}

/// <summary>A schema whose every field can be resolved. Immutable and thread-safe.</summary>
public sealed class BoundSchema
{
    internal BoundSchema(GraphQLSchema schema, HashSet<NamedType> asyncBelow, HashSet<NamedType> callerBelow)
    {
        Schema = schema;
        AsyncBelow = asyncBelow;
        CallerBelow = callerBelow;
    }

    /// <summary>The type system.</summary>
    public GraphQLSchema Schema { get; }

    /// <summary>Object types from which some path of fields leads to an asynchronous one, and abstract types with such a type.</summary>
    internal HashSet<NamedType> AsyncBelow { get; }

    /// <summary>The same for fields whose value may depend on the caller.</summary>
    internal HashSet<NamedType> CallerBelow { get; }
}

/// <summary>A schema's text and its code disagree. Starting again cannot help.</summary>
public sealed class SchemaBindingException(IReadOnlyList<string> faults)
    : Exception(string.Join(Environment.NewLine, [$"The schema and its resolvers disagree in {faults.Count} places:", .. faults]))
{
    /// <summary>One sentence for each place.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}

/// <summary>What execution keeps with a field of the schema.</summary>
/// <param name="DependsOnCaller">Whether its value may differ from caller to caller.</param>
internal sealed record BoundField(FieldBinding Binding, ArgsShape Args, SubscriptionBinding? Subscription, bool DependsOnCaller);

/// <summary>Attaches bindings to the schema's types and fields, and collects what is missing, superfluous or of the wrong type.</summary>
internal sealed class SchemaAttachment(GraphQLSchema schema, TypeBinder binder)
{
    private readonly CompleterFactory _completers = new(binder, binder.Faults);
    private readonly InputShapes _inputs = new(binder);

    public BoundSchema Attach()
    {
        AttachLeaves();
        CheckNames();
        foreach (var type in schema.Types.OfType<ObjectType>())
        {
            AttachFields(type);
        }
        foreach (var type in schema.Types.OfType<CompositeType>().Where(type => type is not ObjectType))
        {
            var sources = type.PossibleTypes.Select(possible => binder.Objects.GetValueOrDefault(possible.Name)?.Source).ToArray();
            var abstracts = new AbstractBinding(type.Name, type.PossibleTypes, sources, binder.TypeNames.GetValueOrDefault(type.Name));
            _ = type is UnionType union ? union.Binding = abstracts : ((InterfaceType)type).Binding = abstracts;
        }
        AttachMeta(schema.SchemaField, new PureField<object, GraphQLSchema>("__schema", _ => schema));
        AttachMeta(schema.TypeField, new ArgsField<object, TypeReference?>("__type",
            (_, args, _) => schema.FindType(args.Get<string>("name")) is { } type ? TypeReference.Of(type) : null));
        return new(schema, Below(static field => field.Binding.IsAsync), Below(static field => field.DependsOnCaller));
    }

    private void AttachLeaves()
    {
        foreach (var (name, leaves) in binder.Leaves)
        {
            if (schema.FindType(name) is not { } type)
            {
                binder.Faults.Add($"The schema has no type {name}, which is bound.");
                continue;
            }
            leaves.ForEach(leaf => leaf.Check(type, binder.Faults));
        }
    }

    private void CheckNames()
    {
        foreach (var name in binder.Objects.Keys.Where(name => schema.FindType(name) is not ObjectType))
        {
            binder.Faults.Add($"The schema has no object type {name}, which is bound.");
        }
        foreach (var root in new[] { schema.QueryType, schema.MutationType }.OfType<ObjectType>())
        {
            // Roots get a source that is nothing, and sources are cast unchecked.
            if (binder.Objects.TryGetValue(root.Name, out var binding) && binding.Source != typeof(object))
            {
                binder.Faults.Add($"{root.Name} is the root of operations: bind it with Root, not with Object.");
            }
        }
        foreach (var name in binder.Inputs.Keys.Where(name => schema.FindType(name) is not InputObjectType))
        {
            binder.Faults.Add($"The schema has no input type {name}, which is bound.");
        }
        foreach (var name in binder.TypeNames.Keys.Where(name => schema.FindType(name) is not (UnionType or InterfaceType)))
        {
            binder.Faults.Add($"The schema has no interface or union {name}, which is bound.");
        }
        foreach (var name in binder.CallerFree.Where(name => name != "*" && !IsFieldOrObject(name)))
        {
            binder.Faults.Add($"The schema has no object type or field {name}, which is said to be the same for every caller.");
        }
        foreach (var name in binder.Subscriptions.Keys.Where(name => schema.SubscriptionType?.FindField(name) is null))
        {
            binder.Faults.Add($"The schema has no subscription {name}, which is bound.");
        }
    }

    private bool IsFieldOrObject(string name) => name.Split('.') switch
    {
        [var type] => schema.FindType(type) is ObjectType,
        [var type, var field] => (schema.FindType(type) as ObjectType)?.FindField(field) is not null,
        _ => false,
    };

    private void AttachFields(ObjectType type)
    {
        if (ReferenceEquals(type, schema.SubscriptionType))
        {
            AttachSubscriptions(type);
            return;
        }
        var fields = new Dictionary<string, FieldBinding>(StringComparer.Ordinal);
        foreach (var field in binder.Objects.GetValueOrDefault(type.Name)?.Fields ?? [])
        {
            if (!fields.TryAdd(field.Name, field))
            {
                binder.Faults.Add($"{type.Name}.{field.Name} has two resolvers.");
            }
            else if (type.FindField(field.Name) is null)
            {
                binder.Faults.Add($"{type.Name}.{field.Name} has a resolver but is not in the schema.");
            }
        }
        foreach (var field in type.Fields)
        {
            if (!fields.TryGetValue(field.Name, out var binding))
            {
                binder.Faults.Add($"{field.Coordinate} has no resolver.");
            }
            else
            {
                binding.Attach(_completers, field.Type, field.Coordinate);
                field.Binding = new BoundField(binding, _inputs.For(field.Arguments), null, binding.SeesRequest && DependsOnCaller(field));
            }
        }
    }

    private void AttachSubscriptions(ObjectType type)
    {
        foreach (var field in type.Fields)
        {
            if (!binder.Subscriptions.TryGetValue(field.Name, out var subscription))
            {
                binder.Faults.Add($"{field.Coordinate} has no source.");
                continue;
            }
            subscription.Field.Attach(_completers, field.Type, field.Coordinate);
            field.Binding = new BoundField(subscription.Field, _inputs.For(field.Arguments), subscription, DependsOnCaller(field));
        }
    }

    private void AttachMeta(FieldDefinition field, FieldBinding binding)
    {
        binding.Attach(_completers, field.Type, field.Name);
        field.Binding = new BoundField(binding, _inputs.For(field.Arguments), null, false);
    }

    private bool DependsOnCaller(FieldDefinition field)
    {
        var coordinate = field.Coordinate.ToString();
        return !(binder.CallerFree.Contains("*") || binder.CallerFree.Contains(coordinate) ||
            binder.CallerFree.Contains(coordinate[..coordinate.IndexOf('.', StringComparison.Ordinal)]));
    }

    /// <summary>Object types from which some path of fields leads to such a field, and abstract types with such a type.</summary>
    private HashSet<NamedType> Below(Func<BoundField, bool> isSuch)
    {
        var found = new HashSet<NamedType>();
        for (var before = -1; before != found.Count;)
        {
            before = found.Count;
            foreach (var type in schema.Types.OfType<CompositeType>())
            {
                var leads = type is ObjectType @object
                    ? @object.Fields.Any(field => field.Binding is BoundField bound && isSuch(bound) || found.Contains(field.Type.NamedType))
                    : type.PossibleTypes.Any(found.Contains);
                if (leads)
                {
                    found.Add(type);
                }
            }
        }
        return found;
    }
}
