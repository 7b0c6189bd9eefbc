namespace Hierarchy.Api;

/// <summary>Sends a mutation's command to the unit that decides on it.</summary>
internal static class Commands
{
    /// <summary>How long after its beginning a mutation waits until what it imposes on other units is there, so that its answer shows
    /// it.</summary>
    private static readonly TimeSpan DeliveryMax = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// How long a mutation waits for its unit, which may wait for the database, for its turn, or for both one after the other. Longer than
    /// the store's own bound, so that the reason can be told; within the five seconds that are promised.
    /// </summary>
    private static readonly TimeSpan AnswerTimeMax = TimeSpan.FromSeconds(4.5);

    /// <summary>How often an obligation may have been handed on since the id was its own by which it is asked for.</summary>
    public const int MovesMax = 32;

    /// <param name="unit">One that the directory knows, or the new one.</param>
    /// <param name="argument">The argument that the command was made of; null when it was made of several.</param>
    /// <param name="began">When the mutation began, of a command that has messages to other units, whose arrival is worth waiting
    /// for.</param>
    /// <exception cref="FieldError">The unit refused.</exception>
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
        // What the command was judged by is old now.
        context.Call().ForgetReads();
        return outcome;
    }

    /// <summary>Waits until a plan that a unit has adopted is seen here, and what it imposes is there as far as that is worth it.</summary>
    /// <param name="began">When the mutation began.</param>
    public static async Task SeeAsync(Backend backend, string unit, IResolveFieldContext context, long began)
    {
        await SeeAsync(backend);
        await DeliverAsync(backend, unit, began);
        context.Call().ForgetReads();
    }

    /// <summary>What the unit answers, refusals included; of an obligation that was handed over, the unit that has it.</summary>
    /// <exception cref="FieldError">It does not answer.</exception>
    public static async Task<Outcome> AnswerAsync(Backend backend, string unit, UnitCommand command, string requestId, Caller caller)
    {
        var outcome = await OfOneAsync(backend, unit, command, requestId, caller);
        for (var moves = 0; outcome is Outcome.Moved { Obligation: var moved }; moves++)
        {
            if (moves == MovesMax || Obligation.UnitOf(moved) is not { } there || backend.Directory.Find(there) is null)
            {
                // On its way back and forth in this very moment, or to a unit that this process has yet to hear of.
                throw ApiError.Unavailable();
            }
            outcome = await OfOneAsync(backend, there, ((UnitCommand.OfObligation)command) with { Obligation = moved }, requestId, caller);
        }
        CommandMeter.Decided(command, outcome);
        return outcome;
    }

    private static Task<Outcome> OfOneAsync(Backend backend, string unit, UnitCommand command, string requestId, Caller caller) => WithinAsync(
        backend, backend.AskAsync(unit, grain => ExecuteAsync(grain, command, requestId, caller, backend.IsPatient)));

    /// <summary>Tells every unit above what has changed, one after the other, as far as that is done in time: they learn of it in any
    /// case.</summary>
    public static async Task TellAboveAsync(Backend backend, string unit)
    {
        try
        {
            await UpAsync().WaitAsync(DeliveryMax, backend.Time);
        }
        catch (Exception fault) when (fault is FieldError or TimeoutException)
        {
            // The change is on disk, and the units go on telling each other of it.
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

    // What the unit does with it after that, nobody is told: a repetition with the same requestId is.
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

    /// <summary>Where the unit lives in another process, its directory knows of the change before this one does.</summary>
    private static async Task SeeAsync(Backend backend)
    {
        try
        {
            await backend.Directory.CatchUpAsync();
        }
        catch (StoreUnavailableException)
        {
            // The change is on disk; what else asks for it here sees it a little later.
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
            // The change is on disk and its messages with it: a delivery that takes longer is no reason to refuse.
        }
    }
}
