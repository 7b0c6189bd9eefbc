namespace Hierarchy.Api.Reports;

/// <summary>A report within an answer.</summary>
/// <param name="IsEarlier">Whether there is a later revision.</param>
internal sealed record ShownReport(Report Report, bool IsEarlier)
{
    public string Id => IsEarlier ? Report.Key.IdOf(Report.Revision) : Report.Key.Id;
}

/// <summary>A row within an answer.</summary>
/// <param name="Content">The whole content of the report.</param>
internal sealed record ShownRow(ContentRow Row, Report Report, ReportContent Content);

/// <summary>Reads the reports of one answer together.</summary>
internal static class ReportReads
{
    private static readonly BatchLoader<ReportKey, Report> Present = new(async (keys, call, cancellation) =>
        (await BackendOf(call).QueryAsync(queries => queries.ReportsAsync(keys, cancellation))).ToDictionary(report => report.Key));

    private static readonly BatchLoader<ReportKey, ImmutableArray<Report>> All = new(async (keys, call, cancellation) =>
    {
        var found = (await BackendOf(call).QueryAsync(queries => queries.RevisionsAsync(keys, cancellation))).ToLookup(report => report.Key);
        return keys.ToDictionary(key => key, ImmutableArray<Report> (key) => [.. found[key]]);
    });

    private static readonly BatchLoader<(ReportKey, int), string> Signed = new(async (revisions, call, cancellation) =>
        await BackendOf(call).QueryAsync(queries => queries.SignedContentsAsync(revisions, cancellation)));

    private static readonly BatchLoader<Report, ReportFigures> Counted = new(async (reports, call, cancellation) =>
    {
        var counts = call.Services.GetRequiredService<ReportCounts>();
        var found = new Dictionary<Report, ReportFigures>();
        foreach (var report in reports)
        {
            found[report] = await counts.CountAsync(report, cancellation);
        }
        return found;
    });

    private static readonly BatchLoader<(string Period, string Unit), ReportStanding> Standings = new(async (asked, call, cancellation) =>
    {
        var found = new Dictionary<(string, string), ReportStanding>();
        foreach (var period in asked.GroupBy(one => one.Period, StringComparer.Ordinal))
        {
            string[] units = [.. period.Select(one => one.Unit)];
            foreach (var standing in await BackendOf(call).QueryAsync(queries => queries.StandingsAsync(period.Key, units, cancellation)))
            {
                found[(period.Key, standing.Report.Unit)] = standing;
            }
        }
        return found;
    });

    /// <summary>The report; null if there is no such report or revision.</summary>
    public static IDataLoaderResult<ShownReport?>? Find(string id, CallContext call) =>
        id.Length > Grains.Plans.OwnedId.LengthMax + (2 * Limits.IdMax) || Text.Fault(id, "id", required: true, int.MaxValue) is not null
            || ReportKey.Of(id, out var revision) is not { } key
        ? null
        : revision is { } earlier ? All.Load(key, call).Then(all => Of(all, earlier)) : Find(key, call);

    public static IDataLoaderResult<ShownReport?> Find(ReportKey key, CallContext call) =>
        Present.Load(key, call).Then(report => report is null ? null : new ShownReport(report, IsEarlier: false));

    public static IDataLoaderResult<IEnumerable<ShownReport>> Revisions(Report report, CallContext call) =>
        All.Load(report.Key, call).Then(all => all.Select(one => new ShownReport(one, one.Revision < all[^1].Revision)));

    /// <summary>The content of a report: the signed one, or the present one of a draft.</summary>
    public static IDataLoaderResult<ReportContent> Content(Report report, CallContext call) => report.Signature is not null
        ? Signed.Load((report.Key, report.Revision), call).Then(text => text is null ? throw ApiError.Unavailable() : ReportContent.Read(text))
        : Counted.Load(report, call).Then(figures => ReportContent.Of(report, NameOf(report, call), figures!, document: null));

    /// <summary>The reports included in one, each in the included revision.</summary>
    public static IDataLoaderResult<object> Includes(Report report, ReportContent content, CallContext call) => All
        .LoadMany(content.Includes.Select(one => new ReportKey(one.Unit, PeriodOf(one, report))), call)
        .Then(object (all) => all.Zip(content.Includes).Select(pair => Of(pair.First, pair.Second.Revision)).OfType<ShownReport>());

    /// <summary>Whether an included report has a later revision by now.</summary>
    public static IDataLoaderResult<bool> IsStale(Report report, ReportContent content, CallContext call) => Standings
        .LoadMany(content.Includes.Select(one => (PeriodOf(one, report), one.Unit)), call)
        .Then(standings => standings.Zip(content.Includes).Any(pair => pair.First is { } now && now.Revision != pair.Second.Revision));

    private static string PeriodOf(IncludedReport included, Report report) => included.Period ?? report.Period;

    private static ShownReport? Of(ImmutableArray<Report> all, int revision) => all.FirstOrDefault(report => report.Revision == revision) is { } found
        ? new ShownReport(found, revision < all[^1].Revision)
        : null;

    private static string NameOf(Report report, CallContext call) => BackendOf(call).Directory.Find(report.Unit)?.Name ?? report.Unit;

    private static Backend BackendOf(CallContext call) => (Backend)call.Services.GetService(typeof(Backend))!;
}
