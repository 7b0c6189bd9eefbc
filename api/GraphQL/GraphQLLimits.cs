namespace Hierarchy.Api.GraphQL;

/// <summary>Every bound on a request's document, variables and answer; the README has a table of their codes. The library bounds nothing
/// but the parser's depth and, in its complexity analyser, a number that its own rules exceed in work before it is counted.</summary>
public sealed record GraphQLLimits {
    // Bounds of a document's text and its contents.
    public int QueryBytesMax { get; init; } = 64 * 1024;
    public int TokensMax { get; init; } = 5_000;
    public int NestingMax { get; init; } = 64;
    public int OperationsMax { get; init; } = 10;
    public int FragmentsMax { get; init; } = 100;
    public int VariablesMax { get; init; } = 100;
    public int DirectivesPerPlaceMax { get; init; } = 8;
    public int DirectivesMax { get; init; } = 100;
    public int AliasesPerFieldMax { get; init; } = 30;
    public int AliasesMax { get; init; } = 200;
    // Bounds of validation: reported errors, and fields compared for merging, in tenths.
    public int ValidationErrorsMax { get; init; } = 20;
    public int MergeComparisonsMax { get; init; } = 10_000;
    // Bounds of an operation with fragments expanded. Introspection counts separately: tools need 14, and its lists grow exponentially.
    public int DepthMax { get; init; } = 12;
    public int BreadthMax { get; init; } = 150;
    public int MutationFieldsMax { get; init; } = 10;
    public int IntrospectionDepthMax { get; init; } = 20;
    public int IntrospectionListDepthMax { get; init; } = 3;
    public bool AllowIntrospection { get; init; } = true;
    /// <summary>A field costs 1 for each object or list it yields, times the lists around it; leaves and introspection nothing.</summary>
    public long CostMax { get; init; } = 20_000;
    /// <summary>Assumed size of a list without a size argument; at most ten times that if an argument's default sets it.</summary>
    public int ListSizeDefault { get; init; } = 10;
    // Bounds of one variable or argument, and of one string or name in the variables, as JSON with its quotes.
    public int InputDepthMax { get; init; } = 16;
    public int InputItemsMax { get; init; } = 1_000;
    public int InputTextBytesMax { get; init; } = 32 * 1024;
    /// <summary>Estimated bytes of all cached documents.</summary>
    public long CacheBytesMax { get; init; } = 32 * 1024 * 1024;
    /// <summary>Larger documents are parsed for each request, and their subscriptions are not shared.</summary>
    public int CachedQueryBytesMax { get; init; } = 16 * 1024;
    // Bounds of one answer: the library keeps a node for each value until it is written.
    public int AnswerBytesMax { get; init; } = 8 * 1024 * 1024;
    public int AnswerValuesMax { get; init; } = 500_000;
    public int AnswerErrorsMax { get; init; } = 100;
    /// <summary>Time for one execution, or for one event of a subscription. Resolvers see it as cancellation.</summary>
    public TimeSpan ExecutionTimeMax { get; init; } = TimeSpan.FromSeconds(10);
    /// <summary>Executions that take longer are logged, with the document but no value.</summary>
    public TimeSpan SlowOperationTime { get; init; } = TimeSpan.FromSeconds(1);
}
