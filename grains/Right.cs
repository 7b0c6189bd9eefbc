namespace Hierarchy.Grains;

/// <summary>Who may ask for a command. An administrator may ask for all.</summary>
internal enum Right
{
    /// <summary>The unit, and every unit above it.</summary>
    Unit,

    /// <summary>A unit above the one that owes the obligation; a root may do it itself.</summary>
    Superior,

    /// <summary>The unit that the obligation's difficulty has been raised to.</summary>
    Holder,

    Administrator,
}

/// <summary>What a caller lacks. Pure.</summary>
internal static class Rights
{
    /// <summary>Null when the caller may ask this of the unit, as far as that can be said without its state.</summary>
    public static Refusal? FaultOfCaller(UnitCommand command, Caller caller, string unit, IUnitDirectory directory) =>
        caller.Scope is not { } scope ? null
        : scope == Caller.Nowhere ? Refusal.Forbidden($"'{caller.Name}' has been given no right yet.")
        : command.Needs == Right.Administrator ? Refusal.Forbidden("Registering units is for administrators.")
        : !directory.IsAtOrBelow(unit, scope) ? Refusal.Forbidden($"'{caller.Name}' may act at or below '{scope}' only.")
        : command.Needs == Right.Superior && unit == scope && directory.Ancestors(unit).Count > 0
            ? Refusal.Forbidden("This is for a unit above the one that owes it.")
        : null;

    /// <summary>Null unless the command is for the holder of an open difficulty, and the caller is another one.</summary>
    public static Refusal? FaultOfHolder(UnitCommand command, Caller caller, UnitState state, IUnitDirectory directory)
    {
        if (caller.Scope is not { } scope || command.Needs != Right.Holder || command is not UnitCommand.OfObligation { Obligation: var id }
            || state.Obligations.GetValueOrDefault(id) is not { HasOpenDifficulty: true } obligation
            || obligation.Difficulty!.RaisedTo is var holder && holder == scope)
        {
            return null;
        }
        var name = directory.Find(holder)?.Name;
        return Refusal.Forbidden($"The difficulty is with '{holder}'{(name is null ? "" : $" ({name})")}: only that unit can escalate or resolve it.");
    }
}
