namespace Hierarchy.Api.Obligations;

/// <summary>The same asked of many obligations, each for itself.</summary>
internal static class ManyCommands
{
    /// <summary>Obligations of one mutation.</summary>
    public const int ManyMax = 500;

    /// <summary>Units that one mutation has at work at once.</summary>
    private const int UnitsAtOnceMax = 16;

    /// <summary>How long after the beginning another command is still sent: what is left is UNAVAILABLE, and a repeat does it.</summary>
    private static readonly TimeSpan SendingMax = TimeSpan.FromSeconds(5);

    /// <param name="argument">The list that the commands were made of.</param>
    /// <exception cref="FieldError">There are too many, or the request id is none.</exception>
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
                // A unit that does not answer once is not asked for the rest: each would wait as long.
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

/// <summary>What became of one of many.</summary>
internal sealed record ManyOutcome(Obligation? Obligation, string? Refusal, string? Code)
{
    public static ManyOutcome Of(FieldError fault) => new(null, fault.Message, fault.Code);
}

/// <summary>A report, alone or one of many.</summary>
internal sealed record ReportInput(string Obligation, double Percent, string? Note, long? Spent, long? ExpectedVersion, DateOnly? On)
{
    public UnitCommand.ReportProgress ToCommand() => new(Obligation, Percent, Texts.KeptOrNull(Note), Spent, ExpectedVersion, On);
}
