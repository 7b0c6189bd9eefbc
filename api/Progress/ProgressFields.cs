namespace Hierarchy.Api.Progress;

/// <summary>Resolves the fields of one cell of a roll-up, judged on a day.</summary>
internal sealed class ProgressFields
{
    public long Total([FromSource] ProgressView progress) => progress.Sums.Total;

    public long Waiting([FromSource] ProgressView progress) => progress.Sums.Waiting;

    public long NotStarted([FromSource] ProgressView progress) => progress.Sums.NotStarted;

    public long InProgress([FromSource] ProgressView progress) => progress.Sums.InProgress;

    public long Submitted([FromSource] ProgressView progress) => progress.Sums.Submitted;

    public long AwaitingAcceptance([FromSource] ProgressView progress) => progress.Sums.Submitted;

    public long Postponed([FromSource] ProgressView progress) => progress.Sums.Postponed;

    public long Undated([FromSource] ProgressView progress) => progress.Sums.Undated;

    public long Done([FromSource] ProgressView progress) => progress.Sums.Done;

    public long Cancelled([FromSource] ProgressView progress) => progress.Sums.Cancelled;

    public long DueWithin([FromSource] ProgressView progress, int days) => progress.DueWithin(days);

    public long DoneOnTime([FromSource] ProgressView progress) => progress.Sums.DoneOnTime;

    public long DoneLate([FromSource] ProgressView progress) => progress.Sums.DoneLate;

    public long Units([FromSource] ProgressView progress) => progress.Sums.Units;

    public long UnitsSilent([FromSource] ProgressView progress) => progress.Sums.UnitsSilent;
}

internal sealed class BudgetFields
{
    public long? Planned([FromSource] Budget budget) => Budget.Written(budget.Planned);

    public long? Allocated([FromSource] Budget budget) => Budget.Written(budget.Allocated);

    public long? Spent([FromSource] Budget budget) => Budget.Written(budget.Spent);
}
