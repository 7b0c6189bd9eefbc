namespace Hierarchy.Grains;

/// <summary>One unit of any level: what it adopts, what it owes, and the roll-up of itself and everything below. The key is the unit's
/// id.</summary>
/// <remarks>
/// Commands come one at a time; reads interleave with them and show the last state that is on disk. Each reading bears the version of the
/// unit's roll-up, which rises with every change of anything that can be read here: what was read stays right until
/// <see cref="IChangeFeed.RollupChanged"/> tells of a higher one. A call fails with
/// <see cref="StoreUnavailableException"/> only when the unit is not active and the database is away.
/// </remarks>
[Alias("hierarchy.unit-grain")]
public interface IUnitGrain : IGrainWithStringKey
{
    /// <summary>Carries out a command and answers when it is on disk.</summary>
    /// <remarks>
    /// Idempotent by <paramref name="requestId"/>: a repeat answers as the first did and changes nothing. The answer shows the unit's new
    /// state; units above follow through the channel, usually within milliseconds. UNAVAILABLE means that nothing is known: repeat it.
    /// </remarks>
    [Alias("execute")]
    Task<Outcome> ExecuteAsync(UnitCommand command, string requestId, Caller caller);

    /// <summary>Delivers the messages that the unit owes to others, and answers when they are on disk there. Does nothing when there are
    /// none.</summary>
    [Alias("deliver"), AlwaysInterleave]
    Task DeliverAsync();

    /// <summary>Takes a child's roll-up, as the channel does. An old version is ignored.</summary>
    /// <returns>The version that it holds of that child now: a higher one is another activation's.</returns>
    [Alias("receive"), AlwaysInterleave]
    Task<long> ReceiveAsync(ChildRollup rollup);

    /// <summary>Tells the parent the present roll-up, also when it has been told that already, and answers when it has it: for a parent
    /// that has forgotten, and for whoever is to see it there.</summary>
    [Alias("tell"), AlwaysInterleave]
    Task TellAsync();

    /// <summary>Reads everything again if the unit has missed any of what is written down, tells the parent the present roll-up, awaits
    /// that it has it, and begins to write the checkpoint. For recovery. Idempotent; costs no reading when nothing was missed.</summary>
    [Alias("refresh")]
    Task RefreshAsync(StaleUnit written);

    /// <summary>Writes what spares work at the next activation, if it has changed since, and answers when that is done. For a process that
    /// is about to end: the unit answers meanwhile, and has nothing left to write then. Changes nothing; fails silently while the database
    /// is away.</summary>
    [Alias("write-down"), AlwaysInterleave]
    Task WriteDownAsync();

    /// <summary>Whatever a page needs of the unit and of its children, all of one version.</summary>
    [Alias("read"), AlwaysInterleave]
    Task<UnitReading> ReadAsync(UnitQuestions questions);

    /// <summary>What some cells hold, in the order asked for, all of one version.</summary>
    [Alias("read-cells"), AlwaysInterleave]
    Task<CellReading> ReadCellsAsync(ImmutableArray<Cell> cells);

    /// <summary>What some cells hold of the unit's own obligations and of each child that adds anything, in the order asked for, all of one
    /// version.</summary>
    [Alias("read-children"), AlwaysInterleave]
    Task<ImmutableArray<ChildrenReading>> ReadChildrenAsync(ImmutableArray<Cell> cells);

    /// <summary>Every cell that holds anything. For the recount; costs as much as the roll-up is large.</summary>
    [Alias("read-rollup"), AlwaysInterleave]
    Task<RollupReading> ReadRollupAsync();

    /// <summary>Plans that the unit has adopted, newest first, and its regimes in the order in which they were added.</summary>
    [Alias("read-plans"), AlwaysInterleave]
    Task<PlansReading> ReadPlansAsync();

    /// <summary>What the unit measures and gives, how it was inspected, and who acts instead of it.</summary>
    [Alias("read-measuring"), AlwaysInterleave]
    Task<MeasuringReading> ReadMeasuringAsync();

    /// <summary>Some of its plans with their lines and duties, in any order; those that it has not adopted are missing.</summary>
    /// <remarks>Cost: the lines and duties of all its plans, for each plan asked for.</remarks>
    [Alias("read-contents"), AlwaysInterleave]
    Task<ContentsReading> ReadContentsAsync(ImmutableArray<string> plans);

    /// <summary>Some of its obligations, in any order; those that it does not owe are missing.</summary>
    [Alias("read-obligations"), AlwaysInterleave]
    Task<ObligationsReading> ReadObligationsAsync(ImmutableArray<string> obligations);
}

