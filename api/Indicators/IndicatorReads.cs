namespace Hierarchy.Api.Indicators;

/// <summary>Finds indicators and reads their values. Definitions never change, so they need not match the version of anything else; values
/// must.</summary>
internal static class IndicatorReads
{
    private static readonly BatchLoader<string, MeasuringReading> OfUnits = new(FetchAsync, int.MaxValue);

    /// <summary>The indicators that a unit defines and reports.</summary>
    public static IDataLoaderResult<MeasuringReading?> Measuring(string unit, CallContext call) => OfUnits.Load(unit, call);

    /// <summary>The indicator with this id; null if there is none.</summary>
    public static IDataLoaderResult<object?>? Find(string id, CallContext call) => RegimeReads.OwnerOf(id, call)?.Then(object? (owner) =>
        owner is null ? null : Measuring(owner, call).Then(measuring => measuring!.Defined.FirstOrDefault(indicator => indicator.Id == id)));

    /// <summary>The indicator of an objective; null when it is not measured.</summary>
    public static IDataLoaderResult<Indicator?> OfObjective(Plan plan, Objective objective, CallContext call) =>
        Measuring(plan.Owner, call).Then(measuring =>
            measuring!.Defined.FirstOrDefault(indicator => indicator.Plan == plan.Id && indicator.Objective == objective.Id));

    /// <summary>Indicators that the unit has defined, and those of units above that concern it or units below; on today's map also those of
    /// the units from which it is read.</summary>
    /// <param name="year">Only indicators of plans that cover this year or of no plan; null for all.</param>
    public static IDataLoaderResult Of(Unit unit, int? year, Standpoint at, Backend backend, CallContext call)
    {
        IReadOnlyList<IReadOnlyList<string>> lines =
            [.. at.Whole(unit.Id, backend).More.Select(top => (string[])[top, .. backend.Directory.Ancestors(top).Select(one => one.Id)])];
        return OfUnits.LoadMany(lines.SelectMany(line => line), call).Then(IEnumerable<Indicator> (found) =>
        {
            var read = 0;
            return lines.SelectMany(line => OfLine([.. found.Skip((read += line.Count) - line.Count).Take(line.Count)], backend.Directory.Find(line[0])!))
                .DistinctBy(indicator => indicator.Id)
                .Where(indicator => year is not { } only || indicator.Plan is not { } plan
                    || backend.Directory.FindPlan(plan) is not { } entry || (entry.StartYear <= only && only <= entry.EndYear))
                .ToList();
        });

        IEnumerable<Indicator> OfLine(IReadOnlyList<MeasuringReading?> line, Unit top)
        {
            var counted = line[0]!.Counted.ToHashSet();
            return line[0]!.Defined.Concat(line.Skip(1).SelectMany(owner => owner!.Defined).Where(indicator =>
                counted.Contains(new IndicatorKey(indicator.Owner, indicator.Id)) || Counts(indicator, top, backend.Directory)));
        }
    }

    /// <summary>The value of an indicator at a unit and below in a year, or in one of its periods.</summary>
    public static IDataLoaderResult Value(
        Indicator indicator, string unit, int year, ReportPeriod? period, UnitKind? unitKind, Standpoint at, Backend backend, CallContext call)
    {
        var whole = at.Whole(unit, backend);
        return Views(indicator, unit, [whole], [year], period, unitKind, at, backend, call, viewOf => viewOf(whole, year));
    }

    /// <summary>Its values in branches of the tree and in years, all read together.</summary>
    /// <param name="unit">The unit whose branches or parts these are.</param>
    /// <param name="make">Creates the result; receives a function that reads a branch in a year.</param>
    public static IDataLoaderResult Views(
        Indicator indicator, string unit, IReadOnlyList<Branches> branches, IReadOnlyList<int> years, ReportPeriod? period, UnitKind? unitKind,
        Standpoint at, Backend backend, CallContext call, Func<Func<Branches, int, IndicatorView>, object> make)
    {
        if (indicator.System is not { } measure)
        {
            return MeasuredBranches.Read(KeyOf(indicator), unit, at, branches, backend, call, figuresOf => make(
                (one, year) => IndicatorView.Of(indicator, figuresOf(one), year, period, unitKind)));
        }
        if (period is not null)
        {
            throw ApiError.Invalid("What the system counts it counts by years: leave period out.", "period");
        }
        if (measure == SystemMeasure.UnitsInspected)
        {
            ImmutableArray<UnitKind> classes = [.. indicator.Classes().Where(kind => unitKind is null || kind == unitKind)];
            return MeasuredBranches.Read(Inspected, unit, at, branches, backend, call, figuresOf => make(
                (one, year) => Coverage(indicator, classes, one, unit, year, at, figuresOf(one), backend)));
        }
        if (unitKind is not null)
        {
            throw ApiError.Invalid("Of obligations the system counts all classes together: leave unitKind out.", "unitKind");
        }
        Part[] parts = [.. branches.SelectMany(one => years.Select(year => PartOf(one, year)))];
        return RestatedReads.Sums(parts, at.Past is { } past ? [past] : [], at.IsRestated, backend.Directory, call, sumOf => make(
            (one, year) => Of(indicator, measure, year, ProgressView.Of(sumOf(PartOf(one, year), at.Past), at.Day))));

        Part PartOf(Branches one, int year) => Part.Of(one, CellOf(indicator, measure, year));
    }

