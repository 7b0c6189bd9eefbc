namespace Hierarchy.Grains.Ports;

/// <summary>Lists and search, answered from the projections. They show every change that has been acknowledged.</summary>
/// <remarks>Faults as for <see cref="IEventStore"/>. Every list is paged by key, so that a page stays where it is while others
/// write.</remarks>
public interface IQueries
{
    /// <summary>Whether so many lists are being read that further list queries should be refused at once.</summary>
    bool IsBusy { get; }

    /// <summary>A page of obligations. Uses the index of the requested order and applies the filter to its rows.</summary>
    Task<Page<Obligation>> ObligationsAsync(ObligationQuery query, CancellationToken cancellation);

    /// <summary>The number of obligations that the query matches, regardless of its page.</summary>
    Task<int> CountObligationsAsync(ObligationQuery query, CancellationToken cancellation);

    /// <summary>The sums of the obligations that the query matches, regardless of its page.</summary>
    Task<ObligationSums> SumObligationsAsync(ObligationQuery query, CancellationToken cancellation);

    /// <summary>A page of each of several lists, in their order, in one database query.</summary>
    /// <remarks>Sorts all items of the lists: meant for lists of one unit or one line, not of everything below a unit.</remarks>
    Task<ImmutableArray<Page<Obligation>>> ObligationsAsync(ObligationLists lists, CancellationToken cancellation);

    /// <summary>The sums of each of several lists, in their order, in one database query.</summary>
    Task<ImmutableArray<ObligationSums>> SumObligationsAsync(ObligationLists lists, CancellationToken cancellation);

    /// <summary>What was done to a unit, newest first.</summary>
    /// <param name="before">Only events before this sequence number; null for the newest.</param>
    Task<Page<StoredEvent>> HistoryAsync(string unit, int first, long? before, CancellationToken cancellation);

    /// <summary>The newest page of what was done to each of several units, in their order, in one database query.</summary>
    Task<ImmutableArray<Page<StoredEvent>>> HistoriesAsync(
        IReadOnlyList<string> units, int first, long? before, CancellationToken cancellation);

    /// <summary>For each of several obligations a page of what was done to it, from its imposition on.</summary>
    /// <remarks>Cost: reads the history of the unit that owes it until the page is full.</remarks>
    Task<ImmutableArray<Page<StoredEvent>>> HistoriesOfObligationsAsync(
        IReadOnlyList<string> obligations, int first, long? before, CancellationToken cancellation);

    /// <summary>A page of what was done at a unit and below it, newest first, with the origin of each change.</summary>
    /// <remarks>Cost: one look-up for each of those units, whatever the length of their histories. Empty for an unknown unit.</remarks>
    Task<Page<StoredEvent>> AuditAsync(AuditQuery query, CancellationToken cancellation);

    /// <summary>The titles of obligations; unknown ones are missing.</summary>
    Task<ImmutableDictionary<string, string>> TitlesAsync(IReadOnlyList<string> obligations, CancellationToken cancellation);

    /// <summary>The plan of each task; unknown tasks are missing.</summary>
    Task<ImmutableDictionary<string, string>> PlansOfTasksAsync(IReadOnlyList<string> tasks, CancellationToken cancellation);

    /// <summary>The owner of each regime; unknown regimes are missing.</summary>
    /// <param name="regimes">Null for all.</param>
    Task<ImmutableDictionary<string, string>> OwnersOfRegimesAsync(IReadOnlyList<string>? regimes, CancellationToken cancellation);

    /// <summary>Reports in their current revisions; those not opened yet are missing.</summary>
    Task<ImmutableArray<Report>> ReportsAsync(IReadOnlyList<ReportKey> reports, CancellationToken cancellation);

    /// <summary>All revisions of some reports, oldest first for each; none for a report not opened yet.</summary>
    Task<ImmutableArray<Report>> RevisionsAsync(IReadOnlyList<ReportKey> reports, CancellationToken cancellation);

    /// <summary>The signed content of revisions; unsigned ones are missing.</summary>
    Task<ImmutableDictionary<(ReportKey Report, int Revision), string>> SignedContentsAsync(
        IReadOnlyList<(ReportKey Report, int Revision)> revisions, CancellationToken cancellation);

    /// <summary>The standing of the reports of several units for a period, in their current revisions.</summary>
    Task<ImmutableArray<ReportStanding>> StandingsAsync(string period, IReadOnlyList<string> units, CancellationToken cancellation);

    /// <summary>The signed reports of a unit under a regime, each in its last signed revision.</summary>
    Task<ImmutableArray<ReportStanding>> SignedAsync(string unit, string regime, CancellationToken cancellation);

