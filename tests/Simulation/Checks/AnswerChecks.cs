using Hierarchy.Grains;

namespace Hierarchy.Simulation.Checks;

/// <summary>What an answer promises, at the moment at which it comes.</summary>
internal static class AnswerChecks
{
    /// <param name="before">The event of the request that was on disk when the request was sent.</param>
    /// <param name="isAlone">Whether no other attempt of it was under way meanwhile.</param>
    /// <summary>Null when the answer is true: an acknowledged change is on disk and is what the answer says; a refused one is
    /// not.</summary>
    public static string? FaultOf(Request request, Outcome answer, long? before, bool isAlone, Ledger ledger)
    {
        var seq = ledger.Find(request.Unit, request.StoredId);
        if (answer.Refusal is { } refusal)
        {
            // While another attempt is under way, that one may be accepted after this one was refused.
            return before is null && (seq is null || !isAlone) ? null : $"{request} was refused ({refusal.Message}) and is event {seq}";
        }
        if (seq is null)
        {
            return $"{request} was acknowledged and is not on disk";
        }
        var state = ledger.StateOf(request.Unit, seq.Value);
        var isTrue = request.Command switch
        {
            UnitCommand.RegisterUnit => answer.Unit == state.Unit,
            UnitCommand.AdoptPlan c => answer.Plan?.Id == c.Plan.Id && state.Plans.ContainsKey(c.Plan.Id),
            UnitCommand.AddTask c => answer.Task?.Id == c.Task.Id && state.Tasks.ContainsKey(c.Task.Id),
            UnitCommand.AddDuty c => answer.Duty?.Id == c.Duty.Id && state.Duties.ContainsKey(c.Duty.Id),
            UnitCommand.OfObligation c => answer.Obligation is { } o && o == state.Obligations[c.Obligation]
                && (c.ExpectedVersion is not { } expected || o.Version == expected + 1),
            _ => false,
        };
        return isTrue ? null : $"{request} was acknowledged as {answer.Obligation}, and event {seq} made it {ObligationOf(request, state)}";
    }

    private static object? ObligationOf(Request request, UnitState state) =>
        request.Command is UnitCommand.OfObligation c ? state.Obligations.GetValueOrDefault(c.Obligation) : state.Unit;
}
