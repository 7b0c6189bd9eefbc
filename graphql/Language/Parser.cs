using static Hierarchy.GraphQL.Language.TokenKind;

namespace Hierarchy.GraphQL.Language;

/// <summary>
/// Reads GraphQL text: one method for each production of appendix C, one token of look-ahead. Every method throws
/// <see cref="GraphQLSyntaxError"/> at the first fault.
/// </summary>
public sealed class Parser {
    /// <summary>Where a directive may stand (section 3.13), with the draft's location on directive definitions.</summary>
    private static readonly FrozenSet<string> DirectiveLocations = FrozenSet.Create(
        "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD", "INLINE_FRAGMENT",
        "VARIABLE_DEFINITION", "FRAGMENT_VARIABLE_DEFINITION", "SCHEMA", "SCALAR", "OBJECT", "FIELD_DEFINITION",
        "ARGUMENT_DEFINITION", "INTERFACE", "UNION", "ENUM", "ENUM_VALUE", "INPUT_OBJECT", "INPUT_FIELD_DEFINITION",
        "DIRECTIVE_DEFINITION");

    private readonly SourceText _source;
    private readonly ParserOptions _options;
    private Token _token;
    private int _lastEnd;
    private int _tokenCount;
    private int _depth;
    private int _selectionSetCount;
    private int _operationCount;
    private int _fragmentCount;
    private int _variableCount;
    private bool _isConst;

    private Parser(SourceText source, ParserOptions? options) {
        _source = source;
        _options = options ?? ParserOptions.Default;
        Advance();
    }

    private Lexer Lexer => new(_source);

    private bool AtString => _token.Kind is TokenKind.String or TokenKind.BlockString;

    /// <summary>Parses a document of any definitions. Time and memory are linear in the text and bounded by the options.</summary>
    public static DocumentNode Parse(SourceText source, ParserOptions? options = null) => new Parser(source, options).ParseDocument();

    /// <inheritdoc cref="Parse(SourceText, ParserOptions)"/>
    public static DocumentNode Parse(string text, ParserOptions? options = null) => Parse(new SourceText(text), options);

    /// <summary>Parses one value, such as <c>[1, $x]</c>.</summary>
    public static ValueNode ParseValue(string text, ParserOptions? options = null) {
        var parser = new Parser(new SourceText(text), options);
        var value = parser.ParseValue();
        parser.Expect(EndOfFile);
        return value;
    }

    private DocumentNode ParseDocument() {
        var definitions = ImmutableArray.CreateBuilder<DefinitionNode>();
        do {
            definitions.Add(ParseDefinition());
        }
        while (_token.Kind != EndOfFile);
        return new(_source, definitions.DrainToImmutable()) { End = _source.Utf8.Length };
    }

    private DefinitionNode ParseDefinition() {
        var start = _token.Start;
        var description = ParseDescription();
        var isExtension = description is null && SkipKeyword("extend"u8);
        var keyword = _token.Kind == BraceLeft && !isExtension ? "{" : _token.Kind == Name ? Lexer.Value(_token) : throw Unexpected(_token);
        DefinitionNode node = keyword switch {
            "{" when description is not null =>
                throw Error(start, "Unexpected description, descriptions are not supported on shorthand queries."),
            "{" or "query" or "mutation" or "subscription" when !isExtension => ParseOperation(start),
            "fragment" when !isExtension => ParseFragmentDefinition(start),
            "schema" or "scalar" or "type" or "interface" or "union" or "enum" or "input" or "directive" =>
                ParseTypeSystemDefinition(keyword, isExtension),
            _ when description is null => throw Unexpected(_token),
            _ => throw Error(start, "Unexpected description, only GraphQL definitions support descriptions."),
        };
        node.Description = description;
        return Node(start, node);
    }

    private OperationDefinitionNode ParseOperation(int start) {
        Count(ref _operationCount, _options.OperationsMax, "operations", start, ErrorCodes.OperationLimit);
        return _token.Kind == BraceLeft
            ? new(OperationKind.Query, null, [], [], ParseSelectionSet())
            : new(ParseOperationType(), _token.Kind == Name ? ParseName() : null,
                Optional(ParenLeft, p => p.ParseVariableDefinition(), ParenRight), ParseDirectives(), ParseSelectionSet());
    }

    private OperationKind ParseOperationType() {
        var token = Expect(Name);
        return Lexer.Value(token) switch {
            "query" => OperationKind.Query,
            "mutation" => OperationKind.Mutation,
            "subscription" => OperationKind.Subscription,
            _ => throw Unexpected(token),
        };
    }

