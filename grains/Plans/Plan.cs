namespace Hierarchy.Grains.Plans;

/// <summary>The areas that all plans share: each area of a plan belongs to one of them.</summary>
public enum ReformArea { Institutions, Procedures, Apparatus, CivilService, PublicFinance, Modernisation, Steering, Other }

public enum Comparison { MoreThan, AtLeast, Equal, AtMost, LessThan }

/// <summary>A plan as its owner adopted it.</summary>
/// <param name="Number">Number of the adopting document; null for none.</param>
/// <param name="BasedOn">Documents on which it is based, as cited.</param>
/// <param name="Parent">Id of the plan of a unit above that it carries out; null when that plan is not in the system.</param>
/// <param name="EffectiveOn">When it takes effect, if its document names another day than the adoption.</param>
/// <param name="Amended">The version that the last amendment created; null while there is no amendment.</param>
/// <param name="Steward">The unit that acts for it instead of its owner; null for the owner.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.plan")]
public sealed record Plan(
    string Id, string Owner, string? Number, string Title, DateOnly? AdoptedOn, int StartYear, int EndYear,
    ImmutableArray<string> BasedOn, string? Parent, ImmutableArray<Area> Areas, ImmutableArray<Objective> Objectives,
    DateOnly? EffectiveOn = null, int? Amended = null, string? Steward = null)
{
    /// <summary>1 when adopted, plus one for each amendment.</summary>
    public int Version => Amended ?? 1;

    /// <summary>First day of work under it: the day of its adoption or, if that is not recorded, the first day of its first
    /// year.</summary>
    public DateOnly From => AdoptedOn ?? new DateOnly(Math.Clamp(StartYear, Limits.YearMin, Limits.YearMax), 1, 1);

    public Area? FindArea(string id) => Areas.FirstOrDefault(a => a.Id == id);

    /// <summary>First day on which its obligations and its budget exist.</summary>
    public DateOnly ExistsFrom => AdoptedOn ?? new DateOnly(Math.Clamp(StartYear, Limits.YearMin, Limits.YearMax), 1, 1);

    public bool Covers(int year) => StartYear <= year && year <= EndYear;
}

/// <param name="Budget">Whole đồng set aside for the area; null when the plan states none.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.area")]
public sealed record Area(string Id, string Name, ReformArea Reform, long? Budget);

[GenerateSerializer, Immutable, Alias("hierarchy.objective")]
public sealed record Objective(
    string Id, string? Area, string Text, double? Target, Comparison? Comparison, string? UnitOfMeasure, string? Scope, DateOnly? Due);

public enum LeadMode
{
    /// <summary>Each leading unit owes a result of its own.</summary>
    Each,

    /// <summary>All leading units owe one result, through the first named.</summary>
    Joint,
}

/// <summary>One unit, or every unit of a class below the plan's owner. A coordinator outside the system has only a label.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.assignee")]
public sealed record Assignee(string? Unit, UnitKind? UnitClass, string Label);

/// <summary>A line of a plan.</summary>
/// <param name="Weight">In thousandths, 1 to 10,000,000.</param>
/// <param name="Budget">Whole đồng; split over the obligations that the task imposes.</param>
/// <param name="WithdrawnIn">The version of the plan that withdrew it; null while it is in force.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.plan-task")]
public sealed record PlanTask(
    string Id, string Plan, string Code, string Area, string? Group, string Title, ImmutableArray<string> Products,
    ImmutableArray<Assignee> Leads, LeadMode LeadMode, ImmutableArray<Assignee> Coordinators, string? Approver,
    Schedule Schedule, int Weight, long Budget, int? WithdrawnIn = null);

/// <summary>What a plan demands besides its lines: periodic reports, and plans that units make themselves.</summary>
/// <param name="Kind">Report or Plan, never Task.</param>
/// <param name="Source">Clause of the document that it comes from; null when not recorded.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.duty")]
public sealed record Duty(
    string Id, string Plan, Obligations.ObligationKind Kind, string Title, ImmutableArray<Assignee> Leads, Schedule Schedule, string? Source);
