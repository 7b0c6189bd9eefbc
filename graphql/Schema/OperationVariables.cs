namespace Hierarchy.GraphQL.Schema;

/// <summary>A declared variable with its type resolved.</summary>
/// <param name="Name">Without the dollar sign.</param>
/// <param name="Type">An input type.</param>
/// <param name="Node">The declaration.</param>
/// <param name="Index">Position among the operation's variables.</param>
public sealed record VariableSignature(string Name, TypeReference Type, VariableDefinitionNode Node, int Index);

/// <summary>The variables of one operation, resolved once and used for every request (section 6.1.2). Immutable and thread-safe.</summary>
public sealed class OperationVariables
{
    private readonly SourceText _source;
    private readonly ImmutableArray<GraphQLError> _faults;

    private OperationVariables(SourceText source, ImmutableArray<VariableSignature> signatures, ImmutableArray<GraphQLError> faults)
    {
        _source = source;
        Signatures = signatures;
        _faults = faults;
    }

    /// <summary>The variables in order of declaration.</summary>
    public ImmutableArray<VariableSignature> Signatures { get; }

    /// <summary>Resolves the declarations. A type that is unknown or no input type becomes a fault of every coercion.</summary>
    public static OperationVariables Of(GraphQLSchema schema, DocumentNode document, OperationDefinitionNode operation)
    {
        var signatures = ImmutableArray.CreateBuilder<VariableSignature>();
        var faults = ImmutableArray.CreateBuilder<GraphQLError>();
        foreach (var node in operation.VariableDefinitions)
        {
            var name = node.Variable.Name.Value;
            if (schema.Resolve(node.Type) is { NamedType.IsInput: true } type)
            {
                signatures.Add(new(name, type, node, signatures.Count));
                continue;
            }

            var message = $"Variable \"${name}\" expected value of type \"{Printer.Print(node.Type)}\" "
                + "which cannot be used as an input type.";
            faults.Add(new(message) { Locations = [document.Source.Locate(node.Type.Start)] });
        }

        return new(document.Source, signatures.DrainToImmutable(), faults.DrainToImmutable());
    }

    /// <summary>Position of a variable, or -1.</summary>
    public int IndexOf(string name)
    {
        for (var i = 0; i < Signatures.Length; i++)
        {
            if (Signatures[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>
    /// Coerces the <c>variables</c> of a request: a JSON object, null or nothing. Unknown names are ignored (section 6.1.2).
    /// </summary>
    /// <remarks>The values keep a reference to the JSON document only for literals of custom scalars that contain variables.</remarks>
    public bool TryCoerce(JsonElement json, InputOptions options, out VariableValues values, out ImmutableArray<GraphQLError> errors)
    {
        values = new VariableValues(this, json);
        var builder = _faults.IsEmpty ? null : _faults.ToBuilder();
        foreach (var signature in Signatures)
        {
            var isGiven = values.TryGetJson(signature.Name, out var given);
            if (!isGiven && signature.Node.DefaultValue is { } literal)
            {
                if (!InputCoercion.TryCoerce(literal, signature.Type, null, options, out var value, out var faults))
                {
                    AddErrors(ref builder, signature, faults, "has invalid default value");
                }

                values.Set(signature.Index, value);
            }
            else if (!isGiven && signature.Type.IsNonNull)
            {
                var message = $"Expected a value of non-null type \"{signature.Type}\" to be provided.";
                AddErrors(ref builder, signature, [new(message, [], null)], "has invalid value");
            }
            else if (isGiven)
            {
                if (!InputCoercion.TryCoerce(given, signature.Type, options, out var value, out var faults))
                {
                    AddErrors(ref builder, signature, faults, "has invalid value");
                }

                values.Set(signature.Index, value);
            }
        }

        errors = builder?.DrainToImmutable() ?? [];
        return errors.IsEmpty;
    }

    private void AddErrors(
        ref ImmutableArray<GraphQLError>.Builder? errors,
        VariableSignature signature,
        ImmutableArray<InputFault> faults,
        string what)
    {
        errors ??= ImmutableArray.CreateBuilder<GraphQLError>();
        foreach (var fault in faults)
        {
            errors.Add(new($"Variable \"${signature.Name}\" {what}{fault.PathText}: {fault.Message}")
            {
                Locations = [_source.Locate(signature.Node.Start)],
            });
        }
    }
}

/// <summary>The coerced variables of one request.</summary>
public sealed class VariableValues
{
    private readonly OperationVariables _variables;
    private readonly JsonElement _json;
    private readonly object?[] _values;

    internal VariableValues(OperationVariables variables, JsonElement json)
    {
        _variables = variables;
        _json = json;
        _values = CoercionRules.AbsentValues(variables.Signatures.Length);
    }

    /// <summary>The value by <see cref="VariableSignature.Index"/>; null when absent too.</summary>
    public object? this[int index] => Has(index) ? _values[index] : null;

    /// <summary>The value by name; null when absent or unknown too.</summary>
    public object? this[string name] => _variables.IndexOf(name) is >= 0 and var index ? this[index] : null;

    /// <summary>Whether it was given or has a default.</summary>
    public bool Has(int index) => !ReferenceEquals(_values[index], InputCoercion.Absent);

    /// <inheritdoc cref="Has(int)"/>
    public bool Has(string name) => _variables.IndexOf(name) is >= 0 and var index && Has(index);

    internal void Set(int index, object? value) => _values[index] = value;

    internal bool TryGetJson(string name, out JsonElement value)
    {
        if (_json.ValueKind == JsonValueKind.Object)
        {
            return _json.TryGetProperty(name, out value);
        }

        value = default;
        return false;
    }

    internal ValueNode? AsLiteral(string name)
    {
        var index = _variables.IndexOf(name);
        if (index < 0)
        {
            return null;
        }

        var signature = _variables.Signatures[index];
        return TryGetJson(name, out var json)
            ? VariableSubstitution.ToLiteral(json, signature.Type.NamedType)
            : signature.Node.DefaultValue;
    }
}
