namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>Sets the due day, or moves it to any other day.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.change-due")]
    public sealed record ChangeDue(string Obligation, DateOnly Due, string Reason, Document? Document) : OfObligation(Obligation, null)
    {
        public override string Subject => SubjectOf<UnitEvent.DueChanged>();

        internal override UnitCommand WithLists() => this with { Document = DocumentRules.Given(Document) };

        internal override UnitCommand Kept() => this with
        {
            Reason = Text.Note(Reason),
            Document = DocumentRules.Kept(Document),
        };

        internal override Decision Decide(Obligations.Obligation o, UnitState state, in Circumstances now) =>
            FaultOfWork(o, "given another due day")
            ?? (o.DueChanges?.All.Length >= Obligations.Obligation.DueChangesMax
                ? Refusal.Conflict($"The due day has been changed {Obligations.Obligation.DueChangesMax} times, which is the maximum.") : null)
            ?? Limits.FaultOfDay(Due, "due")
            ?? FaultOf(Reason, "reason", required: true)
            ?? DocumentRules.Fault(Document, "document", now.Today)
            ?? (Decision)new UnitEvent.DueChanged(o.Id, o.Due, Due, Reason, Document);
    }
}

[JsonDerivedType(typeof(UnitEvent.DueChanged), "due-changed")]
public partial record UnitEvent
{
    /// <param name="From">Null when there was none.</param>
    public sealed record DueChanged(string Obligation, DateOnly? From, DateOnly To, string Reason, Document? Document) : OfObligation(Obligation)
    {
        internal override Document? Evidence => Document;

        internal override Obligations.Obligation Apply(Obligations.Obligation o, StoredEvent stored) => o with
        {
            Due = To,
            DueChanges = new DueChanges([.. o.DueChanges?.All ?? [], new DueChange(From, To, Reason, Document, stored.At, stored.Actor)]),
        };
    }
}
