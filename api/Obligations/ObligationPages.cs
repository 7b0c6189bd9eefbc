namespace Hierarchy.Api.Obligations;

/// <summary>Paged lists of obligations. A page is read, and a total counted, only when it is selected.</summary>
internal static class ObligationPages
{
    public const int PageUsual = 50;
    public const int PageMax = 500;

    /// <param name="unit">An existing unit.</param>
    /// <param name="below">Whether to include units below.</param>
    public static ObligationConnection Of(
        string unit, bool below, ObligationFilterInput? filter, ObligationOrder? orderBy, int? first, string? after, Backend backend, Reader reader)
    {
        backend.CheckListsHaveRoom();
        var query = (filter ?? ObligationFilterInput.None).ToQuery(unit, below, backend);
        query = query with { Readable = query.Units is { } units ? reader.RestrictionOf(units) : reader.Restriction(unit) };
        return new ObligationConnection(Paged(query with { Order = orderBy ?? ObligationOrder.DueAsc }, first, after), filter?.AsOf);
    }

    /// <summary>A list in memory, by due day, restricted to what the reader may read.</summary>
    public static ObligationConnection Of(IEnumerable<Obligation> known, int? first, string? after, Backend backend, Reader reader) =>
        new(Paged(new ObligationQuery(null, false, backend.Today), first, after), AsOf: null) { Known = [.. known.Where(reader.Reads)] };

    /// <summary>The obligations that a task imposes on all units, by due day.</summary>
    public static ObligationConnection OfTask(PlanTask task, int? first, string? after, Backend backend, Reader reader)
    {
        backend.CheckListsHaveRoom();
        var restriction = reader.Restriction(under: null);
        var query = new ObligationQuery(null, false, backend.Today) { Plan = task.Plan, Source = task.Id, Readable = restriction };
        return new(Paged(query, first, after), AsOf: null);
    }

    internal static ObligationQuery Paged(ObligationQuery query, int? first, string? after) => query with
    {
        First = Texts.PageSize(first, PageUsual, PageMax),
        After = after is null ? null : Cursors.ReadObligation(after, query.Order),
    };
}

/// <summary>A requested list, not read yet. Belongs to one request.</summary>
/// <param name="AsOf">The day by which its nodes are judged unless another is given; null for today.</param>
internal sealed record ObligationConnection(ObligationQuery Query, DateOnly? AsOf)
{
    /// <summary>All items in order, if in memory; null if they have to be read.</summary>
    public ImmutableArray<Obligation>? Known { get; init; }

    public IDataLoaderResult<Page<Obligation>> Page(IResolveFieldContext context) =>
        Known is { } known ? new Made<Page<Obligation>>(context.Call(), () => PageOf(known))
        : ListLoads.Pages.Load(Query, context.Call()).Then(page => AsOf is null
            ? page!
            : page! with { Items = [.. page.Items.Select(node => node with { ShownOn = AsOf })] });

    private Page<Obligation> PageOf(ImmutableArray<Obligation> known)
    {
        var begins = Query.After is { } after ? known.TakeWhile(o => o.Id != after.Id).Count() + 1 : 0;
        return new([.. known.Skip(begins).Take(Query.First)], known.Length > begins + Query.First);
    }

    public string CursorOf(Obligation obligation) => Cursors.Write(ObligationCursor.Of(Query.Order, obligation));
}

internal sealed class ObligationConnectionFields
{
    public IDataLoaderResult<int?> TotalCount([FromSource] ObligationConnection list, IResolveFieldContext context) =>
        list.Known is { } known ? new Made<int?>(context.Call(), () => known.Length) : ListLoads.Counts.Load(list.Query with { After = null }, context.Call());

    public IDataLoaderResult<ObligationSums?> Totals([FromSource] ObligationConnection list, IResolveFieldContext context) =>
        list.Known is { } known
            ? new Made<ObligationSums?>(context.Call(), () => SumsOf(known))
            : ListLoads.Totals.Load(list.Query with { After = null }, context.Call());

    public IDataLoaderResult<IEnumerable<ObligationEdge>> Edges([FromSource] ObligationConnection list, IResolveFieldContext context) =>
        list.Page(context).Then(page => page.Items.Select(node => new ObligationEdge(list.CursorOf(node), node)));

    public IDataLoaderResult<ImmutableArray<Obligation>> Nodes([FromSource] ObligationConnection list, IResolveFieldContext context) =>
        list.Page(context).Then(page => page.Items);

    public IDataLoaderResult<PageInfo> PageInfo([FromSource] ObligationConnection list, IResolveFieldContext context) =>
        list.Page(context).Then(page => Obligations.PageInfo.Of(page, list.Query.After is not null, list.CursorOf));

    private static ObligationSums SumsOf(ImmutableArray<Obligation> open)
    {
        var sums = open.Aggregate(default(Sums), (all, o) => all + Contribution.Of(o).Sums);
        return new(open.Length, open.DistinctBy(o => o.Unit).Count(), sums.Weight, sums.WeightedPercent, sums.Planned, sums.Spent);
    }
}

internal sealed class ObligationTotalsFields
{
    public double? Percent([FromSource] ObligationSums sums) =>
        sums.Weight == 0 ? null : (double)sums.WeightedPercent / (sums.Weight * 100);

    public Budget Budget([FromSource] ObligationSums sums) => new(sums.Planned, sums.Planned, sums.Spent);
}

internal sealed record ObligationEdge(string Cursor, Obligation Node);

internal sealed record PageInfo(bool HasNextPage, bool HasPreviousPage, string? StartCursor, string? EndCursor)
{
    public static PageInfo Of<T>(Page<T> page, bool hasPrevious, Func<T, string> cursorOf) => page.Items is [var first, ..]
        ? new(page.HasNext, hasPrevious, cursorOf(first), cursorOf(page.Items[^1]))
        : new(page.HasNext, hasPrevious, null, null);
}
