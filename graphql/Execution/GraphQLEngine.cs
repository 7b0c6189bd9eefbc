using Microsoft.Extensions.Logging.Abstractions;

namespace Hierarchy.GraphQL.Execution;

/// <summary>A request whatever brought it (specification 6.1).</summary>
public readonly record struct GraphQLRequest {
    /// <summary>The document as UTF-8; empty where <see cref="DocumentId"/> names it. It may be reused after the call.</summary>
    public ReadOnlyMemory<byte> Query { get; init; }

    /// <summary>A trusted document's id; see <see cref="EngineOptions.DocumentsMode"/>. Null for none.</summary>
    public string? DocumentId { get; init; }

    /// <summary>The operation to execute; null or empty where the document has one only.</summary>
    public string? OperationName { get; init; }

    /// <summary>A JSON object, JSON null, or nothing. It must stay valid until the answer is complete.</summary>
    public JsonElement Variables { get; init; }

    /// <summary>Where resolvers find services.</summary>
    public required IServiceProvider Services { get; init; }

    /// <summary>Whoever calls; see <see cref="RequestContext.Caller"/>.</summary>
    public object? Caller { get; init; }

    /// <summary>Whether the schema may be introspected. <c>__typename</c> always may.</summary>
    public bool AllowIntrospection { get; init; }

    /// <summary>Whether only queries are allowed, as over HTTP GET.</summary>
    public bool QueriesOnly { get; init; }
}

/// <summary>Parses, validates, compiles and executes requests against one schema. Thread-safe; one for each schema.</summary>
/// <remarks>A document that came before costs one look-up by its bytes; one that is new costs its validation.</remarks>
public sealed partial class GraphQLEngine {
    private static readonly object s_root = new();

    private readonly ConcurrentQueue<GraphQLResponse> _free = new();
    private readonly DocumentCache _documents;
    private readonly ParserOptions _parser;
    private readonly ILogger _log;
    private int _freeCount;

    /// <summary>An engine.</summary>
    /// <param name="schema">What it executes.</param>
    /// <param name="options">Bounds; null for the defaults.</param>
    /// <param name="time">The clock of time limits; null for the system's.</param>
    /// <param name="log">Where unexpected failures and slow operations go; null for nowhere.</param>
    /// <exception cref="TrustedDocumentsException">A trusted document is not valid for the schema.</exception>
    public GraphQLEngine(BoundSchema schema, EngineOptions? options = null, TimeProvider? time = null, ILogger<GraphQLEngine>? log = null) {
        Schema = schema;
        Options = options ?? new();
        Time = time ?? TimeProvider.System;
        _log = log ?? NullLogger<GraphQLEngine>.Instance;
        _documents = new(Options.CacheBytesMax);
        _parser = Options.Parser ?? Options.Limits;
        _logsSlow = Options.SlowOperationTime != Timeout.InfiniteTimeSpan && _log.IsEnabled(LogLevel.Warning);
        _trusted = ReadTrusted();
        Shared = new(this);
    }

    /// <summary>What it executes.</summary>
    public BoundSchema Schema { get; }

    /// <summary>Its bounds.</summary>
    public EngineOptions Options { get; }

    internal TimeProvider Time { get; }
    internal SharedSubscriptions Shared { get; }

    /// <summary>Answers a query or a mutation. A subscription is refused here; it needs a transport that streams.</summary>
    /// <returns>An answer in any case; failures of the request are errors in it.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled; a mutation may have taken effect.</exception>
    public ValueTask<GraphQLResponse> ExecuteAsync(in GraphQLRequest request, CancellationToken cancellation = default) {
        var prepared = Prepare(in request, out var refusal);
        if (prepared.Plan is null) return new(refusal!);
        if (prepared.Plan.Kind == OperationKind.Subscription)
            return new(Refuse(ResponseKind.OperationRefused, "Subscriptions need WebSocket or event streams.", ExecutionCodes.BadRequest));
        return ExecuteAsync(in prepared, null, cancellation);
    }

