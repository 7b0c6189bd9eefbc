namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>The collecting unit receives the report and accepts the obligations that it handed in.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.receive-report")]
    public sealed record ReceiveReport(string Period, string? Note) : OfReport(Period)
    {
        public override string Subject => SubjectOf<UnitEvent.ReportReceived>();

        internal override UnitCommand Kept() => this with { Note = Text.NoteOrNull(Note) };

        internal override Decision Decide(Report report, UnitState state, in Circumstances now) =>
            report.Status != ReportStatus.Signed ? WrongStatus(report, "received", "SIGNED")
            : FaultOf(Note, "note", required: false)
                ?? DecideServed(report, state, o => o.Status == ObligationStatus.Submitted, served => new UnitEvent.ReportReceived(Period, Note, served));
    }
}

[JsonDerivedType(typeof(UnitEvent.ReportReceived), "report-received")]
public partial record UnitEvent
{
    public sealed record ReportReceived(string Period, string? Note, ImmutableArray<ServedObligation> Obligations) : OfReport(Period, Obligations)
    {
        internal override Report Apply(Report report, StoredEvent stored) => report with { Status = ReportStatus.Received, Note = Note };

        private protected override Obligation Apply(Obligation o, StoredEvent stored) =>
            o with { Status = ObligationStatus.Done, Note = Note ?? o.Note };
    }
}
