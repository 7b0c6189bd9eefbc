namespace Hierarchy.Simulation.Checks;

/// <summary>All signed reports, as the run saw them written.</summary>
internal sealed class SignedReports
{
    private readonly Dictionary<(ReportKey Report, int Revision), UnitEvent.ReportSigned> _signed = [];

    public IReadOnlyDictionary<(ReportKey Report, int Revision), UnitEvent.ReportSigned> All => _signed;

    /// <summary>Null if nothing was signed or all is correct: the hash matches the bytes, no revision is signed twice, and exactly the
    /// covered obligations are submitted by the same event.</summary>
    public string? FaultOf(StoredEvent stored, UnitState next)
    {
        if (stored.Event is not UnitEvent.ReportSigned signed)
        {
            return null;
        }
        var report = next.Reports[signed.Period];
        var id = report.Key.IdOf(signed.Revision);
        if (ReportContent.Sha256Of(signed.Content) != signed.Sha256 || report.Signature?.Sha256 != signed.Sha256)
        {
            return $"{id} bears a hash that is not that of what was signed";
        }
        var content = ReportContent.Read(signed.Content);
        if (content.Report != report.Key.Id || content.Revision != signed.Revision || report.Revision != signed.Revision)
        {
            return $"{id} was signed as revision {content.Revision} of {content.Report}";
        }
        if (!_signed.TryAdd((report.Key, signed.Revision), signed))
        {
            return $"{id} was signed twice";
        }
        var served = next.Obligations.Values.Where(o => IsServed(o, report.Form)).ToList();
        if (served.Find(o => o.Status is ObligationStatus.NotStarted or ObligationStatus.InProgress) is { } left)
        {
            return $"{id} was signed, and {left.Id} was not handed in with it";
        }
        return signed.Obligations.Select(one => next.Obligations[one.Obligation])
            .FirstOrDefault(o => !served.Contains(o) || o.Status != ObligationStatus.Submitted || o.Document != signed.Document) is { } other
            ? $"{id} was signed, and {other.Id} is {other.Status} with the document {other.Document?.Number}"
            : null;
    }

    private static bool IsServed(Obligation o, ReportForm form) =>
        o.MovedTo is null && o.Terms is { Kind: ObligationKind.Report, Period: { } period } terms && terms.PlanOwner == form.Owner
        && (period == form.Period || form.Serves.Contains(period));
}