    private VariableDefinitionNode ParseVariableDefinition() {
        var start = _token.Start;
        Count(ref _variableCount, _options.VariablesMax, "variables", start, ErrorCodes.VariableLimit);
        return Node(start, new VariableDefinitionNode(
            ParseDescription(), ParseVariable(), After(Colon, p => p.ParseType()), ParseDefaultValue(), ParseConstDirectives()));
    }

    private VariableNode ParseVariable() => Node(_token.Start, new VariableNode(After(Dollar, p => p.ParseName())));

    private FragmentDefinitionNode ParseFragmentDefinition(int start) {
        Count(ref _fragmentCount, _options.FragmentsMax, "fragments", start, ErrorCodes.FragmentLimit);
        Advance();
        return new(ParseFragmentName(), ParseTypeCondition(), ParseDirectives(), ParseSelectionSet());
    }

    private NameNode ParseFragmentName() => AtKeyword("on"u8) ? throw Unexpected(_token) : ParseName();

    private NamedTypeNode ParseTypeCondition() => SkipKeyword("on"u8) ? ParseNamedType() : throw Expected("\"on\"");

    private SelectionSetNode ParseSelectionSet() {
        var start = _token.Start;
        var selections = _options.AllowEmptySelectionSets
            ? Any(BraceLeft, p => p.ParseSelection(), BraceRight)
            : Many(BraceLeft, p => p.ParseSelection(), BraceRight);
        return Node(start, new SelectionSetNode(selections, _selectionSetCount++));
    }

    private SelectionNode ParseSelection() => _token.Kind == Spread ? ParseFragment() : ParseField();

    private FieldNode ParseField() {
        var start = _token.Start;
        var name = ParseName();
        var alias = Skip(Colon) ? name : null;
        return Node(start, new FieldNode(alias, alias is null ? name : ParseName(), ParseArguments(), ParseDirectives(),
            _token.Kind == BraceLeft ? ParseSelectionSet() : null));
    }

    private SelectionNode ParseFragment() {
        var start = Expect(Spread).Start;
        var isNamed = _token.Kind == Name && !AtKeyword("on"u8);
        return Node<SelectionNode>(start, isNamed
            ? new FragmentSpreadNode(ParseName(), ParseDirectives())
            : new InlineFragmentNode(AtKeyword("on"u8) ? ParseTypeCondition() : null, ParseDirectives(), ParseSelectionSet()));
    }

    private ImmutableArray<ArgumentNode> ParseArguments() => Optional(ParenLeft, p => p.ParseArgument(), ParenRight);

    private ArgumentNode ParseArgument() => Node(_token.Start, new ArgumentNode(ParseName(), After(Colon, p => p.ParseValue())));

    private ImmutableArray<DirectiveNode> ParseDirectives() {
        if (_token.Kind != At) return [];
        var directives = ImmutableArray.CreateBuilder<DirectiveNode>();
        while (_token.Kind == At) directives.Add(Node(Expect(At).Start, new DirectiveNode(ParseName(), ParseArguments())));

        return directives.DrainToImmutable();
    }

    private ImmutableArray<DirectiveNode> ParseConstDirectives() => Const(p => p.ParseDirectives());

    private ValueNode ParseValue() {
        var token = _token;
        return Node<ValueNode>(token.Start, token.Kind switch {
            BracketLeft => new ListValueNode(Any(BracketLeft, p => p.ParseValue(), BracketRight)),
            BraceLeft => new ObjectValueNode(Any(BraceLeft, p => p.ParseObjectField(), BraceRight)),
            Int => new IntValueNode(ParseToken()),
            Float => new FloatValueNode(ParseToken()),
            TokenKind.String or TokenKind.BlockString => ParseString(),
            Name => ParseToken() switch {
                "true" => new BooleanValueNode(true),
                "false" => new BooleanValueNode(false),
                "null" => new NullValueNode(),
                var name => new EnumValueNode(name),
            },
            Dollar when _isConst => throw UnexpectedVariable(token),
            Dollar => ParseVariable(),
            _ => throw Unexpected(token),
        });
    }

    private GraphQLSyntaxError UnexpectedVariable(Token dollar) {
        Advance();
        return _token.Kind == Name
            ? Error(dollar.Start, $"Unexpected variable \"${Lexer.Value(_token)}\" in constant value.")
            : Unexpected(dollar);
    }

    private StringValueNode ParseString() =>
        Node(_token.Start, new StringValueNode(Block: _token.Kind == TokenKind.BlockString, Value: ParseToken()));

    private ObjectFieldNode ParseObjectField() => Node(_token.Start, new ObjectFieldNode(ParseName(), After(Colon, p => p.ParseValue())));

    private ValueNode? ParseDefaultValue() => Skip(TokenKind.Equals) ? Const(p => p.ParseValue()) : null;

    private TypeNode ParseType() {
        var start = _token.Start;
        TypeNode type = _token.Kind == BracketLeft ? ParseListType() : ParseNamedType();
        return Skip(Bang) ? Node(start, new NonNullTypeNode(type)) : type;
    }