    /// <summary>The value as numerator and denominator, by ids, for callers outside a query.</summary>
    /// <returns>Null if nothing is reported, or there is no such indicator or unit.</returns>
    public static async Task<Rate?> RateAsync(
        Backend backend, string indicator, string unit, int year, string? period, CancellationToken cancellation)
    {
        var owners = await backend.QueryAsync(queries => queries.OwnersOfRegimesAsync([indicator], cancellation));
        if (!owners.TryGetValue(indicator, out var owner) || backend.Directory.Find(unit) is null)
        {
            return null;
        }
        var found = (await backend.AskAsync(owner, grain => grain.ReadMeasuringAsync())).Defined.FirstOrDefault(one => one.Id == indicator);
        if (found is null)
        {
            return null;
        }
        var asked = found.System is { } measure
            ? new UnitQuestions(measure == SystemMeasure.UnitsInspected ? [] : [CellOf(found, measure, year)], [], false, [], [], [Inspected])
            : new UnitQuestions([], [], false, [], [], [KeyOf(found)]);
        var reading = await backend.AskAsync(unit, grain => grain.ReadAsync(asked));
        var view = found.System switch
        {
            null => IndicatorView.Of(found, OfPeriod(reading.Indicators[0].Total, period), year, null, null),
            SystemMeasure.UnitsInspected => Coverage(
                found, [.. found.Classes()], Branches.Of(unit, Composition.Nothing), unit, year, Standpoint.Of(null, null, backend),
                reading.Indicators[0].Total, backend),
            { } counted => Of(found, counted, year, new ProgressView(reading.Cells[0], backend.Today, reading.Version)),
        };
        return view.Given == 0 ? null : view.Rate;

        // Treats the period like the year.
        IEnumerable<IndicatorFigure> OfPeriod(IEnumerable<IndicatorFigure> figures, string? key) => key is null ? figures : figures
            .Where(figure => figure.Cell.Period == key || (figure.Cell.Period.Length == 0 && figure.Sums.Given == 0))
            .Select(figure => figure with { Cell = figure.Cell with { Period = "" } });
    }

    /// <summary>The obligations that an indicator counts in a year; null if it counts something else.</summary>
    /// <param name="all">All obligations at and below a unit.</param>
    public static ObligationQuery? CountedOf(Indicator indicator, int year, ObligationQuery all)
    {
        if (indicator.System is not { } measure || measure == SystemMeasure.UnitsInspected)
        {
            return null;
        }
        var (kind, plan) = (KindOf(measure), PlanOf(indicator, KindOf(measure)));
        return all with
        {
            Kind = kind,
            Status = [.. Enum.GetValues<ObligationStatus>().Where(status => status != ObligationStatus.Cancelled)],
            Plan = plan,
            Year = plan is null ? year : null,
            Own = plan is null ? false : null,
        };
    }

    /// <summary>The number of inspected units of a class in a year, out of all at the unit and below.</summary>
    public static IDataLoaderResult Coverage(Unit unit, int year, UnitKind kind, Standpoint at, Backend backend, CallContext call)
    {
        var whole = at.Whole(unit.Id, backend);
        return MeasuredBranches.Read(
            Inspected, unit.Id, at, [whole], backend, call,
            figuresOf => InspectedOf([kind], whole, unit.Id, year, at, figuresOf(whole), backend));
    }

    public static IndicatorKey KeyOf(Indicator indicator) => new(indicator.Owner, indicator.Id);

    /// <summary>The key under which its values, or the inspections that it counts, are kept.</summary>
    public static IndicatorKey CountedAs(Indicator indicator) => indicator.System == SystemMeasure.UnitsInspected ? Inspected : KeyOf(indicator);

    /// <summary>The cells of obligations that it counts; none if it counts something else.</summary>
    public static ImmutableArray<Cell> CellsOf(Indicator indicator, Backend backend)
    {
        if (indicator.System is not { } measure || measure == SystemMeasure.UnitsInspected)
        {
            return [];
        }
        var plan = indicator.Plan is { } id ? backend.Directory.FindPlan(id) : null;
        var (from, to) = plan is null ? (backend.Today.Year, backend.Today.Year) : (plan.StartYear, plan.EndYear);
        return [.. Enumerable.Range(from, to - from + 1).Select(year => CellOf(indicator, measure, year)).Distinct()];
    }

