using GraphQLParser.Visitors;

namespace Hierarchy.Api.GraphQL;

/// <summary>Walks a document once before the library validates it, and rejects what would crash or slow down its rules: cyclic fragments,
/// and too many operations, fragments, variables, directives, aliases or parts of a literal.</summary>
internal sealed class DocumentWalk(GraphQLDocument document, GraphQLLimits limits) : ASTVisitor<NullVisitorContext> {
    public const string CycleSection = "5.5.2.2";
    private readonly Dictionary<string, int> _aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<GraphQLFragmentSpread>> _spreads = new(StringComparer.Ordinal);
    private List<GraphQLFragmentSpread>? _current;
    private int _operationCount, _fragmentCount, _variableCount, _directiveCount, _aliasCount, _depth;

    /// <exception cref="ValidationError">The first bound exceeded, or cyclic fragments.</exception>
    public static void Check(GraphQLDocument document, GraphQLLimits limits) {
        var walk = new DocumentWalk(document, limits);
        // The walk never waits.
        walk.VisitAsync(document, default).AsTask().GetAwaiter().GetResult();
        walk.FindCycle();
    }

    public override ValueTask VisitAsync(ASTNode? node, NullVisitorContext context) {
        Count(node);
        if (node is IHasDirectivesNode { Directives: { } directives }) Count(directives, node);
        if (node is not (GraphQLListValue or GraphQLObjectValue)) return base.VisitAsync(node, context);
        Bound(++_depth, limits.InputDepthMax, "A value is nested more than {0} levels deep.", Codes.InputDepthLimit, node);
        var visited = base.VisitAsync(node, context);
        _depth--;
        return visited;
    }

    private void Count(ASTNode? node) {
        switch (node) {
            case GraphQLOperationDefinition:
                Bound(++_operationCount, limits.OperationsMax, "The document has more than {0} operations.",
                    Codes.DocumentOperationLimit, node);
                _current = null;
                break;
            case GraphQLFragmentDefinition fragment:
                Bound(++_fragmentCount, limits.FragmentsMax, "The document has more than {0} fragments.", Codes.FragmentLimit, node);
                _current = _spreads[fragment.NameOf()] = [];
                break;
            case GraphQLVariableDefinition:
                Bound(++_variableCount, limits.VariablesMax, "The document has more than {0} variables.", Codes.VariableLimit, node);
                break;
            case GraphQLField { Alias: not null } field:
                var name = field.Name.StringValue;
                Bound(_aliases[name] = _aliases.GetValueOrDefault(name) + 1, limits.AliasesPerFieldMax,
                    $"Field \"{name}\" has more than {{0}} aliases.", Codes.AliasesPerFieldLimit, node);
                Bound(++_aliasCount, limits.AliasesMax, "More than {0} aliases are in the document.", Codes.AliasLimit, node);
                break;
            case GraphQLFragmentSpread spread: _current?.Add(spread); break;
            case GraphQLListValue { Values: { } values }:
                Bound(values.Count, limits.InputItemsMax, "A list has more than {0} items.", Codes.InputItemLimit, node);
                break;
        }
    }

    private void Count(GraphQLDirectives directives, ASTNode place) {
        _directiveCount += directives.Count;
        Bound(directives.Count, limits.DirectivesPerPlaceMax, "More than {0} directives are at one place.",
            Codes.DirectivesPerPlaceLimit, place);
        Bound(_directiveCount, limits.DirectivesMax, "More than {0} directives are in the document.", Codes.DirectiveLimit, place);
    }

    // Each fragment is entered once: one without a cycle need not be checked again.
    private void FindCycle() {
        var ends = new HashSet<string>(StringComparer.Ordinal);
        var path = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in _spreads.Keys) Follow(name);

        void Follow(string name) {
            if (!_spreads.TryGetValue(name, out var spreads) || !ends.Add(name)) return;
            path.Add(name);
            foreach (var spread in spreads) {
                if (path.Contains(spread.NameOf())) {
                    throw new ValidationError(document.Source, CycleSection,
                        $"Cannot spread fragment \"{spread.NameOf()}\" within itself.", spread);
                }
                Follow(spread.NameOf());
            }
            path.Remove(name);
        }
    }

    private void Bound(int count, int max, string message, string code, ASTNode node) {
        if (count > max) throw new DocumentError(string.Format(null, message, max), code, document, node);
    }
}
