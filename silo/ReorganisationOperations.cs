using Hierarchy.Grains.Reorganisations;

namespace Hierarchy.Silo;

/// <summary>The options of a reorganisation command besides its two files, as given.</summary>
/// <param name="Act">The number of the document.</param>
/// <param name="Divided">Who acts for the obligations of divided units: "province", or null.</param>
internal sealed record ReorganisationWords(string? Act, string? Signed, string? Effective, string? Operates, string? Divided)
{
    private const string Province = "province";

    public Parameters ToParameters(string? person = null) => new(
        ("as", person), ("act", Act), ("signed", Signed), ("effective", Effective), ("operates-from", Operates), ("divided", Divided));

    public static ReorganisationWords From(Func<string, string?> given) =>
        new(given("act"), given("signed"), given("effective"), given("operates-from"), given("divided"));

    public static ReorganisationWords Of(ReorganisationTerms terms) => new(
        terms.Act.Number, Day(terms.Act.IssuedOn), Day(terms.EffectiveOn), Day(terms.OperatesFrom), terms.Divided == DividedWork.Province ? Province : null);

    private static string Day(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    /// <param name="mapping">Path of the file, whose name is the id of the reorganisation.</param>
    /// <param name="print">Receives the faults.</param>
    /// <returns>Null if there are faults.</returns>
    public ReorganisationTerms? Read(string mapping, Action<string> print)
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(Act))
        {
            faults.Add("--act must name the document that orders the reorganisation, such as --act \"202/2025/QH15\".");
        }
        var signed = DayOf(Signed, "--signed", "the day on which that document was signed");
        var effective = DayOf(Effective, "--effective", "the day from which names, codes and membership change");
        var operates = Operates is null ? effective : DayOf(Operates, "--operates-from", "the day from which the new units act");
        if (Divided is not (null or Province))
        {
            faults.Add($"--divided is '{Text.Shown(Divided)}': the only value is {Province}, which lets the province act for the open work of divided units.");
        }
        var id = IdOf(mapping);
        if (Limits.FaultOfNewId(id) is { } ofId)
        {
            faults.Add($"{Path.GetFileName(mapping)}: the name of the file is the id of the reorganisation, which {ofId}.");
        }
        faults.ForEach(print);
        return faults.Count > 0 ? null : ReorganisationTerms.By(
            id, new Document(Text.Name(Act!), signed!.Value, null, null), effective!.Value, operates!.Value,
            Divided is null ? DividedWork.Unassigned : DividedWork.Province);

        DateOnly? DayOf(string? text, string option, string what)
        {
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return day;
            }
            faults.Add(text is null
                ? $"{option} names {what}, such as {option} 2025-07-01."
                : $"{option} is '{Text.Shown(text)}', which is not a day: write it as 2025-07-01.");
            return null;
        }
    }

    private static string IdOf(string mapping) => Path.GetFileNameWithoutExtension(mapping);
}

/// <summary>Operator commands for a reorganisation that is defined by files.</summary>
internal static class ReorganisationOperations
{
    /// <summary>Maximum number of conflicts and obligations shown: more come from one systematic mistake.</summary>
    private const int ShownMax = 20;

    /// <summary>Printed when the command is interrupted.</summary>
    public const string GoesOn =
        "The completed steps stay done. The rest continues while the system serves; run the same command again to see its progress.";

    /// <summary>Shows what a mapping and a new list of units would do, without changing anything; for one under way, its
    /// progress.</summary>
    public static async Task<int> PreviewAsync(
        IOperated node, string mapping, string units, ReorganisationWords words, Action<string> print, IProgress<double> share, CancellationToken stop)
    {
        if (words.Read(mapping, print) is not { } terms)
        {
            return ExitCode.Configuration;
        }
        await node.Directory.CatchUpAsync();
        var id = await NextAsync(node, terms.Id);
        if (await node.Reorganisation(id).ReadAsync() is { Progress.IsPlanned: false } begun)
        {
            print(StateOf(begun));
            return ExitCode.Ok;
        }
        try
        {
            var reorganisation = MappedReorganisation.Read(mapping, units, terms with { Id = id }, node.Directory);
            var today = VietnameseDay.Today(node.Time);
            var preview = await node.Previews.OfAsync(reorganisation, today, stop, share);
            foreach (var line in LinesOf(reorganisation, preview, node.Directory))
            {
                print(line);
            }
            return preview.Conflicts.IsEmpty && preview.Unassigned.IsEmpty ? ExitCode.Ok : ExitCode.Configuration;
        }
        catch (LoadRefusedException refused)
        {
            print(refused.Message);
            return ExitCode.Configuration;
        }
    }

