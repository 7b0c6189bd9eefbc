using System.Collections.Immutable;
using Hierarchy.Grains.Events;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Plans;
using Hierarchy.Grains.Ports;
using Hierarchy.Grains.Units;

namespace Hierarchy.Grains;

/// <summary>Decides what a command leads to. Pure: state, command, day and directory in, event or refusal out.</summary>
public static class UnitDecider
{
    /// <param name="taken">An id of a plan or line that the store has refused to this very command, because another owner has it.</param>
    public static Decision Decide(UnitState state, UnitCommand command, DateOnly today, IUnitDirectory directory, string? taken = null)
    {
        if (command is UnitCommand.RegisterUnit register)
        {
            return Register(state, register.Unit, directory);
        }
        if (state.Unit is null)
        {
            return Refusal.NotFound("There is no such unit.");
        }
        return command switch
        {
            UnitCommand.AdoptPlan c => PlanRules.Adopt(state, c.Plan, directory, taken),
            UnitCommand.AddTask c => PlanRules.AddTask(state, c.Task, directory, taken),
            UnitCommand.AddDuty c => PlanRules.AddDuty(state, c.Duty, directory, taken),
            UnitCommand.Impose c => Impose(state, c),
            UnitCommand.ReceiveDifficulty c => Receive(c),
            UnitCommand.OfObligation c => state.Obligations.TryGetValue(c.Obligation, out var obligation)
                ? ObligationRules.Decide(obligation, c, today, [.. directory.Ancestors(state.Unit.Id).Reverse()])
                : Refusal.NotFound($"There is no obligation '{c.Obligation}'.", "obligation"),
            _ => throw new InvalidOperationException($"{command.GetType()} is no command of a unit."),
        };
    }

    private static Decision Register(UnitState state, Unit unit, IUnitDirectory directory)
    {
        if (state.Unit is not null)
        {
            return Refusal.Conflict($"There is a unit '{unit.Id}' already; ids are never reused.", "id");
        }
        if (Limits.FaultOfId(unit.Id) is { } fault)
        {
            return Refusal.Invalid($"id {fault}.", "id");
        }
        if ((Text.Fault(unit.Name, "name", required: true, Limits.NameMax)
            ?? Text.Fault(unit.Code, "code", required: false, Limits.NameMax)) is { } wrong)
        {
            return wrong;
        }
        if (unit.Parent is null)
        {
            return new UnitEvent.UnitRegistered(unit);
        }
        if (directory.Find(unit.Parent) is not { } parent)
        {
            return Refusal.NotFound($"There is no unit '{unit.Parent}'.", "parent");
        }
        if (!MayStandUnder(unit.Kind, parent.Kind))
        {
            return Refusal.Invalid($"A {Text.Constant(unit.Kind)} cannot stand under a {Text.Constant(parent.Kind)}.", "parent");
        }
        return directory.Ancestors(parent.Id).Count + 2 > Limits.DepthMax
            ? Refusal.Invalid($"The hierarchy has at most {Limits.DepthMax} levels.", "parent")
            : new UnitEvent.UnitRegistered(unit);
    }

    /// <summary>Levels may be skipped, never turned round; offices and departments may have parts of their own kind.</summary>
    private static bool MayStandUnder(UnitKind kind, UnitKind parent) =>
        parent != UnitKind.Body
        && (Level(kind) > Level(parent) || (kind == parent && kind is UnitKind.Department or UnitKind.Office));

    private static int Level(UnitKind kind) => kind switch
    {
        UnitKind.Ministry => 0,
        UnitKind.Province => 1,
        UnitKind.Department or UnitKind.District => 2,
        UnitKind.Office or UnitKind.Commune => 3,
        _ => 4,
    };

    private static Decision Impose(UnitState state, UnitCommand.Impose c)
    {
        var missing = c.Obligations.Where(terms => !state.Obligations.ContainsKey(terms.Id)).ToImmutableArray();
        return missing.IsEmpty ? Decision.Nothing : new UnitEvent.ObligationsImposed(c.From, missing);
    }

    // Its request id is the message's own, so a second arrival is answered as a repeated request before it comes here.
    private static Decision Receive(UnitCommand.ReceiveDifficulty c) =>
        new UnitEvent.DifficultyReceived(c.From, c.Obligation, c.Title, c.Text);
}
