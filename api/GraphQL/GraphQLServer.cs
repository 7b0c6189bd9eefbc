using GraphQL.Instrumentation;
using GraphQL.SystemTextJson;
using GraphQL.Validation.Rules.Custom;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hierarchy.Api.GraphQL;

/// <summary>A request, independent of its transport (specification 6.1).</summary>
internal readonly record struct GraphQLCall {
    public ReadOnlyMemory<byte> Query { get; init; }
    public required IServiceProvider Services { get; init; }
    /// <summary>The operation to execute; null or empty if the document has only one.</summary>
    public string? OperationName { get; init; }
    /// <summary>A JSON object, JSON null, or nothing. It must stay valid until the request has been prepared.</summary>
    public JsonElement Variables { get; init; }
    public JsonElement Extensions { get; init; }
    public object? Caller { get; init; }
    /// <summary>Whether only queries are allowed, as over HTTP GET.</summary>
    public bool QueriesOnly { get; init; }
}

/// <summary>An operation that is ready to run: parsed, valid, within its bounds, its variables coerced.</summary>
internal sealed record PreparedOperation(
    ReadDocument Read, GraphQLOperationDefinition Operation, OperationPlan Plan, IServiceProvider Services, object? Caller) {
    public OperationType Kind => Operation.Operation;
}

/// <summary>Answers requests against one schema: the way through the library with what it lacks at each step. A new document is scanned,
/// parsed, walked, validated and measured, in this order, so that no step meets more work than the one before has bounded.</summary>
internal sealed partial class GraphQLServer {
    public const string ExecutableSection = "5.1.1";
    private static readonly GraphQLSerializer Json = new();
    private static readonly Type[] Replaced =
    [
        typeof(OverlappingFieldsCanBeMerged), typeof(VariablesInAllowedPosition), typeof(SingleRootFieldSubscriptions),
        // Resolvers judge their own arguments.
        typeof(FieldArgumentsAreValidRule),
    ];

    private readonly DocumentExecuter _executer;
    private readonly Func<UnhandledExceptionContext, Task> _explain;
    private readonly DocumentValidator _validator = new();
    private readonly IValidationRule[] _rules;
    private readonly Documents _documents;
    private readonly AnswerWriter _writer;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    /// <param name="rightsOf">The part of a caller on which answers depend: callers with equal rights share subscriptions.</param>
    public GraphQLServer(
        Schema schema, GraphQLLimits? limits = null, TimeProvider? time = null, ILogger<GraphQLServer>? log = null,
        Func<object?, object?>? rightsOf = null) {
        Schema = schema;
        Limits = limits ?? new();
        _time = time ?? TimeProvider.System;
        _log = log ?? NullLogger<GraphQLServer>.Instance;
        _documents = new(Limits.CacheBytesMax);
        _writer = new(Limits);
        _rules =
        [
            .. DocumentValidator.CoreRules.Where(rule => !Replaced.Contains(rule.GetType())),
            new SubscriptionRule(), new VariablePositionRule(), new MergeRule(Limits.MergeComparisonsMax),
            .. Limits.AllowIntrospection ? Array.Empty<IValidationRule>() : [NoIntrospectionValidationRule.Instance],
        ];
        var valuesMax = Limits.AnswerValuesMax;
        _executer = new Executer(new DefaultExecutionStrategySelector(
        [
            new ExecutionStrategyRegistration(new QueryStrategy(valuesMax, isRefusedWhole: true), OperationType.Query),
            new ExecutionStrategyRegistration(new MutationStrategy(valuesMax), OperationType.Mutation),
            new ExecutionStrategyRegistration(new SubscriptionStrategy(valuesMax), OperationType.Subscription),
        ]));
        _explain = Explain;
        Shared = new(this, rightsOf ?? (caller => caller));
    }

    public Schema Schema { get; }
    public GraphQLLimits Limits { get; }
    public SharedSubscriptions Shared { get; }
    public Action<object?, IEnumerable<ExecutionError>?>? Failed { get; init; } // Told who asked, and of the errors that the answer shows.

    /// <summary>Answers a query or a mutation. A subscription is refused here; it needs a transport that streams.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; a mutation may have taken effect.</exception>
    public async Task<Answer> ExecuteAsync(GraphQLCall call, CancellationToken cancellation = default) {
        var (prepared, refusal) = await PrepareAsync(call).ConfigureAwait(false);
        if (prepared is null) return refusal!;
        return prepared.Kind == OperationType.Subscription
            ? Refuse(AnswerKind.OperationRefused, "Subscriptions need WebSocket or event streams.", Codes.BadRequest)
            : await RunAsync(prepared, null, prepared.Services, cancellation).ConfigureAwait(false);
    }

