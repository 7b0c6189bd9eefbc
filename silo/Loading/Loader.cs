using Hierarchy.Grains.Indicators;

namespace Hierarchy.Loading;

/// <summary>
/// Loads files of units and plans into the grains. Idempotent: existing units and plans stay as they are, so the next load completes an
/// interrupted one. A file with a fault is refused as a whole, before any part of it is written.
/// </summary>
public sealed partial class Loader(
    IGrainFactory grains, IUnitDirectory directory, IQueries queries, IProgress<string> progress, TimeProvider time)
{
    /// <summary>Maximum number of concurrent commands.</summary>
    private const int AtOnceMax = 64;

    /// <summary>How long one command is retried while the database is slow or unavailable: restarting a nationwide load is expensive.</summary>
    private static readonly TimeSpan RepeatTimeMax = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan RepeatPause = TimeSpan.FromMilliseconds(500);

    private Caller Caller { get; init; } = Caller.System;

    /// <summary>A loader that acts for a person, whom the history then names.</summary>
    public Loader As(string name, string person) =>
        new(grains, directory, queries, progress, time) { Caller = new Caller(name, null, person, Loads: true) };

    /// <summary>Loads units/*.csv, then plans/*.yaml, then regimes/*.yaml of a folder, each in the order of file names, and drafts
    /// reorganisations/*.yaml.</summary>
    /// <exception cref="LoadRefusedException">A file was refused; the files before it are loaded.</exception>
    public async Task LoadFolderAsync(string folder, CancellationToken cancellation)
    {
        foreach (var file in Files(folder, "units", "*.csv").Concat(Files(folder, "plans", "*.yaml")).Concat(Files(folder, "regimes", "*.yaml")))
        {
            await LoadFileAsync(file, amend: null, acts: null, isGiven: false, cancellation, share: null);
        }
        foreach (var file in Files(folder, "reorganisations", "*.yaml"))
        {
            await DraftAsync(file);
        }
    }

    /// <summary>Loads one file: a list of units (.csv), a plan or a regime (.yaml).</summary>
    /// <param name="amend">The document by which an existing plan is amended to match the file; null: a file that differs from the plan is
    /// refused, with the differences.</param>
    /// <param name="share">Receives the fraction done, 0 to 1.</param>
    /// <exception cref="LoadRefusedException">The file was refused.</exception>
    public Task LoadFileAsync(string path, Document? amend, CancellationToken cancellation, IProgress<double>? share = null) =>
        LoadFileAsync(path, amend, acts: null, isGiven: true, cancellation, share);

    /// <summary>Loads one file, and for a list of units also renames and moves existing units to match it.</summary>
    /// <param name="acts">Null: existing units stay as they are, and the differences are reported.</param>
    public Task LoadFileAsync(string path, Document? amend, UnitActs? acts, CancellationToken cancellation, IProgress<double>? share = null) =>
        LoadFileAsync(path, amend, acts, isGiven: true, cancellation, share);

    /// <param name="isGiven">Whether somebody asked for this file; false for a file that ships with the program, from which the system may
    /// have diverged since.</param>
    private Task LoadFileAsync(
        string path, Document? amend, UnitActs? acts, bool isGiven, CancellationToken cancellation, IProgress<double>? share)
    {
        return Path.GetExtension(path) switch
        {
            ".csv" when amend is not null => throw Refused("is a list of units: only a plan can be amended"),
            ".csv" => LoadUnitsAsync(path, acts, isGiven, share, cancellation),
            ".yaml" or ".yml" when acts is not null => throw Refused("is a plan or a regime: only units can be renamed and moved"),
            ".yaml" or ".yml" when RegimeFile.IsOne(path) => amend is null
                ? LoadRegimeAsync(path, isGiven, cancellation)
                : throw Refused("is a regime: only a plan can be amended"),
            ".yaml" or ".yml" => LoadPlanAsync(path, amend, isGiven, share, cancellation),
            _ => throw Refused("is neither a list of units (.csv) nor a plan or a regime (.yaml)"),
        };

        LoadRefusedException Refused(string reason) => new([new FileError(Path.GetFileName(path), 0, reason)]);
    }

    private async Task LoadPlanAsync(string path, Document? amend, bool isGiven, IProgress<double>? share, CancellationToken cancellation)
    {
        var document = Read(PlanFile.Read(path));
        await directory.CatchUpAsync();
        var plan = IdOf(document);
        if (plan is not null && await FinishedAsync(document, plan) is { } contents)
        {
            await (isGiven ? AmendAsync(document, contents, amend, path) : Task.CompletedTask);
            await DefineIndicatorsAsync(document, plan, path, isGiven);
            return;
        }
        if (amend is not null)
        {
            throw new LoadRefusedException([new FileError(Path.GetFileName(path), 0, "there is no such plan to amend: leave --amend out to load it")]);
        }
        var faults = FaultsOf(document, Path.GetFileName(path));
        if (faults.Count > 0)
        {
            throw new LoadRefusedException([.. faults]);
        }
        progress.Report($"loading {document.Title}");
        var owner = document.Owner;
        plan ??= ((Outcome.OfPlan)await ExecuteAsync(owner, new UnitCommand.AdoptPlan(PlanOf(document)), $"load:{document.Id}", path)).Plan.Id;
        double done = 0;
        foreach (var line in document.Tasks)
        {
            await ExecuteAsync(owner, new UnitCommand.AddTask(TaskOf(document, plan, line)), $"load:{document.Id}/{line.Code}", path);
            share?.Report(++done / (document.Tasks.Length + document.Duties.Length));
            cancellation.ThrowIfCancellationRequested();
        }
        foreach (var line in document.Duties)
        {
            await ExecuteAsync(owner, new UnitCommand.AddDuty(DutyOf(document, plan, line)), $"load:{document.Id}/{line.Id}", path);
            share?.Report(++done / (document.Tasks.Length + document.Duties.Length));
            cancellation.ThrowIfCancellationRequested();
        }
        await DefineIndicatorsAsync(document, plan, path, isGiven: true);
        await DeliverAsync(owner);
    }

    /// <summary>Defines the file's indicators for those objectives that have none yet.</summary>
    private async Task DefineIndicatorsAsync(PlanDocument document, string plan, string path, bool isGiven)
    {
        if (document.Indicators.IsEmpty)
        {
            return;
        }
        var owner = document.Owner;
        var measured = (await AskAsync(owner, grain => grain.ReadMeasuringAsync())).Defined
            .Where(indicator => indicator.Plan == plan).Select(indicator => indicator.Objective).ToHashSet(StringComparer.Ordinal);
        foreach (var line in document.Indicators.Where(line => !measured.Contains(line.Objective)))
        {
            var id = $"{document.Id}.{line.Objective}";
            var outcome = await AnswerAsync(owner, new UnitCommand.DefineIndicator(new Indicator(
                id, owner, null, $"{plan}/{line.Objective}", line.Text, line.Method, line.Numerator, line.Denominator,
                Assignees(owner, line.Reporters), [], null, line.System)), $"load:indicator:{id}");
            if (outcome is not Outcome.Refused { Refusal: var refusal })
            {
                continue;
            }
            var error = new FileError(Path.GetFileName(path), 0, $"indicator of {line.Objective}: {refusal.Message}");
            if (isGiven)
            {
                throw new LoadRefusedException([error]);
            }
            // A file that ships with the program may no longer fit the plan, which may have been amended here.
            progress.Report($"not loaded: {error}");
        }
        await DeliverAsync(owner);
    }

    private Task<bool> DeliverAsync(string owner) => AskAsync(owner, async grain =>
    {
        await grain.DeliverAsync();
        return true;
    });

    private async Task LoadRegimeAsync(string path, bool isGiven, CancellationToken cancellation)
    {
        var (document, file) = (Read(RegimeFile.Read(path)), Path.GetFileName(path));
        await directory.CatchUpAsync();
        var owner = document.Regime.Owner;
        var known = directory.Find(owner) is null ? [] : (await AskAsync(owner, grain => grain.ReadPlansAsync())).Regimes;
        if (known.FirstOrDefault(regime => regime.Id == document.Regime.Id || regime.Id == OwnedId.Of(owner, document.Regime.Id)) is { } there)
        {
            if (isGiven && !RegimeRules.IsSame(there, document.Regime with { Reporters = Assignees(owner, document.Reporters) }))
            {
                throw new LoadRefusedException(
                    [new FileError(file, 0, $"differs from the regime '{there.Id}', which cannot be changed: give the new one another id")]);
            }
            return;
        }
        var faults = FaultsOf(owner, [("reporters", document.Reporters)], file);
        if (faults.Count > 0)
        {
            Refuse(faults);
            return;
        }
        progress.Report($"loading {document.Regime.Title}");
        var installation = await Repeatable.AskAsync(time, () => grains.GetGrain<IInstallationGrain>(IInstallationGrain.Key).ReadAsync());
        var regime = document.Regime with
        {
            Reporters = Assignees(owner, document.Reporters),
            Holidays = document.Regime.NextWorkingDay ? installation.HolidaysOf(document.Regime.StartYear, document.Regime.EndYear) : [],
        };
        var outcome = await AnswerAsync(owner, new UnitCommand.AddRegime(regime), $"load:regime:{regime.Id}");
        if (outcome is Outcome.Refused { Refusal: var refusal })
        {
            Refuse([new FileError(file, document.LineOf(refusal.Field), $"{refusal.Field}: {refusal.Message}")]);
            return;
        }
        cancellation.ThrowIfCancellationRequested();
        await DeliverAsync(owner);

        void Refuse(List<FileError> errors)
        {
            if (isGiven)
            {
                throw new LoadRefusedException([.. errors]);
            }
            // A file that ships with the program may no longer fit the unit or the plan, which may have changed here.
            errors.ForEach(error => progress.Report($"not loaded: {error}"));
        }
    }

    /// <summary>The id under which the system has the file's plan; null while its owner has not adopted it. Another owner may have a plan
    /// of the same id.</summary>
    private string? IdOf(PlanDocument document) => Array.Find(
        [OwnedId.Of(document.Owner, document.Id), document.Id], id => directory.FindPlan(id)?.Owner == document.Owner);

    /// <summary>The plan's contents; null where its load was interrupted, that is, where only lines at the end of the file are missing.</summary>
    private async Task<PlanContents?> FinishedAsync(PlanDocument document, string plan)
    {
        var contents = (await AskAsync(document.Owner, grain => grain.ReadContentsAsync([plan]))).Plans[0];
        var known = contents.Tasks.Select(task => task.Id).Concat(contents.Duties.Select(duty => duty.Id)).ToHashSet(StringComparer.Ordinal);
        var missing = document.Tasks.Select(line => line.Code).Concat(document.Duties.Select(line => line.Id))
            .Select(code => !known.Contains(IdOf(document, code, known))).SkipWhile(isMissing => !isMissing).ToList();
        var isCutShort = missing.Count > 0 && missing.TrueForAll(isMissing => isMissing) && contents.Plan.Version == 1
            && known.Count == document.Tasks.Length + document.Duties.Length - missing.Count;
        return isCutShort ? null : contents;
    }

    /// <summary>The id under which the system has a line of the file; the line's own id where the system does not have it.</summary>
    private static string IdOf(PlanDocument document, string code, HashSet<string> known)
    {
        var id = $"{document.Id}/{code}";
        return known.Contains(OwnedId.Of(document.Owner, id)) ? OwnedId.Of(document.Owner, id) : id;
    }

    /// <summary>Amends the plan by a document, so that it matches the file.</summary>
    /// <exception cref="LoadRefusedException">The file differs from the plan, and no document is given or a difference cannot be amended.</exception>
    private async Task AmendAsync(PlanDocument document, PlanContents contents, Document? amend, string path)
    {
        var file = Path.GetFileName(path);
        var plan = contents.Plan.Id;
        var known = contents.Tasks.Select(task => task.Id).Concat(contents.Duties.Select(duty => duty.Id)).ToHashSet(StringComparer.Ordinal);
        var faults = FaultsOf(document, file);
        if (faults.Count > 0)
        {
            throw new LoadRefusedException([.. faults]);
        }
        var difference = PlanDifference.Of(
            contents, PlanOf(document),
            [.. document.Tasks.Select(line => TaskOf(document, plan, line) with { Id = IdOf(document, line.Code, known) })],
            [.. document.Duties.Select(line => DutyOf(document, plan, line) with { Id = IdOf(document, line.Id, known) })]);
        if (difference.IsNothing)
        {
            return;
        }
        if (amend is null || !difference.Fixed.IsEmpty)
        {
            var lines = document.Tasks.Select(line => (line.Code, line.Line)).Concat(document.Duties.Select(line => (Code: line.Id, line.Line)))
                .ToLookup(line => line.Code, line => line.Line);
            FileError Error((string Code, string Words) found, string more) =>
                new(file, lines[found.Code].FirstOrDefault(), $"{(found.Code.Length > 0 ? found.Code + ": " : "")}{found.Words}{more}");
            throw new LoadRefusedException(
            [
                new FileError(file, 0, $"differs from version {contents.Plan.Version} of the plan '{plan}', and nothing was changed. A document that "
                    + "changes the plan so is named with --amend \"NUMBER YYYY-MM-DD\""),
                .. difference.Said.Select(found => Error(found, "")),
                .. difference.Fixed.Select(found => Error(found, ", which an amendment cannot change")),
            ]);
        }
        progress.Report($"amending {document.Title}");
        var command = difference.Changes with { Document = amend, EffectiveOn = amend.IssuedOn };
        await ExecuteAsync(document.Owner, command, $"load:{plan}@{contents.Plan.Version}", path);
        await DeliverAsync(document.Owner);
    }

    /// <summary>Faults that show only against the directory: units and plans that the file names but that do not exist or may not be named.</summary>
    private List<FileError> FaultsOf(PlanDocument document, string file)
    {
        var faults = FaultsOf(
            document.Owner,
            [
                .. document.Tasks.Select(line => (line.Code, line.Leads)), .. document.Duties.Select(line => (line.Id, line.Leads)),
                .. document.Indicators.Select(line => (line.Objective, line.Reporters)),
            ],
            file);
        if (directory.Find(document.Owner) is not { IsClosed: false })
        {
            return faults;
        }
        if (document.Parent is { } parent && directory.FindPlan(parent) is null)
        {
            faults.Add(new FileError(file, 0, $"parent '{parent}' is not a known plan"));
        }
        foreach (var (line, coordinator) in document.Tasks.SelectMany(line => line.Coordinators.Select(coordinator => (line, coordinator))))
        {
            if (coordinator.Unit is { } unit && directory.Find(unit) is null)
            {
                faults.Add(new FileError(file, coordinator.Line, $"{line.Code}: coordinator '{unit}' is not a known unit"));
            }
        }
        return faults;
    }

    /// <summary>Faults of the owner and of the units on which it would impose.</summary>
    private List<FileError> FaultsOf(string owner, IEnumerable<(string Code, ImmutableArray<Assigned> Leads)> led, string file)
    {
        var faults = new List<FileError>();
        if (directory.Find(owner) is not { IsClosed: false })
        {
            faults.Add(new FileError(file, 0, $"owner '{owner}' is not a known unit, or has ended"));
            return faults;
        }
        foreach (var (code, leads) in led)
        {
            foreach (var lead in leads)
            {
                if (lead.Unit is { } unit && directory.Find(unit) is null)
                {
                    faults.Add(new FileError(file, lead.Line, $"{code}: lead '{unit}' is not a known unit"));
                }
                else if (lead.Unit is { } ended && directory.Find(ended) is { To: { } last })
                {
                    faults.Add(new FileError(file, lead.Line, $"{code}: lead '{ended}' ended on {last:yyyy-MM-dd}"));
                }
                else if (lead.Unit is { } other && !directory.IsAtOrBelow(other, owner))
                {
                    faults.Add(new FileError(file, lead.Line, $"{code}: lead '{other}' is neither the owner nor below it"));
                }
                else if (lead.Named is { } name && !Named(owner, name).Any())
                {
                    faults.Add(new FileError(file, lead.Line, $"{code}: no unit below the owner is named '{name}'"));
                }
            }
        }
        return faults;
    }

    private static Plan PlanOf(PlanDocument document) => new(
        document.Id, document.Owner, document.Number, document.Title, document.AdoptedOn, document.StartYear, document.EndYear,
        document.BasedOn, document.Parent, document.Areas, document.Objectives, document.EffectiveOn);

    private PlanTask TaskOf(PlanDocument document, string plan, TaskLine line) => new(
        $"{document.Id}/{line.Code}", plan, line.Code, line.Area, line.Group, line.Title, line.Products,
        Assignees(document.Owner, line.Leads), line.LeadMode, Assignees(document.Owner, line.Coordinators), line.Approver, line.Schedule,
        line.Weight, line.Budget ?? 0);

    private Duty DutyOf(PlanDocument document, string plan, DutyLine line) => new(
        $"{document.Id}/{line.Id}", plan, line.Kind, line.Title, Assignees(document.Owner, line.Leads), line.Schedule, line.Source);

    private ImmutableArray<Assignee> Assignees(string owner, ImmutableArray<Assigned> assigned) => [.. assigned.SelectMany(
        a => a.Named is { } name
            ? Named(owner, name).Select(unit => new Assignee(unit.Id, null, a.Label))
            : [new Assignee(a.Unit, a.UnitClass, a.Label)])];

    private IEnumerable<Unit> Named(string owner, string name) =>
        Enum.GetValues<UnitKind>().SelectMany(kind => directory.Below(owner, kind)).Where(unit => unit.Name == name);

    private async Task<Outcome> ExecuteAsync(string unit, UnitCommand command, string requestId, string path) =>
        await AnswerAsync(unit, command, requestId) is var outcome && outcome is Outcome.Refused { Refusal: var refusal }
            ? throw new LoadRefusedException([new FileError(Path.GetFileName(path), 0, $"{command.Subject}: {refusal.Message}")])
            : outcome;

    private async Task<Outcome> AnswerAsync(string unit, UnitCommand command, string requestId)
    {
        var started = time.GetTimestamp();
        var outcome = await AskAsync(unit, grain => grain.ExecuteAsync(command, requestId, Caller));
        while (outcome is Outcome.Refused { Refusal.Code: RefusalCode.Unavailable } && time.GetElapsedTime(started) < RepeatTimeMax)
        {
            await Task.Delay(RepeatPause, time);
            outcome = await AskAsync(unit, grain => grain.ExecuteAsync(command, requestId, Caller));
        }
        return outcome;
    }

    private Task<T> AskAsync<T>(string unit, Func<IUnitGrain, Task<T>> call) =>
        Repeatable.AskAsync(time, () => call(grains.GetGrain<IUnitGrain>(unit)));

    private static T Read<T>(FileContents<T> reading)
        where T : class =>
        reading.Value ?? throw new LoadRefusedException(reading.Errors);

    private static IEnumerable<string> Files(string folder, string part, string pattern) =>
        Directory.Exists(Path.Combine(folder, part))
            ? Directory.GetFiles(Path.Combine(folder, part), pattern).Order(StringComparer.Ordinal)
            : [];

    private static Task EachAsync<T>(IEnumerable<T> items, Func<T, Task> run, CancellationToken cancellation) => Parallel.ForEachAsync(
        items, new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = cancellation }, async (item, _) => await run(item));
}

/// <summary>A file was refused as a whole.</summary>
public sealed class LoadRefusedException(ImmutableArray<FileError> errors)
    : Exception(string.Join(Environment.NewLine, errors))
{
    public ImmutableArray<FileError> Errors { get; } = errors;
}
