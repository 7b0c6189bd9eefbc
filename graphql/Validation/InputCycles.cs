namespace Hierarchy.GraphQL.Validation;

/// <summary>Finds input objects that no finite value can satisfy (section 3.10).</summary>
internal sealed class InputCycles(SchemaReport report)
{
    private readonly Dictionary<InputObjectType, int> _pathIndexes = [];
    private readonly List<InputFieldDefinition> _path = [];
    private readonly HashSet<InputObjectType> _visited = [];
    private readonly HashSet<InputObjectType> _finite = [];

    public void Check(List<InputObjectType> types)
    {
        // A type is finite when all that it needs is; each round settles at least one type or ends.
        var pending = new List<InputObjectType>(types);
        while (pending.RemoveAll(type => IsFinite(type) && _finite.Add(type)) > 0)
        {
        }

        foreach (var type in types)
        {
            if (!_finite.Contains(type))
            {
                Report(type);
            }
        }
    }

    private static InputObjectType? Needs(InputObjectType type, InputFieldDefinition field)
    {
        var isNeeded = type.IsOneOf ? !field.Type.IsNonNull : field.Type.IsNonNull;
        return isNeeded && !field.Type.IsList ? field.Type.NamedType as InputObjectType : null;
    }

    private bool IsFinite(InputObjectType type)
    {
        var open = type.Fields.Count(field => Needs(type, field) is { } needed && !_finite.Contains(needed));
        return type.IsOneOf ? type.Fields.IsEmpty || open < type.Fields.Length : open == 0;
    }

    private void Report(InputObjectType type)
    {
        if (!_visited.Add(type))
        {
            return;
        }

        _pathIndexes[type] = _path.Count;
        foreach (var field in type.Fields)
        {
            if (Needs(type, field) is not { } needed || _finite.Contains(needed))
            {
                continue;
            }

            _path.Add(field);
            if (_pathIndexes.TryGetValue(needed, out var start))
            {
                var cycle = _path[start..];
                var fields = string.Join(", ", cycle);
                var message = $"Input Object {needed} cannot be provided a finite value "
                    + $"because it references itself through fields: {fields}.";
                report.Add(message, [.. cycle.Select(step => (SyntaxNode?)step.Node)]);
            }
            else
            {
                Report(needed);
            }

            _path.RemoveAt(_path.Count - 1);
        }

        _pathIndexes.Remove(type);
    }
}

/// <summary>Finds defaults of input fields that contain themselves (section 3.10).</summary>
internal sealed class InputDefaultCycles(SchemaReport report)
{
    private readonly HashSet<InputFieldDefinition> _visited = [];
    private readonly Dictionary<InputFieldDefinition, int> _pathIndexes = [];
    private readonly List<InputFieldDefinition> _path = [];

    public void Check(InputObjectType type) => Check(type, new ObjectValueNode([]));

    private void Check(InputObjectType type, ValueNode value)
    {
        if (value is ListValueNode list)
        {
            foreach (var item in list.Values)
            {
                Check(type, item);
            }
        }

        if (value is not ObjectValueNode literal)
        {
            return;
        }

        foreach (var field in type.Fields)
        {
            if (field.Type.NamedType is not InputObjectType fieldType)
            {
                continue;
            }

            var given = literal.Fields.LastOrDefault(other => other.Name.Value == field.Name);
            if (given is not null)
            {
                Check(fieldType, given.Value);
            }
            else
            {
                CheckDefault(field, fieldType);
            }
        }
    }

    private void CheckDefault(InputFieldDefinition field, InputObjectType fieldType)
    {
        if (field.DefaultNode is null)
        {
            return;
        }

        if (_pathIndexes.TryGetValue(field, out var start))
        {
            var via = string.Join(", ", _path[(start + 1)..]);
            var rest = via.Length > 0 ? $" via the default values of: {via}" : "";
            var message = $"Invalid circular reference. The default value of Input Object field {field} references itself{rest}.";
            report.Add(message, [.. _path[start..].Select(step => (SyntaxNode?)step.DefaultNode)]);
            return;
        }

        if (_visited.Add(field))
        {
            _pathIndexes[field] = _path.Count;
            _path.Add(field);
            Check(fieldType, field.DefaultNode);
            _path.RemoveAt(_path.Count - 1);
            _pathIndexes.Remove(field);
        }
    }
}
