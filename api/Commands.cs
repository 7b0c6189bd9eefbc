namespace Hierarchy.Api;

/// <summary>Sends a mutation's command to the unit that decides it.</summary>
internal static class Commands
{
    /// <summary>How long, from its start, a mutation waits for its messages to arrive at other units, so that its answer shows their
    /// effect.</summary>
    private static readonly TimeSpan DeliveryMax = TimeSpan.FromSeconds(1.5);

    /// <summary>How long a mutation waits for its unit, including waits for the unit's turn and the database. Longer than the store's own
    /// bound, so that its reason can be reported; within the promised five seconds.</summary>
    private static readonly TimeSpan AnswerTimeMax = TimeSpan.FromSeconds(4.5);

    /// <summary>How many hand-overs of an obligation are followed from an earlier id.</summary>
    public const int MovesMax = 32;

    /// <param name="unit">A known unit, or the new one.</param>
    /// <param name="argument">The argument from which the command was made; null if there were several.</param>
    /// <param name="began">The mutation's start, for a command whose messages to other units are worth waiting for.</param>
    /// <exception cref="FieldError">The unit refuses.</exception>
    public static async Task<Outcome> ExecuteAsync(
        Backend backend, string unit, UnitCommand command, string requestId, IResolveFieldContext context, string? argument,
        long? began = null)
    {
        var outcome = await AnswerAsync(backend, unit, command, requestId, context.Mutator());
        if (outcome is Outcome.Refused refused)
        {
            throw ApiError.From(refused.Refusal, argument);
        }
        if (outcome is Outcome.OfUnit or Outcome.OfPlan)
        {
            await SeeAsync(backend);
        }
        await DeliverAsync(backend, outcome is Outcome.OfObligation changed ? changed.Obligation.Unit : unit, began);
        // The values read before the command are stale now.
        context.Call().ForgetReads();
        return outcome;
    }

    /// <summary>Waits until an adopted plan is visible here and, within the time limit, its obligations have arrived.</summary>
    /// <param name="began">The mutation's start.</param>
    public static async Task SeeAsync(Backend backend, string unit, IResolveFieldContext context, long began)
    {
        await SeeAsync(backend);
        await DeliverAsync(backend, unit, began);
        context.Call().ForgetReads();
    }

    /// <summary>The unit's answer, including refusals; for an obligation that was handed over, that of its present unit.</summary>
    /// <exception cref="FieldError">The unit does not answer.</exception>
    public static async Task<Outcome> AnswerAsync(Backend backend, string unit, UnitCommand command, string requestId, Caller caller)
    {
        var outcome = await OfOneAsync(backend, unit, command, requestId, caller);
        for (var moves = 0; outcome is Outcome.Moved { Obligation: var moved }; moves++)
        {
            if (moves == MovesMax || Obligation.UnitOf(moved) is not { } there || backend.Directory.Find(there) is null)
            {
                // The obligation is just being handed over, or is at a unit not yet known here.
                throw ApiError.Unavailable();
            }
            outcome = await OfOneAsync(backend, there, ((UnitCommand.OfObligation)command) with { Obligation = moved }, requestId, caller);
        }
        CommandMeter.Decided(command, outcome);
        return outcome;
    }

    private static Task<Outcome> OfOneAsync(Backend backend, string unit, UnitCommand command, string requestId, Caller caller) => WithinAsync(
        backend, backend.AskAsync(unit, grain => ExecuteAsync(grain, command, requestId, caller, backend.IsPatient)));

    /// <summary>Publishes the change to every unit above, one after the other, within the time limit; they receive it in any
    /// case.</summary>
    public static async Task TellAboveAsync(Backend backend, string unit)
    {
        try
        {
            await UpAsync().WaitAsync(DeliveryMax, backend.Time);
        }
        catch (Exception fault) when (fault is FieldError or TimeoutException)
        {
            // The change is on disk, and the units continue to publish it.
        }

        async Task UpAsync()
        {
            foreach (var from in backend.Directory.Ancestors(unit).Skip(1).Select(above => above.Id).Append(unit).Reverse())
            {
                await backend.AskAsync(from, async grain =>
                {
                    await grain.TellAsync();
                    return true;
                });
            }
        }
    }

    // The unit's later result is not reported to this caller, but to a repeat with the same requestId.
    private static async Task<Outcome> WithinAsync(Backend backend, Task<Outcome> answer)
    {
        try
        {
            return await answer.WaitAsync(AnswerTimeMax + backend.Patience, backend.Time);
        }
        catch (TimeoutException)
        {
            throw ApiError.Unavailable();
        }
    }

    private static async Task<Outcome> ExecuteAsync(IUnitGrain grain, UnitCommand command, string requestId, Caller caller, bool again)
    {
        var outcome = await grain.ExecuteAsync(command, requestId, caller);
        return again && outcome is Outcome.Refused { Refusal: { Code: RefusalCode.Unavailable, Lasting: false } refusal }
            ? throw new StoreUnavailableException(refusal.Message)
            : outcome;
    }

    /// <summary>The directory of the unit's process knows the change before this process does.</summary>
    private static async Task SeeAsync(Backend backend)
    {
        try
        {
            await backend.Directory.CatchUpAsync();
        }
        catch (StoreUnavailableException)
        {
            // The change is on disk; other requests here see it a little later.
        }
    }

    private static async Task DeliverAsync(Backend backend, string unit, long? began)
    {
        var time = backend.Time;
        var max = began is { } start ? DeliveryMax - time.GetElapsedTime(start) : TimeSpan.Zero;
        if (max <= TimeSpan.Zero)
        {
            return;
        }
        try
        {
            await backend.AskAsync(unit, async grain =>
            {
                var delivered = grain.DeliverAsync();
                return await Task.WhenAny(delivered, Task.Delay(max, time)) == delivered;
            });
        }
        catch (FieldError)
        {
            // The change and its messages are on disk: a slow delivery is no reason to refuse.
        }
    }
}