    /// <summary>Counts and sums of each unit's own obligations, computed by SQL, for the recount. Grouped by everything that determines a
    /// cell.</summary>
    /// <param name="on">The day whose state is counted; null for the present.</param>
    IAsyncEnumerable<ProjectedSum> SumsAsync(CancellationToken cancellation, DateOnly? on = null);

    /// <summary>The budget that each plan sets aside for each area beyond what obligations carry.</summary>
    IAsyncEnumerable<PlanMoney> MoneyAsync(CancellationToken cancellation);

    /// <summary>The events by which units were asked for an indicator and reported its values, or by which they were inspected; unit by
    /// unit, oldest first within each.</summary>
    /// <param name="indicator">Null for inspections.</param>
    /// <remarks>Cost: one look-up for each unit, plus all its events about any indicator.</remarks>
    Task<ImmutableArray<StoredEvent>> MeasuringAsync(string? indicator, IReadOnlyCollection<string> units, CancellationToken cancellation);

    /// <summary>The content of a cell of a unit's roll-up on each of several past days, sliced as the query says.</summary>
    /// <returns>The figures; empty ones are missing.</returns>
    Task<ImmutableArray<Figure>> FiguresAsync(FigureQuery query, CancellationToken cancellation);
}

/// <summary>Asks for a cell on past days.</summary>
/// <param name="Unit">The topmost unit; an unknown one yields nothing.</param>
/// <param name="Cell">What to count at the unit and below it. The unit need not keep this cell itself.</param>
/// <param name="Days">Ascending, without duplicates; at least one.</param>
public sealed record FigureQuery(string Unit, Cell Cell, ImmutableArray<DateOnly> Days, FigureCut Cut = FigureCut.Whole)
{
    /// <summary>Whether to count the units that are below the unit today; otherwise those that were below it on each day.</summary>
    public bool OnTodaysMap { get; init; }

    /// <summary>Arrays compare by reference.</summary>
    public bool Equals(FigureQuery? other) => other is not null
        && (Unit, Cell, Cut, OnTodaysMap) == (other.Unit, other.Cell, other.Cut, other.OnTodaysMap) && Days.AsSpan().SequenceEqual(other.Days.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Unit, Cell, Cut, Days.Length, Days[^1]);
}

/// <summary>How a cell is sliced.</summary>
public enum FigureCut
{
    Whole,

    /// <summary>By child; the slice of the unit's own obligations has its own id.</summary>
    Child,

    /// <summary>By the name of the reform area.</summary>
    ReformArea,

    /// <summary>By plan.</summary>
    Plan,

    /// <summary>By task or duty, of any kind and reform area.</summary>
    Source,
}

/// <summary>The content of one slice of a cell on one day.</summary>
/// <param name="Slice">Empty for the whole.</param>
public sealed record Figure(string Slice, DateOnly Day, Measures Measures);

public enum ObligationOrder { DueAsc, DueDesc, PercentAsc, PercentDesc, UpdatedDesc }

/// <summary>Null members do not filter.</summary>
/// <param name="Unit">The unit itself and, with <paramref name="Below"/>, all units below it.</param>
/// <param name="Today">The day as of which <see cref="Overdue"/> and <see cref="Timeliness"/> are judged.</param>
/// <param name="First">Page size, at least 1; callers bound it.</param>
public sealed record ObligationQuery(string? Unit, bool Below, DateOnly Today, int First = 50)
{
    /// <summary>Whether to read the state of <see cref="Today"/>; otherwise the present state. Texts are always the present ones.</summary>
    public bool IsPast { get; init; }

    /// <summary>Single units, without those below them, in place of the one unit; null: the one unit applies.</summary>
    public ImmutableArray<string>? Units { get; init; }

    public ObligationKind? Kind { get; init; }
    public ImmutableArray<ObligationStatus> Status { get; init; } = [];
    public bool? Overdue { get; init; }
    public bool? WithDifficulty { get; init; }

    /// <summary>Whether the due day has been moved later at least once.</summary>
    public bool? Postponed { get; init; }

    /// <summary>Whether it is open and has no due day.</summary>
    public bool? Undated { get; init; }

    /// <summary>Whether it is submitted but not accepted yet.</summary>
    public bool? AwaitingAcceptance { get; init; }

    /// <summary>Empty does not filter.</summary>
    public ImmutableArray<Timeliness> Timeliness { get; init; } = [];

    /// <summary>Whether the unit that owes it has never reported on any obligation of the same year, kind, reform area, plan, area, source
    /// and scope, as far as the query sets them: the units that a roll-up counts as silent.</summary>
    public bool? Silent { get; init; }

    public ReformArea? ReformArea { get; init; }
    public string? Plan { get; init; }
    public string? Area { get; init; }

    /// <summary>Id of a plan task or duty.</summary>
    public string? Source { get; init; }

    /// <summary>Key of a period of a regime.</summary>
    public string? Period { get; init; }

