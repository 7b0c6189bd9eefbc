namespace Hierarchy.Tests.System.Year;

/// <summary>Counts of obligations whose due days have all passed.</summary>
internal sealed record Standing(int NotStarted, int InProgress, int Submitted, int DoneOnTime, int DoneLate, int Overdue, int WithinTerm)
{
    /// <summary>The fields of the API that it is compared with.</summary>
    public const string Fields = "notStarted inProgress submitted doneOnTime doneLate overdue withinTerm";

    public static Standing Of(string status, DateOnly? completedOn, DateOnly due) => new(
        status == "NOT_STARTED" ? 1 : 0,
        status == "IN_PROGRESS" ? 1 : 0,
        status == "SUBMITTED" ? 1 : 0,
        status == "DONE" && completedOn <= due ? 1 : 0,
        status == "DONE" && completedOn > due ? 1 : 0,
        status is "NOT_STARTED" or "IN_PROGRESS" || (status == "SUBMITTED" && completedOn > due) ? 1 : 0,
        status == "SUBMITTED" && completedOn <= due ? 1 : 0);

    public static Standing operator +(Standing one, Standing other) => new(
        one.NotStarted + other.NotStarted, one.InProgress + other.InProgress, one.Submitted + other.Submitted, one.DoneOnTime + other.DoneOnTime,
        one.DoneLate + other.DoneLate, one.Overdue + other.Overdue, one.WithinTerm + other.WithinTerm);

    public static Standing operator -(Standing one, Standing other) => new(
        one.NotStarted - other.NotStarted, one.InProgress - other.InProgress, one.Submitted - other.Submitted, one.DoneOnTime - other.DoneOnTime,
        one.DoneLate - other.DoneLate, one.Overdue - other.Overdue, one.WithinTerm - other.WithinTerm);
}
