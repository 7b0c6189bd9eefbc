namespace Hierarchy.GraphQL.Execution;

/// <summary>Builds a schema that can be executed: a text in the schema definition language, and code for each of its fields.</summary>
public static class SchemaText {
    /// <summary>Parses and validates the text, binds it, and proves that text and code agree.</summary>
    /// <param name="sdl">The schema definition (specification 3).</param>
    /// <param name="bind">Binds types; see <see cref="TypeBinder"/>.</param>
    /// <exception cref="GraphQLSchemaException">The text is no valid schema.</exception>
    /// <exception cref="SchemaBindingException">Text and code disagree; the message lists each place.</exception>
    public static BoundSchema Build(string sdl, Action<TypeBinder> bind) {
        var binder = new TypeBinder();
        bind(binder);
        var scalars = binder.Leaves.Where(named => named.Value.Any(leaf => leaf.Coercion is not null))
            .ToDictionary(named => named.Key, named => named.Value.First(leaf => leaf.Coercion is not null).Coercion!);
        var schema = SchemaBuilder.Build(sdl, new SchemaOptions { Scalars = scalars });
        Introspection.Bind(binder, schema);
        var bound = new SchemaAttachment(schema, binder).Attach();
        return binder.Faults.Count == 0 ? bound : throw new SchemaBindingException(binder.Faults);
    }
}

/// <summary>A schema whose every field can be resolved. Immutable and thread-safe.</summary>
public sealed class BoundSchema {
    internal BoundSchema(GraphQLSchema schema, HashSet<NamedType> asyncBelow, HashSet<NamedType> callerBelow) =>
        (Schema, AsyncBelow, CallerBelow) = (schema, asyncBelow, callerBelow);

    /// <summary>The type system.</summary>
    public GraphQLSchema Schema { get; }

    /// <summary>Object types from which some path of fields leads to an asynchronous one, and abstract types with such a type.</summary>
    internal HashSet<NamedType> AsyncBelow { get; }

    /// <summary>The same for fields whose value may depend on the caller.</summary>
    internal HashSet<NamedType> CallerBelow { get; }
}

