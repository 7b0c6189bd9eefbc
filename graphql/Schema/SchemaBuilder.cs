namespace Hierarchy.GraphQL.Schema;

/// <summary>Builds schemas from the type system language (section 3).</summary>
public static class SchemaBuilder {
    /// <summary>Parses, validates and builds. Cost is linear in the text.</summary>
    /// <exception cref="GraphQLSyntaxError">The text cannot be parsed.</exception>
    /// <exception cref="GraphQLSchemaException">It can be parsed, but it is no valid schema.</exception>
    public static GraphQLSchema Build(string text, SchemaOptions? options = null) =>
        TryBuild(Parser.Parse(text, ParserOptions.Trusted), options ?? SchemaOptions.Default, out var schema, out var errors)
            ? schema! : throw new GraphQLSchemaException(errors);

    /// <summary>Validates and builds a parsed text.</summary>
    /// <returns>
    /// Whether it is valid. Otherwise the errors say why; faults of the text (such as an unknown type) hide those of the types
    /// (such as a missing interface field).
    /// </returns>
    public static bool TryBuild(
        DocumentNode document, SchemaOptions options, out GraphQLSchema? schema, out ImmutableArray<GraphQLError> errors) {
        schema = null;
        errors = options.AssumeValid ? [] : SdlValidator.Validate(document, existing: null);
        if (!errors.IsEmpty) return false;
        var assembler = new SchemaAssembler(document, options);
        schema = assembler.Assemble();
        errors = options.AssumeValid ? [] : [.. assembler.Errors, .. SchemaValidator.Validate(schema)];
        return errors.IsEmpty;
    }
}
