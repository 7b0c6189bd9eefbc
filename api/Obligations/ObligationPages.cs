using System.Collections.Immutable;
using Hierarchy.Api.Progress;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Plans;

namespace Hierarchy.Api.Obligations;

/// <summary>Paged lists of obligations. A page is read, and a total counted, only when it is selected.</summary>
internal static class ObligationPages
{
    public const int PageUsual = 50;
    public const int PageMax = 500;

    public static void Bind(TypeBinder t)
    {
        t.Input("ObligationFilter", ObligationFilter.From);
        t.Object<ObligationConnection>("ObligationConnection", connection =>
        {
            connection.FieldAsync("totalCount", (c, context) => c.CountAsync(context));
            connection.FieldAsync("totals", (c, context) => c.TotalsAsync(context));
            connection.FieldAsync("edges", async ValueTask<IEnumerable<ObligationEdge>> (c, context) =>
                (await c.PageAsync(context)).Items.Select(o => new ObligationEdge(c.CursorOf(o), o)));
            connection.FieldAsync("nodes", async ValueTask<ImmutableArray<Obligation>> (c, context) => (await c.PageAsync(context)).Items);
            connection.FieldAsync("pageInfo", (c, context) => c.PageInfoAsync(context));
        });
        t.Object<ObligationEdge>("ObligationEdge", edge =>
        {
            edge.Field("cursor", e => e.Cursor);
            edge.Field("node", e => e.Node);
        });
        t.Object<ObligationSums>("ObligationTotals", totals =>
        {
            totals.Field("count", s => s.Count);
            totals.Field("units", s => s.Units);
            totals.Field("percent", s => s.Weight == 0 ? null : (double?)(double)s.WeightedPercent / (s.Weight * 100));
            totals.Field("budget", s => new Budget(s.Planned, s.Planned, s.Spent));
        });
        t.Object<PageInfo>("PageInfo", page =>
        {
            page.Field("hasNextPage", p => p.HasNextPage);
            page.Field("hasPreviousPage", p => p.HasPreviousPage);
            page.Field("startCursor", p => p.StartCursor);
            page.Field("endCursor", p => p.EndCursor);
        });
    }

    /// <param name="unit">One that exists.</param>
    /// <param name="below">Whether the units below it belong to the list.</param>
    public static ObligationConnection Of(string unit, bool below, Args args, RequestContext context)
    {
        var filter = args.Get<ObligationFilter?>("filter") ?? ObligationFilter.None;
        var order = args.Get<ObligationOrder?>("orderBy") ?? ObligationOrder.DueAsc;
        return new ObligationConnection(Paged(filter.ToQuery(unit, below, context.Backend()) with { Order = order }, args));
    }

    /// <summary>What a task gives to all units, by due day.</summary>
    public static ObligationConnection OfTask(PlanTask task, Args args, RequestContext context) =>
        new(Paged(new ObligationQuery(null, false, context.Backend().Today) { Plan = task.Plan, Source = task.Id }, args));

    private static ObligationQuery Paged(ObligationQuery query, Args args) => query with
    {
        First = Texts.PageSize(args.Get<int?>("first"), PageUsual, PageMax),
        After = args.Get<string?>("after") is { } after ? Cursors.ReadObligation(after, query.Order) : null,
    };
}

/// <summary>A list that has been asked for and not been read yet. Belongs to one request.</summary>
internal sealed class ObligationConnection(ObligationQuery query)
{
    public async ValueTask<Page<Obligation>> PageAsync(RequestContext context) => (await context.LoadAsync(ListLoads.Pages, query))!;

    public async ValueTask<int> CountAsync(RequestContext context) =>
        (await context.LoadAsync(ListLoads.Counts, query with { After = null }))!.Value;

    public async ValueTask<ObligationSums> TotalsAsync(RequestContext context) =>
        (await context.LoadAsync(ListLoads.Totals, query with { After = null }))!;

    public async ValueTask<PageInfo> PageInfoAsync(RequestContext context)
    {
        var page = await PageAsync(context);
        return page.Items is [var first, ..]
            ? new PageInfo(page.HasNext, query.After is not null, CursorOf(first), CursorOf(page.Items[^1]))
            : new PageInfo(page.HasNext, query.After is not null, null, null);
    }

    public string CursorOf(Obligation obligation) => Cursors.Write(ObligationCursor.Of(query.Order, obligation));
}

internal sealed record ObligationEdge(string Cursor, Obligation Node);

internal sealed record PageInfo(bool HasNextPage, bool HasPreviousPage, string? StartCursor, string? EndCursor);
