namespace Hierarchy.Grains;

/// <summary>Accessors of answers for tests; each is null for other answers.</summary>
internal static class Answers
{
    extension(Outcome outcome)
    {
        public Refusal? Refusal => (outcome as Outcome.Refused)?.Refusal;

        public Units.Unit? Unit => (outcome as Outcome.OfUnit)?.Unit;

        public Plan? Plan => (outcome as Outcome.OfPlan)?.Plan;

        public PlanTask? Task => (outcome as Outcome.OfTask)?.Task;

        public Duty? Duty => (outcome as Outcome.OfDuty)?.Duty;

        public Regime? Regime => (outcome as Outcome.OfRegime)?.Regime;

        public Reports.Report? Report => (outcome as Outcome.OfReport)?.Report;

        public Obligation? Obligation => (outcome as Outcome.OfObligation)?.Obligation;
    }

    extension(Decision decision)
    {
        public UnitEvent? Event => (decision as Decision.Accepted)?.Event;

        public Refusal? Refusal => (decision as Decision.Refused)?.Refusal;
    }
}