    /// <summary>Carries out or resumes a reorganisation, and shows its progress until it is done. It continues even if the command is
    /// interrupted.</summary>
    public static async Task<int> CarryOutAsync(
        IOperated node, string mapping, string units, ReorganisationWords words, string? person, Action<string> print, IProgress<double> share,
        CancellationToken stop)
    {
        if (words.Read(mapping, print) is not { } terms || await Operations.CallerAsync(node, person, print, stop) is not { } caller)
        {
            return ExitCode.Configuration;
        }
        terms = terms with { Id = await NextAsync(node, terms.Id) };
        var grain = node.Reorganisation(terms.Id);
        if (await grain.ReadAsync() is not { Progress.IsPlanned: false })
        {
            await node.Directory.CatchUpAsync();
            try
            {
                var drafted = await grain.DraftAsync(MappedReorganisation.Read(mapping, units, terms, node.Directory), caller).WaitAsync(stop);
                if ((drafted.Refusal ?? (await grain.AdoptAsync(caller).WaitAsync(stop)).Refusal) is { } refusal)
                {
                    print(refusal.Message);
                    return ExitCode.Configuration;
                }
            }
            catch (LoadRefusedException refused)
            {
                print(refused.Message);
                return ExitCode.Configuration;
            }
        }
        return await FollowAsync(node, grain, print, share, stop);
    }

    private static async Task<int> FollowAsync(
        IOperated node, IReorganisationGrain grain, Action<string> print, IProgress<double> share, CancellationToken stop)
    {
        var time = node.Time;
        long? looksSince = null;
        while (true)
        {
            var now = (await grain.FollowAsync())!;
            share.Report(now.Steps == 0 ? 1 : (double)now.Progress.Done / now.Steps);
            if (!now.Progress.IsUnderWay)
            {
                print(StateOf(now));
                return ExitCode.Ok;
            }
            if (stop.IsCancellationRequested)
            {
                print($"{StateOf(now)} {GoesOn}");
                return ExitCode.Interrupted;
            }
            if (now.Progress.Fault is { } fault)
            {
                print($"{StateOf(now)} It stopped at step {now.Progress.Done + 1}: {fault}");
                return ExitCode.Fault;
            }
            if (now.Progress.After is not null && now.Progress.Balanced.Where(line => !line.IsForetold).ToList() is { Count: > 0 } lines
                && looksSince is { } first && time.GetElapsedTime(first) > BalanceTimeMax)
            {
                print($"{StateOf(now)} Figures differ from the preview (NOT_BALANCED):");
                lines.ForEach(line => print($"  {line.Measure}: {line.Before} before, {line.After} after, {line.Foretold} foretold"));
                return ExitCode.Difference;
            }
            if (now.Progress.After is not null)
            {
                looksSince ??= time.GetTimestamp();
                await Task.Delay(RiseTime, time, CancellationToken.None);
            }
        }
    }

    /// <summary>Undoes the reorganisation that a mapping of this name defined, and shows its progress.</summary>
    public static async Task<int> UndoAsync(
        IOperated node, string id, string? person, Action<string> print, IProgress<double> share, CancellationToken stop)
    {
        if (await Operations.CallerAsync(node, person, print, stop) is not { } caller)
        {
            return ExitCode.Configuration;
        }
        var isId = Limits.FaultOfNewId(id) is null;
        var grain = node.Reorganisation(isId ? await LastAsync(node, id) : id);
        if (!isId || (await grain.UndoAsync("./run load --undo", caller).WaitAsync(stop)).Refusal is { } refusal && Said(refusal))
        {
            return ExitCode.Configuration;
        }
        return await FollowAsync(node, grain, print, share, stop);

        bool Said(Refusal why)
        {
            print(why.Message);
            return true;
        }
    }

