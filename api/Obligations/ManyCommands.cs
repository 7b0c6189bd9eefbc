namespace Hierarchy.Api.Obligations;

/// <summary>The same command for many obligations, each on its own.</summary>
internal static class ManyCommands
{
    /// <summary>Maximum number of obligations in one mutation.</summary>
    public const int ManyMax = 500;

    /// <summary>Maximum number of units at work concurrently for one mutation.</summary>
    private const int UnitsAtOnceMax = 16;

    /// <summary>How long, from the start, further commands are sent: the rest is UNAVAILABLE, and a repeat completes it.</summary>
    private static readonly TimeSpan SendingMax = TimeSpan.FromSeconds(5);

    /// <param name="argument">The argument from which the commands were made.</param>
    /// <exception cref="FieldError">There are too many, or the request id is invalid.</exception>
    public static async Task<ManyOutcome[]> ExecuteAsync(
        Backend backend, UnitCommand.OfObligation[] commands, string requestId, IResolveFieldContext context, string argument)
    {
        var caller = context.Mutator();
        if (commands.Length > ManyMax)
        {
            throw ApiError.Invalid($"{argument} has {commands.Length} items; at most {ManyMax} are allowed at once.", argument);
        }
        if (RequestKey.Fault(requestId, caller) is { } fault)
        {
            throw ApiError.From(fault, argument: null);
        }
        var began = backend.Time.GetTimestamp();
        var outcomes = new ManyOutcome[commands.Length];
        var ofUnits = commands.Index().GroupBy(command => Obligation.UnitOf(command.Item.Obligation));
        await Parallel.ForEachAsync(
            ofUnits, new ParallelOptions { MaxDegreeOfParallelism = UnitsAtOnceMax }, async (ofUnit, _) => await OfUnitAsync(ofUnit));
        context.Call().ForgetReads();
        return outcomes;

        async Task OfUnitAsync(IGrouping<string?, (int Index, UnitCommand.OfObligation Item)> ofUnit)
        {
            FieldError? silent = null;
            foreach (var (index, command) in ofUnit)
            {
                if (backend.Time.GetElapsedTime(began) > SendingMax)
                {
                    silent ??= ApiError.Unavailable();
                }
                outcomes[index] = silent is not null
                    ? ManyOutcome.Of(silent)
                    : await OneAsync(ofUnit.Key, command, RequestKey.DigestOf($"{requestId}\n{index}"));
                // After one timeout a unit is not asked for the rest, each of which would wait as long.
                silent = outcomes[index].Code == ApiError.UnavailableCode ? ApiError.Unavailable() : null;
            }
        }

        async Task<ManyOutcome> OneAsync(string? unit, UnitCommand.OfObligation command, string id)
        {
            if (unit is null || backend.Directory.Find(unit) is null)
            {
                return ManyOutcome.Of(ApiError.NoObligation(command.Obligation));
            }
            try
            {
                return await Commands.AnswerAsync(backend, unit, command, id, caller) switch
                {
                    Outcome.Refused refused => ManyOutcome.Of(ApiError.From(refused.Refusal, argument: null)),
                    var done => new ManyOutcome(((Outcome.OfObligation)done).Obligation, null, null),
                };
            }
            catch (FieldError fault)
            {
                return ManyOutcome.Of(fault);
            }
        }
    }
}

/// <summary>The outcome of one of many commands.</summary>
internal sealed record ManyOutcome(Obligation? Obligation, string? Refusal, string? Code)
{
    public static ManyOutcome Of(FieldError fault) => new(null, fault.Message, fault.Code);
}

/// <summary>A progress report, single or one of many.</summary>
internal sealed record ReportInput(string Obligation, double Percent, string? Note, long? Spent, long? ExpectedVersion, DateOnly? On)
{
    public UnitCommand.ReportProgress ToCommand() => new(Obligation, Percent, Texts.KeptOrNull(Note), Spent, ExpectedVersion, On);
}