    public UnitKind? UnitKind { get; init; }
    public DateOnly? DueFrom { get; init; }
    public DateOnly? DueTo { get; init; }

    /// <summary>Due on one of these days, or done and completed on one of them.</summary>
    public DayRange? Window { get; init; }

    /// <summary>Contained in the title, the note or the document's number, ignoring case and diacritics.</summary>
    public string? Text { get; init; }

    /// <summary>A year that the plan covers.</summary>
    public int? Year { get; init; }

    /// <summary>Whether the unit that owes it has imposed it on itself.</summary>
    public bool? Own { get; init; }

    public ObligationOrder Order { get; init; } = ObligationOrder.DueAsc;

    /// <summary>The part that the caller may read: only items in one of these. Null: everything.</summary>
    public ImmutableArray<Readable>? Readable { get; init; }

    /// <summary>The cursor of the last item of the previous page. Null for the first page.</summary>
    public ObligationCursor? After { get; init; }
}

/// <summary>A range of days, both ends inclusive.</summary>
public readonly record struct DayRange(DateOnly From, DateOnly To)
{
    public bool Contains(DateOnly? day) => day >= From && day <= To;
}

/// <summary>A unit and everything below it.</summary>
/// <param name="ReformAreas">Null for all areas.</param>
public sealed record Readable(string Unit, ImmutableArray<ReformArea>? ReformAreas);

/// <summary>Lists of obligations that differ only in their unit or source.</summary>
/// <param name="Query">What the lists have in common: filter, order, page size and start of the page.</param>
public abstract record ObligationLists(ObligationQuery Query)
{
    /// <summary>The own obligations of each unit, without those of units below; the query sets no unit.</summary>
    public sealed record OfUnits(ObligationQuery Query, ImmutableArray<string> Units) : ObligationLists(Query);

    /// <summary>The obligations that each line or duty imposes on all units; the query sets neither plan nor source, nor
    /// <see cref="ObligationQuery.Silent"/>.</summary>
    public sealed record OfSources(ObligationQuery Query, ImmutableArray<(string Plan, string Source)> Sources) : ObligationLists(Query);

    /// <summary>The query of each list, in their order.</summary>
    public IEnumerable<ObligationQuery> Each() => this switch
    {
        OfUnits lists => lists.Units.Select(unit => Query with { Unit = unit, Below = false }),
        OfSources lists => lists.Sources.Select(list => Query with { Plan = list.Plan, Source = list.Source }),
        _ => throw new InvalidOperationException($"{GetType()} is not a supported kind of list."),
    };
}

/// <summary>The position of an obligation in an order. Obligations without a due day come last in both due orders. Ties are broken by id,
/// ascending.</summary>
/// <param name="Key">Day number of the due day, percent in hundredths, or ticks (UTC) of the last change; null for no due day.</param>
public sealed record ObligationCursor(ObligationOrder Order, long? Key, string Id)
{
    public static ObligationCursor Of(ObligationOrder order, Obligation o) => new(order, order switch
    {
        ObligationOrder.DueAsc or ObligationOrder.DueDesc => o.Due?.DayNumber,
        ObligationOrder.PercentAsc or ObligationOrder.PercentDesc => o.Percent,
        _ => o.UpdatedAt.UtcTicks,
    }, o.Id);
}

/// <summary>The sums of a list of obligations, in the units of measure of their members.</summary>
/// <param name="Units">Number of units with at least one obligation in the list that is not cancelled.</param>
/// <param name="Weight">Sum of the weights of obligations that are not cancelled; <paramref name="WeightedPercent"/> likewise sums weight ×
/// percent.</param>
public sealed record ObligationSums(int Count, int Units, long Weight, Int128 WeightedPercent, Int128 Planned, Int128 Spent);

public sealed record Page<T>(ImmutableArray<T> Items, bool HasNext);

/// <summary>The projection's sums over obligations of one unit that fall into the same cells.</summary>
/// <param name="Reported">Number of obligations reported on.</param>
/// <param name="WeightedPercent">Sum of weight × percent over those that are not cancelled.</param>
/// <param name="Weight">Sum of the weights of those that are not cancelled.</param>
/// <param name="OnTime">Number of done or submitted obligations completed by their due day.</param>
/// <param name="Postponed">Number of obligations whose due day was moved later.</param>
/// <param name="Origin">The unit on which they were imposed; another one if they were handed over.</param>
public sealed record ProjectedSum(
    string Unit, string Origin, string? Plan, string PlanOwner, string Source, string Area, ReformArea Reform, ObligationKind Kind, int StartYear, int EndYear,
    ObligationStatus Status, DateOnly? Due, int Count, int OnTime, int Reported, int Postponed, long Weight,
    Int128 WeightedPercent, Int128 Planned, Int128 Spent, string? Period = null);
