namespace Hierarchy.Api.GraphQL;

/// <summary>Builds a schema from its text and its resolver classes, and fails where they disagree. The library's builder skips scalars,
/// spells enums as the CLR does, compiles an expression for each field and overlooks resolvers without a field.</summary>
internal sealed class ContractBuilder : SchemaBuilder {
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
    private const BindingFlags Spelling = BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase;
    private readonly Dictionary<string, ScalarGraphType> _scalars = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, object>> _enums = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Type> _resolvers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Type> _shown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Type> _inputs = new(StringComparer.Ordinal);
    private GraphQLDocument _document = null!;

    /// <param name="services">Null if nothing is built.</param>
    public ContractBuilder(IServiceProvider? services) {
        (AllowUnknownTypes, AllowUnknownFields) = (false, false);
        if (services is not null) ServiceProvider = services;
    }

    /// <summary>The classes whose methods resolve fields.</summary>
    public IEnumerable<Type> Resolvers => _resolvers.Values;

    /// <summary>A class whose methods resolve the fields of an object type: one for each field, and no other.</summary>
    public ContractBuilder Resolve<T>(string name) => With(_resolvers, name, typeof(T));
    /// <summary>A class whose own properties are the fields of an object type, which by default has its name.</summary>
    public ContractBuilder Show<T>(string? name = null) => With(_shown, name ?? typeof(T).Name, typeof(T));
    /// <summary>The same, but for the fields that methods of another class resolve.</summary>
    public ContractBuilder Show<T, TFields>(string? name = null) => Show<T>(name).Resolve<TFields>(name ?? typeof(T).Name);
    /// <summary>A class that takes an input object: one property for each field, and no other.</summary>
    public ContractBuilder Take<T>(string? name = null) => With(_inputs, name ?? typeof(T).Name, typeof(T));
    /// <summary>An enum, whose members are those of the type: NotStarted is NOT_STARTED.</summary>
    public ContractBuilder Enum<T>(string? name = null) where T : struct, Enum => With(
        _enums, name ?? typeof(T).Name, System.Enum.GetValues<T>().ToDictionary(Text.Constant, value => (object)value, StringComparer.Ordinal));
    public ContractBuilder Scalar(ScalarGraphType scalar) => With(_scalars, scalar.Name, scalar);

    private ContractBuilder With<T>(Dictionary<string, T> all, string name, T one) {
        all.Add(name, one);
        return this;
    }

    /// <exception cref="InvalidOperationException">The text and the classes disagree, which is a defect.</exception>
    public override Schema Build(string typeDefinitions) {
        var isWhole = !AllowUnknownTypes;
        // The base class does not know the classes, for which it would compile expressions.
        AllowUnknownTypes = AllowUnknownFields = true;
        var schema = base.Build(typeDefinitions);
        foreach (var scalar in _document.Definitions.OfType<GraphQLScalarTypeDefinition>()) schema.RegisterType(ScalarOf(scalar));
        foreach (var scalar in SpecifiedScalars.All()) schema.RegisterType(scalar);
        schema.Initialize();
        // The library throws where __type is asked for an empty name.
        var find = schema.TypeMetaFieldType.Resolver!;
        schema.TypeMetaFieldType.Resolver = new FuncFieldResolver<object>(context =>
            string.IsNullOrWhiteSpace(context.GetArgument<string>("name")) ? default : find.ResolveAsync(context));
        if (isWhole) CheckAll(schema);
        CheckClasses(schema);
        return schema;
    }

    protected override void Validate(GraphQLDocument document) {
        _document = document;
        base.Validate(document);
    }

    protected override Schema CreateSchema() => new ContractSchema(ServiceProvider);

    protected override EnumerationGraphType ToEnumerationType(GraphQLEnumTypeDefinition enumDef) {
        var name = enumDef.Name.StringValue;
        var type = base.ToEnumerationType(enumDef);
        if (!_enums.TryGetValue(name, out var members)) return type;
        if (members.Count != type.Values.Count || type.Values.Any(value => !members.ContainsKey(value.Name)))
            throw new InvalidOperationException($"The members of the enum {name} are not those of its CLR type.");
        var bound = new EnumerationGraphType { Name = name, Description = type.Description };
        foreach (var value in type.Values) bound.Add(value.Name, members[value.Name], value.Description, value.DeprecationReason);
        return bound;
    }

