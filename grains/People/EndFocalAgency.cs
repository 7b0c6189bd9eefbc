namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>The agency loses its powers for the unit from now on.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.end-focal-agency")]
    public sealed record EndFocalAgency(string Agency, string? Reason) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.FocalAgencyEnded>(Agency);

        internal override UnitCommand Kept() => this with { Reason = Text.NoteOrNull(Reason) };

        internal override Decision Decide(UnitState state, in Circumstances now)
        {
            var today = now.Today;
            return !state.FocalAgencies.Values.Any(focal => focal.Agency == Agency && focal.MayHoldFrom(today))
                ? Refusal.NotFound($"'{Text.Shown(Agency)}' is not a focal agency of the unit.", "agency")
                : FaultOf(Reason, "reason", required: false) ?? (Decision)new UnitEvent.FocalAgencyEnded(Agency, today, Reason);
        }
    }
}

[JsonDerivedType(typeof(UnitEvent.FocalAgencyEnded), "focal-agency-ended")]
public partial record UnitEvent
{
    public sealed record FocalAgencyEnded(string Agency, DateOnly On, string? Reason) : UnitEvent
    {
        internal override string About => Agency;

        internal override UnitState Apply(UnitState state, StoredEvent stored) => state with
        {
            FocalAgencies = state.FocalAgencies.SetItems(
                state.FocalAgencies.Where(entry => entry.Value.Agency == Agency && entry.Value.MayHoldFrom(On))
                    .Select(entry => KeyValuePair.Create(entry.Key, entry.Value with { EndedOn = On }))),
        };

        internal override Append WithRows(Append append, UnitState next) =>
            append with { FocalAgencies = [.. next.FocalAgencies.Values.Where(focal => focal.Agency == Agency && focal.EndedOn == On)] };

        internal override Outcome Answer(UnitState next) => new Outcome.OfUnit(next.Unit!);
    }
}
