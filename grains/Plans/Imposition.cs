namespace Hierarchy.Grains.Plans;

/// <summary>The obligations that a line of a plan imposes on one of its units. Pure, so that a message need not carry the event's
/// content.</summary>
public static class Imposition
{
    /// <summary>Weight of a report or a plan, and of a task that states none.</summary>
    public const int DefaultWeight = 1_000;

    public static ImmutableArray<ObligationTerms> Of(Plan plan, OwnedTask owned, string unit)
    {
        var task = owned.Task;
        var occurrences = task.Schedule.Occurrences();
        var place = owned.Units.IndexOf(unit);
        var reform = plan.FindArea(task.Area)!.Reform;
        return [.. occurrences.Select((occurrence, i) => new ObligationTerms(
            Obligation.IdOf(unit, task.Id, occurrence.Key), ObligationKind.Task, plan.Id, plan.Owner, task.Id, task.Area, reform,
            plan.StartYear, plan.EndYear, Titled(task.Title, occurrence), task.Weight,
            Share(task.Budget, owned.Units.Length * occurrences.Length, place * occurrences.Length + i), occurrence.Due, task.Schedule.Waits,
            plan.AdoptedOn))];
    }

    public static ImmutableArray<ObligationTerms> Of(Plan plan, OwnedDuty owned, string unit)
    {
        var duty = owned.Duty;
        return [.. duty.Schedule.Occurrences().Select(occurrence => new ObligationTerms(
            Obligation.IdOf(unit, duty.Id, occurrence.Key), duty.Kind, plan.Id, plan.Owner, duty.Id, "", ReformArea.Steering,
            plan.StartYear, plan.EndYear, Titled(duty.Title, occurrence), DefaultWeight, 0, occurrence.Due, duty.Schedule.Waits,
            plan.AdoptedOn))];
    }

    /// <summary>Part <paramref name="index"/> of a sum split into equal whole parts; the first parts take the remainder.</summary>
    private static long Share(long sum, int parts, int index) => sum / parts + (index < sum % parts ? 1 : 0);

    private static string Titled(string title, Occurrence occurrence) => occurrence.Label.Length == 0 ? title : $"{title} ({occurrence.Label})";
}
