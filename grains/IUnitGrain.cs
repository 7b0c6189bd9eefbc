namespace Hierarchy.Grains;

/// <summary>One unit of any level: its plans, its obligations, and the roll-up of itself and everything below it. The key is the unit's
/// id.</summary>
/// <remarks>
/// Commands run one at a time. Reads interleave with them and show the last state on disk. Each reading carries the version of the unit's
/// roll-up, which rises whenever anything readable here changes. A reading is current until <see cref="IChangeFeed.RollupChanged"/> reports
/// a higher version. A call throws <see cref="StoreUnavailableException"/> only when the unit is not active and the database is
/// unavailable.
/// </remarks>
[Alias("hierarchy.unit-grain")]
public interface IUnitGrain : IGrainWithStringKey
{
    /// <summary>Carries out a command and returns once it is on disk.</summary>
    /// <remarks>
    /// Idempotent by <paramref name="requestId"/>: a repeat changes nothing and returns the first answer. The answer shows the unit's new
    /// state. Units above follow through the channel, usually within milliseconds. UNAVAILABLE means that the command may or may not have
    /// been carried out: repeat the request.
    /// </remarks>
    [Alias("execute")]
    Task<Outcome> ExecuteAsync(UnitCommand command, string requestId, Caller caller);

    /// <summary>Delivers the messages in the unit's outbox and returns once the receivers have them on disk. Undeliverable messages stay in
    /// the outbox.</summary>
    [Alias("deliver"), AlwaysInterleave]
    Task DeliverAsync();

    /// <summary>Receives a child's roll-up, as through the channel. Ignores an old version.</summary>
    /// <returns>The version that this unit now holds of the child; 0 for none. One higher than the given version is from another activation
    /// of the child.</returns>
    [Alias("receive"), AlwaysInterleave]
    Task<long> ReceiveAsync(ChildRollup rollup);

    /// <summary>Sends the parent the current roll-up, even if it was sent before, and returns once the parent has it. For a parent that has
    /// lost it, and for callers that must find it there.</summary>
    [Alias("tell"), AlwaysInterleave]
    Task TellAsync();

    /// <summary>Reloads the unit if it has missed anything stored, sends the parent the current roll-up, awaits its receipt, and starts to
    /// write the checkpoint. For recovery. Idempotent. Does not reload when nothing was missed.</summary>
    [Alias("refresh")]
    Task RefreshAsync(StaleUnit written);

    /// <summary>Writes the checkpoint and, if worthwhile, a snapshot, where they have changed, and returns when that is done. For a process
    /// that is about to end: the unit stays available meanwhile and has nothing left to write at its deactivation. The unit's state is
    /// unchanged. An unavailable database is only logged.</summary>
    [Alias("write-down"), AlwaysInterleave]
    Task WriteDownAsync();

    /// <summary>Reads what a page needs of the unit and its children, all of one version.</summary>
    [Alias("read"), AlwaysInterleave]
    Task<UnitReading> ReadAsync(UnitQuestions questions);

    /// <summary>Reads cells of the roll-up, in the order requested, all of one version.</summary>
    [Alias("read-cells"), AlwaysInterleave]
    Task<CellReading> ReadCellsAsync(ImmutableArray<Cell> cells);

    /// <summary>Reads what the unit's own obligations and each contributing child add to the cells, in the order requested, all of one
    /// version.</summary>
    [Alias("read-children"), AlwaysInterleave]
    Task<ImmutableArray<ChildrenReading>> ReadChildrenAsync(ImmutableArray<Cell> cells);

    /// <summary>Reads every non-empty cell. For the recount. Cost grows with the size of the roll-up.</summary>
    [Alias("read-rollup"), AlwaysInterleave]
    Task<RollupReading> ReadRollupAsync();

    /// <summary>Plans that the unit has adopted, newest first, and its regimes in the order in which they were added.</summary>
    [Alias("read-plans"), AlwaysInterleave]
    Task<PlansReading> ReadPlansAsync();

    /// <summary>The unit's indicators, the values that it gives, the inspections of it, and the units that act in its place.</summary>
    [Alias("read-measuring"), AlwaysInterleave]
    Task<MeasuringReading> ReadMeasuringAsync();

    /// <summary>The given plans with their lines and duties, in any order. Plans that the unit has not adopted are left out.</summary>
    /// <remarks>Each plan costs a scan of the lines and duties of all the unit's plans.</remarks>
    [Alias("read-contents"), AlwaysInterleave]
    Task<ContentsReading> ReadContentsAsync(ImmutableArray<string> plans);

    /// <summary>The given obligations, in any order. Those that the unit does not owe are left out.</summary>
    [Alias("read-obligations"), AlwaysInterleave]
    Task<ObligationsReading> ReadObligationsAsync(ImmutableArray<string> obligations);
}

/// <summary>What one read of a unit asks for.</summary>
/// <param name="Cells">Cells of the unit's roll-up.</param>
/// <param name="Parts">Cells to be read with the unit's own part and each child's.</param>
/// <param name="Plans">Whether to read its plans.</param>
/// <param name="Contents">Plans whose lines and duties are to be read.</param>
/// <param name="Obligations">Ids of the obligations to read.</param>
/// <param name="Indicators">Indicators whose given values are to be read.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.unit-questions")]
public sealed record UnitQuestions(
    ImmutableArray<Cell> Cells, ImmutableArray<Cell> Parts, bool Plans, ImmutableArray<string> Contents,
    ImmutableArray<string> Obligations, ImmutableArray<IndicatorKey> Indicators);

