namespace Hierarchy.Api;

internal sealed partial class MutationFields
{
    [GraphQLMetadata("openReport")]
    public Task<ShownReport> OpenReportAsync(string requestId, string unit, string period, IResolveFieldContext context) =>
        ReportCommands.OpenAsync(backend, requestId, unit, period, context);

    [GraphQLMetadata("writeReport")]
    public Task<ShownReport> WriteReportAsync(
        string requestId, string report, SectionInput[]? sections, RowInput[]? rows, long? expectedVersion, IResolveFieldContext context) =>
        ReportCommands.WriteAsync(backend, requestId, report, sections, rows, expectedVersion, context);

    [GraphQLMetadata("signReport")]
    public Task<ShownReport> SignReportAsync(
        string requestId, string report, string signer, string capacity, DocumentInput document, int? expectedRevision, IResolveFieldContext context) =>
        ReportCommands.SignAsync(backend, counts, requestId, report, signer, capacity, document, expectedRevision, context);

    [GraphQLMetadata("receiveReport")]
    public Task<ShownReport> ReceiveReportAsync(string requestId, string report, string? note, IResolveFieldContext context) =>
        ReportCommands.ReceiveAsync(backend, requestId, report, note, context);

    [GraphQLMetadata("returnReport")]
    public Task<ShownReport> ReturnReportAsync(string requestId, string report, string note, IResolveFieldContext context) =>
        ReportCommands.ReturnAsync(backend, requestId, report, note, context);

    [GraphQLMetadata("reopenReport")]
    public Task<ShownReport> ReopenReportAsync(string requestId, string report, string reason, IResolveFieldContext context) =>
        ReportCommands.ReopenAsync(backend, requestId, report, reason, context);

    [GraphQLMetadata("defineIndicator")]
    public Task<Indicator> DefineIndicatorAsync(string requestId, IndicatorInput input, IResolveFieldContext context) =>
        IndicatorCommands.DefineAsync(backend, requestId, input, context);

    [GraphQLMetadata("reportIndicator")]
    public Task<IndicatorView> ReportIndicatorAsync(
        string requestId, string indicator, string unit, int year, string? period, long numerator, long? denominator, string? note,
        DocumentInput? document, IResolveFieldContext context) => IndicatorCommands.ReportAsync(
        backend, requestId, new(indicator, year, period, numerator, denominator, Texts.KeptOrNull(note), null), unit, document, context);

    [GraphQLMetadata("verifyIndicator")]
    public Task<IndicatorView> VerifyIndicatorAsync(
        string requestId, string indicator, string unit, int year, string? period, string? note, IResolveFieldContext context) =>
        IndicatorCommands.ExecuteAsync(
            backend, requestId, new UnitCommand.VerifyIndicator(indicator, year, period, Texts.KeptOrNull(note)), unit, context);

    [GraphQLMetadata("recordInspection")]
    public Task<Inspection> RecordInspectionAsync(string requestId, InspectionInput input, IResolveFieldContext context) =>
        IndicatorCommands.RecordAsync(backend, requestId, input, context);
}
