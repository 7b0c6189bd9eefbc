namespace Hierarchy.Grains;

[JsonDerivedType(typeof(UnitCommand.Submit))]
public partial record UnitCommand
{
    /// <param name="CompletedOn">Null for today.</param>
    [GenerateSerializer, Immutable, Alias("hierarchy.submit")]
    public sealed record Submit(string Obligation, Document? Document, DateOnly? CompletedOn, long? ExpectedVersion)
        : OfObligation(Obligation, ExpectedVersion)
    {
        public override string Subject => SubjectOf<UnitEvent.Submitted>();

        internal override UnitCommand Kept() => Document is not { } d ? this : this with
        {
            Document = new Document(Text.Name(d.Number), d.IssuedOn, Text.NameOrNull(d.Title), Text.NameOrNull(d.Uri)),
        };

        internal override Decision Decide(Obligations.Obligation o, UnitState state, in Circumstances now)
        {
            if (!o.IsWorkedOn)
            {
                return WrongStatus(o, "submitted", "NOT_STARTED or IN_PROGRESS");
            }
            var today = now.Today;
            return ObligationRules.FaultOfCompletion(o, CompletedOn, today)
                ?? FaultOfDocument(Document, today)
                ?? (Decision)new UnitEvent.Submitted(o.Id, CompletedOn ?? today, Document);
        }

        private static Refusal? FaultOfDocument(Document? document, DateOnly today) =>
            document is null ? null
            : document.IssuedOn > today ? Refusal.Invalid($"issuedOn lies in the future; today is {today:yyyy-MM-dd}.", "document.issuedOn")
            : Limits.FaultOfDay(document.IssuedOn, "document.issuedOn")
                ?? FaultOf(document.Number, "document.number", required: true, Limits.NameMax)
                ?? FaultOf(document.Title, "document.title", required: false)
                ?? FaultOf(document.Uri, "document.uri", required: false);
    }
}

[JsonDerivedType(typeof(UnitEvent.Submitted), "obligation-submitted")]
public partial record UnitEvent
{
    public sealed record Submitted(string Obligation, DateOnly CompletedOn, Document? Document) : OfObligation(Obligation)
    {
        internal override Obligations.Obligation Apply(Obligations.Obligation o, StoredEvent stored) => o with
        {
            Status = ObligationStatus.Submitted,
            Percent = Obligations.Obligation.PercentMax,
            CompletedOn = CompletedOn,
            Document = Document ?? o.Document,
            Reported = true,
            HandedInBy = stored.Actor,
            HandedInAt = stored.At,
        };
    }
}
