namespace Hierarchy.GraphQL.Language;

/// <summary>Reads GraphQL text (section 2, appendix C). Every method throws <see cref="GraphQLSyntaxError"/> at the first fault.</summary>
public static class Parser
{
    /// <summary>Parses a document of any definitions. Time and memory are linear in the text and bounded by the options.</summary>
    public static DocumentNode Parse(SourceText source, ParserOptions? options = null) =>
        new DocumentParser(source, options ?? ParserOptions.Default).ParseDocument();

    /// <inheritdoc cref="Parse(SourceText, ParserOptions)"/>
    public static DocumentNode Parse(string text, ParserOptions? options = null) => Parse(new SourceText(text), options);

    /// <summary>Parses UTF-8 without copying it: the bytes must not change while the document is in use.</summary>
    public static DocumentNode Parse(ReadOnlyMemory<byte> utf8, ParserOptions? options = null) => Parse(new SourceText(utf8), options);

    /// <summary>Parses one value, such as <c>[1, $x]</c>.</summary>
    public static ValueNode ParseValue(string text, ParserOptions? options = null) =>
        new DocumentParser(new SourceText(text), options ?? ParserOptions.Default).ParseSingleValue();

    /// <summary>Parses one type reference, such as <c>[ID!]!</c>.</summary>
    public static TypeNode ParseType(string text, ParserOptions? options = null) =>
        new DocumentParser(new SourceText(text), options ?? ParserOptions.Default).ParseSingleType();
}