    /// <summary>Finds the operation and its variables, or returns a refusal.</summary>
    public async ValueTask<(PreparedOperation? Prepared, Answer? Refusal)> PrepareAsync(GraphQLCall call) {
        if (call.Query.Length > Limits.QueryBytesMax)
            return (null, Refuse(AnswerKind.RequestError, $"The query is longer than {Limits.QueryBytesMax} bytes.", Codes.QueryLimit));
        var read = await ReadAsync(Encoding.UTF8.GetString(call.Query.Span)).ConfigureAwait(false);
        if (read.Errors.Count > 0) return (null, Refuse(read.Kind, read.Errors));
        if (read.Find(call.OperationName) is not { } operation) {
            return (null, Refuse(AnswerKind.RequestError, string.IsNullOrEmpty(call.OperationName)
                ? "Must provide operation name if query contains multiple operations."
                : $"Unknown operation named \"{call.OperationName}\".", Codes.BadRequest));
        }
        if (call.QueriesOnly && operation.Operation != OperationType.Query)
            return (null, Refuse(AnswerKind.OperationRefused, "GET is for queries; use POST.", Codes.BadRequest));
        if (read.PlanOf(operation) is { } known) return (new PreparedOperation(read, operation, known, call.Services, call.Caller), null);
        if (operation.Variables is { Count: > 0 } && InputCheck.FaultOf(call.Variables, Limits) is { } fault)
            return (null, Refuse(AnswerKind.RequestError, [fault]));
        var validation = await ValidateAsync(read.Document!, [], operation, call.Variables).ConfigureAwait(false);
        if (!validation.IsValid) return (null, Refuse(AnswerKind.RequestError, [.. validation.Errors.Take(Limits.ValidationErrorsMax)]));
        var exceeded = new OperationMeasure(Schema, read.Document!, operation, validation.Variables, Limits).Check().ToArray();
        if (exceeded.Length > 0) return (null, Refuse(AnswerKind.ValidationError, exceeded));
        var plan = new OperationPlan(validation);
        if (operation.Variables is not { Count: > 0 }) read.Keep(operation, plan);
        return (new PreparedOperation(read, operation, plan, call.Services, call.Caller), null);
    }

