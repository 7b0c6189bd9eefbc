namespace Hierarchy.GraphQL.Validation;

/// <summary>
/// Checks the text of a schema: names known and unique, directives where they belong. Types are for <see cref="SchemaValidator"/>.
/// </summary>
internal static class SdlValidator {
    private static readonly ValidationOptions Options = new() { Suggestions = true, ErrorsMax = 1_000 };

    /// <summary>Applies rules.</summary>
    /// <param name="document">The text.</param>
    /// <param name="existing">The schema that the text extends; null when it stands alone.</param>
    /// <param name="rules">Null for all.</param>
    /// <returns>The faults in document order; empty when there are none.</returns>
    public static ImmutableArray<GraphQLError> Validate(
        DocumentNode document, GraphQLSchema? existing, IReadOnlyList<ValidationRule>? rules = null) =>
        DocumentValidator.Apply(rules ?? Rules(), document, existing, Options);

    /// <summary>New instances of all rules for schema texts.</summary>
    public static IReadOnlyList<ValidationRule> Rules() =>
    [
        new LoneSchemaDefinitionRule(), new UniqueOperationTypesRule(), new UniqueTypeNamesRule(), new UniqueEnumValueNamesRule(),
        new UniqueFieldDefinitionNamesRule(), new UniqueArgumentDefinitionNamesRule(), new UniqueDirectiveNamesRule(),
        new KnownTypeNamesRule(), new KnownDirectivesRule(), new UniqueDirectivesPerLocationRule(), new PossibleTypeExtensionsRule(),
        new KnownArgumentNamesOnDirectivesRule(), new UniqueArgumentNamesRule(), new UniqueInputFieldNamesRule(),
        new ProvidedRequiredArgumentsOnDirectivesRule(),
    ];
}
