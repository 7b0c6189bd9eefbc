namespace Hierarchy.GraphQL.Validation;

/// <summary>How documents are validated.</summary>
public sealed class ValidationOptions {
    /// <summary>Defaults for a public endpoint.</summary>
    public static ValidationOptions Default { get; } = new();

    /// <summary>Whether messages say what a misspelt name may have meant. It tells the schema to strangers. Default false.</summary>
    public bool Suggestions { get; init; }

    /// <summary>Errors reported; validation stops with one more that says so. Default 20.</summary>
    public int ErrorsMax { get; init; } = 20;

    /// <summary>
    /// Comparisons of fields in pairs that a document with conflicting fields may cost before the rule gives up with one error. Default
    /// 10,000. Documents without conflicts are checked in linear time and may visit ten times as many fields.
    /// </summary>
    public int MergeComparisonsMax { get; init; } = 10_000;

    /// <summary>Whether <c>{ }</c> is accepted where the parser lets it pass. Default false.</summary>
    public bool AllowEmptySelectionSets { get; init; }

    /// <summary>Whether documents may ask for the schema. Default true; production endpoints turn it off for strangers.</summary>
    public bool AllowIntrospection { get; init; } = true;

    /// <summary>
    /// Lists of introspection that a document may nest: fields, interfaces, possible types and input fields, each of which leads back to
    /// types. Default 3.
    /// </summary>
    public int IntrospectionListDepthMax { get; init; } = 3;

    /// <summary>Further rules, made anew for each validation.</summary>
    public Func<IEnumerable<ValidationRule>>? MoreRules { get; init; }
}