    private ListTypeNode ParseListType() {
        var start = _token.Start;
        Enter(BracketLeft);
        var item = ParseType();
        Expect(BracketRight);
        Leave(BracketLeft);
        return Node(start, new ListTypeNode(item));
    }

    private NamedTypeNode ParseNamedType() => Node(_token.Start, new NamedTypeNode(ParseName()));

    private StringValueNode? ParseDescription() => AtString ? ParseString() : null;

    /// <summary>An extension has the parts of a definition, each of them optional; one that adds nothing is a syntax error.</summary>
    private TypeSystemDefinitionNode ParseTypeSystemDefinition(string keyword, bool isExtension) {
        Advance();
        TypeSystemDefinitionNode node = keyword switch {
            "schema" => new SchemaDefinitionNode(ParseConstDirectives(), ParseRootTypes(isExtension)),
            "scalar" => new ScalarTypeDefinitionNode(ParseName(), ParseConstDirectives()),
            "type" => new ObjectTypeDefinitionNode(ParseName(), ParseInterfaces(), ParseConstDirectives(), ParseFieldDefinitions()),
            "interface" => new InterfaceTypeDefinitionNode(ParseName(), ParseInterfaces(), ParseConstDirectives(), ParseFieldDefinitions()),
            "union" => new UnionTypeDefinitionNode(ParseName(), ParseConstDirectives(), ParseUnionMembers()),
            "enum" => new EnumTypeDefinitionNode(
                ParseName(), ParseConstDirectives(), Optional(BraceLeft, p => p.ParseEnumValue(), BraceRight)),
            "input" => new InputObjectTypeDefinitionNode(
                ParseName(), ParseConstDirectives(), Optional(BraceLeft, p => p.ParseInputValue(), BraceRight)),
            _ when isExtension => new DirectiveDefinitionNode(ParseDirectiveName(), [], ParseConstDirectives(), Repeatable: false, []),
            _ => new DirectiveDefinitionNode(
                ParseDirectiveName(), ParseArgumentDefinitions(), ParseConstDirectives(), SkipKeyword("repeatable"u8),
                ParseDirectiveLocations()),
        };
        node.IsExtension = isExtension;
        return isExtension && AddsNothing(node) ? throw Unexpected(_token) : node;
    }

    private static bool AddsNothing(TypeSystemDefinitionNode extension) => extension.Directives.IsEmpty && extension
        is ScalarTypeDefinitionNode or DirectiveDefinitionNode
        or SchemaDefinitionNode { OperationTypes.IsEmpty: true }
        or FieldsTypeDefinitionNode { Interfaces.IsEmpty: true, Fields.IsEmpty: true }
        or UnionTypeDefinitionNode { Types.IsEmpty: true }
        or EnumTypeDefinitionNode { Values.IsEmpty: true }
        or InputObjectTypeDefinitionNode { Fields.IsEmpty: true };

    private ImmutableArray<OperationTypeDefinitionNode> ParseRootTypes(bool isExtension) => isExtension
        ? Optional(BraceLeft, p => p.ParseRootType(), BraceRight)
        : Many(BraceLeft, p => p.ParseRootType(), BraceRight);

    private OperationTypeDefinitionNode ParseRootType() =>
        Node(_token.Start, new OperationTypeDefinitionNode(ParseOperationType(), After(Colon, p => p.ParseNamedType())));

    private ImmutableArray<NamedTypeNode> ParseInterfaces() =>
        SkipKeyword("implements"u8) ? Separated(Ampersand, p => p.ParseNamedType()) : [];

    private ImmutableArray<FieldDefinitionNode> ParseFieldDefinitions() => Optional(BraceLeft, p => p.ParseFieldDefinition(), BraceRight);

    private FieldDefinitionNode ParseFieldDefinition() => Node(_token.Start, new FieldDefinitionNode(
        ParseDescription(), ParseName(), ParseArgumentDefinitions(), After(Colon, p => p.ParseType()), ParseConstDirectives()));

    private ImmutableArray<InputValueDefinitionNode> ParseArgumentDefinitions() =>
        Optional(ParenLeft, p => p.ParseInputValue(), ParenRight);

    private InputValueDefinitionNode ParseInputValue() => Node(_token.Start, new InputValueDefinitionNode(
        ParseDescription(), ParseName(), After(Colon, p => p.ParseType()), ParseDefaultValue(), ParseConstDirectives()));

    private ImmutableArray<NamedTypeNode> ParseUnionMembers() => Skip(TokenKind.Equals) ? Separated(Pipe, p => p.ParseNamedType()) : [];

