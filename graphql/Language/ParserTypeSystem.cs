namespace Hierarchy.GraphQL.Language;

// Type system definitions and extensions (section 3).
internal ref partial struct DocumentParser
{
    /// <summary>Where a directive may stand (section 3.13), with the draft's location on directive definitions.</summary>
    private static readonly ImmutableArray<string> DirectiveLocations =
    [
        "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT",
        "VARIABLE_DEFINITION", "FRAGMENT_VARIABLE_DEFINITION", "SCHEMA", "SCALAR", "OBJECT", "FIELD_DEFINITION",
        "ARGUMENT_DEFINITION", "INTERFACE", "UNION", "ENUM", "ENUM_VALUE", "INPUT_OBJECT", "INPUT_FIELD_DEFINITION",
        "DIRECTIVE_DEFINITION",
    ];

    private static bool IsTypeSystemKeyword(string name) =>
        name is "schema" or "scalar" or "type" or "interface" or "union" or "enum" or "input" or "directive";

    private TypeSystemDefinitionNode ParseTypeSystemDefinition(string keyword, bool isExtension)
    {
        var start = _token.Start;
        var description = isExtension ? null : ParseDescription();
        if (isExtension)
        {
            ExpectKeyword("extend"u8);
        }

        Expect(TokenKind.Name);
        return keyword switch
        {
            "schema" => ParseSchema(start, description, isExtension),
            "scalar" => ParseScalar(start, description, isExtension),
            "type" => ParseObjectType(start, description, isExtension),
            "interface" => ParseInterface(start, description, isExtension),
            "union" => ParseUnion(start, description, isExtension),
            "enum" => ParseEnum(start, description, isExtension),
            "input" => ParseInputObject(start, description, isExtension),
            _ => isExtension ? ParseDirectiveExtension(start) : ParseDirectiveDefinition(start, description),
        };
    }

    /// <summary>An extension that adds nothing is a syntax error at the token behind it.</summary>
    private readonly void RequireContent(bool isExtension, bool hasContent)
    {
        if (isExtension && !hasContent)
        {
            throw Unexpected(_token);
        }
    }

    private SchemaDefinitionNode ParseSchema(int start, StringValueNode? description, bool isExtension)
    {
        var directives = ParseDirectives(isConst: true);
        var operations = ImmutableArray.CreateBuilder<OperationTypeDefinitionNode>();
        if (!isExtension || _token.Kind == TokenKind.BraceLeft)
        {
            Expect(TokenKind.BraceLeft);
            do
            {
                var operationStart = _token.Start;
                var operation = ParseOperationKind();
                Expect(TokenKind.Colon);
                var type = ParseNamedType();
                operations.Add(new() { Start = operationStart, End = _lastEnd, Operation = operation, Type = type });
            }
            while (!Skip(TokenKind.BraceRight));
        }

        RequireContent(isExtension, directives.Length + operations.Count > 0);
        return new()
        {
            Start = start,
            End = _lastEnd,
            Description = description,
            Directives = directives,
            OperationTypes = operations.DrainToImmutable(),
            IsExtension = isExtension,
        };
    }

    private ScalarTypeDefinitionNode ParseScalar(int start, StringValueNode? description, bool isExtension)
    {
        var name = ParseName();
        var directives = ParseDirectives(isConst: true);
        RequireContent(isExtension, directives.Length > 0);
        return new()
        {
            Start = start,
            End = _lastEnd,
            Description = description,
            Name = name,
            Directives = directives,
            IsExtension = isExtension,
        };
    }

    private ObjectTypeDefinitionNode ParseObjectType(int start, StringValueNode? description, bool isExtension)
    {
        var name = ParseName();
        var interfaces = ParseImplements();
        var directives = ParseDirectives(isConst: true);
        var fields = ParseFieldDefinitions();
        RequireContent(isExtension, interfaces.Length + directives.Length + fields.Length > 0);
        return new()
        {
            Start = start,
            End = _lastEnd,
            Description = description,
            Name = name,
            Interfaces = interfaces,
            Directives = directives,
            Fields = fields,
            IsExtension = isExtension,
        };
    }

    private InterfaceTypeDefinitionNode ParseInterface(int start, StringValueNode? description, bool isExtension)
    {
        var name = ParseName();
        var interfaces = ParseImplements();
        var directives = ParseDirectives(isConst: true);
        var fields = ParseFieldDefinitions();
        RequireContent(isExtension, interfaces.Length + directives.Length + fields.Length > 0);
        return new()
        {
            Start = start,
            End = _lastEnd,
            Description = description,
            Name = name,
            Interfaces = interfaces,
            Directives = directives,
            Fields = fields,
            IsExtension = isExtension,
        };
    }

    private ImmutableArray<NamedTypeNode> ParseImplements() => SkipKeyword("implements"u8) ? ParseNamedTypes(TokenKind.Ampersand) : [];

    private ImmutableArray<NamedTypeNode> ParseNamedTypes(TokenKind separator)
    {
        Skip(separator);
        var types = ImmutableArray.CreateBuilder<NamedTypeNode>();
        do
        {
            types.Add(ParseNamedType());
        }
        while (Skip(separator));
        return types.DrainToImmutable();
    }

    private ImmutableArray<FieldDefinitionNode> ParseFieldDefinitions()
    {
        if (!Skip(TokenKind.BraceLeft))
        {
            return [];
        }

        var fields = ImmutableArray.CreateBuilder<FieldDefinitionNode>();
        do
        {
            var start = _token.Start;
            var description = ParseDescription();
            var name = ParseName();
            var arguments = ParseInputValues(TokenKind.ParenLeft, TokenKind.ParenRight);
            Expect(TokenKind.Colon);
            var type = ParseType();
            var directives = ParseDirectives(isConst: true);
            fields.Add(new()
            {
                Start = start,
                End = _lastEnd,
                Description = description,
                Name = name,
                Arguments = arguments,
                Type = type,
                Directives = directives,
            });
        }
        while (!Skip(TokenKind.BraceRight));
        return fields.DrainToImmutable();
    }

    private ImmutableArray<InputValueDefinitionNode> ParseInputValues(TokenKind opening, TokenKind closing)
    {
        if (!Skip(opening))
        {
            return [];
        }

        var values = ImmutableArray.CreateBuilder<InputValueDefinitionNode>();
        do
        {
            var start = _token.Start;
            var description = ParseDescription();
            var name = ParseName();
            Expect(TokenKind.Colon);
            var type = ParseType();
            var defaultValue = Skip(TokenKind.Equals) ? ParseValue(isConst: true) : null;
            var directives = ParseDirectives(isConst: true);
            values.Add(new()
            {
                Start = start,
                End = _lastEnd,
                Description = description,
                Name = name,
                Type = type,
                DefaultValue = defaultValue,
                Directives = directives,
            });
        }
        while (!Skip(closing));
        return values.DrainToImmutable();
    }

    private UnionTypeDefinitionNode ParseUnion(int start, StringValueNode? description, bool isExtension)
    {
        var name = ParseName();
        var directives = ParseDirectives(isConst: true);
        ImmutableArray<NamedTypeNode> types = Skip(TokenKind.Equals) ? ParseNamedTypes(TokenKind.Pipe) : [];
        RequireContent(isExtension, directives.Length + types.Length > 0);
        return new()
        {
            Start = start,
            End = _lastEnd,
            Description = description,
            Name = name,
            Directives = directives,
            Types = types,
            IsExtension = isExtension,
        };
    }

    private EnumTypeDefinitionNode ParseEnum(int start, StringValueNode? description, bool isExtension)
    {
        var name = ParseName();
        var directives = ParseDirectives(isConst: true);
        var values = ParseEnumValues();
        RequireContent(isExtension, directives.Length + values.Length > 0);
        return new()
        {
            Start = start,
            End = _lastEnd,
            Description = description,
            Name = name,
            Directives = directives,
            Values = values,
            IsExtension = isExtension,
        };
    }

    private ImmutableArray<EnumValueDefinitionNode> ParseEnumValues()
    {
        if (!Skip(TokenKind.BraceLeft))
        {
            return [];
        }

        var values = ImmutableArray.CreateBuilder<EnumValueDefinitionNode>();
        do
        {
            var start = _token.Start;
            var description = ParseDescription();
            if (AtKeyword("true"u8) || AtKeyword("false"u8) || AtKeyword("null"u8))
            {
                throw Error(_token, $"{_lexer.Describe(_token)} is reserved and cannot be used for an enum value.");
            }

            var name = ParseName();
            var directives = ParseDirectives(isConst: true);
            values.Add(new() { Start = start, End = _lastEnd, Description = description, Name = name, Directives = directives });
        }
        while (!Skip(TokenKind.BraceRight));
        return values.DrainToImmutable();
    }

    private InputObjectTypeDefinitionNode ParseInputObject(int start, StringValueNode? description, bool isExtension)
    {
        var name = ParseName();
        var directives = ParseDirectives(isConst: true);
        var fields = ParseInputValues(TokenKind.BraceLeft, TokenKind.BraceRight);
        RequireContent(isExtension, directives.Length + fields.Length > 0);
        return new()
        {
            Start = start,
            End = _lastEnd,
            Description = description,
            Name = name,
            Directives = directives,
            Fields = fields,
            IsExtension = isExtension,
        };
    }

    private DirectiveDefinitionNode ParseDirectiveExtension(int start)
    {
        Expect(TokenKind.At);
        var name = ParseName();
        var directives = ParseDirectives(isConst: true);
        RequireContent(isExtension: true, directives.Length > 0);
        return new() { Start = start, End = _lastEnd, Name = name, Directives = directives, IsExtension = true };
    }

    private DirectiveDefinitionNode ParseDirectiveDefinition(int start, StringValueNode? description)
    {
        Expect(TokenKind.At);
        var name = ParseName();
        var arguments = ParseInputValues(TokenKind.ParenLeft, TokenKind.ParenRight);
        var directives = ParseDirectives(isConst: true);
        var repeatable = SkipKeyword("repeatable"u8);
        ExpectKeyword("on"u8);
        Skip(TokenKind.Pipe);
        var locations = ImmutableArray.CreateBuilder<NameNode>();
        do
        {
            var token = _token;
            var location = ParseName();
            locations.Add(DirectiveLocations.Contains(location.Value) ? location : throw Unexpected(token));
        }
        while (Skip(TokenKind.Pipe));
        return new()
        {
            Start = start,
            End = _lastEnd,
            Description = description,
            Name = name,
            Arguments = arguments,
            Directives = directives,
            Repeatable = repeatable,
            Locations = locations.DrainToImmutable(),
        };
    }
}