    /// <param name="happened">The event of a subscription; null for a query or a mutation.</param>
    public Task<Answer> RunAsync(PreparedOperation prepared, object? happened, IServiceProvider services, CancellationToken cancellation) =>
        ObserveAsync(prepared, async () => {
            var call = new CallContext(services, prepared.Caller) { Plan = prepared.Plan };
            using var limit = new CancellationTokenSource(Limits.ExecutionTimeMax, _time);
            using var link = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
            var execution = _executer.ExecuteAsync(OptionsOf(prepared, call, happened, link.Token));
            try {
                // A resolver that ignores the token is not awaited.
                var result = await (execution.IsCompleted ? execution : execution.WaitAsync(link.Token)).ConfigureAwait(false);
                Failed?.Invoke(prepared.Caller, result.Errors);
                var given = result.Errors?.Select(error => error.InnerException).OfType<AbandonedException>().FirstOrDefault();
                return given is null ? _writer.Write(result) : throw given;
            } catch (AbandonedException e) {
                return Refuse(AnswerKind.Aborted, e.Message, e.Code);
            } catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested) {
                return Refuse(AnswerKind.Aborted, $"The execution took longer than {Limits.ExecutionTimeMax.TotalSeconds:0.###} s.", Codes.Timeout);
            }
        });

    /// <summary>Opens the source of a subscription's events, and tells whether only the latest of them counts.</summary>
    /// <exception cref="FieldError">The source refuses.</exception>
    public async Task<(IAsyncEnumerable<object> Events, bool IsLatest)> OpenAsync(
        PreparedOperation prepared, IServiceProvider services, CancellationToken cancellation) {
        var call = new CallContext(services, prepared.Caller) { Plan = prepared.Plan };
        var result = await _executer.ExecuteAsync(OptionsOf(prepared, call, null, cancellation)).ConfigureAwait(false);
        Failed?.Invoke(prepared.Caller, result.Errors);
        return call.Source is { } events ? (events, call.IsLatest)
            : throw Mask(result.Errors?.FirstOrDefault() ?? new ExecutionError("There is no source."), "subscription");
    }

    public Answer Refuse(AnswerKind kind, string message, string code) => Refuse(kind, [new FieldError(message, code)]);

    public Answer Refuse(AnswerKind kind, IReadOnlyList<ExecutionError> errors) {
        Telemetry.Refused(errors[0]);
        return _writer.Write(kind, errors);
    }

    /// <summary>What callers see of a failure: an expected one as it is, any other as the id under which it is logged.</summary>
    public FieldError Mask(Exception error, string where) {
        if (error is FieldError expected) return expected;
        var id = Guid.NewGuid().ToString("N")[..12];
        LogUnexpected(error, where, id);
        return new FieldError("Internal error", Codes.Internal) { Id = id };
    }

    private ExecutionOptions OptionsOf(PreparedOperation prepared, CallContext call, object? happened, CancellationToken cancellation) =>
        new() {
            Schema = Schema,
            Document = prepared.Read.Document,
            OperationName = prepared.Operation.Name?.StringValue,
            Root = happened ?? (prepared.Kind == OperationType.Subscription ? null : call),
            UserContext = call,
            RequestServices = call.Services,
            CancellationToken = cancellation,
            UnhandledExceptionDelegate = _explain,
        };

    private Task Explain(UnhandledExceptionContext unhandled) {
        unhandled.Exception = unhandled.Exception is AbandonedException given
            ? new ExecutionError(given.Message, given)
            : Mask(unhandled.Exception, unhandled.FieldContext is { } field
                ? $"{field.ParentType.Name}.{field.FieldDefinition.Name}" : "-");
        return Task.CompletedTask;
    }

    /// <summary>Parses a text, or returns the cached result.</summary>
    public async ValueTask<ReadDocument> ReadAsync(string text) {
        if (_documents.TryFind(text, out var known)) return known;
        var read = await ReadNewAsync(text).ConfigureAwait(false);
        return text.Length <= Limits.CachedQueryBytesMax ? _documents.Add(text, read) : read;
    }

    private async Task<ReadDocument> ReadNewAsync(string text) {
        try {
            var document = TextScan.Parse(text, Limits);
            CheckExecutable(document);
            DocumentWalk.Check(document, Limits);
            var errors = await ValidateAsync(document).ConfigureAwait(false);
            return errors.Count == 0 ? new(document, errors, AnswerKind.Executed) : new(null, errors, AnswerKind.ValidationError);
        } catch (DocumentError fault) when (fault.Code is Codes.Syntax or Codes.TokenLimit or Codes.NestingLimit) {
            return new(null, [fault], AnswerKind.SyntaxError);
        } catch (ValidationError error) {
            return new(null, [error], AnswerKind.ValidationError);
        } catch (Exception fault) when (fault is not OutOfMemoryException) {
            // The library fails on an unusual document.
            return new(null, [Mask(fault, "document")], AnswerKind.ValidationError);
        }
    }

    // Rejects schema definitions, which the library's rules ignore, and texts without operations.
    private static void CheckExecutable(GraphQLDocument document) {
        if (document.Definitions.Count == 0)
            throw new DocumentError("Syntax Error: Unexpected <EOF>.", Codes.Syntax, document.Source, document.Source.Length);
        if (document.Definitions.Find(each => each is not (GraphQLOperationDefinition or GraphQLFragmentDefinition)) is { } other)
            throw new ValidationError(document.Source, ExecutableSection, "Only operations and fragments can be executed.", other);
        if (document.Definitions.TrueForAll(each => each is GraphQLFragmentDefinition))
            throw new ValidationError(document.Source, ExecutableSection, "The document has no operation.", document.Definitions[0]);
    }

    private async Task<IReadOnlyList<ExecutionError>> ValidateAsync(GraphQLDocument document) {
        // This rule runs first: other rules throw for variables of a type that is not an input type.
        var result = await ValidateAsync(document, [VariablesAreInputTypes.Instance]).ConfigureAwait(false);
        result = result.IsValid ? await ValidateAsync(document, _rules).ConfigureAwait(false) : result;
        var errors = result.Errors.ToArray<ExecutionError>();
        var more = new DocumentError("There are more errors; the others are left out.", Codes.ErrorLimit);
        return errors.Length <= Limits.ValidationErrorsMax ? errors : [.. errors[..Limits.ValidationErrorsMax], more];
    }

    // With an operation, its variables are coerced too.
    private Task<IValidationResult> ValidateAsync(
        GraphQLDocument document, IValidationRule[] rules, GraphQLOperationDefinition? operation = null, JsonElement variables = default) =>
        _validator.ValidateAsync(new ValidationOptions {
            Schema = Schema,
            Document = document,
            Rules = rules,
            Operation = operation!,
            UserContext = new Dictionary<string, object?>(),
            Variables = operation?.Variables is { Count: > 0 } && variables.ValueKind == JsonValueKind.Object
                ? Json.ReadNode<Inputs>(variables) ?? Inputs.Empty
                : Inputs.Empty,
            Extensions = Inputs.Empty,
        });

    [LoggerMessage(4001, LogLevel.Error, "GraphQL field {Field} failed unexpectedly; callers see the id {Id}")]
    private partial void LogUnexpected(Exception error, string field, string id);

    /// <summary>Executes what has been validated before, with the arguments that were coerced then.</summary>
    private sealed class Executer(IExecutionStrategySelector strategies)
        : DocumentExecuter(new GraphQLDocumentBuilder(), new MadeBefore(), strategies, []) {
        protected override ExecutionContext BuildExecutionContext(ExecutionOptions options, GraphQLDocument document,
            GraphQLOperationDefinition operation, IValidationResult validationResult, Metrics metrics) {
            var plan = ((CallContext)options.UserContext).Plan;
            var context = base.BuildExecutionContext(options, document, operation, validationResult, metrics);
            (context.Variables, context.ArgumentValues, context.DirectiveValues) = (plan.Variables, plan.Arguments, plan.Directives);
            return context;
        }
    }

    private sealed class MadeBefore : IDocumentValidator {
        private static readonly Task<IValidationResult> Valid = Task.FromResult<IValidationResult>(new ValidationResult());
        public Task<IValidationResult> ValidateAsync(in ValidationOptions options) => Valid;
    }
}