    protected override FieldType ToFieldType(string parentTypeName, GraphQLFieldDefinition fieldDef) {
        Bind(parentTypeName, fieldDef.Name.StringValue);
        return base.ToFieldType(parentTypeName, fieldDef);
    }

    protected override FieldType ToSubscriptionFieldType(string parentTypeName, GraphQLFieldDefinition fieldDef) {
        Bind(parentTypeName, fieldDef.Name.StringValue);
        var field = base.ToSubscriptionFieldType(parentTypeName, fieldDef);
        return field.StreamResolver is PulledStream
            ? field
            : throw new InvalidOperationException($"{parentTypeName}.{field.Name} has no source of events.");
    }

    private void Bind(string type, string field) {
        var config = Types.For(type).FieldFor(field);
        if (_shown.GetValueOrDefault(type)?.GetProperty(field, Spelling) is { } property) config.Resolver = SourceResolver.Of(property);
        foreach (var method in _resolvers.GetValueOrDefault(type)?.GetMethods(Own) ?? []) {
            if (!field.Equals(NameOf(method), StringComparison.OrdinalIgnoreCase)) continue;
            if (method.GetCustomAttribute<GraphQLMetadataAttribute>()?.ResolverType == ResolverType.StreamResolver) {
                var open = new CallResolver(method);
                config.StreamResolver = new PulledStream(async context => (IAsyncEnumerable<object>)(await open.ResolveAsync(context))!);
            } else {
                config.Resolver = SourceResolver.Of(method);
                foreach (var attribute in method.GetCustomAttributes<GraphQLAttribute>()) attribute.Modify(config);
            }
        }
    }

    // As in the library: AddTaskAsync resolves addTask.
    private static string NameOf(MemberInfo member) => member.GetCustomAttribute<GraphQLMetadataAttribute>()?.Name
        ?? (member.Name.EndsWith("Async", StringComparison.Ordinal) ? member.Name[..^"Async".Length] : member.Name);

    private ScalarGraphType ScalarOf(GraphQLScalarTypeDefinition definition) {
        var name = definition.Name.StringValue;
        var scalar = _scalars.GetValueOrDefault(name) ?? throw new InvalidOperationException($"The scalar {name} has no coercion.");
        scalar.Description = definition.Description?.Value.ToString();
        var specified = definition.Directives?.Items.Find(directive => directive.Name.Value == "specifiedBy");
        if (specified?.Arguments?.Items[0].Value is GraphQLStringValue url)
            scalar.WithMetadata(ContractSchema.UrlKey, url.Value.ToString());
        return scalar;
    }

    // Checks that each type of the text has a class, and each field a resolver.
    private void CheckAll(Schema schema) {
        foreach (var definition in _document.Definitions.OfType<GraphQLTypeDefinition>()) {
            var name = definition.Name.StringValue;
            if (definition is GraphQLInputObjectTypeDefinition && !_inputs.ContainsKey(name)
                || definition is GraphQLEnumTypeDefinition && !_enums.ContainsKey(name))
                throw new InvalidOperationException($"{name} has no CLR type.");
            if (schema.AllTypes[name] is IObjectGraphType type && type.Fields.FirstOrDefault(field => field.Resolver is null) is { } bare)
                throw new InvalidOperationException($"{name}.{bare.Name} has no resolver.");
        }
    }

    private void CheckClasses(Schema schema) {
        foreach (var (name, clr) in _resolvers) CheckMembers(schema, name, clr, clr.GetMethods(Own));
        foreach (var (name, clr) in _inputs) {
            if (CheckMembers(schema, name, clr, clr.GetProperties()).Find(field => clr.GetProperty(field, Spelling) is null) is { } left)
                throw new InvalidOperationException($"{name}.{left} has no property in {clr.Name}.");
        }
    }

    private static List<string> CheckMembers(Schema schema, string type, Type clr, MemberInfo[] members) {
        List<string> fields = schema.AllTypes[type] is IComplexGraphType known ? [.. known.Fields.Select(field => field.Name)]
            : throw new InvalidOperationException($"{clr.Name} is for {type}, which the contract does not have.");
        foreach (var member in members) {
            var name = NameOf(member);
            if (!fields.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw new InvalidOperationException($"{clr.Name}.{member.Name} is for {type}.{name}, which the contract does not have.");
        }
        return fields;
    }
}
