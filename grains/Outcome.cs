namespace Hierarchy.Grains;

/// <summary>The answer to a command: a refusal, or what it was about in its new state. A repeated request gets the first answer.</summary>
[GenerateSerializer, Immutable]
public abstract record Outcome
{
    private Outcome() { }

    /// <summary>Carried out, or already the case; there is nothing to show.</summary>
    public static readonly Outcome Done = new Nothing();

    public static implicit operator Outcome(Refusal refusal) => new Refused(refusal);

    [GenerateSerializer, Immutable, Alias("hierarchy.refused")]
    public sealed record Refused(Refusal Refusal) : Outcome;

    [GenerateSerializer, Immutable, Alias("hierarchy.done")]
    public sealed record Nothing : Outcome;

    /// <summary>Nothing was done: the obligation has been handed over and now has this id.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.moved")]
    public sealed record Moved(string Obligation) : Outcome;

    [GenerateSerializer, Immutable, Alias("hierarchy.of-unit")]
    public sealed record OfUnit(Units.Unit Unit) : Outcome;

    [GenerateSerializer, Immutable, Alias("hierarchy.of-plan")]
    public sealed record OfPlan(Plan Plan) : Outcome;

    [GenerateSerializer, Immutable, Alias("hierarchy.of-task")]
    public sealed record OfTask(PlanTask Task) : Outcome;

    [GenerateSerializer, Immutable, Alias("hierarchy.of-duty")]
    public sealed record OfDuty(Duty Duty) : Outcome;

    [GenerateSerializer, Immutable, Alias("hierarchy.of-regime")]
    public sealed record OfRegime(Regime Regime) : Outcome;

    [GenerateSerializer, Immutable, Alias("hierarchy.of-report")]
    public sealed record OfReport(Reports.Report Report) : Outcome;

    [GenerateSerializer, Immutable, Alias("hierarchy.of-indicator")]
    public sealed record OfIndicator(Indicators.Indicator Indicator) : Outcome;

    [GenerateSerializer, Immutable, Alias("hierarchy.of-given-value")]
    public sealed record OfGivenValue(Indicators.IndicatorTerms Terms, Indicators.GivenValue Value) : Outcome;

    [GenerateSerializer, Immutable, Alias("hierarchy.of-inspection")]
    public sealed record OfInspection(Indicators.Inspection Inspection) : Outcome;

    [GenerateSerializer, Immutable, Alias("hierarchy.of-grant")]
    public sealed record OfGrant(People.Grant Grant) : Outcome;

    [GenerateSerializer, Immutable, Alias("hierarchy.of-focal-agency")]
    public sealed record OfFocalAgency(People.FocalAgency FocalAgency) : Outcome;

    [GenerateSerializer, Immutable, Alias("hierarchy.of-obligation")]
    public sealed record OfObligation(Obligation Obligation) : Outcome;
}
