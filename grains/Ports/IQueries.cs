namespace Hierarchy.Grains.Ports;

/// <summary>Lists and search, answered from the projections. They show every change that has been acknowledged.</summary>
/// <remarks>Faults as for <see cref="IEventStore"/>. Every list is paged by key, so that a page stays where it is while others
/// write.</remarks>
public interface IQueries
{
    /// <summary>Whether so many lists are under way that whoever is about to ask for some should be refused before anything is done for
    /// him.</summary>
    bool IsBusy { get; }

    /// <summary>A page of obligations. Relies on the index of the order asked for; the filter is applied on the way.</summary>
    Task<Page<Obligation>> ObligationsAsync(ObligationQuery query, CancellationToken cancellation);

    /// <summary>How many obligations the query matches, whatever its page.</summary>
    Task<int> CountObligationsAsync(ObligationQuery query, CancellationToken cancellation);

    /// <summary>What the obligations that the query matches add up to, whatever its page.</summary>
    Task<ObligationSums> SumObligationsAsync(ObligationQuery query, CancellationToken cancellation);

    /// <summary>A page of each of several lists, in their order, at the price of one question.</summary>
    /// <remarks>Sorts what the lists hold: meant for lists of one unit or one line, not for those of everything below.</remarks>
    Task<ImmutableArray<Page<Obligation>>> ObligationsAsync(ObligationLists lists, CancellationToken cancellation);

    /// <summary>What each of several lists adds up to, in their order, at the price of one question.</summary>
    Task<ImmutableArray<ObligationSums>> SumObligationsAsync(ObligationLists lists, CancellationToken cancellation);

    /// <summary>What was done to a unit, newest first.</summary>
    /// <param name="before">Only what is older than this sequence number; null for the newest.</param>
    Task<Page<StoredEvent>> HistoryAsync(string unit, int first, long? before, CancellationToken cancellation);

    /// <summary>The newest page of what was done to each of several units, in their order, at the price of one question.</summary>
    Task<ImmutableArray<Page<StoredEvent>>> HistoriesAsync(
        IReadOnlyList<string> units, int first, long? before, CancellationToken cancellation);

    /// <summary>The same of several obligations: a page of what was done to each, from its imposition on.</summary>
    /// <remarks>Cost: reads on in the history of the unit that owes it until the page is full.</remarks>
    Task<ImmutableArray<Page<StoredEvent>>> HistoriesOfObligationsAsync(
        IReadOnlyList<string> obligations, int first, long? before, CancellationToken cancellation);

    /// <summary>A page of what was done at a unit and below it, newest first, with whatever is known of who stands behind it.</summary>
    /// <remarks>Cost: a look-up for each of those units, whatever the length of their histories. An unknown unit has done
    /// nothing.</remarks>
    Task<Page<StoredEvent>> AuditAsync(AuditQuery query, CancellationToken cancellation);

    /// <summary>What obligations are called; those that do not exist are missing.</summary>
    Task<ImmutableDictionary<string, string>> TitlesAsync(IReadOnlyList<string> obligations, CancellationToken cancellation);

    /// <summary>The plan of each task; tasks that do not exist are missing.</summary>
    Task<ImmutableDictionary<string, string>> PlansOfTasksAsync(IReadOnlyList<string> tasks, CancellationToken cancellation);

    /// <summary>The owner of each regime; regimes that do not exist are missing.</summary>
    /// <param name="regimes">Null for all.</param>
    Task<ImmutableDictionary<string, string>> OwnersOfRegimesAsync(IReadOnlyList<string>? regimes, CancellationToken cancellation);

    /// <summary>Reports in their present revisions; those that nobody has opened are missing.</summary>
    Task<ImmutableArray<Report>> ReportsAsync(IReadOnlyList<ReportKey> reports, CancellationToken cancellation);

    /// <summary>All revisions of some reports, the oldest of each first; of one that nobody has opened there are none.</summary>
    Task<ImmutableArray<Report>> RevisionsAsync(IReadOnlyList<ReportKey> reports, CancellationToken cancellation);

    /// <summary>What was signed; revisions that nobody has signed are missing.</summary>
    Task<ImmutableDictionary<(ReportKey Report, int Revision), string>> SignedContentsAsync(
        IReadOnlyList<(ReportKey Report, int Revision)> revisions, CancellationToken cancellation);

