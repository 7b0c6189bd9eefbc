namespace Hierarchy.GraphQL.Execution;

/// <summary>A subscription that has been accepted (specification 6.2.3): its events, each of which is one execution.</summary>
internal sealed class EventStream : IAsyncDisposable {
    private readonly GraphQLEngine _engine;
    private readonly PreparedOperation _prepared;
    private readonly CancellationTokenSource _stop;
    private readonly IAsyncEnumerator<object> _events;

    /// <exception cref="FieldError">The source refuses.</exception>
    public EventStream(GraphQLEngine engine, in PreparedOperation prepared, SubscriptionBinding binding, Args args,
        CancellationToken cancellation) {
        (_engine, _prepared) = (engine, prepared);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var context = new RequestContext(prepared.Services, prepared.Caller, _stop.Token, null);
        _events = binding.Open(args, context).GetAsyncEnumerator(_stop.Token);
    }

    /// <summary>Waits for the next event and keeps it; false at the end.</summary>
    public ValueTask<bool> MoveNextAsync() => _events.MoveNextAsync();

    /// <summary>Executes the selection for the current event.</summary>
    public ValueTask<GraphQLResponse> ExecuteAsync(IServiceProvider services) =>
        _engine.ExecuteAsync(_prepared with { Services = services }, _events.Current, _stop.Token);

    /// <summary>Cancels the source and disposes it. Safe while <see cref="MoveNextAsync"/> is not running.</summary>
    public async ValueTask DisposeAsync() {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _events.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }
}

public sealed partial class GraphQLEngine {
    /// <summary>The one field of a subscription.</summary>
    /// <exception cref="FieldError">Its conditions leave none.</exception>
    internal static FieldPlan EventField(OperationPlan plan) => Array.Find(plan.Root.Fields, field => field.Binding is not TypeNameField) ??
        throw new FieldError("A subscription must select a field.", ExecutionCodes.BadRequest);

    internal SubscriptionBinding SourceOf(FieldPlan field) =>
        ((BoundField)Schema.Schema.SubscriptionType!.FindField(field.Binding.Name)!.Binding!).Subscription!;

    /// <exception cref="FieldError">They do not fit.</exception>
    internal Args ArgsOf(FieldPlan field, in PreparedOperation prepared) => field.CoerceArgs(prepared.Variables, Options.Inputs);

    /// <summary>The same operation with variables that outlive the request's memory.</summary>
    internal PreparedOperation Detach(in PreparedOperation prepared, JsonElement variables) {
        if (prepared.Variables is null) return prepared;
        var copy = variables.ValueKind == JsonValueKind.Undefined ? default : variables.Clone();
        return prepared.Operation.Variables.TryCoerce(copy, Options.Inputs, out var values, out _)
            ? prepared with { Variables = values }
            : throw new InvalidOperationException("Variables that were accepted are refused.");
    }

    /// <summary>An answer that holds one error of a subscription's source.</summary>
    internal GraphQLResponse Refuse(ResponseKind kind, Exception error) {
        var shown = Mask(error, "subscription");
        GraphQLTelemetry.Refused(shown.Code);
        var response = Rent();
        response.Kind = kind;
        response.Executor.Errors.Add(new(shown.Message) { Code = shown.Code }, shown.Input, shown.Id);
        return response;
    }
}
