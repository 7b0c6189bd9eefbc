namespace Hierarchy.GraphQL.Schema;

/// <summary>
/// The coercion of section 3 for one of the two notations of input; collects what does not fit, with the path where it is. The value is
/// meaningful only while no fault was found.
/// </summary>
internal abstract class Coercion<T>(InputOptions options) {
    private readonly List<object> _path = [];
    private ImmutableArray<InputFault>.Builder? _faults;

    /// <summary>Further faults would be dropped: no need to look for them.</summary>
    protected bool IsFull => _faults is not null && _faults.Count >= options.FaultsMax;

    public bool TryCoerce(T input, TypeReference type, out object? result, out ImmutableArray<InputFault> faults) {
        result = Coerce(input, type);
        faults = _faults?.ToImmutable() ?? [];
        return _faults is null;
    }

    protected virtual object? Coerce(T input, TypeReference type) {
        if (IsNull(input) && type.IsNonNull) Refuse($"Expected value of non-null type \"{type}\" not to be null.", NodeOf(input));
        if (IsNull(input)) return null;
        if (type.Item is { } item) return LengthOf(input) is { } length ? CoerceList(input, length, item) : new[] { Coerce(input, item) };
        return type.NamedType switch {
            InputObjectType fields => CoerceObject(input, fields),
            EnumType values => CoerceEnum(input, values),
            _ => CoerceScalar(input, (ScalarType)type.NamedType),
        };
    }

    /// <summary>Adds a fault; the value is null.</summary>
    protected object? Refuse(string message, SyntaxNode? node, string code = ExecutionCodes.Invalid) {
        _faults ??= ImmutableArray.CreateBuilder<InputFault>();
        if (!IsFull) _faults.Add(new(message, [.. _path], node, code));
        return null;
    }

    /// <summary>Whether a string of JSON is longer than allowed; reports it then.</summary>
    protected bool RefuseLong(ReadOnlySpan<byte> text) {
        if (text.Length <= options.TextBytesMax) return false;
        Refuse($"Expected a text of no more than {options.TextBytesMax} bytes.", node: null, ErrorCodes.InputTextLimit);
        return true;
    }

    protected string DidYouMean(string input, EnumType type) =>
        options.Suggestions ? Suggestions.DidYouMean(input, type.Values.Select(value => value.Name), "the enum value") : "";

    /// <summary>Coerces a part, so that its faults tell where it is.</summary>
    protected object? CoerceAt(object key, T input, TypeReference type) {
        _path.Add(key);
        var value = Coerce(input, type);
        _path.RemoveAt(_path.Count - 1);
        return value;
    }

    protected abstract bool IsNull(T input);

    protected abstract bool IsObject(T input);

    /// <summary>The number of items of a list; null for anything else.</summary>
    protected abstract int? LengthOf(T input);

    protected abstract void CoerceItems(T list, TypeReference item, object?[] result);

    protected abstract IEnumerable<(string Name, T Value, SyntaxNode? Node)> FieldsOf(T input);

    /// <summary>What an object gives for a field; false leaves an optional field to its default.</summary>
    protected abstract bool TryGet(T input, InputObjectType type, InputValueDefinition field, out T value);

    protected abstract object? DefaultOf(InputValueDefinition field);

    protected abstract object? CoerceEnum(T input, EnumType type);

    protected abstract ScalarResult ParseScalar(T input, ScalarType type);

    /// <summary>The input as messages show it.</summary>
    protected abstract string Describe(T input);

    /// <summary>The place of an input; null for JSON.</summary>
    private static SyntaxNode? NodeOf(T input) => input as SyntaxNode;

    private object?[] CoerceList(T list, int length, TypeReference item) {
        if (!CheckDepth(list)) return [];
        if (length > options.ListItemsMax) {
            var message = $"Expected a list of no more than {options.ListItemsMax} items, found {length}.";
            Refuse(message, NodeOf(list), ErrorCodes.InputItemLimit);
            return [];
        }

        var result = new object?[length];
        CoerceItems(list, item, result);
        return result;
    }

