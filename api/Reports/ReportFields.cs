using Hierarchy.Api.Reports.Export;

namespace Hierarchy.Api.Reports;

/// <summary>Resolves the fields of a unit's report for a period, in one of its revisions.</summary>
internal sealed class ReportFields(Backend backend)
{
    public Unit? Unit([FromSource] ShownReport report) => backend.Directory.Find(report.Report.Unit);

    public IDataLoaderResult<ReportPeriod?> Period([FromSource] ShownReport report, IResolveFieldContext context) =>
        RegimeReads.PeriodOf(report.Report.Form, context.Call());

    public int Revision([FromSource] ShownReport report) => report.Report.Revision;

    public long Version([FromSource] ShownReport report) => report.Report.Version;

    public ReportStatus Status([FromSource] ShownReport report) => report.Report.Status;

    public string? Note([FromSource] ShownReport report) => report.Report.Note;

    /// <remarks>For a draft nothing is counted.</remarks>
    public object Narrative([FromSource] ShownReport report, IResolveFieldContext context) => report.Report.Signature is null
        ? report.Report.SectionsAsWritten()
        : ReportReads.Content(report.Report, context.Call()).Then(content => content.Sections.AsEnumerable());

    public IDataLoaderResult<IEnumerable<ShownRow>> Rows([FromSource] ShownReport report, IResolveFieldContext context) =>
        ReportReads.Content(report.Report, context.Call()).Then(content => content.Rows.Select(row => new ShownRow(row, report.Report, content)));

    public IDataLoaderResult<IEnumerable<Obligation>> Obligations([FromSource] ShownReport report, IResolveFieldContext context)
    {
        var (form, reader) = (report.Report.Form, Reader.Of(context));
        var query = new ObligationQuery(report.Report.Unit, Below: false, backend.Today, ObligationPages.PageMax)
        {
            Kind = ObligationKind.Report,
        };
        return ListLoads.Pages.LoadMany(form.Serves.Prepend(form.Period).Select(period => query with { Period = period }), context.Call())
            // All of one unit: a steward reads only what is entrusted to it.
            .Then(pages => pages.SelectMany(page => page!.Items).Where(reader.Reads));
    }

    public ReportSignature? Signature([FromSource] ShownReport report) => report.Report.Signature;

    public object Stale([FromSource] ShownReport report, IResolveFieldContext context) => report.Report.Signature is null
        ? false
        : ReportReads.Content(report.Report, context.Call())
            .Then(object (content) => ReportReads.IsStale(report.Report, content, context.Call()));

    public object Includes([FromSource] ShownReport report, IResolveFieldContext context) =>
        ReportReads.Content(report.Report, context.Call()).Then(object (content) => ReportReads.Includes(report.Report, content, context.Call()));

    public IDataLoaderResult<IEnumerable<Unit>> Missing([FromSource] ShownReport report, IResolveFieldContext context) =>
        ReportReads.Content(report.Report, context.Call()).Then(content => content.Missing.Select(backend.Directory.Find).OfType<Unit>());

    public IDataLoaderResult<IEnumerable<ShownReport>> Revisions([FromSource] ShownReport report, IResolveFieldContext context) =>
        ReportReads.Revisions(report.Report, context.Call());

    public string Docx([FromSource] ShownReport report) => ReportDownloads.AddressOf(report.Report, "docx");

    public string Xlsx([FromSource] ShownReport report) => ReportDownloads.AddressOf(report.Report, "xlsx");

    public string Json([FromSource] ShownReport report) => ReportDownloads.AddressOf(report.Report, "json");
}

/// <summary>Resolves the fields of one row.</summary>
internal sealed class ReportRowFields(Backend backend, ReportCounts counts)
{
    public string Code([FromSource] ShownRow row) => row.Row.Code;

    public string? Section([FromSource] ShownRow row) => row.Row.Section;

    public string Label([FromSource] ShownRow row) => row.Row.Label;

    public string? UnitOfMeasure([FromSource] ShownRow row) => row.Row.UnitOfMeasure;

    public RowSource Source([FromSource] ShownRow row) => RuleOf(row)?.Source ?? RowSource.Entered;

    public bool Required([FromSource] ShownRow row) => RuleOf(row)?.Required ?? false;

    public Rate? Live([FromSource] ShownRow row) => RateOf(row.Row.Counted);

    public Rate? Entered([FromSource] ShownRow row) => RateOf(row.Row.Entered);

    public Rate? Value([FromSource] ShownRow row) => RateOf(row.Row.Value);

    public string? Reason([FromSource] ShownRow row) => row.Row.Reason;

    public bool NothingOccurred([FromSource] ShownRow row) => row.Row.NothingOccurred;

    public async Task<object?> List([FromSource] ShownRow row, int? first, string? after, IResolveFieldContext context)
    {
        var (report, reader) = (row.Report, Reader.Of(context));
        var on = report.Signature?.SignedOn is { } signed && signed < backend.Today ? signed : (DateOnly?)null;
        return RuleOf(row) switch
        {
            null => null,
            { Source: RowSource.Indicator, Indicator: { } id } => IndicatorReads.Find(id, context.Call()) is { } load
                ? load.Then<object?, object?>(OfIndicator)
                : OfIndicator(null),
            var rule => Shown(await counts.BehindAsync(rule, report, row.Content, on, context.CancellationToken)),
        };

        // Finds the owner first.
        object? OfIndicator(object? found) => found is IDataLoaderResult<Indicator?> more
            ? more.Then<Indicator?, object?>(OfIndicator)
            : Shown(counts.Behind(found as Indicator, report, on));

        ObligationConnection? Shown(ObligationQuery? query) => query is null ? null : new ObligationConnection(
            ObligationPages.Paged(query with { Readable = reader.Restriction(report.Unit) }, first, after), on);
    }

    private static TemplateRow? RuleOf(ShownRow row) => row.Report.Form.Rows.FirstOrDefault(rule => rule.Code == row.Row.Code);

    private static Rate? RateOf(FigureValue? value) => value is { } figure ? new Rate(figure.Numerator, figure.Denominator) : null;
}

/// <summary>Resolves the fields of a signature.</summary>
internal sealed class SignatureFields(IPeople people)
{
    public Person? Person([FromSource] ReportSignature signature) => signature.Person is { } id ? people.Find(id) : null;
}
