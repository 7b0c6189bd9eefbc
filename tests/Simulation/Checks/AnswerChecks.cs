using Hierarchy.Simulation.Callers;

namespace Hierarchy.Simulation.Checks;

/// <summary>Checks what an answer promises at the moment of its arrival.</summary>
internal static class AnswerChecks
{
    /// <param name="before">The request's event that was on disk when the request was sent.</param>
    /// <param name="isAlone">Whether no other attempt of it was under way.</param>
    /// <summary>Null if the answer is true: an acknowledged change is on disk as the answer says, and a refused one is not.</summary>
    public static string? FaultOf(CallerRequest request, Outcome answer, (string, long)? before, bool isAlone, Ledger ledger)
    {
        var seq = ledger.Find(request.StoredId);
        if (answer.Refusal is { } refusal)
        {
            // Another attempt under way may be accepted after this one was refused.
            return before is null && (seq is null || !isAlone) ? null : $"{request} was refused ({refusal.Message}) and is event {seq}";
        }
        if (seq is not var (unit, at))
        {
            return MayDoNothing(request.Command)
                && (request.Command is not UnitCommand.OpenReport { Form.Period: var period } || ledger.StateOf(request.Unit).Reports.ContainsKey(period))
                    ? null : $"{request} was acknowledged and is not on disk";
        }
        var state = ledger.StateOf(unit, at);
        var isTrue = request.Command switch
        {
            UnitCommand.RegisterUnit or UnitCommand.RenameUnit or UnitCommand.MoveUnit or UnitCommand.CloseUnit => answer.Unit == state.Unit,
            UnitCommand.AdoptPlan c => answer.Plan is { } p && IsOf(p.Id, c.Plan.Id, request) && state.Plans.ContainsKey(p.Id),
            UnitCommand.AdoptDraft c => answer.Plan is { } p && p.Id == c.Draft && state.Plans.ContainsKey(p.Id)
                && Array.TrueForAll([.. c.Tasks], task => state.Tasks.ContainsKey(task.Id)),
            UnitCommand.AmendPlan c => answer.Plan is { } p && p.Id == c.Plan && p.Version == state.Plans[p.Id].Version
                && (c.ExpectedVersion is not { } expected || p.Version == expected + 1),
            UnitCommand.AddTask c => answer.Task is { } t && IsOf(t.Id, c.Task.Id, request) && state.Tasks.ContainsKey(t.Id),
            UnitCommand.AddDuty c => answer.Duty is { } d && IsOf(d.Id, c.Duty.Id, request) && state.Duties.ContainsKey(d.Id),
            UnitCommand.AddRegime c => answer.Regime is { } r && IsOf(r.Id, c.Regime.Id, request) && state.Regimes.ContainsKey(r.Id),
            UnitCommand.HandOver => true,
            UnitCommand.OpenReport c => IsSame(answer.Report, state.Reports[c.Form.Period]),
            UnitCommand.OfReport c => IsSame(answer.Report, state.Reports[c.Period]),
            UnitCommand.DefineIndicator c => answer is Outcome.OfIndicator { Indicator: var i } && IsOf(i.Id, c.Indicator.Id, request)
                && state.Indicators.ContainsKey(i.Id),
            UnitCommand.OfIndicator c => answer is Outcome.OfGivenValue { Value: var given }
                && given == state.GivenIndicators[c.Indicator].Find(c.Year, c.Period),
            UnitCommand.RecordInspection c => answer is Outcome.OfInspection { Inspection.Id: var id } && IsOf(id, c.Inspection.Id, request)
                && state.Inspections.ContainsKey(id),
            UnitCommand.OfObligation c => answer.Obligation is { } o && o == state.Obligations[Obligation.IdAt(unit, c.Obligation)]
                && (c.ExpectedVersion is not { } version || o.Version == version + 1),
            _ => false,
        };
        return isTrue ? null : $"{request} was acknowledged as {answer.Obligation}, and event {seq} made it {ObligationOf(request, state)}";
    }

    /// <summary>Whether the command may have nothing to do: obligations that are gone or done are not handed over, and an open report stays
    /// open.</summary>
    public static bool MayDoNothing(UnitCommand command) => command is UnitCommand.HandOver or UnitCommand.OpenReport;

    /// <summary>Whether both are the same report in the same revision and version.</summary>
    public static bool IsSame(Report? report, Report other) =>
        report is not null && EventCodec.Encode(report).AsSpan().SequenceEqual(EventCodec.Encode(other));

    /// <summary>Whether the subject is that of the request. If another owner already uses an id, the new one includes its owner's
    /// id.</summary>
    /// <param name="unit">The unit that has carried it out.</param>
    public static bool IsOf(CallerRequest request, string unit, string subject) => subject == request.Command.Subject || subject == request.Command switch
    {
        UnitCommand.OfObligation c => (c with { Obligation = Obligation.IdAt(unit, c.Obligation) }).Subject,
        UnitCommand.AdoptPlan c => new UnitCommand.AdoptPlan(c.Plan with { Id = OwnedId.Of(request.Unit, c.Plan.Id) }).Subject,
        UnitCommand.AddTask c => new UnitCommand.AddTask(c.Task with { Id = OwnedId.Of(request.Unit, c.Task.Id) }).Subject,
        UnitCommand.AddDuty c => new UnitCommand.AddDuty(c.Duty with { Id = OwnedId.Of(request.Unit, c.Duty.Id) }).Subject,
        UnitCommand.AddRegime c => new UnitCommand.AddRegime(c.Regime with { Id = OwnedId.Of(request.Unit, c.Regime.Id) }).Subject,
        UnitCommand.DefineIndicator c => new UnitCommand.DefineIndicator(c.Indicator with { Id = OwnedId.Of(request.Unit, c.Indicator.Id) }).Subject,
        _ => "",
    };

    private static bool IsOf(string id, string given, CallerRequest request) => id == given || id == OwnedId.Of(request.Unit, given);

    private static object? ObligationOf(CallerRequest request, UnitState state) =>
        request.Command is UnitCommand.OfObligation c ? state.Obligations.GetValueOrDefault(Obligation.IdAt(state.Unit!.Id, c.Obligation)) : state.Unit;
}
