namespace Hierarchy.Api.Reports;

internal sealed record SectionInput(string Key, string Text);

internal sealed record RowInput(string Code, long? Numerator, long? Denominator, string? Reason, bool? NothingOccurred)
{
    public RowEntry ToEntry() => new(Code, Numerator, Denominator ?? 0, Texts.KeptOrNull(Reason), NothingOccurred ?? false);
}

/// <summary>Commands about reports. Each goes to the unit of the report.</summary>
internal static class ReportCommands
{
    public static async Task<ShownReport> OpenAsync(Backend backend, string requestId, string unit, string period, IResolveFieldContext context)
    {
        _ = context.Mutator();
        var at = backend.Directory.Get(unit, "unit");
        var found = await RegimeReads.FindPeriodAsync(period, backend, context.CancellationToken) ?? throw NoPeriod(period);
        var form = ReportForm.Of(found.Regime.PaperOf(found, at.Kind), at.Kind);
        return await ExecuteAsync(backend, requestId, new ReportKey(unit, form.Period), new UnitCommand.OpenReport(form), context);
    }

    public static Task<ShownReport> WriteAsync(
        Backend backend, string requestId, string report, SectionInput[]? sections, RowInput[]? rows, long? expectedVersion, IResolveFieldContext context) =>
        ExecuteAsync(backend, requestId, report, context, key => new UnitCommand.WriteReport(
            key.Period, [.. (sections ?? []).Select(section => new SectionText(section.Key, Texts.Kept(section.Text)))],
            [.. (rows ?? []).Select(row => row.ToEntry())], expectedVersion));

    public static async Task<ShownReport> SignAsync(
        Backend backend, ReportCounts counts, string requestId, string report, string signer, string capacity, DocumentInput document,
        int? expectedRevision, IResolveFieldContext context)
    {
        _ = context.Mutator();
        var key = KeyOf(report, backend);
        var evidence = await Evidence.OfAsync(backend, document, context, "document");
        var known = await backend.QueryAsync(queries => queries.ReportsAsync([key], context.CancellationToken));
        var figures = known is [{ IsFrozen: false } draft] ? await counts.CountAsync(draft, context.CancellationToken) : ReportFigures.None;
        var command = new UnitCommand.SignReport(key.Period, Texts.Kept(signer), Texts.Kept(capacity), evidence!, expectedRevision, figures);
        return await ExecuteAsync(backend, requestId, key, command, context);
    }

    public static Task<ShownReport> ReceiveAsync(Backend backend, string requestId, string report, string? note, IResolveFieldContext context) =>
        ExecuteAsync(backend, requestId, report, context, key => new UnitCommand.ReceiveReport(key.Period, Texts.KeptOrNull(note)));

    public static Task<ShownReport> ReturnAsync(Backend backend, string requestId, string report, string note, IResolveFieldContext context) =>
        ExecuteAsync(backend, requestId, report, context, key => new UnitCommand.ReturnReport(key.Period, Texts.Kept(note)));

    public static Task<ShownReport> ReopenAsync(Backend backend, string requestId, string report, string reason, IResolveFieldContext context) =>
        ExecuteAsync(backend, requestId, report, context, key => new UnitCommand.ReopenReport(key.Period, Texts.Kept(reason)));

    public static FieldError NoPeriod(string key) => ApiError.NotFound($"There is no period '{Text.Shown(key)}'.", "period");

    private static Task<ShownReport> ExecuteAsync(
        Backend backend, string requestId, string report, IResolveFieldContext context, Func<ReportKey, UnitCommand> command)
    {
        _ = context.Mutator();
        var key = KeyOf(report, backend);
        return ExecuteAsync(backend, requestId, key, command(key), context);
    }

    private static async Task<ShownReport> ExecuteAsync(
        Backend backend, string requestId, ReportKey key, UnitCommand command, IResolveFieldContext context)
    {
        var outcome = await Commands.ExecuteAsync(backend, key.Unit, command, requestId, context, argument: null);
        await Commands.TellAboveAsync(backend, key.Unit);
        if (outcome is Outcome.OfReport { Report: var changed })
        {
            return new ShownReport(changed, IsEarlier: false);
        }
        return await backend.QueryAsync(queries => queries.ReportsAsync([key], context.CancellationToken)) is [var known]
            ? new ShownReport(known, IsEarlier: false)
            : throw ApiError.Unavailable();
    }

    private static ReportKey KeyOf(string id, Backend backend) =>
        ReportKey.Of(id, out var revision) is { } key && revision is null && backend.Directory.Find(key.Unit) is not null
            ? key
            : throw ApiError.NotFound($"There is no report '{Text.Shown(id)}'.", "report");
}
