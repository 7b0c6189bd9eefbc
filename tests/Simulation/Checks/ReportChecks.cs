namespace Hierarchy.Simulation.Checks;

/// <summary>Invariants of reports once a run is quiet: signed content is unchanged, and stored reports match their units' events.</summary>
internal sealed class ReportChecks(
    MemoryStore store, SignedReports signed, IReadOnlyList<StoredEvent> events, IReadOnlyDictionary<string, UnitState> states)
{
    /// <summary>The first fault; null for none.</summary>
    public async Task<string?> FaultAsync() => FaultOfEvents() ?? await FaultOfContentsAsync() ?? await FaultOfRowsAsync();

    /// <summary>Whether two states agree in reports, indicators and inspections.</summary>
    public static bool IsSame(UnitState state, UnitState other) =>
        state.Reports.Count == other.Reports.Count
        && state.Reports.All(report => AnswerChecks.IsSame(other.Reports.GetValueOrDefault(report.Key), report.Value))
        && state.GivenIndicators.Count == other.GivenIndicators.Count
        && state.GivenIndicators.All(given => other.GivenIndicators.GetValueOrDefault(given.Key) is { } known
            && known.Terms == given.Value.Terms && known.Values.AsSpan().SequenceEqual(given.Value.Values.AsSpan()))
        && state.Indicators.Keys.ToHashSet().SetEquals(other.Indicators.Keys)
        && state.Inspections.Keys.ToHashSet().SetEquals(other.Inspections.Keys)
        && state.Inspected.Keys.ToHashSet().SetEquals(other.Inspected.Keys);

    private string? FaultOfEvents()
    {
        var stored = events.Select(e => (e.Unit, Event: e.Event as UnitEvent.ReportSigned)).Where(e => e.Event is not null).ToList();
        var changed = stored.Find(e => signed.All.GetValueOrDefault((new ReportKey(e.Unit, e.Event!.Period), e.Event.Revision))?.Content != e.Event.Content);
        return changed.Event is not null ? $"{changed.Unit} has signed something else than is stored of {changed.Event.Period}"
            : stored.Count != signed.All.Count ? $"{stored.Count} signed revisions are stored, and {signed.All.Count} were signed"
            : null;
    }

    private async Task<string?> FaultOfContentsAsync()
    {
        var contents = await store.Queries.SignedContentsAsync([.. signed.All.Keys], CancellationToken.None);
        foreach (var (key, was) in signed.All)
        {
            if (contents.GetValueOrDefault(key) is not { } content || content != was.Content || ReportContent.Sha256Of(content) != was.Sha256)
            {
                return $"{key.Report.IdOf(key.Revision)} is not handed out as it was signed";
            }
        }
        return null;
    }

    private async Task<string?> FaultOfRowsAsync()
    {
        foreach (var report in states.Values.SelectMany(state => state.Reports.Values))
        {
            var present = await store.Queries.ReportsAsync([report.Key], CancellationToken.None);
            if (!AnswerChecks.IsSame(present.SingleOrDefault(), report))
            {
                return $"{report.Key.Id} is stored as {present.SingleOrDefault()}, and its events make it {report}";
            }
            foreach (var revision in await store.Queries.RevisionsAsync([report.Key], CancellationToken.None))
            {
                var hash = signed.All.GetValueOrDefault((report.Key, revision.Revision))?.Sha256;
                if (revision.Signature?.Sha256 != hash)
                {
                    return $"{report.Key.IdOf(revision.Revision)} is stored with the hash {revision.Signature?.Sha256}, and was signed with {hash}";
                }
            }
        }
        return null;
    }
}
