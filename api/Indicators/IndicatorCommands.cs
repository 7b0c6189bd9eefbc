namespace Hierarchy.Api.Indicators;

/// <summary>Commands about indicators and inspections.</summary>
internal static class IndicatorCommands
{
    public static async Task<Indicator> DefineAsync(Backend backend, string requestId, IndicatorInput input, IResolveFieldContext context)
    {
        var began = backend.Time.GetTimestamp();
        _ = backend.Directory.Get(input.Owner, "input", "owner");
        var command = new UnitCommand.DefineIndicator(Place.At(["input"], input.ToIndicator));
        var outcome = await Commands.ExecuteAsync(backend, input.Owner, command, requestId, context, "input", began);
        return ((Outcome.OfIndicator)outcome).Indicator;
    }

    public static async Task<IndicatorView> ReportAsync(
        Backend backend, string requestId, UnitCommand.ReportIndicator command, string unit, DocumentInput? document, IResolveFieldContext context)
    {
        var evidence = await Evidence.OfAsync(backend, document, context, "document");
        return await ExecuteAsync(backend, requestId, command with { Document = evidence }, unit, context);
    }

    /// <summary>Returns the unit's value after the command; units above show it by then if that is done in time.</summary>
    public static async Task<IndicatorView> ExecuteAsync(
        Backend backend, string requestId, UnitCommand.OfIndicator command, string unit, IResolveFieldContext context)
    {
        _ = backend.Directory.Get(unit, "unit");
        var period = command.Period is { } key ? await PeriodAsync(key, command.Year, context) : null;
        var (terms, value) = (Outcome.OfGivenValue)await Commands.ExecuteAsync(backend, unit, command, requestId, context, argument: null);
        await Commands.TellAboveAsync(backend, unit);
        var owner = await backend.AskAsync(terms.Owner, grain => grain.ReadMeasuringAsync());
        var cell = new IndicatorCell(terms.Owner, terms.Id, value.Year, value.Period ?? "", terms.Class);
        return IndicatorView.Of(
            owner.Defined.First(indicator => indicator.Id == terms.Id),
            [
                new(cell with { Year = 0, Period = "" }, new IndicatorSums { Expected = 1 }),
                new(cell, new IndicatorSums(value.Numerator, value.Denominator, 1, 0, value.Verified ? 1 : 0)),
            ],
            value.Year, period, null);
    }

    public static async Task<Inspection> RecordAsync(Backend backend, string requestId, InspectionInput input, IResolveFieldContext context)
    {
        var began = backend.Time.GetTimestamp();
        _ = backend.Directory.Get(input.Inspector, "input", "inspector");
        var act = await Evidence.OfAsync(backend, input.Act, context, "input", "act");
        var command = new UnitCommand.RecordInspection(Place.At(["input"], () => input.ToInspection(act)));
        var outcome = await Commands.ExecuteAsync(backend, input.Inspector, command, requestId, context, "input", began);
        await Commands.TellAboveAsync(backend, input.Unit);
        return ((Outcome.OfInspection)outcome).Inspection;
    }

    private static async Task<ReportPeriod> PeriodAsync(string key, int year, IResolveFieldContext context)
    {
        var regime = ReportPeriod.YearOf(key) == year && RegimeReads.Find(ReportPeriod.RegimeOf(key)!, context.Call()) is { } load
            ? await load.GetResultAsync(context.CancellationToken)
            : null;
        // A load may return another one.
        while (regime is IDataLoaderResult<object?> or IDataLoaderResult<Regime?>)
        {
            regime = await ((IDataLoaderResult)regime).GetResultAsync(context.CancellationToken);
        }
        return IndicatorFields.Period(regime, key) ?? throw ApiError.NotFound($"There is no period '{Text.Shown(key)}' of {year}.", "period");
    }
}