/// <summary>What is asked of a unit at once.</summary>
/// <param name="Cells">Cells of its roll-up.</param>
/// <param name="Parts">Cells of which the unit's own part is asked, and each child's.</param>
/// <param name="Plans">Whether its plans are.</param>
/// <param name="Contents">Plans of which the lines and duties are asked.</param>
/// <param name="Obligations">By their ids.</param>
/// <param name="Indicators">Of which what was given is asked.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.unit-questions")]
public sealed record UnitQuestions(
    ImmutableArray<Cell> Cells, ImmutableArray<Cell> Parts, bool Plans, ImmutableArray<string> Contents,
    ImmutableArray<string> Obligations, ImmutableArray<IndicatorKey> Indicators);

/// <summary>The answers, each in the order asked for; plans and obligations that are not the unit's are missing.</summary>
/// <param name="Parts">With every child that has told the unit anything.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.unit-reading")]
public sealed record UnitReading(
    long Version, ImmutableArray<Measures> Cells, ImmutableArray<ChildrenReading> Parts, ImmutableArray<Plan> Plans,
    ImmutableArray<PlanContents> Contents, ImmutableArray<Obligation> Obligations, ImmutableArray<IndicatorReading> Indicators);

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
public sealed record RollupReading(
    long Version, long Seq, ImmutableDictionary<Cell, Measures> Cells, ImmutableDictionary<IndicatorCell, IndicatorSums> Indicators);

/// <summary>Names an indicator: who has defined it, and its id.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.indicator-key")]
public readonly record struct IndicatorKey(string Owner, string Id);

[GenerateSerializer, Immutable, Alias("hierarchy.indicator-figure")]
public readonly record struct IndicatorFigure(IndicatorCell Cell, IndicatorSums Sums);

/// <summary>What has been given of one indicator at a unit and below.</summary>
/// <param name="Own">The unit's own part.</param>
/// <param name="Children">By the child's id; children that add nothing are missing.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.indicator-reading")]
public sealed record IndicatorReading(
    long Version, ImmutableArray<IndicatorFigure> Total, ImmutableArray<IndicatorFigure> Own,
    ImmutableDictionary<string, ImmutableArray<IndicatorFigure>> Children);

/// <summary>The indicators and inspections of a unit.</summary>
/// <param name="Defined">Those that it has defined, in their order.</param>
/// <param name="Counted">Those of which anything counts at it or below, whoever has defined them.</param>
/// <param name="Given">Those that it gives itself.</param>
/// <param name="Inspected">Inspections of itself, the oldest first.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.measuring-reading")]
public sealed record MeasuringReading(
    long Version, ImmutableArray<Indicator> Defined, ImmutableArray<IndicatorKey> Counted, ImmutableArray<GivenIndicator> Given,
    ImmutableArray<Inspection> Inspected)
{
    /// <summary>Who acts instead of the unit.</summary>
    [Id(0)]
    public Acting Acting { get; init; } = Acting.Nobody;
}

/// <summary>Who acts for what a unit reports and gives, since it has ended or that was entrusted to another one.</summary>
/// <param name="OfValues">Who gives the indicators that it was to give; null for the unit itself.</param>
/// <param name="OfReports">By the keys of periods for which it owes a report or has one; those that the unit writes itself are missing.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.acting")]
public sealed record Acting(string? OfValues, ImmutableDictionary<string, string> OfReports)
{
    public static readonly Acting Nobody = new(null, ImmutableDictionary<string, string>.Empty);
}

[GenerateSerializer, Immutable, Alias("hierarchy.plans-reading")]
public sealed record PlansReading(long Version, ImmutableArray<Plan> Plans, ImmutableArray<Regime> Regimes);

[GenerateSerializer, Immutable, Alias("hierarchy.contents-reading")]
public sealed record ContentsReading(long Version, ImmutableArray<PlanContents> Plans);

/// <param name="Tasks">In the order in which they were added, as are the duties; those that an amendment withdrew too.</param>
/// <param name="Versions">The oldest first.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.plan-contents")]
public sealed record PlanContents(
    Plan Plan, ImmutableArray<PlanTask> Tasks, ImmutableArray<Duty> Duties, ImmutableArray<PlanVersion> Versions)
{
    /// <summary>The version that was in effect on a day: the newest that takes effect by then.</summary>
    public int VersionOn(DateOnly day) => Versions.LastOrDefault(version => !(version.Amendment?.EffectiveOn > day))?.Version ?? Plan.Version;

    /// <summary>The plan as a version of it said it.</summary>
    public PlanContents As(int version) => Versions.Reverse().Where(later => later.Version > version)
        .Aggregate(this, (contents, later) => later.Amendment!.Before(contents));
}

[GenerateSerializer, Immutable, Alias("hierarchy.obligations-reading")]
public sealed record ObligationsReading(long Version, ImmutableArray<Obligation> Obligations);
