namespace Hierarchy.Simulation.Runtime;

/// <summary>A unit as seen by a caller in one process: each call is a message to the unit's process.</summary>
internal sealed class UnitReference(SimulatedSilo from, string unit) : IUnitGrain
{
    public Task<Outcome> ExecuteAsync(UnitCommand command, string requestId, Caller caller) => Send(
        $"{command.GetType().Name} {requestId}", false, grain => grain.ExecuteAsync(command, requestId, caller));

    public Task DeliverAsync() => Send("Deliver", true, grain => Answered(grain.DeliverAsync()));

    public Task<long> ReceiveAsync(ChildRollup rollup) => Send(
        $"Receive {rollup.Unit} v{rollup.Version:x}", true, grain => grain.ReceiveAsync(rollup));

    public Task TellAsync() => Send("Tell", true, grain => Answered(grain.TellAsync()));

    public Task RefreshAsync(StaleUnit written) => Send("Refresh", false, grain => Answered(grain.RefreshAsync(written)));

    public Task WriteDownAsync() => Send("WriteDown", true, grain => Answered(grain.WriteDownAsync()));

    public Task<UnitReading> ReadAsync(UnitQuestions questions) => Send("Read", true, grain => grain.ReadAsync(questions));

    public Task<CellReading> ReadCellsAsync(ImmutableArray<Cell> cells) => Send("ReadCells", true, grain => grain.ReadCellsAsync(cells));

    public Task<ImmutableArray<ChildrenReading>> ReadChildrenAsync(ImmutableArray<Cell> cells) => Send(
        "ReadChildren", true, grain => grain.ReadChildrenAsync(cells));

    public Task<RollupReading> ReadRollupAsync() => Send("ReadRollup", true, grain => grain.ReadRollupAsync());

    public Task<MeasuringReading> ReadMeasuringAsync() => Send("ReadMeasuring", true, grain => grain.ReadMeasuringAsync());

    public Task<PlansReading> ReadPlansAsync() => Send("ReadPlans", true, grain => grain.ReadPlansAsync());

    public Task<ContentsReading> ReadContentsAsync(ImmutableArray<string> plans) => Send(
        "ReadContents", true, grain => grain.ReadContentsAsync(plans));

    public Task<ObligationsReading> ReadObligationsAsync(ImmutableArray<string> obligations) => Send(
        "ReadObligations", true, grain => grain.ReadObligationsAsync(obligations));

    private Task<T> Send<T>(string what, bool interleaves, Func<UnitGrain, Task<T>> call) => from.SendAsync(unit, what, interleaves, call);

    private static async Task<bool> Answered(Task call)
    {
        await call;
        return true;
    }
}
