namespace Hierarchy.Grains;

/// <summary>Keeps a reorganisation in a row of its own and carries it out in batches of steps. The number of steps done is stored after
/// each batch. A repeated step gets its first answer.</summary>
internal sealed class ReorganisationGrain(
    IGrainFactory grains, IReorganisations store, ReorganisationPreviews previews, IQueries queries, IUnitDirectory directory, IGrants given, Judge judge,
    IEventStore events, IChangeFeed feed, Repair repair, TimeProvider time)
    : Grain, IReorganisationGrain
{
    private static readonly Cell Everything = Cell.General(null, null, null, Scope.All);

    private static readonly TimeSpan FollowTime = TimeSpan.FromSeconds(1);

    /// <summary>Upper bound of the difference between the clocks of two processes.</summary>
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = new();
    private Reorganisation? _content;
    private ReorganisationProgress? _progress;
    private Task _work = Task.CompletedTask;
    private bool _isHalted;

    private string Id => this.GetPrimaryKeyString();

    private DateOnly Today => VietnameseDay.Today(time);

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        _stop.Dispose();
    }

    public async Task<ReorganisationReading?> ReadAsync() => await LoadAsync() ? Reading : null;

    public async Task<ReorganisationAnswer> DraftAsync(Reorganisation content, Caller caller)
    {
        await directory.CatchUpAsync();
        content = content.Ordered(directory);
        if (FaultOf(caller, content.Carrier) is { } lacking)
        {
            return Refused(lacking);
        }
        if (ReorganisationRules.FaultsOf(content) is [var fault, ..])
        {
            return Refused(Refusal.Invalid(fault.Message, fault.Place));
        }
        if (!await LoadAsync())
        {
            return await SaveAsync(content, new ReorganisationProgress(ReorganisationStatus.Draft, 1, 1));
        }
        if (Same(content, _content!) && _progress!.Status != ReorganisationStatus.Discarded)
        {
            return Answer;
        }
        return _progress!.IsPlanned
            ? await SaveAsync(content, new ReorganisationProgress(ReorganisationStatus.Draft, _progress.Version, _progress.Version + 1))
            : Refused(Refusal.Conflict($"There is a reorganisation '{Id}' already with different content, and it is no longer a draft.", "id"));
    }

    public async Task<ReorganisationAnswer> AssignAsync(ImmutableArray<AssignmentRule> rules, Caller caller)
    {
        if (await FaultOfAsync(caller) is { } lacking)
        {
            return Refused(lacking);
        }
        var content = _content! with { Rules = rules };
        return _progress!.Status != ReorganisationStatus.Draft && !Same(content, _content)
                ? Refused(Refusal.Conflict("The reorganisation is no longer a draft.", "reorganisation"))
            : ReorganisationRules.FaultsOf(content) is [var fault, ..] ? Refused(Refusal.Invalid(fault.Message, fault.Place))
            : Same(content, _content) ? Answer
            : await SaveAsync(content, _progress with { ContentVersion = _progress.Version + 1 });
    }

    public async Task<ReorganisationAnswer> DiscardAsync(string reason, Caller caller)
    {
        if ((await FaultOfAsync(caller) ?? Text.Fault(reason, "reason", required: true)) is { } fault)
        {
            return Refused(fault);
        }
        return _progress!.Status switch
        {
            ReorganisationStatus.Discarded => Answer,
            ReorganisationStatus.Draft => await SaveAsync(null, _progress with
            {
                Status = ReorganisationStatus.Discarded,
                By = caller.Name,
                Person = caller.Person,
                Since = time.GetUtcNow(),
                Reason = reason,
            }),
            _ => Refused(Refusal.Conflict("The reorganisation is no longer a draft: undo it instead.", "reorganisation")),
        };
    }

    public async Task<ReorganisationAnswer> AdoptAsync(Caller caller)
    {
        if (await FaultOfAsync(caller) is { } lacking)
        {
            return Refused(lacking);
        }
        var (content, progress) = (_content!, _progress!);
        if (progress.Status != ReorganisationStatus.Draft)
        {
            return progress.IsPlanned ? Refused(Refusal.Conflict("The reorganisation was discarded: draft it again.", "reorganisation"))
                : progress.Status is ReorganisationStatus.Undoing or ReorganisationStatus.Undone
                    ? Refused(Refusal.Conflict("The reorganisation was undone: draft it again under another id.", "reorganisation"))
                : Answer;
        }
        if (Today < content.EffectiveOn)
        {
            return Refused(Refusal.Conflict(
                $"It takes effect on {content.EffectiveOn:yyyy-MM-dd}, and today is {Today:yyyy-MM-dd}: until then it waits as a draft.", "reorganisation"));
        }
        var since = time.GetUtcNow();
        var preview = await previews.OfAsync(content, Today, CancellationToken.None);
        if (!preview.Unassigned.IsEmpty)
        {
            return Refused(Refusal.Conflict(
                $"Nothing says who goes on with {preview.Unassigned.Length} open obligations, such as '{preview.Unassigned[0].Id}': assign them.",
                "reorganisation") with
            {
                Reason = Reasons.SplitUnassigned,
                Count = preview.Unassigned.Length,
            });
        }
        if (preview.Conflicts is [var conflict, ..])
        {
            return Refused(Refusal.Conflict($"{conflict.Place}: {conflict.Message}", "reorganisation") with
            {
                Reason = conflict.Code,
                Count = preview.Conflicts.Length,
            });
        }
        var begun = await SaveAsync(null, progress with
        {
            Status = ReorganisationStatus.Running,
            By = caller.Name,
            Person = caller.Person,
            Since = since,
            Preview = preview,
        });
        await ContinueAsync();
        return begun;
    }

    public async Task<ReorganisationAnswer> UndoAsync(string reason, Caller caller)
    {
        if ((await FaultOfAsync(caller) ?? Text.Fault(reason, "reason", required: true)) is { } fault)
        {
            return Refused(fault);
        }
        if (_progress!.Status is ReorganisationStatus.Undoing or ReorganisationStatus.Undone)
        {
            return Answer;
        }
        if (!_progress.IsUndoable)
        {
            return Refused(Refusal.Conflict("The reorganisation has changed nothing that could be undone.", "reorganisation"));
        }
        _isHalted = true;
        try
        {
            await _work;
            if (await ReadBlockingAsync() is { IsEmpty: false } blocking)
            {
                return Refused(Refusal.Conflict(
                    $"{blocking.Length} obligations have been changed since, such as '{blocking[0].Id}': it cannot be undone.", "reorganisation") with
                {
                    Reason = Reasons.UndoBlocked,
                    Count = blocking.Length,
                });
            }
            // Some of the steps that were under way may be done.
            await SaveAsync(null, _progress with
            {
                Status = ReorganisationStatus.Undoing,
                Done = Math.Min(_progress.Done + ReorganisationWork.AtOnceMax, Reading.Steps),
                By = caller.Name,
                Person = caller.Person,
                Before = _progress.Status == ReorganisationStatus.Done
                    ? await MeasuresAsync(_content!.Carrier) - _progress.Preview!.Change
                    : _progress.Before,
                After = null,
                Fault = null,
                Reason = reason,
            });
        }
        finally
        {
            _isHalted = false;
        }
        await ContinueAsync();
        return Answer;
    }

    public async Task<ImmutableArray<Obligation>> ReadBlockingAsync() =>
        await LoadAsync() && _progress!.IsUndoable ? await (await WorkOnAllAsync()).BlockingAsync(CancellationToken.None) : [];

    /// <summary>The work on an up-to-date directory: another process may have begun it and registered units.</summary>
    private async Task<ReorganisationWork> WorkOnAllAsync()
    {
        await directory.CatchUpAsync();
        return new(_content!, new Caller(_progress!.By ?? Caller.System.Name, null, _progress.Person, Loads: true), grains, directory, given, queries, time);
    }

    public async Task ContinueAsync()
    {
        // Checked again after the await: another call may have begun the work.
        if (_work.IsCompleted && await LoadAsync() && _progress!.IsUnderWay && _work.IsCompleted && !_isHalted)
        {
            _work = WorkAsync();
        }
    }

    public async Task<ReorganisationReading?> FollowAsync()
    {
        await ContinueAsync();
        await Task.WhenAny(_work, Task.Delay(FollowTime, time));
        return _progress is null ? null : Reading;
    }

    private async Task WorkAsync()
    {
        // Yields so that the caller is answered first.
        await Task.Yield();
        try
        {
            var work = await WorkOnAllAsync();
            if (_progress!.Before is null)
            {
                // Everything done so far belongs to the figures before, so it must reach the carrier first.
                await repair.RaiseAsync(_content!.Carrier, _stop.Token);
                await SaveAsync(null, _progress with { Before = await MeasuresAsync(_content!.Carrier) });
            }
            while (!_isHalted && _progress is { Status: ReorganisationStatus.Running } progress && progress.Done < work.Count)
            {
                _stop.Token.ThrowIfCancellationRequested();
                await directory.CatchUpAsync();
                var steps = work.Next(progress.Done);
                await Task.WhenAll(steps.Select(step => work.DoAsync(step, _stop.Token)));
                await SaveAsync(null, _progress with { Done = progress.Done + steps.Length, Fault = null });
            }
            while (!_isHalted && _progress is { Status: ReorganisationStatus.Undoing, Done: > 0 } progress)
            {
                _stop.Token.ThrowIfCancellationRequested();
                await directory.CatchUpAsync();
                var steps = work.Last(progress.Done);
                await Task.WhenAll(steps.Select(step => work.UndoAsync(step, progress.Reason!, _stop.Token)));
                await SaveAsync(null, _progress with { Done = progress.Done - steps.Length, Fault = null });
            }
            if (!_isHalted)
            {
                await (_progress!.After is null ? work.PassDifficultiesAsync(_stop.Token) : Task.CompletedTask);
                await BalanceAsync();
            }
        }
        catch (StepRefusedException refused)
        {
            await NoteAsync(refused.Message);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or TimeoutException or OrleansException or OperationCanceledException)
        {
            // The watcher of reorganisations under way resumes it.
        }
    }

    /// <summary>Ends the reorganisation once the carrier's figures are as foretold or, if others act meanwhile, once everything handed over
    /// was received unchanged. Until then, later runs check both again.</summary>
    private async Task BalanceAsync()
    {
        var progress = _progress!;
        var after = await MeasuresAsync(_content!.Carrier);
        var isBack = progress.Status == ReorganisationStatus.Undoing;
        var isBalanced = IsForetold(after);
        HandedBalance? handed = null;
        if (!isBalanced && await OthersActAsync())
        {
            handed = await new HandedFigures(_content, events).OfAsync((await WorkOnAllAsync()).Givers, _stop.Token);
            isBalanced = handed.Given == handed.Taken;
            if (isBalanced)
            {
                // Whoever reads that it is done must find its figures at every unit above.
                await repair.RaiseAsync(_content.Carrier, _stop.Token);
                after = await MeasuresAsync(_content.Carrier);
                handed = IsForetold(after) ? null : handed;
            }
        }
        if (isBalanced || after != progress.After || handed != progress.Handed)
        {
            await SaveAsync(null, progress with
            {
                Status = !isBalanced ? progress.Status : isBack ? ReorganisationStatus.Undone : ReorganisationStatus.Done,
                After = after,
                Handed = handed,
            });
        }

        bool IsForetold(Measures now) => Balance.Holds(Balance.Of(progress.Before!, isBack ? Measures.Zero : progress.Preview!.Change, now));
    }

    /// <summary>Whether anybody has changed anything else at or below the carrier since it began, so that the figures may differ.</summary>
    private async Task<bool> OthersActAsync()
    {
        var query = new AuditQuery(_content!.Carrier, 500) { From = _progress!.Since - ClocksDiffer };
        for (var hasNext = true; hasNext;)
        {
            var page = await queries.AuditAsync(query, _stop.Token);
            if (page.Items.Any(stored => !IsOwn(stored)))
            {
                return true;
            }
            hasNext = page.HasNext;
            query = page.Items is [.., var last] ? query with { After = AuditCursor.Of(last) } : query;
        }
        return false;
    }

    private bool IsOwn(StoredEvent stored) => stored.Event switch
    {
        UnitEvent.ObligationsReceived received => received.Reorganisation == Id,
        UnitEvent.ObligationsTransferred transferred => transferred.Reorganisation == Id,
        _ => stored.RequestId?.Contains($":{ReorganisationStep.KeyOf(Id)}:", StringComparison.Ordinal) == true,
    };

    private async Task<Measures> MeasuresAsync(string unit) =>
        (await grains.GetGrain<IUnitGrain>(unit).ReadCellsAsync([Everything])).Cells[0];

    private async Task NoteAsync(string fault)
    {
        try
        {
            if (_progress!.Fault != fault)
            {
                await SaveAsync(null, _progress with { Fault = fault });
            }
        }
        catch (StoreUnavailableException)
        {
            // The next attempt reports the fault again.
        }
    }

    /// <param name="next">Has the stored version, which is raised here unless the row is new.</param>
    private async Task<ReorganisationAnswer> SaveAsync(Reorganisation? content, ReorganisationProgress next)
    {
        var isNew = _progress is null;
        next = isNew ? next : next with { Version = next.Version + 1 };
        if (!await store.SaveAsync(Id, (content ?? _content)!.Carrier, content, next, CancellationToken.None))
        {
            (_content, _progress) = (null, null);
            await LoadAsync();
            throw new StoreUnavailableException("The reorganisation is being changed elsewhere: repeat the request.");
        }
        (_content, _progress) = (content ?? _content, next);
        feed.ReorganisationChanged(Id);
        return Answer;
    }

    /// <summary>Loads the stored state if it is newer. False if there is no such reorganisation.</summary>
    private async Task<bool> LoadAsync()
    {
        if (!_work.IsCompleted)
        {
            // The work under way writes the row itself and has the newest state.
            return true;
        }
        var found = await store.FindAsync(Id, _content is null ? 0 : _progress!.ContentVersion, CancellationToken.None);
        if (_work.IsCompleted && !(_progress?.Version > found?.Progress.Version))
        {
            (_content, _progress) = found is null ? (null, null) : (found.Content ?? _content, found.Progress);
        }
        return _progress is not null;
    }

    private ReorganisationReading Reading => new(_content!, _progress!, ReorganisationStep.CountOf(_content!));

    private ReorganisationAnswer Answer => new(Reading, null);

    private static ReorganisationAnswer Refused(Refusal refusal) => new(null, refusal);

    private static bool Same(Reorganisation left, Reorganisation right) => EventCodec.Encode(left).AsSpan().SequenceEqual(EventCodec.Encode(right));

    private async Task<Refusal?> FaultOfAsync(Caller caller) => await LoadAsync()
        ? FaultOf(caller, _content!.Carrier)
        : Refusal.NotFound($"There is no reorganisation '{Text.Shown(Id)}'.", "reorganisation");

    private Refusal? FaultOf(Caller caller, string carrier) => directory.Find(carrier) is null
        ? Refusal.NoUnit(carrier, "carrier")
        : Rights.FaultOfReorganising(caller, carrier, judge, Today);
}
