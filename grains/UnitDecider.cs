namespace Hierarchy.Grains;

/// <summary>Decides on a command. Pure: state, command, day and directory in, event or refusal out.</summary>
public static class UnitDecider
{
    /// <param name="taken">An id of a plan or line that the store has refused to this command because another owner has it.</param>
    /// <param name="person">The person who asks; null where nobody signs in.</param>
    /// <param name="history">The unit's events, for a command that needs them.</param>
    public static Decision Decide(UnitState state, UnitCommand command, DateOnly today, IUnitDirectory directory, string? taken = null,
        string? person = null, IReadOnlyList<StoredEvent>? history = null) =>
        state.Unit is null && command is not UnitCommand.RegisterUnit
            ? Refusal.NotFound("There is no such unit.")
            : state.Unit is { } unit && !command.ReachesClosed && UnitRules.FaultOfClosed(unit, null) is { } closed
                && HandOverRules.StewardOf(state, command, directory) is null ? closed
            : command.Kept().Decide(state, new Circumstances(today, directory, taken, person, history ?? []));
}