    /// <param name="root">The event of a subscription; null for a query or a mutation.</param>
    internal ValueTask<GraphQLResponse> ExecuteAsync(in PreparedOperation prepared, object? root, CancellationToken cancellation) =>
        _logsSlow || GraphQLTelemetry.IsListened
            ? ObserveAsync(prepared, root ?? s_root, cancellation)
            : RunAsync(in prepared, root ?? s_root, cancellation);

    /// <summary>Finds the operation, its variables and its plan; null plan when the refusal says why not.</summary>
    internal PreparedOperation Prepare(in GraphQLRequest request, out GraphQLResponse? refusal) {
        if (DocumentOf(in request, out refusal) is not { } document) return default;
        if (document.Errors.Length > 0)
            refusal = Refuse(document.IsSyntaxError ? ResponseKind.SyntaxError : ResponseKind.ValidationError, document.Errors);
        else if (document.UsesIntrospection && !request.AllowIntrospection)
            refusal = Refuse(ResponseKind.ValidationError, "Introspection is not allowed.", ErrorCodes.IntrospectionDisabled);
        else if (document.Find(request.OperationName) is not { } operation)
            refusal = Refuse(ResponseKind.RequestError, string.IsNullOrEmpty(request.OperationName)
                ? "Must provide operation name if query contains multiple operations."
                : $"Unknown operation named \"{request.OperationName}\".", ExecutionCodes.BadRequest);
        else if (request.QueriesOnly && operation.Kind != OperationKind.Query)
            refusal = Refuse(ResponseKind.OperationRefused, "GET is for queries; use POST.", ExecutionCodes.BadRequest);
        else return Prepare(operation, in request, out refusal);
        return default;
    }

    /// <summary>The kind of the operation that a request chooses; null when it is refused anyway.</summary>
    internal OperationKind? KindOf(in GraphQLRequest request) {
        var document = DocumentOf(in request, out var refusal);
        refusal?.Dispose();
        return document?.Find(request.OperationName)?.Kind;
    }

    internal GraphQLResponse Refuse(ResponseKind kind, string message, string code) => Refuse(kind, [new(message) { Code = code }]);

    internal GraphQLResponse Refuse(ResponseKind kind, ImmutableArray<GraphQLError> errors) {
        var response = Rent();
        response.Kind = kind;
        GraphQLTelemetry.Refused(errors[0].Code);
        foreach (var error in errors) response.Executor.Errors.Add(error);
        return response;
    }

    /// <summary>What callers see of a failure: one that is expected as it is, any other by the id under which it is logged.</summary>
    internal FieldError Mask(Exception error, string where) {
        if (error is FieldError expected) return expected;
        var id = Guid.NewGuid().ToString("N")[..12];
        LogUnexpected(error, where, id);
        return new("Internal error", ExecutionCodes.Internal) { Id = id };
    }

    internal void Return(GraphQLResponse response) {
        // Something that still runs may refer to it: the collector takes it when that ends.
        if (!response.Executor.Reset()) return;
        if (Interlocked.Increment(ref _freeCount) <= Options.ExecutorsKept) {
            _free.Enqueue(response);
            return;
        }
        Interlocked.Decrement(ref _freeCount);
        response.Executor.Dispose();
    }

    private GraphQLResponse Rent() {
        if (!_free.TryDequeue(out var response)) return new(this);
        Interlocked.Decrement(ref _freeCount);
        response.Reuse();
        return response;
    }

    private PreparedOperation Prepare(OperationEntry operation, in GraphQLRequest request, out GraphQLResponse? refusal) {
        refusal = null;
        var variables = request.Variables;
        VariableValues? values = null;
        var hasVariables = operation.Node.VariableDefinitions.Length > 0;
        if (hasVariables && variables.ValueKind == JsonValueKind.Object && !JsonStrings.AreText(JsonMarshal.GetRawUtf8Value(variables)))
            refusal = Refuse(ResponseKind.RequestError, "The variables hold a string that is no Unicode text.", ExecutionCodes.Invalid);
        else if (hasVariables && !operation.Variables.TryCoerce(variables, Options.Inputs, out values, out var errors))
            refusal = Refuse(ResponseKind.RequestError, errors);
        else if (operation.CheckLimits(values) is { IsEmpty: false } exceeded) refusal = Refuse(ResponseKind.ValidationError, exceeded);
        if (refusal is not null) return default;
        try {
            return new(operation, operation.PlanFor(values), values, request.Services, request.Caller);
        } catch (PlanTooLargeException e) {
            refusal = Refuse(ResponseKind.ValidationError, e.Message, ExecutionCodes.PlanLimit);
            return default;
        }
    }