    private EnumValueDefinitionNode ParseEnumValue() => Node(_token.Start, new EnumValueDefinitionNode(
        ParseDescription(), ParseEnumValueName(), ParseConstDirectives()));

    private NameNode ParseEnumValueName() => AtKeyword("true"u8) || AtKeyword("false"u8) || AtKeyword("null"u8)
        ? throw Error(_token.Start, $"{Lexer.Describe(_token)} is reserved and cannot be used for an enum value.")
        : ParseName();

    private NameNode ParseDirectiveName() => After(At, p => p.ParseName());

    private ImmutableArray<NameNode> ParseDirectiveLocations() =>
        SkipKeyword("on"u8) ? Separated(Pipe, p => p.ParseDirectiveLocation()) : throw Expected("\"on\"");

    private NameNode ParseDirectiveLocation() {
        var token = _token;
        var name = ParseName();
        return DirectiveLocations.Contains(name.Value) ? name : throw Unexpected(token);
    }

    private NameNode ParseName() => _token.Kind == Name ? Node(_token.Start, new NameNode(ParseToken())) : throw Expected("Name");

    private string ParseToken() {
        var token = _token;
        Advance();
        return Lexer.Value(token);
    }

    private T Node<T>(int start, T node) where T : SyntaxNode {
        (node.Start, node.End) = (start, _lastEnd);
        return node;
    }

    private T After<T>(TokenKind kind, Func<Parser, T> parse) {
        Expect(kind);
        return parse(this);
    }

    private T Const<T>(Func<Parser, T> parse) {
        _isConst = true;
        var result = parse(this);
        _isConst = false;
        return result;
    }

    private ImmutableArray<T> Optional<T>(TokenKind open, Func<Parser, T> item, TokenKind close) =>
        _token.Kind == open ? Many(open, item, close) : [];

    private ImmutableArray<T> Many<T>(TokenKind open, Func<Parser, T> item, TokenKind close) => Items(open, item, close, countMin: 1);

    private ImmutableArray<T> Any<T>(TokenKind open, Func<Parser, T> item, TokenKind close) => Items(open, item, close, countMin: 0);

    private ImmutableArray<T> Items<T>(TokenKind open, Func<Parser, T> item, TokenKind close, int countMin) {
        Enter(open);
        var items = ImmutableArray.CreateBuilder<T>();
        while (items.Count < countMin || !Skip(close)) items.Add(item(this));

        Leave(open);
        return items.DrainToImmutable();
    }

    private ImmutableArray<T> Separated<T>(TokenKind separator, Func<Parser, T> item) {
        Skip(separator);
        var items = ImmutableArray.CreateBuilder<T>();
        do items.Add(item(this)); while (Skip(separator));
        return items.DrainToImmutable();
    }

    private bool AtKeyword(ReadOnlySpan<byte> keyword) => _token.Kind == Name && Lexer.Is(_token, keyword);

    private bool SkipKeyword(ReadOnlySpan<byte> keyword) => AtKeyword(keyword) && Skip(Name);

    private bool Skip(TokenKind kind) {
        if (_token.Kind != kind) return false;
        Advance();
        return true;
    }

    private Token Expect(TokenKind kind) {
        var token = _token;
        return Skip(kind) ? token : throw Expected(Lexer.Describe(kind));
    }

    /// <summary>Expects an opening token, which counts as one level unless it is a parenthesis: these can't nest by themselves.</summary>
    private void Enter(TokenKind open) {
        if (open != ParenLeft && _token.Kind == open && _depth++ >= _options.NestingMax)
            throw Exceeded($"is nested more than {_options.NestingMax} levels deep", _token.Start, ErrorCodes.NestingLimit);

        Expect(open);
    }

    private void Leave(TokenKind open) => _depth -= open == ParenLeft ? 0 : 1;

    private void Advance() {
        _lastEnd = _token.End;
        _token = _token.Kind == EndOfFile ? _token : Lexer.Next(_token.End);
        if (_token.Kind != EndOfFile && ++_tokenCount > _options.TokensMax)
            throw Exceeded($"contains more than {_options.TokensMax} tokens", _token.Start, ErrorCodes.TokenLimit);
    }

    private void Count(ref int count, int max, string what, int start, string code) {
        if (++count > max) throw Exceeded($"contains more than {max} {what}", start, code);
    }

    private GraphQLSyntaxError Exceeded(string what, int at, string code) => new(_source, at, $"Document {what}. Parsing aborted.", code);

    private GraphQLSyntaxError Error(int at, string description) => new(_source, at, description);

    private GraphQLSyntaxError Expected(string what) => Error(_token.Start, $"Expected {what}, found {Lexer.Describe(_token)}.");

    private GraphQLSyntaxError Unexpected(Token token) => Error(token.Start, $"Unexpected {Lexer.Describe(token)}.");
}
