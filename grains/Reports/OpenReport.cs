namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>Begins the unit's report for a period. Leaves an existing report as it is.</summary>
    /// <param name="Form">The form that the regime sets for a unit of this kind.</param>
    [GenerateSerializer, Immutable, Alias("hierarchy.open-report")]
    public sealed record OpenReport(ReportForm Form) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.ReportOpened>(Form.Period);

        internal override ReformArea? AreaIn(UnitState state) => ReformArea.Steering;

        internal override Decision Decide(UnitState state, in Circumstances now)
        {
            if (state.Reports.ContainsKey(Form.Period))
            {
                return Decision.Nothing;
            }
            var served = ReportRules.ServedBy(Form, state).Where(o => o.Status != ObligationStatus.Cancelled).ToList();
            if (served.Count == 0 && state.Unit!.Id != Form.Owner)
            {
                return NotOpen($"'{state.Unit.Id}' owes no report for the period '{Text.Shown(Form.Period)}'.");
            }
            if (Form.From > now.Today)
            {
                return NotOpen($"The period begins on {Form.From:yyyy-MM-dd}; today is {now.Today:yyyy-MM-dd}.");
            }
            if (state.Reports.Count >= Limits.ReportsMax)
            {
                return Refusal.Conflict($"A unit has at most {Limits.ReportsMax} reports.", "unit");
            }
            return ReportRules.FaultOfMoving(served)
                ?? (Decision)new UnitEvent.ReportOpened(
                    Form.Period, Form, ReportRules.Named(served.Where(o => o.Status == ObligationStatus.NotStarted)));
        }

        private static Decision NotOpen(string message) => Refusal.Conflict(message, "period") with { Reason = Reasons.PeriodNotOpen };
    }
}

[JsonDerivedType(typeof(UnitEvent.ReportOpened), "report-opened")]
public partial record UnitEvent
{
    /// <param name="Obligations">Those that had not been started.</param>
    public sealed record ReportOpened(string Period, ReportForm Form, ImmutableArray<ServedObligation> Obligations) : OfReport(Period, Obligations)
    {
        private protected override Report ReportBefore(UnitState state, StoredEvent stored) =>
            new(Form, stored.Unit, 1, 0, ReportStatus.Draft, [], [], null, null, stored.At);

        internal override Report Apply(Report report, StoredEvent stored) => report;

        private protected override Obligation Apply(Obligation o, StoredEvent stored) => o with { Status = ObligationStatus.InProgress };

        private protected override Obligation ApplyToAny(Obligation o, StoredEvent stored) =>
            o.Status == ObligationStatus.NotStarted ? Apply(o, stored) : o;
    }
}
