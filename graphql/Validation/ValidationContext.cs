namespace Hierarchy.GraphQL.Validation;

/// <summary>What rules know about the document under validation.</summary>
public sealed class ValidationContext {
    private readonly ImmutableArray<GraphQLError>.Builder _errors = ImmutableArray.CreateBuilder<GraphQLError>();
    private TypeScope _types;

    internal ValidationContext(DocumentNode document, GraphQLSchema? schema, ValidationOptions options) {
        (Document, ExistingSchema, Options) = (document, schema, options);
        Usages = new VariableUsages(this);
    }

    /// <summary>The document.</summary>
    public DocumentNode Document { get; }

    /// <summary>The options.</summary>
    public ValidationOptions Options { get; }

    /// <summary>The schema of an executable document.</summary>
    public GraphQLSchema Schema => ExistingSchema!;

    /// <summary>The schema; null for a schema text that extends none.</summary>
    public GraphQLSchema? ExistingSchema { get; }

    /// <summary>The types at the current node.</summary>
    public ref readonly TypeScope Types => ref _types;

    /// <summary>The nodes around the current one, the document first.</summary>
    public IReadOnlyList<SyntaxNode> Ancestors => AncestorList;

    internal VariableUsages Usages { get; }

    internal List<SyntaxNode> AncestorList { get; } = [];

    internal ref TypeScope TypesForWalk => ref _types;

    internal ImmutableArray<GraphQLError> Errors => _errors.ToImmutable();

    internal bool IsFull => _errors.Count > Options.ErrorsMax;

    private Dictionary<string, FragmentDefinitionNode> Fragments => field ??= LastByName(Document.Fragments, node => node.Name);

    private Dictionary<string, DirectiveDefinitionNode> Directives => field ??= LastByName(
        Document.Definitions.OfType<DirectiveDefinitionNode>().Where(node => !node.IsExtension), node => node.Name);

    /// <summary>The fragment of this name, the last one if there are several, or null.</summary>
    public FragmentDefinitionNode? FindFragment(string name) => Fragments.GetValueOrDefault(name);

    /// <summary>The directive's definition in the document, else in the schema, else in the specification.</summary>
    internal DirectiveDefinitionNode? FindDirective(string name) => Directives.GetValueOrDefault(name)
        ?? ExistingSchema?.FindDirective(name)?.Node ?? BuiltIns.Directives.FirstOrDefault(node => node.Name.Value == name);

    internal CompositeType? TypeOf(NamedTypeNode condition) => Schema.FindType(condition.Name.Value) as CompositeType;

    internal string DidYouMean(string input, IEnumerable<string> options) =>
        Options.Suggestions ? Suggestions.DidYouMean(input, options) : "";

    // Places are only looked up for errors that are kept: each costs a scan of the text.
    internal void Add(ValidationRule rule, string? code, string message, ReadOnlySpan<SyntaxNode> nodes) {
        if (_errors.Count < Options.ErrorsMax)
            _errors.Add(new(message) { Locations = Document.Source.Locate(nodes), Rule = rule.Name, Code = code });
        else if (!IsFull)
            _errors.Add(new("Too many validation errors, error limit reached. Validation aborted.") { Code = ErrorCodes.ErrorLimit });
    }

    private static Dictionary<string, T> LastByName<T>(IEnumerable<T> nodes, Func<T, NameNode> name) {
        var byName = new Dictionary<string, T>();
        foreach (var node in nodes) byName[name(node).Value] = node;

        return byName;
    }
}
