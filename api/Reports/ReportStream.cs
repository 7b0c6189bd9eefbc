namespace Hierarchy.Api.Reports;

/// <summary>A changed report. Events must be objects.</summary>
internal sealed record ShownReportKey(ReportKey Key);

/// <summary>Yields changed reports at a unit and below, followed by those above that have become stale.</summary>
internal sealed class ReportStream(string under, Backend backend)
{
    /// <summary>The revision of each report at which those above were checked: they become stale with a new revision, not with each
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
        // A report in its first revision was never included in an earlier one.
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