    /// <summary>The id under which the files are carried out: the first of their name that was not undone.</summary>
    private static async Task<string> NextAsync(IOperated node, string id)
    {
        var (next, number) = (id, 1);
        while (await node.Reorganisation(next).ReadAsync() is { Progress.Status: ReorganisationStatus.Undone })
        {
            next = Again(id, ++number);
        }
        return next;
    }

    /// <summary>The last existing id of their name.</summary>
    private static async Task<string> LastAsync(IOperated node, string id)
    {
        var last = id;
        for (var number = 2; await node.Reorganisation(Again(id, number)).ReadAsync() is { Progress.IsPlanned: false }; number++)
        {
            last = Again(id, number);
        }
        return last;
    }

    /// <summary>An undone reorganisation keeps its id and its steps, so the next attempt needs another id.</summary>
    private static string Again(string id, int number) => string.Create(CultureInfo.InvariantCulture, $"{id}.{number}");

    /// <summary>Interval between two readings while figures propagate upwards.</summary>
    private static readonly TimeSpan RiseTime = TimeSpan.FromMilliseconds(200);

    /// <summary>How long figures may differ after all steps, because they propagate from level to level.</summary>
    private static readonly TimeSpan BalanceTimeMax = TimeSpan.FromSeconds(30);

    private static string StateOf(ReorganisationReading reading) =>
        $"{reading.Content.Id}: {Text.Constant(reading.Progress.Status)}, {reading.Progress.Done} of {reading.Steps} steps.";

    private static IEnumerable<string> LinesOf(Reorganisation reorganisation, ReorganisationPreview preview, IUnitDirectory directory)
    {
        var carrier = directory.Find(reorganisation.Carrier)?.Name ?? reorganisation.Carrier;
        yield return $"{reorganisation.Title}, effective {reorganisation.EffectiveOn:yyyy-MM-dd}, at {carrier} ({reorganisation.Carrier})";
        yield return $"units: {Number(preview.Established)} founded, {Number(preview.Renamed)} renamed, {Number(preview.Moved)} moved, "
            + $"{Number(preview.Closed)} closed";
        foreach (var line in Shown(
            [.. preview.Conflicts.Select(conflict => $"  {conflict.Code} {conflict.Place}: {conflict.Message}")], "conflicts, each of which forbids it:"))
        {
            yield return line;
        }
        // With other conflicts there are no figures; unassigned obligations are shown along with them.
        if (preview.Conflicts.All(conflict => conflict.Code == Reasons.SplitUnassigned))
        {
            yield return $"open obligations: {Number(preview.ObligationsMoved)} move to other units, {Number(preview.ObligationsStaying)} stay with a steward, "
                + $"{Number(preview.Unassigned.Length)} are unassigned";
            yield return $"plans taken over: {Number(preview.PlansTakenOver)}; grants ended: {Number(preview.GrantsEnded)}";
            yield return $"figures of {carrier} that will change: units {Change(preview.Change.Sums.Units)}, silent ones {Change(preview.Change.Sums.UnitsSilent)}; "
                + "all others stay equal";
        }
        foreach (var line in Shown(
            [.. preview.Unassigned.Select(obligation => "  " + obligation.Id)],
            "unassigned, so that it cannot be carried out (with --divided province they stay in their place, and the province acts for them):"))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Shown(ImmutableArray<string> lines, string heading)
    {
        if (lines.IsEmpty)
        {
            return [];
        }
        string[] rest = lines.Length > ShownMax ? [$"  and {Number(lines.Length - ShownMax)} more"] : [];
        return [$"{Number(lines.Length)} {heading}", .. lines.Take(ShownMax), .. rest];
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Change(long number) => number.ToString("+#,0;-#,0;±0", CultureInfo.InvariantCulture);
}