/// <summary>Recursive descent with one token of look-ahead, two for descriptions and extensions.</summary>
internal ref partial struct DocumentParser
{
    private readonly Lexer _lexer;
    private readonly ParserOptions _options;
    private Token _token;
    private int _lastEnd;
    private int _tokenCount;
    private int _depth;
    private int _selectionSetCount;
    private int _operationCount;
    private int _fragmentCount;
    private int _variableCount;

    public DocumentParser(SourceText source, ParserOptions options)
    {
        _lexer = new Lexer(source);
        _options = options;
        _token = new(TokenKind.StartOfFile, 0, 0);
    }

    public DocumentNode ParseDocument()
    {
        Expect(TokenKind.StartOfFile);
        var definitions = ImmutableArray.CreateBuilder<DefinitionNode>();
        do
        {
            definitions.Add(ParseDefinition());
        }
        while (!Skip(TokenKind.EndOfFile));
        return new DocumentNode
        {
            Start = 0,
            End = _lexer.Source.Utf8.Length,
            Source = _lexer.Source,
            Definitions = definitions.DrainToImmutable(),
            SelectionSetCount = _selectionSetCount,
            TokenCount = _tokenCount,
        };
    }

    public ValueNode ParseSingleValue()
    {
        Expect(TokenKind.StartOfFile);
        var value = ParseValue(isConst: false);
        Expect(TokenKind.EndOfFile);
        return value;
    }

    public TypeNode ParseSingleType()
    {
        Expect(TokenKind.StartOfFile);
        var type = ParseType();
        Expect(TokenKind.EndOfFile);
        return type;
    }

    private DefinitionNode ParseDefinition()
    {
        if (_token.Kind == TokenKind.BraceLeft)
        {
            return ParseShorthandQuery();
        }

        var hasDescription = AtString;
        var keyword = hasDescription ? _lexer.Next(_token.End) : _token;
        if (hasDescription && keyword.Kind == TokenKind.BraceLeft)
        {
            throw Error(_token, "Unexpected description, descriptions are not supported on shorthand queries.");
        }

        if (keyword.Kind != TokenKind.Name)
        {
            throw Unexpected(keyword);
        }

        switch (_lexer.Value(keyword))
        {
            case "query" or "mutation" or "subscription":
                return ParseOperation();
            case "fragment":
                return ParseFragmentDefinition();
            case var name when IsTypeSystemKeyword(name):
                return ParseTypeSystemDefinition(name, isExtension: false);
            case "extend" when !hasDescription:
                var extended = _lexer.Next(keyword.End);
                return extended.Kind == TokenKind.Name && _lexer.Value(extended) is var kind && IsTypeSystemKeyword(kind)
                    ? ParseTypeSystemDefinition(kind, isExtension: true)
                    : throw Unexpected(extended);
            default:
                throw hasDescription
                    ? Error(_token, "Unexpected description, only GraphQL definitions support descriptions.")
                    : Unexpected(keyword);
        }
    }

    private OperationDefinitionNode ParseShorthandQuery()
    {
        CountDefinition(ref _operationCount, _options.OperationsMax, "operations");
        var start = _token.Start;
        var selections = ParseSelectionSet();
        return new() { Start = start, End = _lastEnd, Operation = OperationKind.Query, SelectionSet = selections };
    }

    private OperationDefinitionNode ParseOperation()
    {
        CountDefinition(ref _operationCount, _options.OperationsMax, "operations");
        var start = _token.Start;
        var description = ParseDescription();
        var operation = ParseOperationKind();
        var name = _token.Kind == TokenKind.Name ? ParseName() : null;
        var variables = ImmutableArray<VariableDefinitionNode>.Empty;
        if (Skip(TokenKind.ParenLeft))
        {
            var builder = ImmutableArray.CreateBuilder<VariableDefinitionNode>();
            do
            {
                builder.Add(ParseVariableDefinition());
            }
            while (!Skip(TokenKind.ParenRight));
            variables = builder.DrainToImmutable();
        }

        var directives = ParseDirectives(isConst: false);
        var selections = ParseSelectionSet();
        return new()
        {
            Start = start,
            End = _lastEnd,
            Description = description,
            Operation = operation,
            Name = name,
            VariableDefinitions = variables,
            Directives = directives,
            SelectionSet = selections,
        };
    }

    private OperationKind ParseOperationKind()
    {
        var token = Expect(TokenKind.Name);
        return _lexer.Value(token) switch
        {
            "query" => OperationKind.Query,
            "mutation" => OperationKind.Mutation,
            "subscription" => OperationKind.Subscription,
            _ => throw Unexpected(token),
        };
    }

    private VariableDefinitionNode ParseVariableDefinition()
    {
        CountDefinition(ref _variableCount, _options.VariablesMax, "variables");
        var start = _token.Start;
        var description = ParseDescription();
        var variable = ParseVariable();
        Expect(TokenKind.Colon);
        var type = ParseType();
        var defaultValue = Skip(TokenKind.Equals) ? ParseValue(isConst: true) : null;
        var directives = ParseDirectives(isConst: true);
        return new()
        {
            Start = start,
            End = _lastEnd,
            Description = description,
            Variable = variable,
            Type = type,
            DefaultValue = defaultValue,
            Directives = directives,
        };
    }

    private VariableNode ParseVariable()
    {
        var start = Expect(TokenKind.Dollar).Start;
        var name = ParseName();
        return new() { Start = start, End = _lastEnd, Name = name };
    }

    private FragmentDefinitionNode ParseFragmentDefinition()
    {
        CountDefinition(ref _fragmentCount, _options.FragmentsMax, "fragments");
        var start = _token.Start;
        var description = ParseDescription();
        ExpectKeyword("fragment"u8);
        var name = ParseFragmentName();
        ExpectKeyword("on"u8);
        var condition = ParseNamedType();
        var directives = ParseDirectives(isConst: false);
        var selections = ParseSelectionSet();
        return new()
        {
            Start = start,
            End = _lastEnd,
            Description = description,
            Name = name,
            TypeCondition = condition,
            Directives = directives,
            SelectionSet = selections,
        };
    }

    private NameNode ParseFragmentName() => AtKeyword("on"u8) ? throw Unexpected(_token) : ParseName();

    private SelectionSetNode ParseSelectionSet()
    {
        var start = _token.Start;
        Enter(TokenKind.BraceLeft);
        var selections = ImmutableArray.CreateBuilder<SelectionNode>();
        var isEmpty = _options.AllowEmptySelectionSets && Skip(TokenKind.BraceRight);
        while (!isEmpty)
        {
            selections.Add(_token.Kind == TokenKind.Spread ? ParseFragment() : ParseField());
            isEmpty = Skip(TokenKind.BraceRight);
        }

        _depth--;
        return new() { Start = start, End = _lastEnd, Id = _selectionSetCount++, Selections = selections.DrainToImmutable() };
    }

    private FieldNode ParseField()
    {
        var start = _token.Start;
        var name = ParseName();
        NameNode? alias = null;
        if (Skip(TokenKind.Colon))
        {
            alias = name;
            name = ParseName();
        }

        var arguments = ParseArguments(isConst: false);
        var directives = ParseDirectives(isConst: false);
        var selections = _token.Kind == TokenKind.BraceLeft ? ParseSelectionSet() : null;
        return new()
        {
            Start = start,
            End = _lastEnd,
            Alias = alias,
            Name = name,
            Arguments = arguments,
            Directives = directives,
            SelectionSet = selections,
        };
    }

    private SelectionNode ParseFragment()
    {
        var start = Expect(TokenKind.Spread).Start;
        var hasCondition = SkipKeyword("on"u8);
        if (!hasCondition && _token.Kind == TokenKind.Name)
        {
            var name = ParseFragmentName();
            var spreadDirectives = ParseDirectives(isConst: false);
            return new FragmentSpreadNode { Start = start, End = _lastEnd, Name = name, Directives = spreadDirectives };
        }

        var condition = hasCondition ? ParseNamedType() : null;
        var directives = ParseDirectives(isConst: false);
        var selections = ParseSelectionSet();
        return new InlineFragmentNode
        {
            Start = start,
            End = _lastEnd,
            TypeCondition = condition,
            Directives = directives,
            SelectionSet = selections,
        };
    }

    private ImmutableArray<ArgumentNode> ParseArguments(bool isConst)
    {
        if (!Skip(TokenKind.ParenLeft))
        {
            return [];
        }

        var arguments = ImmutableArray.CreateBuilder<ArgumentNode>();
        do
        {
            var start = _token.Start;
            var name = ParseName();
            Expect(TokenKind.Colon);
            var value = ParseValue(isConst);
            arguments.Add(new() { Start = start, End = _lastEnd, Name = name, Value = value });
        }
        while (!Skip(TokenKind.ParenRight));
        return arguments.DrainToImmutable();
    }

    private ImmutableArray<DirectiveNode> ParseDirectives(bool isConst)
    {
        if (_token.Kind != TokenKind.At)
        {
            return [];
        }

        var directives = ImmutableArray.CreateBuilder<DirectiveNode>();
        while (_token.Kind == TokenKind.At)
        {
            var start = Expect(TokenKind.At).Start;
            var name = ParseName();
            var arguments = ParseArguments(isConst);
            directives.Add(new() { Start = start, End = _lastEnd, Name = name, Arguments = arguments });
        }

        return directives.DrainToImmutable();
    }

    private ValueNode ParseValue(bool isConst)
    {
        var token = _token;
        switch (token.Kind)
        {
            case TokenKind.BracketLeft:
                return ParseList(isConst);
            case TokenKind.BraceLeft:
                return ParseObject(isConst);
            case TokenKind.Int:
                Advance();
                return new IntValueNode { Start = token.Start, End = token.End, Value = _lexer.Value(token) };
            case TokenKind.Float:
                Advance();
                return new FloatValueNode { Start = token.Start, End = token.End, Value = _lexer.Value(token) };
            case TokenKind.String or TokenKind.BlockString:
                return ParseString();
            case TokenKind.Name:
                Advance();
                return NameValue(token);
            case TokenKind.Dollar when isConst:
                Advance();
                throw _token.Kind == TokenKind.Name
                    ? Error(token, $"Unexpected variable \"${_lexer.Value(_token)}\" in constant value.")
                    : Unexpected(token);
            case TokenKind.Dollar:
                return ParseVariable();
            default:
                throw Unexpected(token);
        }
    }

    private readonly ValueNode NameValue(Token token) => _lexer.Value(token) switch
    {
        "true" => new BooleanValueNode { Start = token.Start, End = token.End, Value = true },
        "false" => new BooleanValueNode { Start = token.Start, End = token.End, Value = false },
        "null" => new NullValueNode { Start = token.Start, End = token.End },
        var name => new EnumValueNode { Start = token.Start, End = token.End, Value = name },
    };

    private StringValueNode ParseString()
    {
        var token = _token;
        Advance();
        return new() { Start = token.Start, End = token.End, Value = _lexer.Value(token), Block = token.Kind == TokenKind.BlockString };
    }

    private ListValueNode ParseList(bool isConst)
    {
        var start = _token.Start;
        Enter(TokenKind.BracketLeft);
        var values = ImmutableArray.CreateBuilder<ValueNode>();
        while (!Skip(TokenKind.BracketRight))
        {
            values.Add(ParseValue(isConst));
        }

        _depth--;
        return new() { Start = start, End = _lastEnd, Values = values.DrainToImmutable() };
    }

    private ObjectValueNode ParseObject(bool isConst)
    {
        var start = _token.Start;
        Enter(TokenKind.BraceLeft);
        var fields = ImmutableArray.CreateBuilder<ObjectFieldNode>();
        while (!Skip(TokenKind.BraceRight))
        {
            var fieldStart = _token.Start;
            var name = ParseName();
            Expect(TokenKind.Colon);
            var value = ParseValue(isConst);
            fields.Add(new() { Start = fieldStart, End = _lastEnd, Name = name, Value = value });
        }

        _depth--;
        return new() { Start = start, End = _lastEnd, Fields = fields.DrainToImmutable() };
    }

    private TypeNode ParseType()
    {
        var start = _token.Start;
        TypeNode type;
        if (_token.Kind == TokenKind.BracketLeft)
        {
            Enter(TokenKind.BracketLeft);
            var inner = ParseType();
            Expect(TokenKind.BracketRight);
            _depth--;
            type = new ListTypeNode { Start = start, End = _lastEnd, Type = inner };
        }
        else
        {
            type = ParseNamedType();
        }

        return Skip(TokenKind.Bang) ? new NonNullTypeNode { Start = start, End = _lastEnd, Type = type } : type;
    }

    private NamedTypeNode ParseNamedType()
    {
        var name = ParseName();
        return new() { Start = name.Start, End = name.End, Name = name };
    }

    private NameNode ParseName()
    {
        var token = Expect(TokenKind.Name);
        return new() { Start = token.Start, End = token.End, Value = _lexer.Value(token) };
    }

    private readonly bool AtString => _token.Kind is TokenKind.String or TokenKind.BlockString;

    private StringValueNode? ParseDescription() => AtString ? ParseString() : null;

    private readonly bool AtKeyword(ReadOnlySpan<byte> keyword) => _token.Kind == TokenKind.Name && _lexer.Is(_token, keyword);

    private bool SkipKeyword(ReadOnlySpan<byte> keyword)
    {
        if (!AtKeyword(keyword))
        {
            return false;
        }

        Advance();
        return true;
    }

    private void ExpectKeyword(ReadOnlySpan<byte> keyword)
    {
        if (!SkipKeyword(keyword))
        {
            throw Error(_token, $"Expected \"{System.Text.Encoding.ASCII.GetString(keyword)}\", found {_lexer.Describe(_token)}.");
        }
    }

    private Token Expect(TokenKind kind)
    {
        var token = _token;
        if (token.Kind != kind)
        {
            throw Error(token, $"Expected {TokenKinds.Describe(kind)}, found {_lexer.Describe(token)}.");
        }

        Advance();
        return token;
    }

    private bool Skip(TokenKind kind)
    {
        if (_token.Kind != kind)
        {
            return false;
        }

        Advance();
        return true;
    }

    /// <summary>Expects an opening bracket and goes one level deeper; the caller comes back up.</summary>
    private void Enter(TokenKind opening)
    {
        if (_depth >= _options.NestingMax && _token.Kind == opening)
        {
            var message = $"Document is nested more than {_options.NestingMax} levels deep. Parsing aborted.";
            throw new GraphQLSyntaxError(_lexer.Source, _token.Start, message, ErrorCodes.NestingLimit);
        }

        _depth++;
        Expect(opening);
    }

    private void Advance()
    {
        _lastEnd = _token.End;
        _token = _token.Kind == TokenKind.EndOfFile ? _token : _lexer.Next(_token.End);
        if (_token.Kind != TokenKind.EndOfFile && ++_tokenCount > _options.TokensMax)
        {
            var message = $"Document contains more than {_options.TokensMax} tokens. Parsing aborted.";
            throw new GraphQLSyntaxError(_lexer.Source, _token.Start, message, ErrorCodes.TokenLimit);
        }
    }

    private readonly void CountDefinition(ref int count, int max, string what)
    {
        if (++count > max)
        {
            var message = $"Document contains more than {max} {what}. Parsing aborted.";
            throw new GraphQLSyntaxError(_lexer.Source, _token.Start, message, ErrorCodes.DefinitionLimit);
        }
    }

    private readonly GraphQLSyntaxError Error(Token at, string description) => new(_lexer.Source, at.Start, description);

    private readonly GraphQLSyntaxError Unexpected(Token token) => Error(token, $"Unexpected {_lexer.Describe(token)}.");
}