    /// <summary>How the reports of several units for a period stand, in their present revisions.</summary>
    Task<ImmutableArray<ReportStanding>> StandingsAsync(string period, IReadOnlyList<string> units, CancellationToken cancellation);

    /// <summary>The signed reports of a unit under a regime, each in the last revision that was signed.</summary>
    Task<ImmutableArray<ReportStanding>> SignedAsync(string unit, string regime, CancellationToken cancellation);

    /// <summary>Counts and sums of the obligations of every unit alone, by SQL, for the recount. Grouped by everything that makes a
    /// cell.</summary>
    /// <param name="on">As they were on that day; null: as they are now.</param>
    IAsyncEnumerable<ProjectedSum> SumsAsync(CancellationToken cancellation, DateOnly? on = null);

    /// <summary>What each plan sets aside for each area beside what obligations carry.</summary>
    IAsyncEnumerable<PlanMoney> MoneyAsync(CancellationToken cancellation);

    /// <summary>What some units were asked and have given of an indicator, or how they were inspected: the events that tell it, those of a unit
    /// one after the other, the oldest first.</summary>
    /// <param name="indicator">Null for inspections.</param>
    /// <remarks>Cost: a look-up for each unit, and what each was ever asked and gave of any indicator.</remarks>
    Task<ImmutableArray<StoredEvent>> MeasuringAsync(string? indicator, IReadOnlyCollection<string> units, CancellationToken cancellation);

    /// <summary>What a cell of a unit's roll-up held on each of several past days, cut as the query says.</summary>
    /// <returns>What holds nothing is missing.</returns>
    Task<ImmutableArray<Figure>> FiguresAsync(FigureQuery query, CancellationToken cancellation);
}

/// <summary>A cell on past days.</summary>
/// <param name="Unit">The unit at the top; of an unknown one there is nothing.</param>
/// <param name="Cell">What to count, at the unit and below it; whether that unit keeps the cell does not matter.</param>
/// <param name="Days">Ascending, each once; at least one.</param>
public sealed record FigureQuery(string Unit, Cell Cell, ImmutableArray<DateOnly> Days, FigureCut Cut = FigureCut.Whole)
{
    /// <summary>Whether to count below the unit what stands there today; otherwise what stood there on each day.</summary>
    public bool OnTodaysMap { get; init; }

    /// <summary>Arrays compare by reference.</summary>
    public bool Equals(FigureQuery? other) => other is not null
        && (Unit, Cell, Cut, OnTodaysMap) == (other.Unit, other.Cell, other.Cut, other.OnTodaysMap) && Days.AsSpan().SequenceEqual(other.Days.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Unit, Cell, Cut, Days.Length, Days[^1]);
}

/// <summary>Along what a cell is cut.</summary>
public enum FigureCut
{
    Whole,

    /// <summary>By child; what the unit owes itself bears its own id.</summary>
    Child,

    /// <summary>By the name of the reform area.</summary>
    ReformArea,

    /// <summary>By plan.</summary>
    Plan,

    /// <summary>By task or duty, of whatever kind and reform area.</summary>
    Source,
}

/// <summary>What one slice of a cell held on one day.</summary>
/// <param name="Slice">Empty for the whole.</param>
public sealed record Figure(string Slice, DateOnly Day, Measures Measures);

public enum ObligationOrder { DueAsc, DueDesc, PercentAsc, PercentDesc, UpdatedDesc }

/// <summary>Null members do not filter.</summary>
/// <param name="Unit">The unit itself and, with <paramref name="Below"/>, every unit below it.</param>
/// <param name="Today">The day that <see cref="Overdue"/> and <see cref="Timeliness"/> are judged by.</param>
/// <param name="First">Page size, at least 1; callers bound it.</param>
public sealed record ObligationQuery(string? Unit, bool Below, DateOnly Today, int First = 50)
{
    /// <summary>Whether they are as they were on <see cref="Today"/>; otherwise as they are now. Texts are those of now in either
    /// case.</summary>
    public bool IsPast { get; init; }

    /// <summary>Units, each without those below it, instead of the one and what stands below it; null: that one.</summary>
    public ImmutableArray<string>? Units { get; init; }

    public ObligationKind? Kind { get; init; }
    public ImmutableArray<ObligationStatus> Status { get; init; } = [];
    public bool? Overdue { get; init; }
    public bool? WithDifficulty { get; init; }

    /// <summary>Whether the due day has been moved later at least once.</summary>
    public bool? Postponed { get; init; }

    /// <summary>Whether it is open and has no due day.</summary>
    public bool? Undated { get; init; }