    private object? CoerceObject(T input, InputObjectType type) {
        if (!IsObject(input)) return Refuse($"Expected value of type \"{type}\" to be an object, found: {Describe(input)}.", NodeOf(input));
        if (!CheckDepth(input)) return null;
        var result = InputCoercion.AbsentValues(type.Fields.Length);
        foreach (var field in type.Fields) {
            if (TryGet(input, type, field, out var given)) result[field.Index] = CoerceAt(field.Name, given, field.Type);
            else if (field.IsRequired) {
                var message = $"Expected value of type \"{type}\" to include required field \"{field.Name}\", found: {Describe(input)}.";
                Refuse(message, NodeOf(input));
            } else if (field.DefaultNode is not null) result[field.Index] = DefaultOf(field);
        }

        CheckNames(input, type);
        return new InputObjectValue(type, result);
    }

    private void CheckNames(T input, InputObjectType type) {
        var known = 0;
        (string Name, T Value, SyntaxNode?) first = ("", default!, null);
        foreach (var entry in FieldsOf(input)) {
            if (IsFull) return;
            if (type.FindField(entry.Name) is null) {
                var names = type.Fields.Select(field => field.Name);
                var suggestion = options.Suggestions ? Suggestions.DidYouMean(entry.Name, names) : "";
                var found = (suggestion.Length > 0 ? $".{suggestion} Found: " : ", found: ") + Describe(input);
                Refuse($"Expected value of type \"{type}\" not to include unknown field \"{entry.Name}\"{found}.", entry.Node);
            } else if (known++ == 0) first = entry;
        }

        if (!type.IsOneOf) return;
        const string Rest = "exactly one field must be specified, and the value for that field must be non-null.";
        var message = $"Within OneOf Input Object type \"{type}\", {Rest}";
        if (known != 1) Refuse(message, NodeOf(input));

        // Of several fields in JSON, the reference tells of a null too.
        if (known == 0 || (known > 1 && NodeOf(input) is not null) || !IsNull(first.Value)) return;
        _path.Add(first.Name);
        Refuse(message, NodeOf(input));
        _path.RemoveAt(_path.Count - 1);
    }

    private object? CoerceScalar(T input, ScalarType type) {
        var result = ParseScalar(input, type);
        return result.IsOk
            ? result.Value
            : Refuse(result.Message ?? $"Expected value of type \"{type}\", found: {Describe(input)}.", NodeOf(input));
    }

    /// <summary>Whether one more level may be entered; reports it when not.</summary>
    private bool CheckDepth(T input) {
        if (_path.Count < options.DepthMax) return true;
        Refuse($"Expected a value nested no deeper than {options.DepthMax} levels.", NodeOf(input), ErrorCodes.InputDepthLimit);
        return false;
    }
}

/// <summary>Coerces JSON.</summary>
internal sealed class JsonCoercion(InputOptions options) : Coercion<JsonElement>(options) {
    protected override object? Coerce(JsonElement input, TypeReference type) =>
        input.ValueKind == JsonValueKind.String && RefuseLong(JsonMarshal.GetRawUtf8Value(input)) ? null : base.Coerce(input, type);

    protected override bool IsNull(JsonElement input) => input.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    protected override bool IsObject(JsonElement input) => input.ValueKind == JsonValueKind.Object;

    protected override int? LengthOf(JsonElement input) => input.ValueKind == JsonValueKind.Array ? input.GetArrayLength() : null;

    protected override void CoerceItems(JsonElement list, TypeReference item, object?[] result) {
        var index = 0;
        foreach (var element in list.EnumerateArray()) {
            if (IsFull) return;
            result[index] = CoerceAt(index++, element, item);
        }
    }

    protected override IEnumerable<(string Name, JsonElement Value, SyntaxNode? Node)> FieldsOf(JsonElement input) {
        foreach (var property in input.EnumerateObject())
            if (!RefuseLong(JsonMarshal.GetRawUtf8PropertyName(property))) yield return (property.Name, property.Value, null);
    }

    protected override bool TryGet(JsonElement input, InputObjectType type, InputValueDefinition field, out JsonElement value) =>
        input.TryGetProperty(field.Name, out value);

