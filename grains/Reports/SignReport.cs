namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>Freezes a report and hands in all obligations that it serves, in one event.</summary>
    /// <param name="Figures">The system's present counts. A repeated request may carry others, so they are not compared.</param>
    [GenerateSerializer, Immutable, Alias("hierarchy.sign-report")]
    public sealed record SignReport(
        string Period, string Signer, string Capacity, Document Document, int? ExpectedRevision,
        [property: JsonIgnore] ReportFigures Figures) : OfReport(Period)
    {
        public override string Subject => SubjectOf<UnitEvent.ReportSigned>();

        internal override UnitCommand WithLists() => this with { Document = DocumentRules.Given(Document)! };

        internal override UnitCommand Kept() => this with
        {
            Signer = Text.Name(Signer),
            Capacity = Text.Name(Capacity),
            Document = DocumentRules.Kept(Document)!,
        };

        internal override Decision Decide(Report report, UnitState state, in Circumstances now)
        {
            if (report.IsFrozen)
            {
                return Refusal.Conflict($"The report is {Text.Constant(report.Status)} already.", "report") with { Reason = Reasons.AlreadySigned };
            }
            var revision = report.Status == ReportStatus.Returned ? report.Revision + 1 : report.Revision;
            if (ExpectedRevision is { } expected && expected != revision && expected != report.Revision)
            {
                return Refusal.Conflict($"The report is in revision {revision}, not {expected}: read it again.", "expectedRevision") with
                {
                    Reason = Reasons.StaleRevision,
                };
            }
            if (revision > Limits.RevisionsMax)
            {
                return TooManyRevisions;
            }
            var day = Document.IssuedOn;
            var served = ReportRules.ServedBy(report.Form, state).Where(o => o.IsWorkedOn).ToList();
            if (Fault(report, served, now.Today) is { } fault)
            {
                return fault;
            }
            var signed = report with { Revision = revision };
            if (ReportRules.MissingRows(signed, Figures) is { IsEmpty: false } missing)
            {
                return Refusal.Conflict(
                    $"Nothing stands in the rows {string.Join(", ", missing.Take(20))}: fill them, or mark them as nothing having occurred.", "report") with
                {
                    Reason = Reasons.RowsMissing,
                    Count = missing.Length,
                };
            }
            var content = ReportContent.Of(signed, state.Unit!.Name, Figures, Document).Written();
            return new UnitEvent.ReportSigned(
                Period, revision, Signer, Capacity, Document, now.Person, day, content, ReportContent.Sha256Of(content),
                Values(signed), ReportRules.Named(served));
        }

        private Refusal? Fault(Report report, List<Obligation> served, DateOnly today)
        {
            var day = Document.IssuedOn;
            return FaultOf(Signer, "signer", required: true, Limits.NameMax)
                ?? FaultOf(Capacity, "capacity", required: true, Limits.NameMax)
                ?? DocumentRules.Fault(Document, "document", today)
                ?? (day < report.Form.DemandedFrom && day < today
                    ? Refusal.Invalid($"issuedOn must lie in {report.Form.DemandedFrom:yyyy-MM-dd}..{today:yyyy-MM-dd}: not before it is demanded.",
                        "document.issuedOn") : null)
                ?? ReportRules.FaultOfMoving(served)
                ?? served.Select(o => ObligationRules.FaultOfCompletion(o, day, today) is { } fault ? fault with { Field = "document.issuedOn" } : null)
                    .FirstOrDefault(fault => fault is not null);
        }

        private ImmutableArray<CountedFigure> Values(Report report) =>
        [
            .. from row in report.Form.Rows
               let entry = report.EntryOf(row.Code)
               let value = entry is null ? Figures.Of(row.Code) : new FigureValue(entry.Numerator ?? 0, entry.NothingOccurred ? 0 : entry.Denominator)
               where value is not null
               select new CountedFigure(row.Code, value.Value),
        ];
    }
}

[JsonDerivedType(typeof(UnitEvent.ReportSigned), "report-signed")]
public partial record UnitEvent
{
    /// <param name="Person">Who signed; null without sign-in.</param>
    /// <param name="Content">The signed content; its bytes are served unchanged for ever.</param>
    /// <param name="Values">The values of its rows, for other reports to add up.</param>
    public sealed record ReportSigned(
        string Period, int Revision, string Signer, string Capacity, Document Document, string? Person, DateOnly CompletedOn, string Content, string Sha256,
        ImmutableArray<CountedFigure> Values, ImmutableArray<ServedObligation> Obligations) : OfReport(Period, Obligations)
    {
        internal override Document Evidence => Document;

        internal override DateOnly? CountsFrom => Obligations.IsEmpty ? null : CompletedOn;

        internal override Report Apply(Report report, StoredEvent stored) => report with
        {
            Revision = Revision,
            Status = ReportStatus.Signed,
            Note = null,
            Signature = new ReportSignature(Person, Signer, Capacity, Document, VietnameseDay.Of(stored.At), stored.At, Sha256),
        };

        private protected override Obligation Apply(Obligation o, StoredEvent stored) => o with
        {
            Status = ObligationStatus.Submitted,
            Percent = Obligation.PercentMax,
            CompletedOn = CompletedOn,
            Document = Document,
            Reported = true,
            HandedInBy = Person,
            HandedInAt = stored.At,
        };

        // On days on which it was closed it stays closed.
        private protected override Obligation ApplyToAny(Obligation o, StoredEvent stored) => o.IsClosed ? o : Apply(o, stored);

        public override ReportRecord RecordOf(UnitState next) => new(next.Reports[Period], new SignedContent(Content, Values));
    }
}
