using System.Collections.Immutable;
using Hierarchy.Grains;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Plans;
using Hierarchy.Grains.Rollup;

namespace Hierarchy.Simulation.Runtime;

/// <summary>A unit as a caller in one process sees it: each call is a message to wherever the unit is.</summary>
internal sealed class UnitReference(SimulatedSilo from, string unit) : IUnitGrain
{
    public Task<Outcome> ExecuteAsync(UnitCommand command, string requestId, Caller caller) => Send(
        $"{command.GetType().Name} {requestId}", false, grain => grain.ExecuteAsync(command, requestId, caller));

    public Task DeliverAsync() => Send("Deliver", true, grain => Answered(grain.DeliverAsync()));

    public Task ReceiveAsync(ChildRollup rollup) => Send(
        $"Receive {rollup.Unit} v{rollup.Version:x}", true, grain => Answered(grain.ReceiveAsync(rollup)));

    public Task TellAsync() => Send("Tell", true, grain => Answered(grain.TellAsync()));

    public Task RefreshAsync() => Send("Refresh", false, grain => Answered(grain.RefreshAsync()));

    public Task<CellReading> ReadCellsAsync(ImmutableArray<Cell> cells) => Send("ReadCells", true, grain => grain.ReadCellsAsync(cells));

    public Task<ChildrenReading> ReadChildrenAsync(Cell cell) => Send("ReadChildren", true, grain => grain.ReadChildrenAsync(cell));

    public Task<RollupReading> ReadRollupAsync() => Send("ReadRollup", true, grain => grain.ReadRollupAsync());

    public Task<ImmutableArray<Plan>> PlansAsync() => Send("Plans", true, grain => grain.PlansAsync());

    public Task<Plan?> PlanAsync(string plan) => Send("Plan", true, grain => grain.PlanAsync(plan));

    public Task<ImmutableArray<PlanTask>> TasksAsync(string plan) => Send("Tasks", true, grain => grain.TasksAsync(plan));

    public Task<ImmutableArray<Duty>> DutiesAsync(string plan) => Send("Duties", true, grain => grain.DutiesAsync(plan));

    public Task<PlanTask?> TaskAsync(string task) => Send("Task", true, grain => grain.TaskAsync(task));

    public Task<Obligation?> ObligationAsync(string obligation) => Send("Obligation", true, grain => grain.ObligationAsync(obligation));

    private Task<T> Send<T>(string what, bool interleaves, Func<UnitGrain, Task<T>> call) => from.SendAsync(unit, what, interleaves, call);

    private static async Task<bool> Answered(Task call)
    {
        await call;
        return true;
    }
}