/// <summary>The answers, each in the order requested. Plans and obligations that are not the unit's are left out.</summary>
/// <param name="Parts">Include every child that has sent the unit a roll-up.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.unit-reading")]
public sealed record UnitReading(
    long Version, ImmutableArray<Measures> Cells, ImmutableArray<ChildrenReading> Parts, ImmutableArray<Plan> Plans,
    ImmutableArray<PlanContents> Contents, ImmutableArray<Obligation> Obligations, ImmutableArray<IndicatorReading> Indicators);

[GenerateSerializer, Immutable, Alias("hierarchy.cell-reading")]
public sealed record CellReading(long Version, ImmutableArray<Measures> Cells);

/// <param name="Own">Measures of the unit's own obligations.</param>
/// <param name="Children">By the child's id; children that add nothing are missing.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.children-reading")]
public sealed record ChildrenReading(long Version, Measures Own, ImmutableDictionary<string, ChildMeasures> Children);

/// <param name="Version">The version of the child's roll-up.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.child-measures")]
public sealed record ChildMeasures(long Version, Measures Measures);

/// <param name="Seq">Sequence number of the unit's last event that the roll-up includes.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.rollup-reading")]
public sealed record RollupReading(
    long Version, long Seq, ImmutableDictionary<Cell, Measures> Cells, ImmutableDictionary<IndicatorCell, IndicatorSums> Indicators);

/// <summary>Identifies an indicator by the unit that defined it and its id.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.indicator-key")]
public readonly record struct IndicatorKey(string Owner, string Id);

[GenerateSerializer, Immutable, Alias("hierarchy.indicator-figure")]
public readonly record struct IndicatorFigure(IndicatorCell Cell, IndicatorSums Sums);

/// <summary>The values given of one indicator at a unit and below it.</summary>
/// <param name="Own">The unit's own part.</param>
/// <param name="Children">By the child's id; children that add nothing are missing.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.indicator-reading")]
public sealed record IndicatorReading(
    long Version, ImmutableArray<IndicatorFigure> Total, ImmutableArray<IndicatorFigure> Own,
    ImmutableDictionary<string, ImmutableArray<IndicatorFigure>> Children);

/// <summary>The indicators and inspections of a unit.</summary>
/// <param name="Defined">Indicators that the unit has defined, in their order.</param>
/// <param name="Counted">Indicators with any value at the unit or below it, whoever has defined them.</param>
/// <param name="Given">Indicators whose values the unit gives itself.</param>
/// <param name="Inspected">Inspections of the unit, the oldest first.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.measuring-reading")]
public sealed record MeasuringReading(
    long Version, ImmutableArray<Indicator> Defined, ImmutableArray<IndicatorKey> Counted, ImmutableArray<GivenIndicator> Given,
    ImmutableArray<Inspection> Inspected)
{
    /// <summary>The units that act in place of the unit.</summary>
    [Id(0)]
    public Acting Acting { get; init; } = Acting.Nobody;
}

/// <summary>The units that report and give indicator values in place of a unit, because it has ended or entrusted that to them.</summary>
/// <param name="OfValues">The unit that gives its indicator values; null for the unit itself.</param>
/// <param name="OfReports">The unit that writes a report, by the key of a period for which a report is owed or exists. Reports that the
/// unit writes itself are left out.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.acting")]
public sealed record Acting(string? OfValues, ImmutableDictionary<string, string> OfReports)
{
    public static readonly Acting Nobody = new(null, ImmutableDictionary<string, string>.Empty);
}

[GenerateSerializer, Immutable, Alias("hierarchy.plans-reading")]
public sealed record PlansReading(long Version, ImmutableArray<Plan> Plans, ImmutableArray<Regime> Regimes);

[GenerateSerializer, Immutable, Alias("hierarchy.contents-reading")]
public sealed record ContentsReading(long Version, ImmutableArray<PlanContents> Plans);

/// <param name="Tasks">In the order in which they were added, like the duties. Includes lines that an amendment withdrew.</param>
/// <param name="Versions">The oldest first.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.plan-contents")]
public sealed record PlanContents(
    Plan Plan, ImmutableArray<PlanTask> Tasks, ImmutableArray<Duty> Duties, ImmutableArray<PlanVersion> Versions)
{
    /// <summary>The version that was in effect on a day: the newest that takes effect by then.</summary>
    public int VersionOn(DateOnly day) => Versions.LastOrDefault(version => !(version.Amendment?.EffectiveOn > day))?.Version ?? Plan.Version;

    /// <summary>The plan as it was in the given version.</summary>
    public PlanContents As(int version) => Versions.Reverse().Where(later => later.Version > version)
        .Aggregate(this, (contents, later) => later.Amendment!.Before(contents));
}

[GenerateSerializer, Immutable, Alias("hierarchy.obligations-reading")]
public sealed record ObligationsReading(long Version, ImmutableArray<Obligation> Obligations);
