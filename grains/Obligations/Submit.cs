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

        internal override UnitCommand Kept() => Document is null ? this : this with { Document = DocumentRules.Kept(Document) };

        internal override Decision Decide(Obligations.Obligation o, UnitState state, in Circumstances now)
        {
            if (!o.IsWorkedOn)
            {
                return WrongStatus(o, "submitted", "NOT_STARTED or IN_PROGRESS");
            }
            // A plan may be adopted for years to come, and its work begun today.
            var today = now.Today;
            var from = o.Terms.CompletableFrom < today ? o.Terms.CompletableFrom : today;
            if (CompletedOn < from || CompletedOn > today)
            {
                return Refusal.Invalid(
                    $"completedOn lies in {from:yyyy-MM-dd}..{today:yyyy-MM-dd}: from the adoption of the plan to today.", "completedOn");
            }
            return DocumentRules.Fault(Document, today) ?? (Decision)new UnitEvent.Submitted(o.Id, CompletedOn ?? today, Document);
        }
    }
}

[JsonDerivedType(typeof(UnitEvent.Submitted), "obligation-submitted")]
public partial record UnitEvent
{
    public sealed record Submitted(string Obligation, DateOnly CompletedOn, Document? Document) : OfObligation(Obligation)
    {
        internal override Obligations.Obligation Apply(Obligations.Obligation o, DateTimeOffset at) => o with
        {
            Status = ObligationStatus.Submitted,
            Percent = Obligations.Obligation.PercentMax,
            CompletedOn = CompletedOn,
            Document = Document ?? o.Document,
            Reported = true,
        };
    }
}