/// <summary>A schema's text and its code disagree. Starting again cannot help.</summary>
public sealed class SchemaBindingException(IReadOnlyList<string> faults)
    : Exception(string.Join(Environment.NewLine, [$"The schema and its resolvers disagree in {faults.Count} places:", .. faults])) {
    /// <summary>One sentence for each place.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}

/// <summary>What execution keeps with a field of the schema.</summary>
/// <param name="DependsOnCaller">Whether its value may differ from caller to caller.</param>
internal sealed record BoundField(FieldBinding Binding, ArgsShape Args, SubscriptionBinding? Subscription, bool DependsOnCaller);

/// <summary>Attaches bindings to the schema's types and fields, and collects what is missing, superfluous or of the wrong type.</summary>
internal sealed class SchemaAttachment(GraphQLSchema schema, TypeBinder binder) {
    private readonly CompleterFactory _completers = new(binder);
    private readonly InputShapes _inputs = new(binder);

    public BoundSchema Attach() {
        // Leaves first: the values of an enum decide which class its inputs have.
        foreach (var (name, leaves) in binder.Leaves)
            if (schema.FindType(name) is { } type) leaves.ForEach(leaf => leaf.Check(type, binder.Faults));
        CheckNames();
        foreach (var type in schema.Types.OfType<ObjectType>()) AttachFields(type);
        foreach (var type in schema.Types.OfType<CompositeType>().Where(type => type is not ObjectType)) {
            var sources = type.PossibleTypes.Select(possible => binder.Objects.GetValueOrDefault(possible.Name)?.Source).ToArray();
            var binding = new AbstractBinding(type, sources, binder.TypeNames.GetValueOrDefault(type.Name));
            _ = type is UnionType union ? union.Binding = binding : ((InterfaceType)type).Binding = binding;
        }
        Attach(schema.SchemaField, new SyncField<object, GraphQLSchema>("__schema", _ => schema, null), null, false);
        Attach(schema.TypeField, new SyncField<object, TypeReference?>("__type", null,
            (_, args, _) => schema.FindType(args.Get<string>("name")) is { } type ? TypeReference.Of(type) : null), null, false);
        return new(schema, Below(static field => field.Binding.IsAsync), Below(static field => field.DependsOnCaller));
    }

    private void CheckNames() {
        CheckAll(binder.Leaves.Keys, name => schema.FindType(name) is not null, "type {0}, which is bound");
        CheckAll(binder.Objects.Keys, name => schema.FindType(name) is ObjectType, "object type {0}, which is bound");
        CheckAll(binder.Inputs.Keys, name => schema.FindType(name) is InputObjectType, "input type {0}, which is bound");
        CheckAll(binder.TypeNames.Keys, name => schema.FindType(name) is UnionType or InterfaceType, "abstract type {0}, which is bound");
        CheckAll(binder.CallerFree, IsFieldOrObject, "object type or field {0}, which is said to be the same for every caller");
        CheckAll(binder.Subscriptions.Keys, name => schema.SubscriptionType?.FindField(name) is { }, "subscription {0}, which is bound");
        // Roots get a source that is nothing, and sources are cast unchecked.
        binder.Faults.AddRange(new[] { schema.QueryType, schema.MutationType }.OfType<ObjectType>()
            .Where(root => binder.Objects.TryGetValue(root.Name, out var binding) && binding.Source != typeof(object))
            .Select(root => $"{root.Name} is the root of operations: bind it with Root, not with Object."));
    }

    private void CheckAll(IEnumerable<string> names, Func<string, bool> isKnown, string what) => binder.Faults.AddRange(
        names.Where(name => !isKnown(name)).Select(name => string.Format(null, $"The schema has no {what}.", name)));

    private bool IsFieldOrObject(string name) => name == "*" || name.Split('.') switch {
        [var type] => schema.FindType(type) is ObjectType,
        [var type, var field] => (schema.FindType(type) as ObjectType)?.FindField(field) is not null,
        _ => false,
    };

    private void AttachFields(ObjectType type) {
        var isSubscription = ReferenceEquals(type, schema.SubscriptionType);
        var resolvers = binder.Objects.GetValueOrDefault(type.Name)?.Fields ?? [];
        foreach (var named in resolvers.GroupBy(resolver => resolver.Name)) {
            if (named.Count() > 1) binder.Faults.Add($"{type.Name}.{named.Key} has two resolvers.");
            if (type.FindField(named.Key) is null) binder.Faults.Add($"{type.Name}.{named.Key} has a resolver but is not in the schema.");
        }
        foreach (var field in type.Fields) {
            var source = isSubscription ? binder.Subscriptions.GetValueOrDefault(field.Name) : null;
            var binding = isSubscription ? source?.Field : resolvers.Find(resolver => resolver.Name == field.Name);
            if (binding is null) binder.Faults.Add($"{field.Coordinate} has no {(isSubscription ? "source" : "resolver")}.");
            else Attach(field, binding, source, (isSubscription || binding.SeesRequest) && !IsCallerFree(field));
        }
    }

    private void Attach(FieldDefinition field, FieldBinding binding, SubscriptionBinding? source, bool dependsOnCaller) {
        binding.Attach(_completers, field);
        field.Binding = new BoundField(binding, _inputs.For(field.Arguments), source, dependsOnCaller);
    }

    private bool IsCallerFree(FieldDefinition field) => binder.CallerFree.Contains("*") || binder.CallerFree.Contains(field.Coordinate) ||
        binder.CallerFree.Contains(field.Coordinate.Split('.')[0]);

    /// <summary>Object types from which some path of fields leads to such a field, and abstract types with such a type.</summary>
    private HashSet<NamedType> Below(Func<BoundField, bool> isSuch) {
        var found = new HashSet<NamedType>();
        while (schema.Types.OfType<CompositeType>().Count(type => Leads(type) && found.Add(type)) > 0) {
        }
        return found;

        bool Leads(CompositeType type) => type is ObjectType objects
            ? objects.Fields.Any(field => field.Binding is BoundField bound && isSuch(bound) || found.Contains(field.Type.NamedType))
            : type.PossibleTypes.Any(found.Contains);
    }
}
