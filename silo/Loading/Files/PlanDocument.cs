using Hierarchy.Grains.Indicators;

namespace Hierarchy.Loading.Files;

/// <summary>A plan as its file has it: complete and consistent in itself, its unit ids not yet looked up.</summary>
/// <param name="Owner">Unit id.</param>
/// <param name="Issuer">Who issued it, as printed; null when not recorded.</param>
/// <param name="Number">Number of the document that adopted it; null when it bears none.</param>
/// <param name="AdoptedOn">Null when the document bears no date.</param>
/// <param name="Parent">Id of the plan of a unit above that it carries out; null when that one is not in the system.</param>
/// <param name="BasedOn">Documents that it rests on, as it cites them.</param>
public sealed record PlanDocument(
    string Id, string Owner, string? Issuer, string? Number, string Title, DateOnly? AdoptedOn, int StartYear, int EndYear, string? Parent,
    ImmutableArray<string> BasedOn, ImmutableArray<Area> Areas, ImmutableArray<Objective> Objectives,
    ImmutableArray<TaskLine> Tasks, ImmutableArray<DutyLine> Duties)
{
    /// <summary>When it takes effect, where the document names another day than that of the adoption.</summary>
    public DateOnly? EffectiveOn { get; init; }

    /// <summary>What measures its objectives, in their order.</summary>
    public ImmutableArray<IndicatorLine> Indicators { get; init; } = [];
}

/// <summary>What measures an objective. Its id will be the plan's, a dot and the objective's.</summary>
/// <param name="System">What the system counts; null where units give it.</param>
public sealed record IndicatorLine(
    string Objective, string Text, IndicatorMethod Method, SystemMeasure? System, string Numerator, string? Denominator,
    ImmutableArray<Assigned> Reporters);

/// <summary>A line of the plan. Its id will be the plan's, a slash and <paramref name="Code"/>.</summary>
/// <param name="Weight">In thousandths, 1 to 10,000,000.</param>
/// <param name="Budget">Whole đồng; null when the plan states none.</param>
/// <param name="Note">Why the document was read so; for whoever reads the file.</param>
public sealed record TaskLine(
    string Code, string Area, string? Group, string Title, ImmutableArray<string> Products,
    ImmutableArray<Assigned> Leads, LeadMode LeadMode, ImmutableArray<Assigned> Coordinators, string? Approver,
    Schedule Schedule, int Weight, long? Budget, string? Note)
{
    /// <summary>Where it stands in the file; 0 when unknown.</summary>
    public int Line { get; init; }
}

/// <summary>What is owed without being a line of the plan. Its id will be the plan's, a slash and <paramref name="Id"/>.</summary>
/// <param name="Kind">Report or Plan.</param>
/// <param name="Source">Clause of the document that it comes from; null when not recorded.</param>
public sealed record DutyLine(
    string Id, ObligationKind Kind, string Title, ImmutableArray<Assigned> Leads, Schedule Schedule, string? Source, string? Note)
{
    /// <inheritdoc cref="TaskLine.Line"/>
    public int Line { get; init; }
}

/// <summary>Who leads or coordinates. Of the first three a lead has exactly one, a coordinator at most one.</summary>
/// <param name="Unit">Unit id.</param>
/// <param name="UnitClass">Every unit of this kind below the plan's owner.</param>
/// <param name="Named">Every unit below the plan's owner with exactly this name.</param>
/// <param name="Label">The document's own words.</param>
public sealed record Assigned(string? Unit, UnitKind? UnitClass, string? Named, string Label)
{
    /// <summary>Where it stands in the file, for what only the units in the system can tell; 0 when unknown.</summary>
    public int Line { get; init; }
}
