namespace Hierarchy.Api.GraphQL;

/// <summary>
/// Every bound on a request's document, variables and answer. The library bounds nothing but the parser's depth and, in its complexity
/// analyser, a number that its own rules exceed in work before it is counted. What exceeds a bound is refused with the bound's own code.
/// </summary>
public sealed record GraphQLLimits {
    /// <summary>Bytes of a document, before it is parsed.</summary>
    public int QueryBytesMax { get; init; } = 64 * 1024;

    public int TokensMax { get; init; } = 5_000;

    /// <summary>Nesting as written, of selections, values and types alike.</summary>
    public int NestingMax { get; init; } = 64;

    public int OperationsMax { get; init; } = 10;

    public int FragmentsMax { get; init; } = 100;

    public int VariablesMax { get; init; } = 100;

    public int DirectivesPerPlaceMax { get; init; } = 8;

    public int DirectivesMax { get; init; } = 100;

    public int AliasesPerFieldMax { get; init; } = 30;

    public int AliasesMax { get; init; } = 200;

    /// <summary>Depth of fields, fragments expanded. Introspection counts apart.</summary>
    public int DepthMax { get; init; } = 12;

    /// <summary>Depth of fields below <c>__schema</c> and <c>__type</c>: tools need 14.</summary>
    public int IntrospectionDepthMax { get; init; } = 20;

    /// <summary>Lists of introspection within each other, which lead back to types and so grow exponentially.</summary>
    public int IntrospectionListDepthMax { get; init; } = 3;

    /// <summary>Fields of one selection, fragments expanded each time they are spread.</summary>
    public int BreadthMax { get; init; } = 150;

    public int MutationFieldsMax { get; init; } = 10;

    /// <summary>
    /// Cost: a field costs 1 for each object or list it yields, times the sizes of the lists around it; plain leaves and introspection are
    /// free.
    /// </summary>
    public long CostMax { get; init; } = 20_000;

    /// <summary>Items assumed in a list whose size nothing tells; ten times that at most where an argument's default does.</summary>
    public int ListSizeDefault { get; init; } = 10;

    /// <summary>Arguments that bound a list, or the lists right below their field.</summary>
    public IReadOnlyList<string> SizeArguments { get; init; } = ["first", "last", "limit"];

    /// <summary>Errors of validation that are told.</summary>
    public int ValidationErrorsMax { get; init; } = 20;

    /// <summary>
    /// Fields that are looked at to find out whether fields can be merged, in ten thousandths of the work of a comparison.
    /// </summary>
    public int MergeComparisonsMax { get; init; } = 10_000;

    /// <summary>Nesting of lists and objects in one variable or argument.</summary>
    public int InputDepthMax { get; init; } = 16;

    public int InputItemsMax { get; init; } = 1_000;

    /// <summary>Bytes of one string, or of the name of a field, in the variables, as JSON writes it with its quotes.</summary>
    public int InputTextBytesMax { get; init; } = 32 * 1024;

    /// <summary>Bytes that read documents may hold in the cache, estimated.</summary>
    public long CacheBytesMax { get; init; } = 32 * 1024 * 1024;

    /// <summary>Documents above this size are read for each request, and their subscriptions are not shared.</summary>
    public int CachedQueryBytesMax { get; init; } = 16 * 1024;

    public int AnswerBytesMax { get; init; } = 8 * 1024 * 1024;

    /// <summary>Values of one answer: the library holds a node for each until the answer is written.</summary>
    public int AnswerValuesMax { get; init; } = 500_000;

    public int AnswerErrorsMax { get; init; } = 100;

    /// <summary>Time for one execution, or for one event of a subscription. Resolvers see it as cancellation.</summary>
    public TimeSpan ExecutionTimeMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Executions that take longer are logged, with the document but no value.</summary>
    public TimeSpan SlowOperationTime { get; init; } = TimeSpan.FromSeconds(1);

    public bool AllowIntrospection { get; init; } = true;
}