    /// <summary>The key of inspected units.</summary>
    public static readonly IndicatorKey Inspected = new("", IndicatorCell.Inspected);

    private static Cell CellOf(Indicator indicator, SystemMeasure measure, int year) =>
        KindOf(measure) is var kind && PlanOf(indicator, kind) is { } plan
            ? Cell.OfPlan(indicator.Owner, plan, null, kind)
            : Cell.General(year, null, kind);

    private static ObligationKind KindOf(SystemMeasure measure) => measure switch
    {
        SystemMeasure.TasksDone => ObligationKind.Task,
        SystemMeasure.ReportsOnTime => ObligationKind.Report,
        SystemMeasure.PlansAdopted => ObligationKind.Plan,
        _ => ObligationKind.Finding,
    };

    /// <summary>The plan to which its count is restricted; null for all of the year. Findings belong to no plan.</summary>
    private static string? PlanOf(Indicator indicator, ObligationKind kind) => kind == ObligationKind.Finding ? null : indicator.Plan;

    private static IndicatorView Of(Indicator indicator, SystemMeasure measure, int year, ProgressView progress)
    {
        var reached = measure switch
        {
            SystemMeasure.ReportsOnTime => progress.HandedInInTime,
            SystemMeasure.PlansAdopted => progress.HandedIn,
            _ => progress.Sums.Done,
        };
        return IndicatorView.Counted(indicator, year, null, new Rate(reached, progress.Sums.Owed), progress.Sums.Units);
    }

    private static IndicatorView Coverage(
        Indicator indicator, ImmutableArray<UnitKind> classes, Branches branches, string unit, int year, Standpoint at,
        IEnumerable<IndicatorFigure> figures, Backend backend)
    {
        var rate = InspectedOf(classes, branches, unit, year, at, figures, backend);
        return IndicatorView.Counted(indicator, year, classes is [var only] ? only : null, rate, rate.Denominator);
    }

    private static Rate InspectedOf(
        ImmutableArray<UnitKind> classes, Branches branches, string unit, int year, Standpoint at, IEnumerable<IndicatorFigure> figures,
        Backend backend)
    {
        // The second part counts inspected units that ended in the year.
        var sums = figures.Where(figure => figure.Cell.Year == year && classes.Contains(figure.Cell.Class))
            .Aggregate(default(IndicatorSums), (sum, figure) => sum + figure.Sums);
        return new Rate(sums.Numerator, CountOf(classes, branches, unit, year, at.Past ?? backend.Today, at.TreeOf(backend)) + sums.Denominator);
    }

    /// <summary>Number of units of some classes in branches of the tree at the end of a year, or on a day of the current one. They count in
    /// their present class, like inspected ones.</summary>
    /// <param name="unit">The unit concerned: offices of communes form a class of their own, only below communes.</param>
    private static long CountOf(
        ImmutableArray<UnitKind> classes, Branches branches, string unit, int year, DateOnly day, IUnitDirectory directory)
    {
        var last = new DateOnly(year, 12, 31);
        var then = directory.At(last < day ? last : day);
        var isInCommune = UnitRules.IsInCommune(unit, directory);
        return branches.Units(directory).LongCount(id =>
            classes.Contains(directory.Find(id)!.Kind) && then.Find(id) is not null
            && (isInCommune || directory.Find(id)!.Kind != UnitKind.Office || !UnitRules.IsInCommune(id, directory)));
    }

    /// <summary>Units of a class at and below a unit at the end of a year, or today in the current one; parents before children.</summary>
    public static IEnumerable<Unit> UnitsOf(UnitKind kind, Unit unit, int year, Backend backend)
    {
        var last = new DateOnly(year, 12, 31);
        var directory = backend.Directory.At(last < backend.Today ? last : backend.Today);
        return directory.Find(unit.Id) is not { } then ? []
            : then.Kind == kind ? UnitRules.MembersOf(unit.Id, kind, directory).Prepend(then)
            : UnitRules.MembersOf(unit.Id, kind, directory);
    }

    private static bool Counts(Indicator indicator, Unit unit, IUnitDirectory directory) => indicator.System switch
    {
        null => false,
        SystemMeasure.UnitsInspected => indicator.Classes().Any(kind =>
            unit.Kind == kind || UnitRules.MembersOf(unit.Id, kind, directory).Any()),
        _ => true,
    };

    private static async Task<IReadOnlyDictionary<string, MeasuringReading>> FetchAsync(
        IReadOnlyList<string> units, CallContext call, CancellationToken cancellation)
    {
        var backend = (Backend)call.Services.GetService(typeof(Backend))!;
        var found = new ConcurrentDictionary<string, MeasuringReading>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            units, new ParallelOptions { MaxDegreeOfParallelism = Backend.CallsMax, CancellationToken = cancellation },
            async (unit, _) => found[unit] = await backend.AskAsync(unit, grain => grain.ReadMeasuringAsync()).ConfigureAwait(false));
        return found;
    }
}
