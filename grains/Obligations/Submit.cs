namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <param name="CompletedOn">Null for today.</param>
    [GenerateSerializer, Immutable, Alias("hierarchy.submit")]
    public sealed record Submit(string Obligation, Document? Document, DateOnly? CompletedOn, long? ExpectedVersion)
        : OfObligation(Obligation, ExpectedVersion)
    {
        public override string Subject => SubjectOf<UnitEvent.Submitted>();

        internal override UnitCommand WithLists() => this with { Document = DocumentRules.Given(Document) };

        internal override UnitCommand Kept() => this with { Document = DocumentRules.Kept(Document) };

        internal override Decision Decide(Obligations.Obligation o, UnitState state, in Circumstances now) =>
            FaultOfWork(o, "submitted")
            ?? ObligationRules.FaultOfCompletion(o, CompletedOn, now.Today)
            ?? DocumentRules.Fault(Document, "document", now.Today)
            ?? (Decision)new UnitEvent.Submitted(o.Id, CompletedOn ?? now.Today, Document, now.Person);
    }
}

[JsonDerivedType(typeof(UnitEvent.Submitted), "obligation-submitted")]
public partial record UnitEvent
{
    /// <param name="Person">Who handed it in; null without sign-in, and in data stored before this field existed.</param>
    public sealed record Submitted(string Obligation, DateOnly CompletedOn, Document? Document, string? Person = null) : OfObligation(Obligation)
    {
        internal override Document? Evidence => Document;

        internal override DateOnly? CountsFrom => CompletedOn;

        // On days on which it was closed it stays closed, whatever was handed in later.
        private protected override Obligations.Obligation ApplyToAny(Obligations.Obligation o, StoredEvent stored) =>
            o.IsClosed ? o : Apply(o, stored);

        internal override Obligations.Obligation Apply(Obligations.Obligation o, StoredEvent stored) => o with
        {
            Status = ObligationStatus.Submitted,
            Percent = Obligations.Obligation.PercentMax,
            CompletedOn = CompletedOn,
            Document = Document ?? o.Document,
            Reported = true,
            HandedInBy = Person,
            HandedInAt = stored.At,
        };
    }
}
