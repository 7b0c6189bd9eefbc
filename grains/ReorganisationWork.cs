namespace Hierarchy.Grains;

/// <summary>Carries out the steps of one reorganisation, retrying each until it is done once.</summary>
internal sealed class ReorganisationWork(
    Reorganisation reorganisation, Caller caller, IGrainFactory grains, IUnitDirectory directory, IGrants given, IQueries queries,
    TimeProvider time)
{
    /// <summary>Maximum number of steps done concurrently.</summary>
    public const int AtOnceMax = 32;

    /// <summary>Maximum number of passes over one unit's obligations until none is left to hand over.</summary>
    private const int LooksMax = 50;

    private static readonly TimeSpan RepeatPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RepeatTimeMax = TimeSpan.FromMinutes(1);

    private static readonly ImmutableArray<ObligationStatus> Open =
        [ObligationStatus.Waiting, ObligationStatus.NotStarted, ObligationStatus.InProgress, ObligationStatus.Submitted];

    private readonly HashSet<string> _founded = [.. reorganisation.Establish.Select(unit => unit.Id)];
    private readonly SortedSet<string> _heirs = new(
        reorganisation.Close.SelectMany(closing => closing.Heirs).Select(heir => heir.Unit)
            .Concat(reorganisation.Rules.Select(rule => rule.Heir).OfType<string>()),
        StringComparer.Ordinal);

    private readonly ImmutableArray<ReorganisationStep> _steps =
        ReorganisationStep.Of(reorganisation.WithWholeHeirs(unit => directory.Find(unit)!.Kind));
    private readonly Assignment _assignment = new(reorganisation);

    public int Count => _steps.Length;

    private ReorganisationGrants Grants => field ??= new ReorganisationGrants(reorganisation, directory, given, time, ExecuteAsync);

    /// <summary>Units that may hand something over, when it is carried out or undone.</summary>
    public IEnumerable<string> Givers => reorganisation.Close.Select(closing => closing.Unit).Concat(_heirs);

    /// <summary>The next steps that can be done concurrently.</summary>
    /// <param name="done">Number of steps already done.</param>
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

    /// <summary>The last steps that can be undone concurrently, the last one first.</summary>
    /// <param name="left">Number of steps not undone yet.</param>
    public ImmutableArray<ReorganisationStep> Last(int left)
    {
        var last = ImmutableArray.CreateBuilder<ReorganisationStep>();
        for (var i = left - 1; i >= 0 && last.Count < AtOnceMax; i--)
        {
            var step = _steps[i];
            if (last.Count > 0 && (step is ReorganisationStep.Move || step.GetType() != last[0].GetType() || last.Any(later => Concerns(later, step))))
            {
                break;
            }
            last.Add(step);
        }
        return last.ToImmutable();
    }

    /// <summary>Undoes a step, whether or not it has been done.</summary>
    /// <exception cref="StepRefusedException">The step cannot be undone.</exception>
    public Task UndoAsync(ReorganisationStep step, string reason, CancellationToken cancellation) => step switch
    {
        ReorganisationStep.Found found => directory.Find(found.Unit.Id) is null
            ? Task.CompletedTask
            : ExecuteAsync(found.Unit.Id, new UnitCommand.CloseUnit(reorganisation.EffectiveOn, reorganisation.Act, [], reorganisation.Id), UndoKey(step)),
        ReorganisationStep.Rename { Renaming.Unit: var unit } => NameBefore(unit) is { } name && !IsCalled(unit, name.Name, name.Kind, name.Code)
            ? ExecuteAsync(unit, new UnitCommand.RenameUnit(name.Name, name.Kind, name.Code, reorganisation.EffectiveOn, reorganisation.Act), UndoKey(step))
            : Task.CompletedTask,
        ReorganisationStep.Move { Moving.Unit: var unit } => NameBefore(unit) is { Parent: { } parent } && directory.Find(unit)!.Parent != parent
            ? ExecuteAsync(unit, new UnitCommand.MoveUnit(parent, reorganisation.EffectiveOn, reorganisation.Act), UndoKey(step))
            : Task.CompletedTask,
        ReorganisationStep.GiveAway { Closing: var closing } => TakeBackAsync(closing, step, reason, cancellation),
        ReorganisationStep.Close { Closing: var closing } => ReopenAsync(closing, step, reason, cancellation),
        _ => throw new InvalidOperationException($"{step.GetType()} is no step."),
    };

    /// <summary>Obligations that prevent undoing: those handed over and changed since, and all others that founded units owe.</summary>
    public async Task<ImmutableArray<Obligation>> BlockingAsync(CancellationToken cancellation)
    {
        var blocking = ImmutableArray.CreateBuilder<Obligation>();
        foreach (var some in _heirs.Where(heir => directory.Find(heir) is not null).Chunk(AtOnceMax))
        {
            blocking.AddRange((await Task.WhenAll(some.Select(heir => BlockingAtAsync(heir, cancellation)))).SelectMany(found => found));
        }
        return blocking.ToImmutable();
    }

    private async Task<IEnumerable<Obligation>> BlockingAtAsync(string heir, CancellationToken cancellation)
    {
        var (handed, added) = (new List<Obligation>(), new List<Obligation>());
        await foreach (var obligation in OfAsync(heir, [], cancellation))
        {
            (GiverOf(obligation) is null ? added : handed).Add(obligation);
        }
        var changed = await Task.WhenAll(handed.GroupBy(obligation => GiverOf(obligation)!).Select(async giver =>
        {
            var left = (await Repeatable.AskAsync(
                time, () => grains.GetGrain<IUnitGrain>(giver.Key).ReadObligationsAsync([.. giver.Select(obligation => obligation.Was!)])))
                .Obligations.ToDictionary(obligation => obligation.Id);
            return giver.Where(obligation => left.GetValueOrDefault(obligation.Was!) is not { } before || !HandOverRules.IsUntouched(before, obligation));
        }));
        return [.. _founded.Contains(heir) ? added : [], .. changed.SelectMany(found => found)];
    }

    public Task PassDifficultiesAsync(CancellationToken cancellation) => OpenDifficulties.PassAsync(
        reorganisation.Carrier, $"{ReorganisationStep.KeyOf(reorganisation.Id)}:difficulty", directory, queries, VietnameseDay.Today(time), ExecuteAsync,
        cancellation);

    /// <summary>Hands back what one unit gave away, and restores what was cancelled there.</summary>
    private async Task TakeBackAsync(Closing closing, ReorganisationStep step, string reason, CancellationToken cancellation)
    {
        var heirs = closing.Heirs.Select(heir => heir.Unit)
            .Concat(reorganisation.Rules.Where(rule => (rule.From ?? closing.Unit) == closing.Unit).Select(rule => rule.Heir).OfType<string>()).Distinct();
        foreach (var heir in heirs.Where(heir => directory.Find(heir) is not null))
        {
            for (var look = 1; await GiveBackAsync(heir, closing.Unit, step, cancellation); look++)
            {
                if (look == LooksMax)
                {
                    throw new StepRefusedException($"What '{closing.Unit}' gave away is on its way back still.");
                }
                await (look > 2 ? Task.Delay(RepeatPause, time, cancellation) : Task.CompletedTask);
            }
        }
        var kind = directory.Find(closing.Unit)!.Kind;
        foreach (var plan in PlansOf(closing.Unit))
        {
            await ExecuteAsync(
                closing.Unit, new UnitCommand.TakePlan(reorganisation.Id, step.Number, plan, null), $"{UndoKey(step)}:{RequestKey.DigestOf(plan)}");
        }
        var staying = new List<string>();
        await foreach (var obligation in OfAsync(closing.Unit, Open, cancellation))
        {
            if (obligation.Steward is not null)
            {
                staying.Add(obligation.Id);
            }
        }
        await EntrustAsync(closing.Unit, staying, null, UndoKey(step), step);
        await foreach (var obligation in OfAsync(closing.Unit, [ObligationStatus.Cancelled], cancellation))
        {
            if (_assignment.Of(obligation, kind) is Fate.Cancelled called && obligation.Note == Text.Note(called.Reason))
            {
                await ExecuteAsync(closing.Unit, new UnitCommand.Restore(obligation.Id, reason), $"{UndoKey(step)}:{RequestKey.DigestOf(obligation.Id)}");
            }
        }
    }

    private async Task ReopenAsync(Closing closing, ReorganisationStep step, string reason, CancellationToken cancellation)
    {
        await ExecuteAsync(closing.Unit, new UnitCommand.ReopenUnit(reorganisation.Id, reason), UndoKey(step));
        await Grants.TakeBackAsync(closing, reason, cancellation);
    }

    /// <returns>Whether there was anything to do, so that another pass is needed.</returns>
    private async Task<bool> GiveBackAsync(string heir, string giver, ReorganisationStep step, CancellationToken cancellation)
    {
        var handings = new List<Handing>();
        await foreach (var obligation in OfAsync(heir, Open, cancellation))
        {
            if (GiverOf(obligation) == giver)
            {
                handings.Add(new Handing(obligation.Id, giver));
            }
        }
        await HandAsync(heir, handings, UndoKey(step), step);
        return handings.Count > 0;
    }

    /// <summary>The closed unit from which the obligation came last; null for none.</summary>
    private string? GiverOf(Obligation obligation) =>
        obligation.Was is { } was && Obligation.UnitOf(was) is { } giver && _assignment.IsAbout(giver) ? giver : null;

    /// <summary>The unit's name and place before the reorganisation; null if they did not change on its effective day.</summary>
    private UnitName? NameBefore(string unit) =>
        directory.Names(unit) is [.., var before, var now] && now.From == reorganisation.EffectiveOn ? before : null;

    /// <exception cref="StepRefusedException">The step cannot be done.</exception>
    public Task DoAsync(ReorganisationStep step, CancellationToken cancellation) => step switch
    {
        ReorganisationStep.Found found => ExecuteAsync(
            found.Unit.Id, new UnitCommand.RegisterUnit(
                found.Unit, reorganisation.EffectiveOn, reorganisation.Act, found.Predecessors.IsEmpty ? null : found.Predecessors, reorganisation.Id),
            Key(step)),
        ReorganisationStep.Rename { Renaming: var renaming } => IsCalled(renaming.Unit, renaming.Name, renaming.Kind, renaming.Code)
            ? Task.CompletedTask
            : ExecuteAsync(
            renaming.Unit, new UnitCommand.RenameUnit(renaming.Name, renaming.Kind, renaming.Code, reorganisation.EffectiveOn, reorganisation.Act), Key(step)),
        ReorganisationStep.GiveAway { Closing: var closing } => LeaveAsync(closing.Unit, step, cancellation),
        ReorganisationStep.Move { Moving: var moving } => directory.Find(moving.Unit)!.Parent == moving.Parent
            ? Task.CompletedTask
            : ExecuteAsync(
            moving.Unit, new UnitCommand.MoveUnit(moving.Parent, reorganisation.EffectiveOn, reorganisation.Act), Key(step)),
        ReorganisationStep.Close { Closing: var closing } => CloseAsync(closing, step, cancellation),
        _ => throw new InvalidOperationException($"{step.GetType()} is no step."),
    };

    /// <summary>Whether the unit already has this name, kind and code. An act that changes nothing would be refused.</summary>
    private bool IsCalled(string unit, string name, UnitKind? kind, string? code) => directory.Find(unit) is { } known
        && (known.Name, known.Kind, known.Code) == (name, kind ?? known.Kind, code ?? known.Code);

    /// <summary>First gives away what was imposed on the unit since its work was given away.</summary>
    private async Task CloseAsync(Closing closing, ReorganisationStep step, CancellationToken cancellation)
    {
        await GiveAwayAsync(closing.Unit, step, cancellation);
        await Grants.EndAsync(closing, Key(step), cancellation);
        await ExecuteAsync(
            closing.Unit, new UnitCommand.CloseUnit(reorganisation.EffectiveOn, reorganisation.Act, closing.Heirs, reorganisation.Id), Key(step));
    }

    private async Task LeaveAsync(string unit, ReorganisationStep step, CancellationToken cancellation)
    {
        var kind = directory.Find(unit)!.Kind;
        foreach (var plan in PlansOf(unit))
        {
            var steward = _assignment.OfPlan(unit, kind, plan)
                ?? throw new StepRefusedException($"Nothing says who goes on with the plan '{plan}': assign it by a rule.");
            await ExecuteAsync(
                unit, new UnitCommand.TakePlan(reorganisation.Id, step.Number, plan, steward), $"{Key(step)}:{RequestKey.DigestOf(plan)}");
        }
        await GiveAwayAsync(unit, step, cancellation);
    }

    private IEnumerable<string> PlansOf(string unit) => directory.PlansAtOrBelow(unit).Where(plan => plan.Owner == unit).Select(plan => plan.Id);

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

    /// <summary>Hands over, entrusts or cancels the unit's open obligations as assigned.</summary>
    /// <returns>Whether there was anything to do, so that another pass is needed.</returns>
    private async Task<bool> GiveAsync(string unit, ReorganisationStep step, CancellationToken cancellation)
    {
        var kind = directory.Find(unit)!.Kind;
        var (handings, cancelled) = (new List<Handing>(), new List<(string Obligation, string Reason)>());
        var staying = new List<(string Obligation, string Steward)>();
        await foreach (var obligation in OfAsync(unit, Open, cancellation))
        {
            switch (_assignment.Of(obligation, kind))
            {
                case Fate.Moved moved:
                    handings.Add(new Handing(obligation.Id, moved.Heir));
                    break;
                case Fate.Stays stays when obligation.Steward != stays.Steward:
                    staying.Add((obligation.Id, stays.Steward));
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
        foreach (var same in staying.GroupBy(one => one.Steward, one => one.Obligation))
        {
            await EntrustAsync(unit, [.. same], same.Key, Key(step), step);
        }
        await HandAsync(unit, handings, Key(step), step);
        return handings.Count + cancelled.Count + staying.Count > 0;
    }

    /// <param name="steward">Null if the unit itself acts for them again.</param>
    private async Task EntrustAsync(string unit, List<string> obligations, string? steward, string key, ReorganisationStep step)
    {
        foreach (var batch in obligations.Order(StringComparer.Ordinal).Chunk(Limits.HandedOverMax))
        {
            var content = RequestKey.DigestOf(string.Join('\n', batch));
            await ExecuteAsync(unit, new UnitCommand.Entrust(reorganisation.Id, step.Number, [.. batch], steward), $"{key}:{content}");
        }
    }

    private async Task HandAsync(string unit, List<Handing> handings, string key, ReorganisationStep step)
    {
        foreach (var batch in handings.OrderBy(handing => handing.Obligation, StringComparer.Ordinal).Chunk(Limits.HandedOverMax))
        {
            // The same batch has the same request id. What was handed over meanwhile is in no batch.
            var content = RequestKey.DigestOf(string.Join('\n', batch.Select(handing => handing.Obligation)));
            await ExecuteAsync(unit, new UnitCommand.HandOver(reorganisation.Id, step.Number, reorganisation.EffectiveOn, [.. batch]), $"{key}:{content}");
        }
        if (handings.Count > 0)
        {
            await DeliverAsync(unit);
            foreach (var heir in handings.Select(handing => handing.To).Distinct(StringComparer.Ordinal))
            {
                await DeliverAsync(heir);
            }
        }
    }

    /// <param name="status">Empty for any status.</param>
    private IAsyncEnumerable<Obligation> OfAsync(string unit, ImmutableArray<ObligationStatus> status, CancellationToken cancellation) =>
        queries.AllAsync(
            new ObligationQuery(unit, Below: false, VietnameseDay.Today(time), ReorganisationPreviews.PageMax) { Status = status }, cancellation);

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

    private string UndoKey(ReorganisationStep step) => Key(step) + ":undo";

    private bool Concerns(ReorganisationStep later, ReorganisationStep step) =>
        WaitsFor(later).Contains(UnitOf(step)) || WaitsFor(step).Contains(UnitOf(later));

    private static string UnitOf(ReorganisationStep step) => step switch
    {
        ReorganisationStep.Found found => found.Unit.Id,
        ReorganisationStep.Rename rename => rename.Renaming.Unit,
        ReorganisationStep.GiveAway given => given.Closing.Unit,
        ReorganisationStep.Move move => move.Moving.Unit,
        ReorganisationStep.Close close => close.Closing.Unit,
        _ => "",
    };

    /// <summary>Units whose own step of the same kind must be done first.</summary>
    private IEnumerable<string> WaitsFor(ReorganisationStep step) => step switch
    {
        ReorganisationStep.Found { Unit.Parent: { } parent } => [parent],
        ReorganisationStep.Move move => [move.Moving.Parent, .. directory.Ancestors(move.Moving.Parent).Select(above => above.Id)],
        ReorganisationStep.Close close => directory.Subtree(close.Closing.Unit).Select(below => below.Id),
        _ => [],
    };
}
