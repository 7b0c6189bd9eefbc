namespace Hierarchy.Api.GraphQL;

/// <summary>Variables fit the positions where they are used (section 5.8.5), and literals of OneOf input objects are such (5.6.5). The
/// library's rule takes wrong lists, stops at the first variable that is not defined, and does not look at OneOf.</summary>
internal sealed class VariablePositionRule : ValidationRuleBase {
    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) {
        foreach (var operation in context.Document.Definitions.OfType<GraphQLOperationDefinition>()) {
            var walk = new Walk(context, operation);
            walk.VisitDirectives(operation.Directives);
            walk.Visit(operation.SelectionSet, context.Schema.RootOf(operation));
        }
        return default;
    }

    private sealed class Walk(ValidationContext context, GraphQLOperationDefinition operation) {
        private readonly ISchema _schema = context.Schema;
        private readonly HashSet<string> _entered = new(StringComparer.Ordinal);
        private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments = context.Document.Fragments();

        public void Visit(GraphQLSelectionSet? set, IGraphType? parent) {
            foreach (var selection in set?.Selections ?? []) {
                VisitDirectives((selection as IHasDirectivesNode)?.Directives);
                switch (selection) {
                    case GraphQLField field:
                        var definition = _schema.FieldOf(parent, field);
                        VisitArguments(field.Arguments, definition?.Arguments);
                        Visit(field.SelectionSet, definition?.ResolvedType?.GetNamedType());
                        break;
                    case GraphQLInlineFragment inline: Visit(inline.SelectionSet, _schema.TypeOf(inline.TypeCondition, parent)); break;
                    case GraphQLFragmentSpread spread when _fragments.TryGetValue(spread.NameOf(), out var fragment)
                        && _entered.Add(spread.NameOf()):
                        VisitDirectives(fragment.Directives);
                        Visit(fragment.SelectionSet, _schema.TypeOf(fragment.TypeCondition));
                        break;
                }
            }
        }

        public void VisitDirectives(GraphQLDirectives? directives) {
            foreach (var directive in directives?.Items ?? [])
                VisitArguments(directive.Arguments, _schema.Directives.Find(directive.Name.StringValue)?.Arguments);
        }

        private void VisitArguments(GraphQLArguments? given, QueryArguments? defined) {
            foreach (var argument in given?.Items ?? []) {
                if (defined?.FirstOrDefault(each => each.Name == argument.Name.Value) is { ResolvedType: { } type } definition)
                    Visit(argument.Value, type, definition.DefaultValue is not null, isOneOf: false);
            }
        }

        private void Visit(GraphQLValue value, IGraphType type, bool hasDefault, bool isOneOf) {
            var nullable = type is NonNullGraphType wrapped ? wrapped.ResolvedType! : type;
            switch (value) {
                case GraphQLVariable variable: Check(new VariableUsage(variable, type, hasDefault, isOneOf)); break;
                case GraphQLListValue list:
                    list.Values?.ForEach(item => Visit(item, nullable is ListGraphType items
                        ? items.ResolvedType! : nullable, false, false));
                    break;
                case GraphQLObjectValue fields when nullable.GetNamedType() is IInputObjectGraphType input:
                    if (input.IsOneOf && fields.Fields is not [{ Value: not GraphQLNullValue }]) {
                        context.ReportError(
                            new ValidationError(context.Document.Source, "5.6.5", $"{input.Name} needs exactly one field.", fields));
                    }
                    foreach (var field in fields.Fields ?? []) {
                        if (input.Fields.Find(field.Name.Value) is { ResolvedType: { } expected } definition)
                            Visit(field.Value, expected, definition.DefaultValue is not null, input.IsOneOf);
                    }
                    break;
            }
        }

        private void Check(VariableUsage usage) {
            var definition = operation.Variables?.Items.FindLast(each => each.Variable.Name.Value == usage.Node.Name.Value);
            if (definition?.Type.GraphTypeFromType(_schema) is { } type && !Fits(definition, type, usage))
                context.ReportError(new VariablesInAllowedPositionError(context, definition, type, usage));
        }
    }

    private static bool Fits(GraphQLVariableDefinition definition, IGraphType type, VariableUsage usage) {
        if (usage.IsRequired && type is not NonNullGraphType) return false;
        var hasDefault = definition.DefaultValue is not null and not GraphQLNullValue || usage.HasDefault;
        return usage.Type is NonNullGraphType required && type is not NonNullGraphType
            ? hasDefault && IsSubtype(type, required.ResolvedType!) : IsSubtype(type, usage.Type);
    }

    private static bool IsSubtype(IGraphType type, IGraphType of) => (type, of) switch {
        (NonNullGraphType one, NonNullGraphType other) => IsSubtype(one.ResolvedType!, other.ResolvedType!),
        (_, NonNullGraphType) => false,
        (NonNullGraphType one, _) => IsSubtype(one.ResolvedType!, of),
        (ListGraphType one, ListGraphType other) => IsSubtype(one.ResolvedType!, other.ResolvedType!),
        (ListGraphType, _) or (_, ListGraphType) => false,
        _ => type.Name == of.Name,
    };
}
