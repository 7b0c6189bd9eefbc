namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>A command about an indicator that the unit reports.</summary>
    [GenerateSerializer, Immutable]
    public abstract record OfIndicator(string Indicator, int Year, string? Period) : UnitCommand
    {
        internal abstract Decision Decide(GivenIndicator given, in Circumstances now);

        internal override ReformArea? AreaIn(UnitState state) => state.GivenIndicators.GetValueOrDefault(Indicator)?.Terms.Reform;

        internal override Decision Decide(UnitState state, in Circumstances now) =>
            !state.GivenIndicators.TryGetValue(Indicator, out var given)
                ? Refusal.NotFound($"'{state.Unit!.Id}' does not report the indicator '{Text.Shown(Indicator)}'.", "indicator") with
                {
                    Reason = Reasons.NotAReporter,
                }
                : IndicatorRules.FaultOfPeriod(Year, Period) ?? FaultOfEnd(state.Unit!) ?? Decide(given, now);

        // Values of a unit that has ended stay in its years, and whoever takes on its work may complete those.
        private Refusal? FaultOfEnd(Unit unit) => unit.To is { } last && Year > last.Year
            ? Refusal.Conflict($"'{unit.Id}' ended on {last:yyyy-MM-dd} and reports no value for {Year}.", "year") with { Reason = Reasons.UnitClosed }
            : null;

        private protected string SubjectOf<T>() where T : UnitEvent => EventCodec.NameOf(typeof(T)) + ":" + Indicator;
    }

    /// <summary>Reports a value for a year or a period of it, or corrects one. The record keeps the earlier value.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.report-indicator")]
    public sealed record ReportIndicator(
        string Indicator, int Year, string? Period, long Numerator, long? Denominator, string? Note, Document? Document) : OfIndicator(Indicator, Year, Period)
    {
        public override string Subject => SubjectOf<UnitEvent.IndicatorReported>();

        internal override UnitCommand WithLists() => this with { Document = DocumentRules.Given(Document) };

        internal override UnitCommand Kept() => this with { Note = Text.NoteOrNull(Note), Document = DocumentRules.Kept(Document) };

        internal override Decision Decide(GivenIndicator given, in Circumstances now)
        {
            var fault = IndicatorRules.FaultOfValue(given.Terms.Method, Numerator, Denominator)
                ?? FaultOf(Note, "note", required: false)
                ?? DocumentRules.Fault(Document, "document", now.Today);
            if (fault is not null)
            {
                return fault;
            }
            return given.Find(Year, Period) is null && given.Values.Length >= Limits.IndicatorValuesMax
                ? Refusal.Invalid($"A unit reports at most {Limits.IndicatorValuesMax} values of one indicator.", "period")
                : new UnitEvent.IndicatorReported(
                    Indicator, Year, Period, Numerator, IndicatorRules.DenominatorOf(given.Terms.Method, Denominator), Note, Document, now.Person);
        }
    }

    /// <summary>A unit above verifies the value that the unit has reported.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.verify-indicator")]
    public sealed record VerifyIndicator(string Indicator, int Year, string? Period, string? Note) : OfIndicator(Indicator, Year, Period)
    {
        public override string Subject => SubjectOf<UnitEvent.IndicatorVerified>();

        internal override UnitCommand Kept() => this with { Note = Text.NoteOrNull(Note) };

        internal override Decision Decide(GivenIndicator given, in Circumstances now) =>
            FaultOf(Note, "note", required: false)
            ?? (given.Find(Year, Period) is not { } value ? Refusal.Conflict("There is no value yet to verify.", "year")
                : value.Verified ? Refusal.Conflict("The value is verified already.", "year") with { Reason = Reasons.AlreadyVerified }
                : value.By is not null && value.By == now.Person
                    ? Refusal.Forbidden("Whoever entered a value may not verify it: somebody else must.", Reasons.SamePerson)
                : (Decision)new UnitEvent.IndicatorVerified(Indicator, Year, Period, Note));
    }
}

[JsonDerivedType(typeof(UnitEvent.IndicatorReported), "indicator-reported")]
[JsonDerivedType(typeof(UnitEvent.IndicatorVerified), "indicator-verified")]
public partial record UnitEvent
{
    /// <summary>A change of a value that the unit reports for an indicator.</summary>
    public abstract record OfIndicator(string Indicator, int Year, string? Period) : UnitEvent
    {
        internal override string About => Indicator;

        internal abstract GivenValue After(GivenValue? before);

        internal override UnitState Apply(UnitState state, StoredEvent stored)
        {
            var given = state.GivenIndicators[Indicator];
            return state with { GivenIndicators = state.GivenIndicators.SetItem(Indicator, given.With(After(given.Find(Year, Period)))) };
        }

        internal override Outcome Answer(UnitState next) =>
            new Outcome.OfGivenValue(next.GivenIndicators[Indicator].Terms, next.GivenIndicators[Indicator].Find(Year, Period)!);
    }

    /// <param name="By">The person who reported it.</param>
    public sealed record IndicatorReported(
        string Indicator, int Year, string? Period, long Numerator, long Denominator, string? Note, Document? Document, string? By)
        : OfIndicator(Indicator, Year, Period)
    {
        internal override Document? Evidence => Document;

        // A corrected value must be verified again.
        internal override GivenValue After(GivenValue? before) => new(Year, Period, Numerator, Denominator, Note, Document, By, Verified: false);
    }

    public sealed record IndicatorVerified(string Indicator, int Year, string? Period, string? Note) : OfIndicator(Indicator, Year, Period)
    {
        internal override GivenValue After(GivenValue? before) => before! with { Verified = true };
    }
}
