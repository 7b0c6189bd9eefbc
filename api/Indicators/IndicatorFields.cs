namespace Hierarchy.Api.Indicators;

/// <summary>Resolves the fields of an indicator, with its values at each level.</summary>
internal sealed class IndicatorFields(Backend backend)
{
    public Unit? Owner([FromSource] Indicator indicator) => backend.Directory.Find(indicator.Owner);

    public IDataLoaderResult<Plan?>? Plan([FromSource] Indicator indicator, IResolveFieldContext context) =>
        indicator.Plan is { } plan ? UnitReads.Contents(plan, context.Call()).Then(contents => contents?.Whole.Plan) : null;

    public IDataLoaderResult Value(
        [FromSource] Indicator indicator, string unit, int year, string? period, UnitKind? unitKind, DateOnly? asOf, TreeView? tree,
        IResolveFieldContext context)
    {
        Check(unit, year, context);
        var at = Standpoint.Of(tree, asOf, backend);
        return InPeriod(year, period, context.Call(), found => IndicatorReads.Value(indicator, unit, year, found, unitKind, at, backend, context.Call()));
    }

    public IDataLoaderResult Series(
        [FromSource] Indicator indicator, string unit, int fromYear, int toYear, UnitKind? unitKind, DateOnly? asOf, TreeView? tree,
        IResolveFieldContext context)
    {
        Check(unit, fromYear, context, "fromYear");
        Check(unit, toYear, context, "toYear");
        if (toYear < fromYear || toYear - fromYear >= Limits.PlanYearsMax)
        {
            throw ApiError.Invalid($"toYear lies in fromYear..fromYear + {Limits.PlanYearsMax - 1}.", "toYear");
        }
        var at = Standpoint.Of(tree, asOf, backend);
        var whole = at.Whole(unit, backend);
        int[] years = [.. Enumerable.Range(fromYear, toYear - fromYear + 1)];
        return IndicatorReads.Views(
            indicator, unit, [whole], years, null, unitKind, at, backend, context.Call(),
            viewOf => Array.ConvertAll(years, year => viewOf(whole, year)));
    }

    public IDataLoaderResult ByChild(
        [FromSource] Indicator indicator, string unit, int year, string? period, DateOnly? asOf, TreeView? tree, IResolveFieldContext context)
    {
        Check(unit, year, context);
        var at = Standpoint.Of(tree, asOf, backend);
        var parts = at.Parts(unit, backend);
        return InPeriod(year, period, context.Call(), found => IndicatorReads.Views(
            indicator, unit, [.. parts.Select(part => part.Of)], [year], found, null, at, backend, context.Call(), viewOf => parts
                .Select(part => new IndicatorSlice(part.Unit, viewOf(part.Of, year)))
                .Where(slice => slice.Value.Expected > 0 || slice.Value.Given > 0).ToList()));
    }

    public IDataLoaderResult<bool> Asks([FromSource] Indicator indicator, string unit, IResolveFieldContext context)
    {
        _ = backend.Directory.Get(unit, "unit");
        return IndicatorReads.Measuring(unit, context.Call()).Then(measuring => measuring!.Given.Any(given => given.Terms.Id == indicator.Id));
    }

    public IDataLoaderResult<GivenValue?> Given([FromSource] Indicator indicator, string unit, int year, string? period, IResolveFieldContext context)
    {
        _ = backend.Directory.Get(unit, "unit");
        CheckYear(year, "year");
        var reader = Reader.Of(context);
        return IndicatorReads.Measuring(unit, context.Call()).Then(measuring => reader.ReadsValuesOf(unit, measuring!.Acting)
            ? measuring.Given.FirstOrDefault(given => given.Terms.Id == indicator.Id)?.Find(year, period)
            : null);
    }

    public IDataLoaderResult<IEnumerable<Right>> Rights([FromSource] Indicator indicator, string unit, IResolveFieldContext context)
    {
        _ = backend.Directory.Get(unit, "unit");
        var reader = Reader.Of(context);
        return IndicatorReads.Measuring(unit, context.Call()).Then(found => reader.RightsAt(found!.Acting.OfValues ?? unit));
    }