    private ValueTask<GraphQLResponse> RunAsync(in PreparedOperation prepared, object root, CancellationToken cancellation) {
        var response = Rent();
        if (prepared.Plan!.Root.Slots.Length > 0) return RunSpineAsync(response, prepared, root, cancellation);
        response.Executor.Begin(in prepared, cancellation, cancellation);
        try {
            response.Executor.Execute(root);
            response.Executor.Out.CheckLength();
        } catch (Exception e) when (!Executor.IsFieldFailure(e)) {
            Abort(response, e, cancellation);
        }
        return new(response);
    }

    private async ValueTask<GraphQLResponse> RunSpineAsync(GraphQLResponse response, PreparedOperation prepared, object root,
        CancellationToken cancellation) {
        using var limit = new CancellationTokenSource(Options.ExecutionTimeMax, Time);
        using var link = cancellation.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), limit);
        response.Executor.Begin(in prepared, cancellation, limit.Token);
        try {
            await response.Executor.ExecuteAsync(root).ConfigureAwait(false);
            response.Executor.Out.CheckLength();
        } catch (Exception e) when (!Executor.IsFieldFailure(e)) {
            Abort(response, e, cancellation);
        }
        return response;
    }

    private void Abort(GraphQLResponse response, Exception reason, CancellationToken cancellation) {
        if (reason is ExecutionAborted { IsTimeout: false }) {
            response.Dispose();
            throw new OperationCanceledException(cancellation);
        }
        response.Kind = ResponseKind.Aborted;
        response.Executor.Errors.Clear();
        response.Executor.Errors.Add(reason is ExecutionAborted
            ? new($"The execution took longer than {Options.ExecutionTimeMax.TotalSeconds:0.###} s.") { Code = ExecutionCodes.Timeout }
            : new(reason.Message) { Code = ExecutionCodes.ResponseTooLarge });
    }

    private DocumentEntry Document(ReadOnlySpan<byte> query) {
        if (_documents.TryFind(query, out var known)) return known;
        var entry = Read(query.ToArray());
        return query.Length <= Options.CachedQueryBytesMax ? _documents.Add(query, entry) : entry;
    }

    private DocumentEntry Read(byte[] query) {
        DocumentNode document;
        try {
            document = Parser.Parse(new SourceText(query), _parser);
        } catch (GraphQLSyntaxError e) {
            return new([e.Error], true, false, []);
        }
        // Counting is far cheaper than the rules, so it comes first.
        var errors = Options.Limits.CheckText(document);
        if (errors.IsEmpty) errors = DocumentValidator.Validate(Schema.Schema, document, Options.Validation);
        if (!errors.IsEmpty)
            return new([.. errors.Select(error => error with { Code = error.Code ?? ExecutionCodes.Validation })], false, false, []);
        var operations = document.Operations.Select(node => new OperationEntry(Schema, document, node, Options));
        var closed = DocumentValidator.Validate(Schema.Schema, document, Options.Validation, [new NoSchemaIntrospectionCustomRule()]);
        return new([], false, !closed.IsEmpty, [.. operations]);
    }

    [LoggerMessage(4001, LogLevel.Error, "GraphQL field {Field} failed unexpectedly; callers see the id {Id}")]
    private partial void LogUnexpected(Exception error, string field, string id);
}

/// <summary>An operation that is ready to run.</summary>
internal readonly record struct PreparedOperation(OperationEntry Operation, OperationPlan? Plan, VariableValues? Variables,
    IServiceProvider Services, object? Caller);
