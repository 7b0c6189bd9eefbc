namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>The collecting unit sends the report back, together with the obligations that it handed in.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.return-report")]
    public sealed record ReturnReport(string Period, string Note) : OfReport(Period)
    {
        public override string Subject => SubjectOf<UnitEvent.ReportReturned>();

        internal override UnitCommand Kept() => this with { Note = Text.Note(Note) };

        internal override Decision Decide(Report report, UnitState state, in Circumstances now) =>
            report.Status != ReportStatus.Signed ? WrongStatus(report, "returned", "SIGNED")
            : FaultOf(Note, "note", required: true)
                ?? DecideServed(report, state, o => o.Status == ObligationStatus.Submitted, served => new UnitEvent.ReportReturned(Period, Note, served));
    }
}

[JsonDerivedType(typeof(UnitEvent.ReportReturned), "report-returned")]
public partial record UnitEvent
{
    public sealed record ReportReturned(string Period, string Note, ImmutableArray<ServedObligation> Obligations) : OfReport(Period, Obligations)
    {
        internal override Report Apply(Report report, StoredEvent stored) => report with { Status = ReportStatus.Returned, Note = Note };

        private protected override Obligation Apply(Obligation o, StoredEvent stored) => o.TakenUpAgain(Note);
    }
}
