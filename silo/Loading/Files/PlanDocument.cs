using Hierarchy.Grains.Indicators;

namespace Hierarchy.Loading.Files;

/// <summary>The plan of a file: complete and consistent in itself, its unit ids not yet looked up.</summary>
/// <param name="Owner">Unit id.</param>
/// <param name="Issuer">Who issued it, as printed; null when not recorded.</param>
/// <param name="Number">Number of the document that adopted it; null when the document has none.</param>
/// <param name="AdoptedOn">Null when the document has no date.</param>
/// <param name="Parent">Id of the plan of a unit above that this plan carries out; null when that plan is not in the system.</param>
/// <param name="BasedOn">Documents that the plan is based on, as it cites them.</param>
public sealed record PlanDocument(
    string Id, string Owner, string? Issuer, string? Number, string Title, DateOnly? AdoptedOn, int StartYear, int EndYear, string? Parent,
    ImmutableArray<string> BasedOn, ImmutableArray<Area> Areas, ImmutableArray<Objective> Objectives,
    ImmutableArray<TaskLine> Tasks, ImmutableArray<DutyLine> Duties)
{
    /// <summary>The day on which the plan takes effect; null: the day of adoption.</summary>
    public DateOnly? EffectiveOn { get; init; }

    /// <summary>Indicators of the objectives, in the order of the objectives.</summary>
    public ImmutableArray<IndicatorLine> Indicators { get; init; } = [];
}

/// <summary>The indicator of an objective. Its id will be the plan's, a dot and the objective's.</summary>
/// <param name="System">What the system counts; null where units report the figures.</param>
public sealed record IndicatorLine(
    string Objective, string Text, IndicatorMethod Method, SystemMeasure? System, string Numerator, string? Denominator,
    ImmutableArray<Assigned> Reporters);

/// <summary>A line of the plan. Its id will be the plan's, a slash and <paramref name="Code"/>.</summary>
/// <param name="Weight">In thousandths, 1 to 10,000,000.</param>
/// <param name="Budget">Whole đồng; null when the plan states none.</param>
/// <param name="Note">Why the document was read this way; for readers of the file.</param>
public sealed record TaskLine(
    string Code, string Area, string? Group, string Title, ImmutableArray<string> Products,
    ImmutableArray<Assigned> Leads, LeadMode LeadMode, ImmutableArray<Assigned> Coordinators, string? Approver,
    Schedule Schedule, int Weight, long? Budget, string? Note)
{
    /// <summary>Its line in the file; 0 when unknown.</summary>
    public int Line { get; init; }
}

/// <summary>A duty: owed, but not a task of the plan. Its id will be the plan's, a slash and <paramref name="Id"/>.</summary>
/// <param name="Kind">Report or Plan.</param>
/// <param name="Source">Clause of the document that it comes from; null when not recorded.</param>
public sealed record DutyLine(
    string Id, ObligationKind Kind, string Title, ImmutableArray<Assigned> Leads, Schedule Schedule, string? Source, string? Note)
{
    /// <inheritdoc cref="TaskLine.Line"/>
    public int Line { get; init; }
}

/// <summary>Who leads or coordinates. A lead has exactly one of the first three values, a coordinator at most one.</summary>
/// <param name="Unit">Unit id.</param>
/// <param name="UnitClass">Every unit of this kind below the plan's owner.</param>
/// <param name="Named">Every unit below the plan's owner with exactly this name.</param>
/// <param name="Label">The document's own words.</param>
public sealed record Assigned(string? Unit, UnitKind? UnitClass, string? Named, string Label)
{
    /// <summary>Its line in the file, for errors that only the look-up of its units finds; 0 when unknown.</summary>
    public int Line { get; init; }
}
