namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <param name="Period">Key of the period of the report.</param>
    [GenerateSerializer, Immutable]
    public abstract record OfReport(string Period) : UnitCommand
    {
        /// <summary>Whether the collecting unit may do it too.</summary>
        internal bool IsForCollector => Needs == Right.Accept;

        internal override ReformArea? AreaIn(UnitState state) => ReformArea.Steering;

        internal sealed override Decision Decide(UnitState state, in Circumstances now) => state.Reports.TryGetValue(Period, out var report)
            ? Decide(report, state, now)
            : Refusal.NotFound($"There is no report '{Text.Shown($"{state.Unit!.Id}{Obligation.Separator}{Period}")}': open it first.", "report");

        internal abstract Decision Decide(Report report, UnitState state, in Circumstances now);

        /// <summary>The event for the report and for those of its obligations that pass the filter.</summary>
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
    /// <summary>A change of one report of the unit, and of the obligations that it discharges.</summary>
    public abstract record OfReport(string Period, ImmutableArray<ServedObligation> Obligations) : UnitEvent
    {
        internal override string About => Period;

        /// <summary>The report after the event, except for version and time.</summary>
        internal abstract Report Apply(Report report, StoredEvent stored);

        /// <summary>An obligation that the report discharges, after the event, except for version and time.</summary>
        private protected virtual Obligation Apply(Obligation o, StoredEvent stored) => o;

        /// <summary>The same for an obligation on a past day, in whatever state it was.</summary>
        private protected virtual Obligation ApplyToAny(Obligation o, StoredEvent stored) => Apply(o, stored);

        // A replay of a single obligation may lack the opening of the report, and the other obligations.
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

        /// <summary>What the event writes about the report.</summary>
        public virtual ReportRecord RecordOf(UnitState next) => new(next.Reports[Period], null);

        internal override Outcome Answer(UnitState next) => new Outcome.OfReport(next.Reports[Period]);
    }
}
