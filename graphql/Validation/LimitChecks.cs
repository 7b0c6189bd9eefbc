namespace Hierarchy.GraphQL.Validation;

/// <summary>Holds documents to <see cref="DocumentLimits"/>.</summary>
public static class LimitChecks
{
    /// <summary>Counts directives and aliases; needs no valid document, and is far cheaper than validation.</summary>
    /// <returns>At most one error: the first limit that is exceeded.</returns>
    public static ImmutableArray<GraphQLError> CheckText(DocumentNode document, DocumentLimits limits)
    {
        var counter = new Counter(limits);
        var context = new ValidationContext(document, schema: null, new ValidationOptions { ErrorsMax = 1 });
        new DocumentWalker(context, [counter]).Walk(document);
        return context.Errors.IsEmpty ? [] : [context.Errors[0]];
    }

    /// <summary>Measures an operation of a valid document and compares.</summary>
    /// <param name="schema">The schema that the document is valid for.</param>
    /// <param name="document">The document.</param>
    /// <param name="operation">One of its operations.</param>
    /// <param name="variables">Real values make list sizes exact; null assumes the default of each variable, else of each list.</param>
    /// <param name="limits">The bounds.</param>
    /// <returns>At most one error for each exceeded limit.</returns>
    public static ImmutableArray<GraphQLError> CheckOperation(
        GraphQLSchema schema,
        DocumentNode document,
        OperationDefinitionNode operation,
        VariableValues? variables,
        DocumentLimits limits)
    {
        var measure = OperationMeasure.Of(schema, document, operation, variables, limits);
        var at = document.Source.Locate(operation.Start);
        var errors = ImmutableArray.CreateBuilder<GraphQLError>();
        Check(measure.Depth, limits.DepthMax, "The operation is {0} fields deep, more than {1}.", ErrorCodes.DepthLimit);
        var introspection = measure.IntrospectionDepth;
        Check(introspection, limits.IntrospectionDepthMax, "Introspection is {0} fields deep, more than {1}.", ErrorCodes.DepthLimit);
        Check(measure.Breadth, limits.BreadthMax, "A selection has {0} fields, more than {1}.", ErrorCodes.BreadthLimit);
        if (operation.Operation == OperationKind.Mutation)
        {
            var message = "The mutation has {0} root fields, more than {1}.";
            Check(measure.RootFields, limits.MutationFieldsMax, message, ErrorCodes.RootFieldLimit);
        }

        Check(measure.Cost, limits.CostMax, "The operation costs {0}, more than {1}. Ask for fewer items.", ErrorCodes.CostLimit);
        return errors.DrainToImmutable();

        void Check(long value, long max, string message, string code)
        {
            if (value > max)
            {
                errors.Add(new(string.Format(null, message, value, max)) { Code = code, Locations = [at] });
            }
        }
    }

    private sealed class Counter(DocumentLimits limits) : ValidationRule
    {
        private readonly Dictionary<string, int> _aliases = [];
        private int _aliasCount;
        private int _directiveCount;

        public override void Enter(SyntaxNode node, ValidationContext context)
        {
            var directives = node switch
            {
                SelectionNode selection => selection.Directives.Length,
                DefinitionNode definition => definition.Directives.Length,
                VariableDefinitionNode variable => variable.Directives.Length,
                _ => 0,
            };
            _directiveCount += directives;
            if (directives > limits.DirectivesPerPlaceMax)
            {
                var message = $"There are {directives} directives at one place, more than {limits.DirectivesPerPlaceMax}.";
                context.Report(this, ErrorCodes.DirectiveLimit, message, node);
            }
            else if (_directiveCount > limits.DirectivesMax)
            {
                context.Report(this, ErrorCodes.DirectiveLimit, $"There are more than {limits.DirectivesMax} directives.", node);
            }

            if (node is FieldNode { Alias: not null } field)
            {
                CountAlias(field, context);
            }
        }

        private void CountAlias(FieldNode field, ValidationContext context)
        {
            var name = field.Name.Value;
            var count = _aliases.GetValueOrDefault(name) + 1;
            _aliases[name] = count;
            if (count > limits.AliasesPerFieldMax)
            {
                var message = $"Field \"{name}\" has more than {limits.AliasesPerFieldMax} aliases.";
                context.Report(this, ErrorCodes.AliasLimit, message, field);
            }
            else if (++_aliasCount > limits.AliasesMax)
            {
                context.Report(this, ErrorCodes.AliasLimit, $"There are more than {limits.AliasesMax} aliases.", field);
            }
        }
    }
}
