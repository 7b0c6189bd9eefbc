namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <param name="Period">Key of the period of the report.</param>
    [GenerateSerializer, Immutable]
    public abstract record OfReport(string Period) : UnitCommand
    {
        /// <summary>Whether the unit that collects the report may do it too.</summary>
        internal bool IsForCollector => Needs == Right.Accept;

        internal override ReformArea? AreaIn(UnitState state) => ReformArea.Steering;

        internal sealed override Decision Decide(UnitState state, in Circumstances now) => state.Reports.TryGetValue(Period, out var report)
            ? Decide(report, state, now)
            : Refusal.NotFound($"There is no report '{Text.Shown($"{state.Unit!.Id}{Obligation.Separator}{Period}")}': open it first.", "report");

        internal abstract Decision Decide(Report report, UnitState state, in Circumstances now);

        /// <summary>What happens to the report and to those that it discharges, as far as they stand in the way that is named.</summary>
        private protected static Decision DecideServed(
            Report report, UnitState state, Func<Obligation, bool> stands, Func<ImmutableArray<ServedObligation>, UnitEvent> happened)
        {
            var served = ReportRules.ServedBy(report.Form, state).Where(stands).ToList();
            return ReportRules.FaultOfMoving(served) ?? (Decision)happened(ReportRules.Named(served));
        }

        private protected string SubjectOf<T>() where T : UnitEvent.OfReport => SubjectOf<T>(Period);

        private protected static Decision WrongStatus(Report report, string action, string right) =>
            Refusal.Conflict($"The report is {Text.Constant(report.Status)}; only one that is {right} can be {action}.", "report");
    }
}

public partial record UnitEvent
{
    /// <summary>Something happened to one report of the unit, and to what it discharges.</summary>
    public abstract record OfReport(string Period, ImmutableArray<ServedObligation> Obligations) : UnitEvent
    {
        internal override string About => Period;

        /// <summary>The report after it, but for its version and time.</summary>
        internal abstract Report Apply(Report report, StoredEvent stored);

        /// <summary>An obligation that it discharges after it, but for its version and time.</summary>
        private protected virtual Obligation Apply(Obligation o, StoredEvent stored) => o;

        /// <summary>An obligation on a day gone by, whatever it was on it.</summary>
        private protected virtual Obligation ApplyToAny(Obligation o, StoredEvent stored) => Apply(o, stored);

        // The history of one obligation need not hold the opening of the report, nor the other obligations.
        internal sealed override UnitState Apply(UnitState state, StoredEvent stored) => state with
        {
            Reports = ReportBefore(state, stored) is { } report
                ? state.Reports.SetItem(Period, Apply(report, stored) with { Version = report.Version + 1, UpdatedAt = stored.At })
                : state.Reports,
            Obligations = state.Obligations.SetItems(Obligations
                .Select(served => state.Obligations.GetValueOrDefault(served.Obligation)).OfType<Obligation>()
                .Select(o => KeyValuePair.Create(o.Id, Changed(o, Apply(o, stored), stored)))),
        };

        private protected virtual Report? ReportBefore(UnitState state, StoredEvent stored) => state.Reports.GetValueOrDefault(Period);

        internal sealed override Obligation ApplyToPast(Obligation o, StoredEvent stored) => Changed(o, ApplyToAny(o, stored), stored);

        private static Obligation Changed(Obligation before, Obligation after, StoredEvent stored) =>
            after with { Version = before.Version + 1, UpdatedAt = stored.At };

        internal sealed override ImmutableArray<Obligation> Changed(UnitState next) =>
            [.. Obligations.Select(served => next.Obligations.GetValueOrDefault(served.Obligation)).OfType<Obligation>()];

        internal override Append WithRows(Append append, UnitState next) => append with { Reports = [RecordOf(next)] };

        /// <summary>What is written of the report with it.</summary>
        public virtual ReportRecord RecordOf(UnitState next) => new(next.Reports[Period], null);

        internal override Outcome Answer(UnitState next) => new Outcome.OfReport(next.Reports[Period]);
    }
}
