namespace Hierarchy.Store;

/// <summary>
/// Checks that apply to an append in every store. Deciders refuse such input earlier with better messages, so a violation here is a defect.
/// </summary>
internal static class AppendRules
{
    /// <exception cref="ArgumentException">No store can hold the append, or it would corrupt stored data.</exception>
    public static void Check(Append append)
    {
        Require(append.Events.Length is > 0 and <= StoreLimits.EventsMax, "it has no event, or too many");
        Require(append.ExpectedSeq >= 0, "its sequence number is negative");
        Key(append.Unit);
        Key(append.Actor);
        Key(append.RequestId ?? "-");
        Key(append.EarlierRequestId ?? "-");
        Require(append.Registered is not { } unit || unit.Id == append.Unit, "it registers another unit than its own");
        Require(append.Obligations.All(o => o.Unit == append.Unit), "it changes an obligation of another unit");
        Require(append.Targets.All(t => t.Event >= 0 && t.Event < append.Events.Length), "it sends an event that it does not have");
        Require(append.Changed is not { } known || known.Id == append.Unit, "it changes another unit than its own");
        if ((append.Changed ?? append.Registered) is { } registered)
        {
            Require(
                !registered.Id.Contains(UnitDirectory.PathSeparator, StringComparison.Ordinal),
                "the unit's id contains the separator of paths");
            Line(registered.Name);
            Line(registered.Code ?? "-");
        }
        foreach (var (_, target) in append.Targets)
        {
            Key(target);
        }
        foreach (var plan in append.Plans.Concat(append.Retitled))
        {
            Key(plan.Id);
            Line(plan.Title);
        }
        foreach (var (line, _) in append.Lines)
        {
            Key(line);
        }
        foreach (var (report, _) in append.Reports)
        {
            Require(report.Unit == append.Unit, "it changes a report of another unit");
            Key(report.Period);
            Key(report.Form.Regime);
        }
        foreach (var obligation in append.Obligations)
        {
            Check(obligation.Terms);
        }
    }

    /// <summary>The refusal of an append that claims the id of a plan or line twice; null for any other append.</summary>
    public static AppendResult.Taken? TakenByItself(Append append) =>
        Double(append.Plans.Select(p => p.Id)) is { } plan ? new AppendResult.Taken("plan", plan)
        : Double(append.Lines.Select(line => line.Id)) is { } line ? new AppendResult.Taken("task", line)
        : null;

    private static string? Double(IEnumerable<string> ids)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return ids.FirstOrDefault(id => !seen.Add(id));
    }

    private static void Check(ObligationTerms terms)
    {
        Key(terms.Id);
        Require(terms.Plan is null || IsKey(terms.Plan), "the id of a plan cannot be stored");
        Require(terms.Period is null || IsKey(terms.Period), "the key of a period cannot be stored");
        Key(terms.PlanOwner);
        Key(terms.Source);
        Require(terms.Area.Length == 0 || IsKey(terms.Area), "an area's id cannot be stored");
    }

    private static void Key(string id) => Require(IsKey(id), "an id, the actor or the request id cannot be stored");

    private static bool IsKey(string id) =>
        id.Length > 0 && Encoding.UTF8.GetByteCount(id) <= StoreLimits.KeyBytesMax && SearchText.IsStorable(id);

    private static void Line(string text) => Require(SearchText.IsStorable(text), "a name, title or code cannot be stored");

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException($"The append cannot be stored: {otherwise}.", "append");
        }
    }
}
