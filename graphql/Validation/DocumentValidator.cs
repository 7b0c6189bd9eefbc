namespace Hierarchy.GraphQL.Validation;

/// <summary>Checks executable documents against a schema (section 5).</summary>
public static class DocumentValidator {
    /// <summary>
    /// Applies all rules, and the rules of the options. The verdict depends on nothing else, so it can be cached with the document.
    /// </summary>
    /// <returns>
    /// The faults in document order, at most <see cref="ValidationOptions.ErrorsMax"/> and one more; empty when it may be executed.
    /// </returns>
    public static ImmutableArray<GraphQLError> Validate(GraphQLSchema schema, DocumentNode document, ValidationOptions? options = null) {
        options ??= ValidationOptions.Default;
        IEnumerable<ValidationRule> more = options.MoreRules?.Invoke() ?? [];
        IEnumerable<ValidationRule> closed = options.AllowIntrospection ? [] : [new NoSchemaIntrospectionCustomRule()];
        return Validate(schema, document, options, [.. Rules(options), .. more, .. closed]);
    }

    /// <summary>Applies some rules.</summary>
    public static ImmutableArray<GraphQLError> Validate(
        GraphQLSchema schema, DocumentNode document, ValidationOptions options, IReadOnlyList<ValidationRule> rules) =>
        Apply(rules, document, schema, options);

    /// <summary>New instances of the rules of the specification and of the bound on introspection.</summary>
    /// <param name="options">Null for the defaults.</param>
    public static IReadOnlyList<ValidationRule> Rules(ValidationOptions? options = null) =>
    [
        new ExecutableDefinitionsRule(), new KnownOperationTypesRule(), new UniqueOperationNamesRule(), new LoneAnonymousOperationRule(),
        new SingleFieldSubscriptionsRule(), new KnownTypeNamesRule(), new FragmentsOnCompositeTypesRule(), new VariablesAreInputTypesRule(),
        new ScalarLeafsRule(), new FieldsOnCorrectTypeRule(), new UniqueFragmentNamesRule(), new KnownFragmentNamesRule(),
        new NoUnusedFragmentsRule(), new PossibleFragmentSpreadsRule(), new NoFragmentCyclesRule(), new UniqueVariableNamesRule(),
        new NoUndefinedVariablesRule(), new NoUnusedVariablesRule(), new KnownDirectivesRule(), new UniqueDirectivesPerLocationRule(),
        new KnownArgumentNamesRule(), new UniqueArgumentNamesRule(), new ValuesOfCorrectTypeRule(), new ProvidedRequiredArgumentsRule(),
        new VariablesInAllowedPositionRule(), new OverlappingFieldsCanBeMergedRule(), new UniqueInputFieldNamesRule(),
        new MaxIntrospectionDepthRule((options ?? ValidationOptions.Default).IntrospectionListDepthMax),
    ];

    internal static ImmutableArray<GraphQLError> Apply(
        IReadOnlyList<ValidationRule> rules, DocumentNode document, GraphQLSchema? schema, ValidationOptions options) {
        var context = new ValidationContext(document, schema, options);
        new DocumentWalker(context, rules).Walk(document);
        return context.Errors;
    }
}
