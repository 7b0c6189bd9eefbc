namespace Hierarchy.Api.GraphQL;

/// <summary>Walks a document once before the library validates it, and finds what its rules would not survive or take long for: fragments
/// that go round, and too many operations, fragments, variables, directives, aliases or parts of a literal.</summary>
internal sealed class DocumentWalk {
    public const string CycleSection = "5.5.2.2";
    private readonly GraphQLDocument _document;
    private readonly GraphQLLimits _limits;
    private readonly Dictionary<string, int> _aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<GraphQLFragmentSpread>> _spreads = new(StringComparer.Ordinal);
    private List<GraphQLFragmentSpread>? _current;
    private int _aliasCount;
    private int _directiveCount;
    private int _variableCount;

    private DocumentWalk(GraphQLDocument document, GraphQLLimits limits) => (_document, _limits) = (document, limits);

    /// <exception cref="ValidationError">The first bound that is exceeded, or fragments that go round.</exception>
    public static void Check(GraphQLDocument document, GraphQLLimits limits) => new DocumentWalk(document, limits).Run();

    private void Run() {
        var (operations, fragments) = (0, 0);
        foreach (var definition in _document.Definitions) {
            if (definition is GraphQLOperationDefinition operation) {
                Bound(++operations, _limits.OperationsMax, "The document has more than {0} operations.",
                    Codes.DocumentOperationLimit, operation);
                _current = null;
                VisitOperation(operation);
            } else if (definition is GraphQLFragmentDefinition fragment) {
                Bound(++fragments, _limits.FragmentsMax, "The document has more than {0} fragments.", Codes.FragmentLimit, fragment);
                _current = _spreads[fragment.NameOf()] = [];
                Visit(fragment.Directives, fragment);
                Visit(fragment.SelectionSet);
            }
        }
        FindCycle();
    }

    private void VisitOperation(GraphQLOperationDefinition operation) {
        foreach (var variable in operation.Variables?.Items ?? []) {
            Bound(++_variableCount, _limits.VariablesMax, "The document has more than {0} variables.", Codes.VariableLimit, variable);
            Visit(variable.Directives, variable);
            Visit(variable.DefaultValue, 1);
        }
        Visit(operation.Directives, operation);
        Visit(operation.SelectionSet);
    }

    private void Visit(GraphQLSelectionSet? set) {
        foreach (var selection in set?.Selections ?? []) {
            switch (selection) {
                case GraphQLField field:
                    VisitAlias(field);
                    foreach (var argument in field.Arguments?.Items ?? []) Visit(argument.Value, 1);
                    Visit(field.Directives, field);
                    Visit(field.SelectionSet);
                    break;
                case GraphQLInlineFragment inline:
                    Visit(inline.Directives, inline);
                    Visit(inline.SelectionSet);
                    break;
                case GraphQLFragmentSpread spread:
                    Visit(spread.Directives, spread);
                    _current?.Add(spread);
                    break;
            }
        }
    }

    private void VisitAlias(GraphQLField field) {
        if (field.Alias is null) return;
        var name = field.Name.StringValue;
        _aliases[name] = _aliases.GetValueOrDefault(name) + 1;
        Bound(_aliases[name], _limits.AliasesPerFieldMax, $"Field \"{name}\" has more than {{0}} aliases.",
            Codes.AliasesPerFieldLimit, field);
        Bound(++_aliasCount, _limits.AliasesMax, "More than {0} aliases are in the document.", Codes.AliasLimit, field);
    }

    private void Visit(GraphQLDirectives? directives, ASTNode place) {
        if (directives is null) return;
        _directiveCount += directives.Count;
        Bound(directives.Count, _limits.DirectivesPerPlaceMax, "More than {0} directives are at one place.",
            Codes.DirectivesPerPlaceLimit, place);
        Bound(_directiveCount, _limits.DirectivesMax, "More than {0} directives are in the document.", Codes.DirectiveLimit, place);
        foreach (var argument in directives.Items.SelectMany(directive => directive.Arguments?.Items ?? [])) Visit(argument.Value, 1);
    }

    private void Visit(GraphQLValue? value, int depth) {
        if (value is not (GraphQLListValue or GraphQLObjectValue)) return;
        Bound(depth, _limits.InputDepthMax, "A value is nested more than {0} levels deep.", Codes.InputDepthLimit, value);
        if (value is GraphQLListValue list) {
            Bound(list.Values?.Count ?? 0, _limits.InputItemsMax, "A list has more than {0} items.", Codes.InputItemLimit, value);
            list.Values?.ForEach(item => Visit(item, depth + 1));
        } else {
            ((GraphQLObjectValue)value).Fields?.ForEach(field => Visit(field.Value, depth + 1));
        }
    }

    // Each fragment is entered once: what was found to end needs no second look.
    private void FindCycle() {
        var ends = new HashSet<string>(StringComparer.Ordinal);
        var path = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in _spreads.Keys) Follow(name);

        void Follow(string name) {
            if (!_spreads.TryGetValue(name, out var spreads) || !ends.Add(name)) return;
            path.Add(name);
            foreach (var spread in spreads) {
                if (path.Contains(spread.NameOf())) {
                    throw new ValidationError(_document.Source, CycleSection,
                        $"Cannot spread fragment \"{spread.NameOf()}\" within itself.", spread);
                }
                Follow(spread.NameOf());
            }
            path.Remove(name);
        }
    }

    private void Bound(int count, int max, string message, string code, ASTNode node) {
        if (count > max) throw new DocumentError(string.Format(null, message, max), code, _document, node);
    }
}
