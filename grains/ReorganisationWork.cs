using Hierarchy.Grains.Reorganisations;

namespace Hierarchy.Grains;

/// <summary>Does the steps of one reorganisation, each as often as it takes until it is done once.</summary>
internal sealed class ReorganisationWork(
    Reorganisation reorganisation, Caller caller, IGrainFactory grains, IUnitDirectory directory, IQueries queries, TimeProvider time)
{
    /// <summary>Steps that are done at once.</summary>
    public const int AtOnceMax = 32;

    /// <summary>Looks at one unit's work until all of it has gone.</summary>
    private const int LooksMax = 50;

    private static readonly TimeSpan RepeatPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RepeatTimeMax = TimeSpan.FromMinutes(1);

    private readonly ImmutableArray<ReorganisationStep> _steps =
        ReorganisationStep.Of(reorganisation.WithWholeHeirs(unit => directory.Find(unit)!.Kind));
    private readonly Assignment _assignment = new(reorganisation);

    public int Count => _steps.Length;

    /// <summary>The next steps that can be done side by side.</summary>
    /// <param name="done">How many are done.</param>
    public ImmutableArray<ReorganisationStep> Next(int done)
    {
        var next = ImmutableArray.CreateBuilder<ReorganisationStep>();
        var units = new HashSet<string>(StringComparer.Ordinal);
        for (var i = done; i < _steps.Length && next.Count < AtOnceMax; i++)
        {
            var step = _steps[i];
            if (next.Count > 0 && (step.GetType() != next[0].GetType() || units.Overlaps(WaitsFor(step))))
            {
                break;
            }
            units.Add(UnitOf(step));
            next.Add(step);
        }
        return next.ToImmutable();
    }

    /// <exception cref="StepRefusedException">It cannot be done.</exception>
    public Task DoAsync(ReorganisationStep step, CancellationToken cancellation) => step switch
    {
        ReorganisationStep.Found found => ExecuteAsync(
            found.Unit.Id, new UnitCommand.RegisterUnit(
                found.Unit, reorganisation.EffectiveOn, reorganisation.Act, found.Predecessors.IsEmpty ? null : found.Predecessors, reorganisation.Id),
            Key(step)),
        ReorganisationStep.Rename { Renaming: var renaming } => ExecuteAsync(
            renaming.Unit, new UnitCommand.RenameUnit(renaming.Name, renaming.Kind, renaming.Code, reorganisation.EffectiveOn, reorganisation.Act), Key(step)),
        ReorganisationStep.GiveAway { Closing: var closing } => GiveAwayAsync(closing.Unit, step, cancellation),
        ReorganisationStep.Move { Moving: var moving } => ExecuteAsync(
            moving.Unit, new UnitCommand.MoveUnit(moving.Parent, reorganisation.EffectiveOn, reorganisation.Act), Key(step)),
        ReorganisationStep.Close { Closing: var closing } => CloseAsync(closing, step, cancellation),
        _ => throw new InvalidOperationException($"{step.GetType()} is no step."),
    };

    /// <summary>What was imposed since its work was given away goes the same way first.</summary>
    private async Task CloseAsync(Closing closing, ReorganisationStep step, CancellationToken cancellation)
    {
        await GiveAwayAsync(closing.Unit, step, cancellation);
        await ExecuteAsync(
            closing.Unit, new UnitCommand.CloseUnit(reorganisation.EffectiveOn, reorganisation.Act, closing.Heirs, reorganisation.Id), Key(step));
    }

    private async Task GiveAwayAsync(string unit, ReorganisationStep step, CancellationToken cancellation)
    {
        for (var look = 1; await GiveAsync(unit, step, cancellation); look++)
        {
            if (look == LooksMax)
            {
                throw new StepRefusedException($"The open obligations of '{unit}' are on their way still.");
            }
            if (look > 2)
            {
                await Task.Delay(RepeatPause, time, cancellation);
            }
        }
    }

    /// <summary>Gives away what there is to give.</summary>
    /// <returns>Whether there was any, so that it must be looked at again.</returns>
    private async Task<bool> GiveAsync(string unit, ReorganisationStep step, CancellationToken cancellation)
    {
        var kind = directory.Find(unit)!.Kind;
        var (handings, cancelled) = (new List<Handing>(), new List<(string Obligation, string Reason)>());
        await foreach (var obligation in OpenAsync(unit, cancellation))
        {
            switch (_assignment.Of(obligation, kind))
            {
                case Fate.Moved moved:
                    handings.Add(new Handing(obligation.Id, moved.Heir));
                    break;
                case Fate.Cancelled called:
                    cancelled.Add((obligation.Id, called.Reason));
                    break;
                case null:
                    throw new StepRefusedException($"Nothing says who goes on with '{obligation.Id}': assign it by a rule.");
            }
        }
        foreach (var (obligation, reason) in cancelled)
        {
            await ExecuteAsync(unit, new UnitCommand.Cancel(obligation, reason), $"{Key(step)}:{RequestKey.DigestOf(obligation)}");
        }
        foreach (var batch in handings.OrderBy(handing => handing.Obligation, StringComparer.Ordinal).Chunk(Limits.HandedOverMax))
        {
            // A batch is the same request as long as it is the same: what has gone meanwhile is in none.
            var content = RequestKey.DigestOf(string.Join('\n', batch.Select(handing => handing.Obligation)));
            await ExecuteAsync(
                unit, new UnitCommand.HandOver(reorganisation.Id, step.Number, reorganisation.EffectiveOn, [.. batch]), $"{Key(step)}:{content}");
        }
        if (handings.Count > 0)
        {
            await DeliverAsync(unit);
            foreach (var heir in handings.Select(handing => handing.To).Distinct(StringComparer.Ordinal))
            {
                await DeliverAsync(heir);
            }
        }
        return handings.Count + cancelled.Count > 0;
    }

    private async IAsyncEnumerable<Obligation> OpenAsync(
        string unit, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var query = new ObligationQuery(unit, Below: false, VietnameseDay.Today(time), 1_000)
        {
            Status = [ObligationStatus.Waiting, ObligationStatus.NotStarted, ObligationStatus.InProgress, ObligationStatus.Submitted],
        };
        for (var hasNext = true; hasNext;)
        {
            var page = await queries.ObligationsAsync(query, cancellation);
            foreach (var obligation in page.Items)
            {
                yield return obligation;
            }
            hasNext = page.HasNext;
            query = page.Items is [.., var last] ? query with { After = ObligationCursor.Of(query.Order, last) } : query;
        }
    }

    private Task DeliverAsync(string unit) => Repeatable.AskAsync(time, async () =>
    {
        await grains.GetGrain<IUnitGrain>(unit).DeliverAsync();
        return true;
    });

    private async Task ExecuteAsync(string unit, UnitCommand command, string requestId)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var outcome = await Repeatable.AskAsync(time, () => grains.GetGrain<IUnitGrain>(unit).ExecuteAsync(command, requestId, caller));
            if (outcome is not Outcome.Refused { Refusal: var refusal })
            {
                return;
            }
            if (refusal.Code != RefusalCode.Unavailable || refusal.Lasting || time.GetElapsedTime(started) > RepeatTimeMax)
            {
                throw new StepRefusedException($"{unit}: {refusal.Message}");
            }
            await Task.Delay(RepeatPause, time);
        }
    }

    private string Key(ReorganisationStep step) => step.KeyIn(reorganisation.Id);

    private static string UnitOf(ReorganisationStep step) => step switch
    {
        ReorganisationStep.Found found => found.Unit.Id,
        ReorganisationStep.Rename rename => rename.Renaming.Unit,
        ReorganisationStep.GiveAway given => given.Closing.Unit,
        ReorganisationStep.Move move => move.Moving.Unit,
        ReorganisationStep.Close close => close.Closing.Unit,
        _ => "",
    };

    /// <summary>Units whose own step of the same kind comes before.</summary>
    private IEnumerable<string> WaitsFor(ReorganisationStep step) => step switch
    {
        ReorganisationStep.Found { Unit.Parent: { } parent } => [parent],
        ReorganisationStep.Move move => [move.Moving.Parent, .. directory.Ancestors(move.Moving.Parent).Select(above => above.Id)],
        ReorganisationStep.Close close => directory.Subtree(close.Closing.Unit).Select(below => below.Id),
        _ => [],
    };
}

/// <summary>A step cannot be done.</summary>
internal sealed class StepRefusedException(string message) : Exception(message);
