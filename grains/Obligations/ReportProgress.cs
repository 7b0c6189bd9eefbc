using Hierarchy.Grains.People;

namespace Hierarchy.Grains;

[JsonDerivedType(typeof(UnitCommand.ReportProgress))]
public partial record UnitCommand
{
    /// <param name="Percent">0 to 100 with at most two decimals.</param>
    /// <param name="Spent">Whole đồng spent so far; null when not reported.</param>
    [GenerateSerializer, Immutable, Alias("hierarchy.report-progress")]
    public sealed record ReportProgress(string Obligation, double Percent, string? Note, long? Spent, long? ExpectedVersion)
        : OfObligation(Obligation, ExpectedVersion)
    {
        public override string Subject => SubjectOf<UnitEvent.ProgressReported>();

        internal override Right? Needs => Right.Report;

        internal override UnitCommand Kept()
        {
            var kept = Note is null ? null : Text.Note(Note);
            return ReferenceEquals(kept, Note) ? this : this with { Note = Text.NoteOrNull(kept) };
        }

        internal override Decision Decide(Obligations.Obligation o, UnitState state, in Circumstances now)
        {
            if (!o.IsWorkedOn)
            {
                return WrongStatus(o, "reported on", "NOT_STARTED or IN_PROGRESS");
            }
            if (!(Percent is >= 0 and <= 100))
            {
                return Refusal.Invalid("percent must lie in 0..100.", "percent");
            }
            var hundredths = Math.Round(Percent * 100);
            if (Math.Abs(hundredths - Percent * 100) > 1e-6)
            {
                return Refusal.Invalid("percent has at most two decimals.", "percent");
            }
            if (Spent is < 0 or > Limits.MoneyMax)
            {
                return Refusal.Invalid($"spent is the money spent so far, 0..{Limits.MoneyMax} đồng.", "spent");
            }
            // Less than before is always accepted: earlier versions stored more than is accepted now.
            var spentMax = TreeBound.Of(state.Unit!.Kind).MoneyMax;
            if (Spent > o.Spent && state.Spent - o.Spent + Spent > spentMax)
            {
                return Refusal.Invalid($"A unit of this kind spends at most {spentMax} đồng on all that it owes.", "spent");
            }
            return FaultOf(Note, "note", required: false) ?? (Decision)new UnitEvent.ProgressReported(o.Id, (int)hundredths, Note, Spent);
        }
    }
}

[JsonDerivedType(typeof(UnitEvent.ProgressReported), "progress-reported")]
public partial record UnitEvent
{
    /// <param name="Percent">In hundredths.</param>
    /// <param name="Spent">Whole đồng so far; null leaves it as it was.</param>
    public sealed record ProgressReported(string Obligation, int Percent, string? Note, long? Spent) : OfObligation(Obligation)
    {
        internal override Obligations.Obligation Apply(Obligations.Obligation o, StoredEvent stored) => o with
        {
            Status = Percent == 0 && o.Status == ObligationStatus.NotStarted ? o.Status : ObligationStatus.InProgress,
            Percent = Percent,
            PercentReported = Percent,
            Note = Note ?? o.Note,
            Spent = Spent ?? o.Spent,
            Reported = true,
        };
    }
}
