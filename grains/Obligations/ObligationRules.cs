namespace Hierarchy.Grains.Obligations;

/// <summary>Where every obligation begins. What may be done to it stands in the files of the commands.</summary>
public static class ObligationRules
{
    public static Obligation Imposed(string unit, ObligationTerms terms, DateTimeOffset at) => new(
        terms, unit, terms.Waits ? ObligationStatus.Waiting : ObligationStatus.NotStarted, 0, 0, terms.Due, null, null, null, null, 0, false, 1, at);
}
