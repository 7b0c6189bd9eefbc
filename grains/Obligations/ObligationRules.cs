namespace Hierarchy.Grains.Obligations;

/// <summary>Where every obligation begins. What may be done to it stands in the files of the commands.</summary>
public static class ObligationRules
{
    public static Obligation Imposed(string unit, ObligationTerms terms, DateTimeOffset at) => new(
        terms, unit, terms.Waits ? ObligationStatus.Waiting : ObligationStatus.NotStarted, 0, 0, terms.Due, null, null, null, null, 0, false, 1, at);

    /// <summary>Null when it can have been completed on that day, or none is named.</summary>
    internal static Refusal? FaultOfCompletion(Obligation o, DateOnly? completedOn, DateOnly today)
    {
        // A plan may be adopted for years to come, and its work begun today.
        var from = o.Terms.CompletableFrom < today ? o.Terms.CompletableFrom : today;
        return completedOn < from || completedOn > today
            ? Refusal.Invalid(
                $"completedOn lies in {from:yyyy-MM-dd}..{today:yyyy-MM-dd}: from the adoption of the plan to today.", "completedOn")
            : null;
    }
}
