namespace Hierarchy.GraphQL.Schema;

/// <summary>What a schema text cannot say.</summary>
public sealed class SchemaOptions {
    /// <summary>No coercions of custom scalars, full validation.</summary>
    public static SchemaOptions Default { get; } = new();

    /// <summary>Coercions of custom scalars by name. A scalar that is missing here accepts any input.</summary>
    public IReadOnlyDictionary<string, ScalarCoercion> Scalars { get; init; } = FrozenDictionary<string, ScalarCoercion>.Empty;

    /// <summary>Skips validation of a text that is known to be valid. An invalid one then gives a schema that may fail anywhere.</summary>
    public bool AssumeValid { get; init; }
}

/// <summary>A text that is no valid schema, with at least one error, in the order of the rules and of the text.</summary>
public sealed class GraphQLSchemaException(ImmutableArray<GraphQLError> errors) : Exception(string.Join(Environment.NewLine, errors.Select(
    error => error.Locations is [var at, ..] ? $"{error.Message} ({at.Line}:{at.Column})" : error.Message))) {
    /// <summary>The errors.</summary>
    public ImmutableArray<GraphQLError> Errors => errors;
}
