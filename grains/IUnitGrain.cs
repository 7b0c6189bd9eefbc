using System.Collections.Immutable;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Plans;
using Hierarchy.Grains.Rollup;
using Hierarchy.Grains.Units;

namespace Hierarchy.Grains;

/// <summary>One unit of any level: what it adopts, what it owes, and the roll-up of itself and everything below. The key is the unit's
/// id.</summary>
/// <remarks>
/// Commands come one at a time; reads interleave with them and show the last state that is on disk. A call fails with
/// <see cref="Ports.StoreUnavailableException"/> only when the unit is not active and the database is away.
/// </remarks>
[Alias("hierarchy.unit-grain")]
public interface IUnitGrain : IGrainWithStringKey
{
    /// <summary>Carries out a command and answers when it is on disk.</summary>
    /// <remarks>
    /// Idempotent by <paramref name="requestId"/>: a repeat answers as the first did and changes nothing. The answer shows the unit's new
    /// state; units above follow through the stream, usually within milliseconds. UNAVAILABLE means that nothing is known: repeat it.
    /// </remarks>
    [Alias("execute")]
    Task<Outcome> ExecuteAsync(UnitCommand command, string requestId, Caller caller);

    /// <summary>Delivers the messages that the unit owes to others, and answers when they are on disk there. Does nothing when there are
    /// none.</summary>
    [Alias("deliver"), AlwaysInterleave]
    Task DeliverAsync();

    /// <summary>Takes a child's roll-up, as the stream does. An old version is ignored.</summary>
    [Alias("receive"), AlwaysInterleave]
    Task ReceiveAsync(ChildRollup rollup);

    /// <summary>Tells the parent the present roll-up soon, also when it has been told that already: for a parent that has forgotten.</summary>
    [Alias("tell"), AlwaysInterleave]
    Task TellAsync();

    /// <summary>Tells the parent the present roll-up, awaits that it has it, and writes the checkpoint. For recovery.</summary>
    [Alias("refresh")]
    Task RefreshAsync();

    /// <summary>What some cells hold, in the order asked for, all of one version.</summary>
    [Alias("read-cells"), AlwaysInterleave]
    Task<CellReading> ReadCellsAsync(ImmutableArray<Cell> cells);

    /// <summary>What a cell holds of the unit's own obligations and of each child that adds anything.</summary>
    [Alias("read-children"), AlwaysInterleave]
    Task<ChildrenReading> ReadChildrenAsync(Cell cell);

    /// <summary>Every cell that holds anything. For the recount; costs as much as the roll-up is large.</summary>
    [Alias("read-rollup"), AlwaysInterleave]
    Task<RollupReading> ReadRollupAsync();

    /// <summary>Plans that the unit has adopted, newest first.</summary>
    [Alias("plans"), AlwaysInterleave]
    Task<ImmutableArray<Plan>> PlansAsync();

    /// <summary>Null when the unit has adopted no such plan.</summary>
    [Alias("plan"), AlwaysInterleave]
    Task<Plan?> PlanAsync(string plan);

    /// <summary>Lines of one of its plans in the order in which they were added; empty for an unknown plan.</summary>
    [Alias("tasks"), AlwaysInterleave]
    Task<ImmutableArray<PlanTask>> TasksAsync(string plan);

    /// <summary>Duties of one of its plans in the order in which they were added; empty for an unknown plan.</summary>
    [Alias("duties"), AlwaysInterleave]
    Task<ImmutableArray<Duty>> DutiesAsync(string plan);

    /// <summary>Null when none of its plans has such a line.</summary>
    [Alias("task"), AlwaysInterleave]
    Task<PlanTask?> TaskAsync(string task);

    /// <summary>Null when it owes no such thing.</summary>
    [Alias("obligation"), AlwaysInterleave]
    Task<Obligation?> ObligationAsync(string obligation);
}

/// <summary>The answer to a command: a refusal, or what it was about in its new state.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.outcome")]
public sealed record Outcome(Refusal? Refusal, Unit? Unit, Plan? Plan, PlanTask? Task, Duty? Duty, Obligation? Obligation)
{
    public static readonly Outcome Done = new(null, null, null, null, null, null);

    public static implicit operator Outcome(Refusal refusal) => new(refusal, null, null, null, null, null);
}

[GenerateSerializer, Immutable, Alias("hierarchy.cell-reading")]
public sealed record CellReading(long Version, ImmutableArray<Measures> Cells);

/// <param name="Own">Of the unit's own obligations.</param>
/// <param name="Children">By the child's id; children that add nothing are missing.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.children-reading")]
public sealed record ChildrenReading(long Version, Measures Own, ImmutableDictionary<string, ChildMeasures> Children);

/// <param name="Version">Of the child's roll-up.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.child-measures")]
public sealed record ChildMeasures(long Version, Measures Measures);

/// <param name="Seq">The unit's last event that counts in it.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.rollup-reading")]
public sealed record RollupReading(long Version, long Seq, ImmutableDictionary<Cell, Measures> Cells);
