namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>Corrects a signed report: begins the next revision, and the obligations that it had discharged are owed again.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.reopen-report")]
    public sealed record ReopenReport(string Period, string Reason) : OfReport(Period)
    {
        public override string Subject => SubjectOf<UnitEvent.ReportReopened>();

        internal override UnitCommand Kept() => this with { Reason = Text.Note(Reason) };

        internal override Decision Decide(Report report, UnitState state, in Circumstances now) =>
            !report.IsFrozen ? WrongStatus(report, "reopened", "SIGNED or RECEIVED")
            : report.Revision >= Limits.RevisionsMax ? TooManyRevisions
            : FaultOf(Reason, "reason", required: true)
                ?? DecideServed(
                    report, state, o => o.Status is ObligationStatus.Submitted or ObligationStatus.Done,
                    served => new UnitEvent.ReportReopened(Period, Reason, served));
    }
}

[JsonDerivedType(typeof(UnitEvent.ReportReopened), "report-reopened")]
public partial record UnitEvent
{
    public sealed record ReportReopened(string Period, string Reason, ImmutableArray<ServedObligation> Obligations) : OfReport(Period, Obligations)
    {
        internal override Report Apply(Report report, StoredEvent stored) => NextOf(report) with { Note = Reason };

        private protected override Obligation Apply(Obligation o, StoredEvent stored) => o.TakenUpAgain(Reason);
    }
}
