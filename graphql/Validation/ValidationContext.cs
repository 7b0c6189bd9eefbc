namespace Hierarchy.GraphQL.Validation;

/// <summary>What rules know about the document under validation.</summary>
public sealed class ValidationContext
{
    private readonly ImmutableArray<GraphQLError>.Builder _errors = ImmutableArray.CreateBuilder<GraphQLError>();
    private readonly GraphQLSchema? _schema;
    private Dictionary<string, FragmentDefinitionNode>? _fragments;
    private Dictionary<string, DirectiveSignature>? _directives;

    internal ValidationContext(DocumentNode document, GraphQLSchema? schema, ValidationOptions options)
    {
        Document = document;
        _schema = schema;
        Options = options;
        Types = new TypeTracker(schema);
        Usages = new VariableUsages(this);
    }

    /// <summary>The document.</summary>
    public DocumentNode Document { get; }

    /// <summary>The options.</summary>
    public ValidationOptions Options { get; }

    /// <summary>The schema.</summary>
    /// <exception cref="InvalidOperationException">A schema text is being validated that extends nothing.</exception>
    public GraphQLSchema Schema => _schema ?? throw new InvalidOperationException("There is no schema yet.");

    /// <summary>The schema that a schema text extends, or null.</summary>
    public GraphQLSchema? ExistingSchema => _schema;

    /// <summary>The types at the current node.</summary>
    public TypeTracker Types { get; }

    internal VariableUsages Usages { get; }

    internal List<SyntaxNode> AncestorList { get; } = [];

    /// <summary>The nodes around the current one, the document first.</summary>
    public IReadOnlyList<SyntaxNode> Ancestors => AncestorList;

    internal ImmutableArray<GraphQLError> Errors => _errors.ToImmutable();

    internal bool IsFull => _errors.Count > Options.ErrorsMax;

    /// <summary>The fragment of this name, the last one if there are several, or null.</summary>
    public FragmentDefinitionNode? FindFragment(string name)
    {
        if (_fragments is null)
        {
            _fragments = [];
            foreach (var fragment in Document.Fragments)
            {
                _fragments[fragment.Name.Value] = fragment;
            }
        }

        return _fragments.GetValueOrDefault(name);
    }

    /// <summary>Reports a violation at the starts of some nodes.</summary>
    public void Report(ValidationRule rule, string message, params ReadOnlySpan<SyntaxNode> nodes) => Add(rule, null, message, nodes);

    /// <summary>Reports a violation with a code of its own.</summary>
    public void Report(ValidationRule rule, string code, string message, params ReadOnlySpan<SyntaxNode> nodes) =>
        Add(rule, code, message, nodes);

    internal DirectiveSignature? FindDirective(string name)
    {
        _directives ??= DirectiveSignature.All(Document, _schema);
        return _directives.GetValueOrDefault(name);
    }

    internal string DidYouMean(string input, IEnumerable<string> options, string? what = null) =>
        Options.Suggestions ? Suggestions.DidYouMean(input, options, what) : "";

    private ImmutableArray<SourceLocation> Locate(ReadOnlySpan<SyntaxNode> nodes)
    {
        var locations = ImmutableArray.CreateBuilder<SourceLocation>(nodes.Length);
        foreach (var node in nodes)
        {
            locations.Add(Document.Source.Locate(node.Start));
        }

        return locations.MoveToImmutable();
    }

    // Places are only looked up for errors that are kept: each costs a scan of the text.
    private void Add(ValidationRule rule, string? code, string message, ReadOnlySpan<SyntaxNode> nodes)
    {
        if (_errors.Count < Options.ErrorsMax)
        {
            _errors.Add(new(message) { Locations = Locate(nodes), Rule = rule.Name, Code = code });
        }
        else if (_errors.Count == Options.ErrorsMax)
        {
            _errors.Add(new("Too many validation errors, error limit reached. Validation aborted.") { Code = ErrorCodes.ErrorLimit });
        }
    }
}

/// <summary>What rules need of a directive, whether the schema or the document defines it.</summary>
internal sealed record DirectiveSignature(
    ImmutableArray<string> Locations,
    bool IsRepeatable,
    ImmutableArray<string> Arguments,
    ImmutableArray<(string Name, string Type)> Required)
{
    public static Dictionary<string, DirectiveSignature> All(DocumentNode document, GraphQLSchema? schema)
    {
        var all = new Dictionary<string, DirectiveSignature>();
        foreach (var directive in schema?.Directives ?? [])
        {
            all[directive.Name] = Of(directive);
        }

        foreach (var node in (schema is null ? BuiltIns.Directives : []).Concat(document.Definitions.OfType<DirectiveDefinitionNode>()))
        {
            if (!node.IsExtension)
            {
                all[node.Name.Value] = Of(node);
            }
        }

        return all;
    }

    private static DirectiveSignature Of(DirectiveDefinition directive) => new(
        directive.Locations,
        directive.IsRepeatable,
        [.. directive.Arguments.Select(argument => argument.Name)],
        [.. directive.Arguments.Where(argument => argument.IsRequired).Select(argument => (argument.Name, argument.Type.ToString()))]);

    private static DirectiveSignature Of(DirectiveDefinitionNode node) => new(
        [.. node.Locations.Select(location => location.Value)],
        node.Repeatable,
        [.. node.Arguments.Select(argument => argument.Name.Value)],
        [
            .. node.Arguments.Where(argument => argument is { Type: NonNullTypeNode, DefaultValue: null })
                .Select(argument => (argument.Name.Value, Printer.Print(argument.Type))),
        ]);
}