    /// <summary>Whether it is handed in and not accepted yet.</summary>
    public bool? AwaitingAcceptance { get; init; }

    /// <summary>Empty does not filter.</summary>
    public ImmutableArray<Timeliness> Timeliness { get; init; } = [];

    /// <summary>
    /// Whether the unit that owes it has never reported on anything of the same year, kind, reform area, plan, area, source and scope, as
    /// far as the query names them: the units that a roll-up counts as silent.
    /// </summary>
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

    /// <summary>What falls due on one of these days, or is done and was completed on one.</summary>
    public DayRange? Window { get; init; }

    /// <summary>Contained in the title, the note or the document's number, whatever its case and diacritics.</summary>
    public string? Text { get; init; }

    /// <summary>A year that the plan covers.</summary>
    public int? Year { get; init; }

    /// <summary>Whether it is what the unit that owes it has imposed on itself.</summary>
    public bool? Own { get; init; }

    public ObligationOrder Order { get; init; } = ObligationOrder.DueAsc;

    /// <summary>What whoever asks may read: only what belongs to one of these. Null: everything.</summary>
    public ImmutableArray<Readable>? Readable { get; init; }

    /// <summary>Where the page begins: the cursor of the last item of the page before. Null for the first page.</summary>
    public ObligationCursor? After { get; init; }
}

/// <summary>Days, both ends included.</summary>
public readonly record struct DayRange(DateOnly From, DateOnly To)
{
    public bool Contains(DateOnly? day) => day >= From && day <= To;
}

/// <summary>A unit and everything below it.</summary>
/// <param name="ReformAreas">Null: of all areas.</param>
public sealed record Readable(string Unit, ImmutableArray<ReformArea>? ReformAreas);

/// <summary>Lists of obligations that differ only in whose they are.</summary>
/// <param name="Query">What they have in common: filter, order, page size and where the page begins.</param>
public abstract record ObligationLists(ObligationQuery Query)
{
    /// <summary>What each unit owes itself, without the units below; the query names no unit.</summary>
    public sealed record OfUnits(ObligationQuery Query, ImmutableArray<string> Units) : ObligationLists(Query);

    /// <summary>What each line or duty gives to all units; the query names neither plan nor source, and not whether a unit is
    /// silent.</summary>
    public sealed record OfSources(ObligationQuery Query, ImmutableArray<(string Plan, string Source)> Sources) : ObligationLists(Query);

    /// <summary>The query of each list, in their order.</summary>
    public IEnumerable<ObligationQuery> Each() => this switch
    {
        OfUnits lists => lists.Units.Select(unit => Query with { Unit = unit, Below = false }),
        OfSources lists => lists.Sources.Select(list => Query with { Plan = list.Plan, Source = list.Source }),
        _ => throw new InvalidOperationException($"{GetType()} is not a supported kind of list."),
    };
}

/// <summary>Where an obligation stands in an order. Obligations without a due day come last in both due orders; ties are broken by id,
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

/// <summary>What a list of obligations adds up to, in the units of their members.</summary>
/// <param name="Units">Units that owe any of it that is not cancelled.</param>
/// <param name="Weight">Of what is not cancelled, like <paramref name="WeightedPercent"/>, the sum of weight × percent.</param>
public sealed record ObligationSums(int Count, int Units, long Weight, Int128 WeightedPercent, Int128 Planned, Int128 Spent);

public sealed record Page<T>(ImmutableArray<T> Items, bool HasNext);

/// <summary>What the projection says of the obligations of one unit that count alike.</summary>
/// <param name="Reported">How many of them have been reported on.</param>
/// <param name="WeightedPercent">Sum of weight × percent over those that are not cancelled.</param>
/// <param name="Weight">Sum of the weights of those that are not cancelled.</param>
/// <param name="OnTime">Of those that are done or handed in, how many were completed by their due day.</param>
/// <param name="Postponed">How many of them had their due day moved later.</param>
/// <param name="Origin">The unit on which they were imposed: another one, where they were handed over.</param>
public sealed record ProjectedSum(
    string Unit, string Origin, string? Plan, string PlanOwner, string Source, string Area, ReformArea Reform, ObligationKind Kind, int StartYear, int EndYear,
    ObligationStatus Status, DateOnly? Due, int Count, int OnTime, int Reported, int Postponed, long Weight,
    Int128 WeightedPercent, Int128 Planned, Int128 Spent, string? Period = null);
