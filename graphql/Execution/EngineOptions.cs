namespace Hierarchy.GraphQL.Execution;

/// <summary>Bounds of parsing, compiling and executing. What exceeds one is refused with an error that names it.</summary>
public sealed class EngineOptions {
    /// <summary>Bytes of a document, before it is parsed. Default 64 KB.</summary>
    public int QueryBytesMax { get; init; } = 64 * 1024;

    /// <summary>Bounds of documents: tokens, nesting, aliases, depth, cost and more.</summary>
    public DocumentLimits Limits { get; init; } = DocumentLimits.Default;

    /// <summary>How the parser reads documents; null for what <see cref="Limits"/> says.</summary>
    public ParserOptions? Parser { get; init; }

    /// <summary>Bounds of variables and other inputs.</summary>
    public InputOptions Inputs { get; init; } = InputOptions.Default;

    /// <summary>
    /// Bytes that parsed, validated and compiled documents may hold, estimated. Default 32 MB; more saves nothing once clients repeat.
    /// </summary>
    public long CacheBytesMax { get; init; } = 32 * 1024 * 1024;

    /// <summary>Documents above this size are compiled for each request. Default 16 KB.</summary>
    public int CachedQueryBytesMax { get; init; } = 16 * 1024;

    /// <summary>Distinct sub-selections of one operation. Default 20,000.</summary>
    public int PlanNodesMax { get; init; } = 20_000;

    /// <summary>
    /// Plans kept for one operation, one for each combination of its Boolean variables. Default 16; others are compiled each
    /// time.
    /// </summary>
    public int PlanVariantsMax { get; init; } = 16;

    /// <summary>Bytes of one answer. Default 8 MB; an execution holds twice this at the most.</summary>
    public int ResponseBytesMax { get; init; } = 8 * 1024 * 1024;

    /// <summary>Errors in one answer. Default 100.</summary>
    public int ErrorsMax { get; init; } = 100;

    /// <summary>Time for one execution, or for one event of a subscription. Default 10 s. Resolvers see it as cancellation.</summary>
    public TimeSpan ExecutionTimeMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Executions kept for reuse. Default 256; each holds buffers of 16 KB to 256 KB.</summary>
    public int ExecutorsKept { get; init; } = 256;

    /// <summary>Whether trusted documents are served, alone or beside others. Default off.</summary>
    public TrustedDocumentsMode DocumentsMode { get; init; }

    /// <summary>The trusted documents, which the engine parses and validates when it is made. Default none.</summary>
    public TrustedDocuments Documents { get; init; } = TrustedDocuments.None;

    /// <summary>
    /// Executions that take longer are logged as a warning, with the document but no value. Default 1 s;
    /// <see cref="Timeout.InfiniteTimeSpan"/> for never.
    /// </summary>
    public TimeSpan SlowOperationTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Bounds and switches of validation.</summary>
    public ValidationOptions Validation { get; init; } = ValidationOptions.Default;
}
