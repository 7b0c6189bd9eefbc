namespace Hierarchy.Grains.Obligations;

/// <summary>What a caller may do to an obligation now: each command is judged and decided on as if it came. Pure.</summary>
public static class ObligationActions
{
    // Whatever a command is about beside the obligation is right here, so that rights and state alone decide.
    private static readonly ImmutableArray<(string Name, Func<string, DateOnly, UnitCommand.OfObligation> Make)> _all =
    [
        ("reportProgress", (id, _) => new UnitCommand.ReportProgress(id, 0, null, null, null)),
        ("submit", (id, _) => new UnitCommand.Submit(id, null, null, null)),
        ("accept", (id, _) => new UnitCommand.Accept(id, null)),
        ("sendBack", (id, _) => new UnitCommand.SendBack(id, "…")),
        ("withdraw", (id, _) => new UnitCommand.Withdraw(id, null)),
        ("reopen", (id, _) => new UnitCommand.Reopen(id, "…")),
        ("cancel", (id, _) => new UnitCommand.Cancel(id, "…")),
        ("trigger", (id, today) => new UnitCommand.Trigger(id, today, today)),
        ("restore", (id, _) => new UnitCommand.Restore(id, "…")),
        ("changeDue", (id, today) => new UnitCommand.ChangeDue(id, today, "…", null)),
        ("raiseDifficulty", (id, _) => new UnitCommand.RaiseDifficulty(id, "…")),
        ("escalateDifficulty", (id, _) => new UnitCommand.EscalateDifficulty(id)),
        ("resolveDifficulty", (id, _) => new UnitCommand.ResolveDifficulty(id, "…")),
    ];

    /// <summary>Names of all commands about one obligation, as the API has them.</summary>
    public static IEnumerable<string> All => _all.Select(action => action.Name);

    public static IEnumerable<string> Of(Obligation obligation, Caller caller, Judge judge, IUnitDirectory directory, DateOnly today)
    {
        var state = UnitState.Empty with
        {
            Unit = directory.Find(obligation.Unit),
            Obligations = UnitState.Empty.Obligations.Add(obligation.Id, obligation),
            Spent = obligation.Spent,
        };
        return _all.Where(action => MayCome(action.Make(obligation.Id, today))).Select(action => action.Name);

        bool MayCome(UnitCommand command) =>
            Rights.FaultOfCaller(command, caller, obligation.Unit, directory, state) is null
            && Rights.Of(command, caller, state, obligation.Unit, judge, directory, today).Refusal is null
            && UnitDecider.Decide(state, command, today, directory) is Decision.Accepted;
    }
}
