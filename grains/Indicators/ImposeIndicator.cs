namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>A unit above, or this unit itself, demands values of an indicator. Idempotent: an indicator that the unit already knows
    /// is ignored.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.impose-indicator")]
    public sealed record ImposeIndicator(IndicatorTerms Terms) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.IndicatorImposed>(Terms.Id);

        internal override Decision Decide(UnitState state, in Circumstances now)
        {
            var fault = FaultOf(Terms.Id, "id", required: true, OwnedId.LengthMax)
                ?? FaultOf(Terms.Owner, "owner", required: true, Limits.IdMax)
                ?? FaultOf(Terms.Text, "text", required: true)
                ?? Limits.FaultOfWord<IndicatorMethod>(Terms.Method, "method")
                ?? Limits.FaultOfWord<UnitKind>(Terms.Class, "class")
                ?? Limits.FaultOfWord(Terms.Reform, "reform");
            return fault is not null ? fault
                : state.GivenIndicators.ContainsKey(Terms.Id) ? Decision.Nothing
                : new UnitEvent.IndicatorImposed(Terms);
        }
    }
}

[JsonDerivedType(typeof(UnitEvent.IndicatorImposed), "indicator-imposed")]
public partial record UnitEvent
{
    public sealed record IndicatorImposed(IndicatorTerms Terms) : UnitEvent
    {
        internal override string About => Terms.Id;

        internal override UnitState Apply(UnitState state, StoredEvent stored) => state with
        {
            GivenIndicators = state.GivenIndicators.Add(Terms.Id, new GivenIndicator(Terms, [])),
        };
    }
}