    public object NotGiven(
        [FromSource] Indicator indicator, string unit, int year, string? period, int? first, string? after, DateOnly? asOf, TreeView? tree,
        IResolveFieldContext context)
    {
        _ = backend.Directory.Get(unit, "unit");
        CheckYear(year, "year");
        if (period is not null && ReportPeriod.YearOf(period) != year)
        {
            throw NoPeriod(period, year);
        }
        var (reader, at, call) = (Reader.Of(context), Standpoint.Of(tree, asOf, backend), context.Call());
        if (reader.ReadsAnythingUnder(unit))
        {
            return Listed(reader.ReadsValuesOf);
        }
        // Missing values of an ended unit are visible to those who may report them.
        return IndicatorReads.Measuring(unit, call).Then(object (measuring) => reader.ReadsValuesOf(unit, measuring!.Acting)
            ? Listed(one => one == unit || reader.ReadsValuesOf(one))
            : throw Reader.Forbidden(unit));

        object Listed(Func<string, bool> isFor) => indicator.System is not null
            ? UnitConnection.Of([], first, after)
            : SubtreeReads.Missing(
                indicator, unit, year, period ?? "", at, backend, call,
                missing => UnitConnection.Of([.. missing.Where(one => isFor(one.Id))], first, after));
    }

    private void Check(string unit, int year, IResolveFieldContext context, string field = "year")
    {
        _ = backend.Directory.Get(unit, "unit");
        Reader.Of(context).CheckTotals(unit);
        CheckYear(year, field);
    }

    private static void CheckYear(int year, string field)
    {
        if (year is < Limits.YearMin or > Limits.YearMax)
        {
            throw ApiError.Invalid($"{field} lies in {Limits.YearMin}..{Limits.YearMax}.", field);
        }
    }

    private static FieldError NoPeriod(string period, int year) =>
        ApiError.NotFound($"There is no period '{Grains.Text.Shown(period)}' of {year}.", "period");

    /// <summary>Resolves the period by its key; null for the year itself.</summary>
    private static IDataLoaderResult InPeriod(int year, string? period, CallContext call, Func<ReportPeriod?, IDataLoaderResult> answer)
    {
        if (period is null)
        {
            return answer(null);
        }
        return ReportPeriod.YearOf(period) == year && RegimeReads.Find(ReportPeriod.RegimeOf(period)!, call) is { } regime
            ? regime.Then(Of)
            : throw NoPeriod(period, year);

        // Finds the owner first, then the regime.
        object? Of(object? found) => found is IDataLoaderResult<Regime?> load ? load.Then(object? (loaded) => Of(loaded))
            : Period(found, period) is { } known ? answer(known)
            : throw NoPeriod(period, year);
    }

    internal static ReportPeriod? Period(object? regime, string period) => (regime as Regime)?.FindPeriod(period);
}

/// <summary>An objective as shown by the API: the owner of its plan knows its indicator.</summary>
/// <param name="Plan">Null if it does not belong to an adopted plan.</param>
internal sealed record ObjectiveOfPlan(Plan? Plan, Objective Objective);

internal sealed class ObjectiveFields
{
    public string Id([FromSource] ObjectiveOfPlan objective) => objective.Objective.Id;

    public string? Area([FromSource] ObjectiveOfPlan objective) => objective.Objective.Area;

    public string Text([FromSource] ObjectiveOfPlan objective) => objective.Objective.Text;

    public double? Target([FromSource] ObjectiveOfPlan objective) => objective.Objective.Target;

    public Comparison? Comparison([FromSource] ObjectiveOfPlan objective) => objective.Objective.Comparison;

    public string? UnitOfMeasure([FromSource] ObjectiveOfPlan objective) => objective.Objective.UnitOfMeasure;

    public string? Scope([FromSource] ObjectiveOfPlan objective) => objective.Objective.Scope;

    public DateOnly? Due([FromSource] ObjectiveOfPlan objective) => objective.Objective.Due;

    public IDataLoaderResult<Indicator?>? Indicator([FromSource] ObjectiveOfPlan objective, IResolveFieldContext context) =>
        objective.Plan is { } plan ? IndicatorReads.OfObjective(plan, objective.Objective, context.Call()) : null;
}

/// <summary>Resolves the fields of a reported value.</summary>
internal sealed class GivenValueFields(IPeople people)
{
    public Person? By([FromSource] GivenValue value) => value.By is { } id ? people.Find(id) : null;
}

/// <summary>Resolves the fields of an inspection. Its findings are obligations like any others.</summary>
internal sealed class InspectionFields(Backend backend)
{
    public Unit? Inspector([FromSource] Inspection inspection) => backend.Directory.Find(inspection.Inspector);

    public Unit? Unit([FromSource] Inspection inspection) => backend.Directory.Find(inspection.Unit);

    public IDataLoaderResult Findings([FromSource] Inspection inspection, IResolveFieldContext context)
    {
        var reader = Reader.Of(context);
        Load<Obligation?>[] loads = [.. inspection.ObligationIds().Select(id => (Load<Obligation?>)UnitReads.Obligation(id, context.Call()))];
        return new Made<IEnumerable<Obligation>>(context.Call(), () => loads.Select(load => load.Value).OfType<Obligation>().Where(reader.Reads));
    }
}
