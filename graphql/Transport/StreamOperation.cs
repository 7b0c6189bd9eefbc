namespace Hierarchy.GraphQL.Transport;

/// <summary>One operation of a connection that streams: its answers go into the connection's queue.</summary>
/// <param name="engine">Executes it.</param>
/// <param name="queue">Where its messages go.</param>
/// <param name="format">How they look.</param>
/// <param name="tooSlow">Called when the queue is full.</param>
/// <param name="ending">Called before the last message goes out: the client may use the operation's id again as soon as it has
/// that.</param>
internal sealed class StreamOperation(GraphQLEngine engine, FrameQueue queue, FrameFormat format, Action tooSlow, Action? ending = null)
{
    private readonly FrameSlot _slot = new();

    /// <summary>Runs to the end of the operation, or until cancelled. Does not throw.</summary>
    public async Task RunAsync(GraphQLRequest request, IServiceScopeFactory scopes, CancellationToken cancellation)
    {
        try
        {
            // A source keeps its services as long as it runs; each event gets a scope of its own.
            await using var scope = scopes.CreateAsyncScope();
            await RunAsync(Within(request, scope.ServiceProvider), scopes, scope.ServiceProvider, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The client is gone or no longer interested: nobody is left to tell.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            using var failure = engine.Refuse(ResponseKind.Aborted, e, null);
            Refuse(failure);
        }
    }

    private static GraphQLRequest Within(GraphQLRequest request, IServiceProvider services) => request with { Services = services };

    private async Task RunAsync(GraphQLRequest request, IServiceScopeFactory scopes, IServiceProvider services,
        CancellationToken cancellation)
    {
        var prepared = engine.Prepare(in request, out var refusal);
        if (prepared.Plan is null)
        {
            Refuse(refusal!);
            return;
        }
        if (prepared.Plan.Kind != OperationKind.Subscription)
        {
            using var response = await engine.ExecuteAsync(in prepared, services, request.Caller, cancellation).ConfigureAwait(false);
            Send(response, null);
            Complete();
            return;
        }
        if (await TryShareAsync(request, prepared, scopes, cancellation).ConfigureAwait(false))
        {
            return;
        }
        var stream = engine.Subscribe(in request, in prepared, out refusal, cancellation);
        if (stream is null)
        {
            Refuse(refusal!);
            return;
        }
        await using (stream.ConfigureAwait(false))
        {
            while (await stream.MoveNextAsync().ConfigureAwait(false))
            {
                await using var scope = scopes.CreateAsyncScope();
                using var response = await stream.ExecuteAsync(scope.ServiceProvider).ConfigureAwait(false);
                if (!Send(response, stream.Mode == SubscriptionMode.Latest ? _slot : null))
                {
                    return;
                }
            }
            cancellation.ThrowIfCancellationRequested();
            Complete();
        }
    }

    /// <summary>Joins those who have the same subscription; false when its field does not share, or refuses its arguments.</summary>
    private async ValueTask<bool> TryShareAsync(GraphQLRequest request, PreparedOperation prepared, IServiceScopeFactory scopes,
        CancellationToken cancellation)
    {
        SharedSubscriber? subscriber;
        try
        {
            subscriber = engine.Shared.Join(in request, in prepared, scopes, Take);
        }
        catch (FieldError)
        {
            return false;
        }
        if (subscriber is null)
        {
            return false;
        }
        FieldError? fault;
        await using (subscriber.ConfigureAwait(false))
        {
            fault = await subscriber.Ended.WaitAsync(cancellation).ConfigureAwait(false);
        }
        if (fault is null)
        {
            Complete();
            return true;
        }
        Refuse(engine.Refuse(ResponseKind.Aborted, fault, null));
        return true;

        bool Take(ReadOnlyMemory<byte> answer, SubscriptionMode mode) =>
            Send(format.Next(answer.Span), mode == SubscriptionMode.Latest ? _slot : null);
    }

    private bool Send(GraphQLResponse response, FrameSlot? slot) => Send(format.Next(response), slot);

    private bool Send(Frame frame, FrameSlot? slot)
    {
        if (queue.TryAdd(frame, slot))
        {
            return true;
        }
        tooSlow();
        return false;
    }

    private void Refuse(GraphQLResponse refusal)
    {
        using (refusal)
        {
            ending?.Invoke();
            if (!queue.TryAdd(format.Error(refusal)))
            {
                tooSlow();
            }
        }
        if (format.ErrorHead is null)
        {
            Complete();
        }
    }

    private void Complete()
    {
        ending?.Invoke();
        if (!queue.TryAdd(Frame.Of(format.CompleteFrame)))
        {
            tooSlow();
        }
    }
}
