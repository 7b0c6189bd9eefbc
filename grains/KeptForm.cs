using System.Collections.Immutable;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Plans;

namespace Hierarchy.Grains;

/// <summary>
/// A command with its names and texts as they are kept. Whatever needs no change is the same object: most commands cost one look at their
/// letters.
/// </summary>
public static class KeptForm
{
    public static UnitCommand Of(UnitCommand command) => command switch
    {
        UnitCommand.ReportProgress { Note: { } note } c => Text.Note(note) is var kept && ReferenceEquals(kept, note) ? c : c with { Note = OrNull(kept) },
        UnitCommand.ReportProgress c => c,
        UnitCommand.Submit { Document: { } document } c => c with { Document = Of(document) },
        UnitCommand.Submit c => c,
        UnitCommand.Accept c => c with { Note = Text.NoteOrNull(c.Note) },
        UnitCommand.SendBack c => c with { Note = Text.Note(c.Note) },
        UnitCommand.Cancel c => c with { Reason = Text.Note(c.Reason) },
        UnitCommand.RaiseDifficulty c => c with { Text = Text.Note(c.Text) },
        UnitCommand.ResolveDifficulty c => c with { Resolution = Text.Note(c.Resolution) },
        UnitCommand.RegisterUnit c => new UnitCommand.RegisterUnit(
            c.Unit with { Name = Text.Name(c.Unit.Name), Code = Text.NameOrNull(c.Unit.Code) }),
        UnitCommand.AdoptPlan c => new UnitCommand.AdoptPlan(Of(c.Plan)),
        UnitCommand.AddTask c => new UnitCommand.AddTask(Of(c.Task)),
        UnitCommand.AddDuty c => new UnitCommand.AddDuty(Of(c.Duty)),
        _ => command,
    };

    /// <summary>The same with empty lists for those that are not there at all, as whoever calls a unit directly may send it.</summary>
    public static UnitCommand WithLists(UnitCommand command) => command switch
    {
        UnitCommand.AdoptPlan { Plan: var p } when p.BasedOn.IsDefault || p.Areas.IsDefault || p.Objectives.IsDefault => new UnitCommand.AdoptPlan(
            p with { BasedOn = Given(p.BasedOn), Areas = Given(p.Areas), Objectives = Given(p.Objectives) }),
        UnitCommand.AddTask { Task: var t } => new UnitCommand.AddTask(t with
        {
            Products = Given(t.Products),
            Leads = Given(t.Leads),
            Coordinators = Given(t.Coordinators),
            Schedule = WithLists(t.Schedule),
        }),
        UnitCommand.AddDuty { Duty: var d } => new UnitCommand.AddDuty(d with { Leads = Given(d.Leads), Schedule = WithLists(d.Schedule) }),
        UnitCommand.Impose { Obligations.IsDefault: true } c => c with { Obligations = [] },
        _ => command,
    };

    private static Document Of(Document document) => new(
        Text.Name(document.Number), document.IssuedOn, Text.NameOrNull(document.Title), Text.NameOrNull(document.Uri));

    private static Plan Of(Plan plan) => plan with
    {
        Number = Text.NameOrNull(plan.Number),
        Title = Text.Name(plan.Title),
        BasedOn = Each(plan.BasedOn, Text.Note),
        Areas = Each(plan.Areas, area => area with { Name = Text.Name(area.Name) }),
        Objectives = Each(plan.Objectives, objective => objective with
        {
            Text = Text.Note(objective.Text),
            UnitOfMeasure = Text.NameOrNull(objective.UnitOfMeasure),
            Scope = Text.NoteOrNull(objective.Scope),
        }),
    };

    private static PlanTask Of(PlanTask task) => task with
    {
        Code = Text.Name(task.Code),
        Group = Text.NameOrNull(task.Group),
        Title = Text.Name(task.Title),
        Products = Each(task.Products, Text.Note),
        Leads = Each(task.Leads, Of),
        Coordinators = Each(task.Coordinators, Of),
        Approver = Text.NameOrNull(task.Approver),
        Schedule = Of(task.Schedule),
    };

    private static Duty Of(Duty duty) => duty with
    {
        Title = Text.Name(duty.Title),
        Leads = Each(duty.Leads, Of),
        Schedule = Of(duty.Schedule),
        Source = Text.NameOrNull(duty.Source),
    };

    private static Assignee Of(Assignee assignee) => assignee with { Label = Text.Name(assignee.Label) };

    private static Schedule Of(Schedule schedule) => WithLists(schedule with { Text = Text.Note(schedule.Text) });

    private static Schedule WithLists(Schedule schedule) => schedule with
    {
        Quarters = Given(schedule.Quarters),
        Every = Given(schedule.Every),
        Days = Given(schedule.Days),
    };

    private static string? OrNull(string kept) => kept.Length > 0 ? kept : null;

    private static ImmutableArray<T> Given<T>(ImmutableArray<T> items) => items.IsDefault ? [] : items;

    // A list that is too long is refused, not read through.
    private static ImmutableArray<T> Each<T>(ImmutableArray<T> items, Func<T, T> kept) =>
        items.IsDefault ? [] : items.Length > Limits.PartsMax ? items : [.. items.Select(kept)];
}
