namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <param name="Percent">0 to 100 with at most two decimals.</param>
    /// <param name="Spent">Whole đồng spent so far; null when not reported.</param>
    /// <param name="On">The day that the report is about; null for today.</param>
    [GenerateSerializer, Immutable, Alias("hierarchy.report-progress")]
    public sealed record ReportProgress(string Obligation, double Percent, string? Note, long? Spent, long? ExpectedVersion, DateOnly? On = null)
        : OfObligation(Obligation, ExpectedVersion)
    {
        public override string Subject => SubjectOf<UnitEvent.ProgressReported>();

        internal override UnitCommand Kept()
        {
            var kept = Note is null ? null : Text.Note(Note);
            return ReferenceEquals(kept, Note) ? this : this with { Note = Text.NoteOrNull(kept) };
        }

        internal override Decision Decide(Obligations.Obligation o, UnitState state, in Circumstances now)
        {
            if (FaultOfWork(o, "reported on") is { } fault)
            {
                return fault;
            }
            if (!(Percent is >= 0 and <= 100))
            {
                return Refusal.Invalid("percent must lie in 0..100.", "percent");
            }
            var hundredths = Math.Round(Percent * 100);
            if (Math.Abs(hundredths - Percent * 100) > 1e-6)
            {
                return Refusal.Invalid("percent must have at most two decimals.", "percent");
            }
            if (Spent is < 0 or > Limits.MoneyMax)
            {
                return Refusal.Invalid($"spent, the money spent so far, must lie in 0..{Limits.MoneyMax} đồng.", "spent");
            }
            // A smaller sum than before is always accepted: earlier versions stored sums above the present limit.
            var spentMax = TreeBound.Of(state.Unit!.Kind).MoneyMax;
            if (Spent > o.Spent && state.Spent - o.Spent + Spent > spentMax)
            {
                return Refusal.Invalid($"A unit of this kind can report at most {spentMax} đồng spent on all its obligations.", "spent");
            }
            return FaultOfDay(o, now.Today) ?? FaultOf(Note, "note", required: false) ?? (Decision)new UnitEvent.ProgressReported(
                o.Id, (int)hundredths, Note, Spent, On, OvertakenBy(UnitEvent.ProgressReported.DaysOf(o), On ?? now.Today));
        }

        private Refusal? FaultOfDay(Obligations.Obligation o, DateOnly today)
        {
            // A plan may be adopted for years to come, and its work may begin today.
            var from = o.Terms.CompletableFrom < today ? o.Terms.CompletableFrom : today;
            return On < from || On > today
                ? Refusal.Invalid($"on must lie in {from:yyyy-MM-dd}..{today:yyyy-MM-dd}: from the adoption of the plan to today.", "on")
                : null;
        }

        /// <summary>The values that reports about later days supersede; null for none.</summary>
        private Overtaken? OvertakenBy(ReportDays? told, DateOnly on)
        {
            var overtaken = new Overtaken(on < told?.Percent, Note is not null && on < told?.Note, Spent is not null && on < told?.Spent);
            return overtaken == Overtaken.Nothing ? null : overtaken;
        }
    }
}

/// <summary>The values of a report that have no effect, because a report about a later day supersedes them. Stored with the report, so
/// that a replay needs nothing else.</summary>
public sealed record Overtaken(bool Percent, bool Note, bool Spent)
{
    public static readonly Overtaken Nothing = new(false, false, false);
}

[JsonDerivedType(typeof(UnitEvent.ProgressReported), "progress-reported")]
public partial record UnitEvent
{
    /// <param name="Percent">In hundredths.</param>
    /// <param name="Spent">Whole đồng so far; null leaves it as it was.</param>
    /// <param name="On">The day that the report is about; null for the day of recording.</param>
    /// <param name="Overtaken">Null when every value has effect.</param>
    public sealed record ProgressReported(
        string Obligation, int Percent, string? Note, long? Spent, DateOnly? On = null, Overtaken? Overtaken = null) : OfObligation(Obligation)
    {
        internal override DateOnly? CountsFrom => On;

        internal override Obligations.Obligation Apply(Obligations.Obligation o, StoredEvent stored) =>
            Apply(o, On ?? VietnameseDay.Of(stored.At), Overtaken ?? Overtaken.Nothing);

        // On a past day, other reports may have been the latest, and the obligation may have been handed in or closed.
        private protected override Obligations.Obligation ApplyToAny(Obligations.Obligation o, StoredEvent stored)
        {
            var on = On ?? VietnameseDay.Of(stored.At);
            var days = DaysOf(o);
            var after = Apply(o, on, new Overtaken(on < days?.Percent, on < days?.Note, on < days?.Spent));
            return o.IsWorkedOn ? after : after with
            {
                Status = o.Status,
                Percent = o.Status is ObligationStatus.Submitted or ObligationStatus.Done ? o.Percent : after.Percent,
            };
        }

        private Obligations.Obligation Apply(Obligations.Obligation o, DateOnly on, Overtaken overtaken)
        {
            var days = DaysOf(o);
            var percent = overtaken.Percent ? o.PercentReported : Percent;
            return o with
            {
                Status = Percent == 0 && o.Status == ObligationStatus.NotStarted ? o.Status : ObligationStatus.InProgress,
                Percent = percent,
                PercentReported = percent,
                Note = overtaken.Note ? o.Note : Note ?? o.Note,
                Spent = overtaken.Spent ? o.Spent : Spent ?? o.Spent,
                Reported = true,
                ReportDays = new ReportDays(
                    overtaken.Percent ? days?.Percent : on,
                    overtaken.Note || Note is null ? days?.Note : on,
                    overtaken.Spent || Spent is null ? days?.Spent : on),
            };
        }

        /// <summary>Null when there was no report. Reports stored without days count for the day of the last change.</summary>
        internal static ReportDays? DaysOf(Obligations.Obligation o)
        {
            if (o.ReportDays is not null || !o.Reported)
            {
                return o.ReportDays;
            }
            var last = VietnameseDay.Of(o.UpdatedAt);
            return new ReportDays(last, last, last);
        }
    }
}
