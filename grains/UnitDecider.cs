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
    public static Decision Decide(UnitState state, UnitCommand command, DateOnly today, IUnitDirectory directory, string? taken = null) =>
        DecideKept(state, KeptForm.Of(command), today, directory, taken);

    private static Decision DecideKept(UnitState state, UnitCommand command, DateOnly today, IUnitDirectory directory, string? taken)
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
                ? ObligationRules.Decide(obligation, c, today, [.. directory.Ancestors(state.Unit.Id).Reverse()],
                    (state.Spent, TreeBound.Of(state.Unit.Kind).MoneyMax))
                : Refusal.NotFound($"There is no obligation '{Text.Shown(c.Obligation)}'.", "obligation"),
            _ => throw new InvalidOperationException($"{command.GetType()} is no command of a unit."),
        };
    }

    private static Decision Register(UnitState state, Unit unit, IUnitDirectory directory)
    {
        if (state.Unit is not null)
        {
            return Refusal.Conflict($"There is a unit '{unit.Id}' already; ids are never reused.", "id");
        }
        if (Limits.FaultOfNewId(unit.Id) is { } fault)
        {
            return Refusal.Invalid($"id {fault}.", "id");
        }
        if ((Text.Fault(unit.Name, "name", required: true, Limits.NameMax)
            ?? (unit.Code is { } code && Limits.FaultOfNewId(code) is { } ofCode ? Refusal.Invalid($"code {ofCode}.", "code") : null)
            ?? Limits.FaultOfWord<UnitKind>(unit.Kind, "kind")) is { } wrong)
        {
            return wrong;
        }
        if (unit.Parent is null)
        {
            return new UnitEvent.UnitRegistered(unit);
        }
        if (directory.Find(unit.Parent) is not { } parent)
        {
            return Refusal.NotFound($"There is no unit '{Text.Shown(unit.Parent)}'.", "parent");
        }
        if (!MayStandUnder(unit.Kind, parent.Kind))
        {
            return Refusal.Invalid($"A {Text.Constant(unit.Kind)} cannot stand under a {Text.Constant(parent.Kind)}.", "parent");
        }
        if (directory.Ancestors(parent.Id).Count + 2 > Limits.DepthMax)
        {
            return Refusal.Invalid($"The hierarchy has at most {Limits.DepthMax} levels.", "parent");
        }
        return FaultOfTree(unit.Kind, parent.Id, directory) is { } full ? full : new UnitEvent.UnitRegistered(unit);
    }

    private static Refusal? FaultOfTree(UnitKind kind, string parent, IUnitDirectory directory)
    {
        var bound = TreeBound.Of(kind);
        return bound.Kinds.Sum(like => directory.CountInTree(parent, like)) < bound.UnitsMax
            ? null
            : Refusal.Conflict(
                $"A hierarchy holds at most {bound.UnitsMax} units that are {string.Join(" or ", bound.Kinds.Select(Text.Constant))}.", "kind");
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
        if (MessageRules.Fault(c) is { } fault)
        {
            return fault;
        }
        var missing = c.Obligations.Where(terms => !state.Obligations.ContainsKey(terms.Id)).ToImmutableArray();
        return missing.IsEmpty ? Decision.Nothing : new UnitEvent.ObligationsImposed(c.From, missing);
    }

    // Its request id is the message's own, so a second arrival is answered as a repeated request before it comes here.
    private static Decision Receive(UnitCommand.ReceiveDifficulty c) =>
        MessageRules.Fault(c) is { } fault ? fault : new UnitEvent.DifficultyReceived(c.From, c.Obligation, c.Title, c.Text);
}