    protected override object? DefaultOf(InputValueDefinition field) => field.DefaultValue;

    protected override object? CoerceEnum(JsonElement input, EnumType type) {
        var name = input.ValueKind == JsonValueKind.String ? input.GetString()! : null;
        if (name is not null && type.FindValue(name) is { } known) return known.Value;
        var message = name is not null
            ? $"Value \"{name}\" does not exist in \"{type}\" enum."
            : $"Enum \"{type}\" cannot represent non-string value: {Describe(input)}.";
        return Refuse(message + DidYouMean(name ?? Describe(input), type), node: null);
    }

    protected override ScalarResult ParseScalar(JsonElement input, ScalarType type) => type.Coercion.ParseValue(input);

    protected override string Describe(JsonElement input) => JsText.Inspect(input);
}

/// <summary>Coerces literals, or only checks them while variables are unknown (static).</summary>
internal sealed class LiteralCoercion(InputOptions options, VariableValues? variables, bool isStatic) : Coercion<ValueNode>(options) {
    protected override object? Coerce(ValueNode input, TypeReference type) {
        if (input is not VariableNode variable) return base.Coerce(input, type);
        if (isStatic) return null;
        var name = variable.Name.Value;
        var isGiven = variables?.Has(name) == true;
        var value = isGiven ? variables![name] : InputCoercion.Absent;
        if (type.IsNonNull && (!isGiven || value is null)) {
            var start = $"Expected variable \"${name}\" provided to ";
            Refuse(start + (isGiven ? $"non-null type \"{type}\" not to be null." : $"type \"{type}\" to provide a runtime value."), input);
        }

        return value;
    }

    protected override bool IsNull(ValueNode input) => input is NullValueNode;

    protected override bool IsObject(ValueNode input) => input is ObjectValueNode;

    protected override int? LengthOf(ValueNode input) => (input as ListValueNode)?.Values.Length;

    protected override void CoerceItems(ValueNode list, TypeReference item, object?[] result) {
        for (var i = 0; i < result.Length && !IsFull; i++) {
            var value = CoerceAt(i, ((ListValueNode)list).Values[i], item);
            result[i] = ReferenceEquals(value, InputCoercion.Absent) ? null : value;
        }
    }

    protected override IEnumerable<(string Name, ValueNode Value, SyntaxNode? Node)> FieldsOf(ValueNode input) =>
        ((ObjectValueNode)input).Fields.Select(field => (field.Name.Value, field.Value, (SyntaxNode?)field));

    protected override bool TryGet(ValueNode input, InputObjectType type, InputValueDefinition field, out ValueNode value) {
        value = null!;
        foreach (var given in ((ObjectValueNode)input).Fields)
            if (given.Name.Value == field.Name) value = given.Value;

        if (isStatic || value is not VariableNode { Name.Value: var name }) return value is not null;
        var isGiven = variables?.Has(name) == true;
        if (type.IsOneOf && (!isGiven || variables![name] is null)) {
            var start = $"Expected variable \"${name}\" provided to field \"{field.Name}\" for OneOf Input Object type \"{type}\"";
            Refuse(isGiven ? $"{start} not to be null." : $"{start} to provide a runtime value.", input);
        }

        return isGiven || field.IsRequired;
    }

    protected override object? DefaultOf(InputValueDefinition field) => isStatic ? InputCoercion.Absent : field.DefaultValue;

    protected override object? CoerceEnum(ValueNode input, EnumType type) {
        if (input is EnumValueNode name && type.FindValue(name.Value) is { } known) return known.Value;
        var found = Describe(input);
        var message = input is EnumValueNode
            ? $"Value \"{found}\" does not exist in \"{type}\" enum."
            : $"Enum \"{type}\" cannot represent non-enum value: {found}.";
        return Refuse(message + DidYouMean(found, type), input);
    }

    // A custom scalar never sees a variable.
    protected override ScalarResult ParseScalar(ValueNode input, ScalarType type) => type.Coercion.ParseLiteral(
        input is ListValueNode or ObjectValueNode ? VariableSubstitution.Replace(input, variables) : input);

    protected override string Describe(ValueNode input) => Printer.PrintForError(input);
}
