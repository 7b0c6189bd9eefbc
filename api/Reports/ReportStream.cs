namespace Hierarchy.Api.Reports;

/// <summary>A report that has changed. An event is an object.</summary>
internal sealed record ShownReportKey(ReportKey Key);

/// <summary>Tells of the reports at a unit and below it: of each that has changed, then of those above that it has made
/// stale.</summary>
internal sealed class ReportStream(string under, Backend backend)
{
    /// <summary>The revision of each report in which those above were looked at: they become stale with a revision, not with each
    /// change.</summary>
    private readonly Dictionary<ReportKey, int> _looked = [];

    public static async IAsyncEnumerable<ShownReportKey> Of(
        string under, LiveChanges changes, Backend backend, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var stream = new ReportStream(under, backend);
        await foreach (var changed in changes.ReportsAsync(under, cancellation).ConfigureAwait(false))
        {
            yield return new ShownReportKey(changed);
            foreach (var stale in await stream.MadeStaleAsync(changed, cancellation).ConfigureAwait(false))
            {
                yield return new ShownReportKey(stale);
            }
        }
    }

    private async Task<ImmutableArray<ReportKey>> MadeStaleAsync(ReportKey changed, CancellationToken cancellation)
    {
        // What is in its first revision was never added up in another one.
        if (await backend.QueryAsync(queries => queries.ReportsAsync([changed], cancellation)).ConfigureAwait(false) is not [{ Revision: > 1 } report]
            || _looked.GetValueOrDefault(changed) == report.Revision)
        {
            return [];
        }
        _looked[changed] = report.Revision;
        ReportKey[] above =
        [
            .. from unit in backend.Directory.Ancestors(changed.Unit)
               where backend.Directory.IsAtOrBelow(unit.Id, under)
               from period in report.Form.Serves.Prepend(changed.Period)
               select new ReportKey(unit.Id, period),
        ];
        var signed = (await backend.QueryAsync(queries => queries.ReportsAsync(above, cancellation)).ConfigureAwait(false))
            .Where(one => one.Signature is not null).Select(one => (one.Key, one.Revision)).ToList();
        var contents = await backend.QueryAsync(queries => queries.SignedContentsAsync(signed, cancellation)).ConfigureAwait(false);
        return [.. signed.Where(one => contents.TryGetValue(one, out var content) && Adds(ReportContent.Read(content), one.Key)).Select(one => one.Key)];

        bool Adds(ReportContent content, ReportKey adding) => content.Includes.Any(included =>
            included.Unit == changed.Unit && (included.Period ?? adding.Period) == changed.Period && included.Revision != report.Revision);
    }
}
