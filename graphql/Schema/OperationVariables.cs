namespace Hierarchy.GraphQL.Schema;

/// <summary>A declared variable with its type resolved.</summary>
/// <param name="Name">Without the dollar sign.</param>
/// <param name="Type">An input type.</param>
/// <param name="Node">The declaration.</param>
/// <param name="Index">Position among the operation's variables.</param>
public sealed record VariableSignature(string Name, TypeReference Type, VariableDefinitionNode Node, int Index);

/// <summary>The variables of one operation, resolved once and used for every request (section 6.1.2). Immutable and thread-safe.</summary>
public sealed class OperationVariables {
    private readonly SourceText _source;

    private OperationVariables(GraphQLSchema schema, DocumentNode document, OperationDefinitionNode operation) {
        _source = document.Source;
        Signatures = [.. operation.VariableDefinitions.Select((node, index) =>
                new VariableSignature(node.Variable.Name.Value, schema.Resolve(node.Type)!, node, index))];
    }

    /// <summary>The variables in order of declaration.</summary>
    public ImmutableArray<VariableSignature> Signatures { get; }

    /// <summary>Resolves the declarations of an operation of a valid document.</summary>
    public static OperationVariables Of(GraphQLSchema schema, DocumentNode document, OperationDefinitionNode operation) =>
        new(schema, document, operation);

    /// <summary>Position of a variable, or -1.</summary>
    public int IndexOf(string name) {
        for (var i = 0; i < Signatures.Length; i++)
            if (Signatures[i].Name == name) return i;

        return -1;
    }

    /// <summary>
    /// Coerces the <c>variables</c> of a request: a JSON object, null or nothing. Unknown names are ignored (section 6.1.2).
    /// </summary>
    /// <remarks>The values keep a reference to the JSON document only for literals of custom scalars that contain variables.</remarks>
    public bool TryCoerce(JsonElement json, InputOptions options, out VariableValues values, out ImmutableArray<GraphQLError> errors) {
        values = new VariableValues(this, json);
        ImmutableArray<GraphQLError>.Builder? builder = null;
        foreach (var signature in Signatures) {
            object? value;
            ImmutableArray<InputFault> faults = [];
            var literal = signature.Node.DefaultValue;
            if (values.TryGetJson(signature.Name, out var given)) {
                InputCoercion.TryCoerce(given, signature.Type, options, out value, out faults);
                literal = null;
            } else if (literal is not null) InputCoercion.TryCoerce(literal, signature.Type, null, options, out value, out faults);
            else {
                value = InputCoercion.Absent;
                var message = $"Expected a value of non-null type \"{signature.Type}\" to be provided.";
                if (signature.Type.IsNonNull) faults = [new(message, [], null)];
            }

            values.Set(signature.Index, value);
            foreach (var fault in faults) {
                var what = literal is null ? "has invalid value" : "has invalid default value";
                var message = $"Variable \"${signature.Name}\" {what}{fault.PathText}: {fault.Message}";
                builder ??= ImmutableArray.CreateBuilder<GraphQLError>();
                builder.Add(new(message) { Locations = _source.Locate(signature.Node), Code = fault.Code });
            }
        }

        errors = builder?.DrainToImmutable() ?? [];
        return errors.IsEmpty;
    }
}

/// <summary>The coerced variables of one request.</summary>
public sealed class VariableValues {
    private readonly OperationVariables _variables;
    private readonly JsonElement _json;
    private readonly object?[] _values;

    internal VariableValues(OperationVariables variables, JsonElement json) =>
        (_variables, _json, _values) = (variables, json, InputCoercion.AbsentValues(variables.Signatures.Length));

    /// <summary>The value by <see cref="VariableSignature.Index"/>; null when absent too.</summary>
    public object? this[int index] => Has(index) ? _values[index] : null;

    /// <summary>The value by name; null when absent or unknown too.</summary>
    public object? this[string name] => _variables.IndexOf(name) is >= 0 and var index ? this[index] : null;

    /// <summary>Whether it was given or has a default.</summary>
    public bool Has(int index) => !ReferenceEquals(_values[index], InputCoercion.Absent);

    /// <inheritdoc cref="Has(int)"/>
    public bool Has(string name) => _variables.IndexOf(name) is >= 0 and var index && Has(index);

    internal void Set(int index, object? value) => _values[index] = value;

    internal bool TryGetJson(string name, out JsonElement value) {
        value = default;
        return _json.ValueKind == JsonValueKind.Object && _json.TryGetProperty(name, out value);
    }

    /// <summary>The value as it was given, or the default, for a custom scalar around it.</summary>
    internal ValueNode? AsLiteral(string name) {
        if (_variables.IndexOf(name) is not (>= 0 and var index)) return null;
        var signature = _variables.Signatures[index];
        return TryGetJson(name, out var json)
            ? VariableSubstitution.ToLiteral(json, signature.Type.NamedType) : signature.Node.DefaultValue;
    }
}
