using Hierarchy.Api.Obligations;
using Hierarchy.Grains.Events;
using Hierarchy.Grains.Units;

namespace Hierarchy.Api.Changes;

/// <summary>What was done to a unit, newest first.</summary>
internal static class HistoryFields
{
    public static void Bind(TypeBinder t)
    {
        t.Object<StoredEvent>("Change", change =>
        {
            change.Field("at", e => e.At);
            change.Field("actor", e => e.Actor);
            change.Field("unit", (e, context) => context.Backend().Directory.Find(e.Unit));
            change.Field("type", e => EventCodec.NameOf(e.Event));
            change.FieldAsync("summary", SummaryAsync);
        });
        t.Object<ChangeConnection>("ChangeConnection", connection =>
        {
            connection.FieldAsync("edges", async ValueTask<IEnumerable<ChangeEdge>> (c, context) =>
                (await c.PageAsync(context)).Items.Select(e => new ChangeEdge(Cursors.WriteSeq(e.Seq), e)));
            connection.FieldAsync("nodes", async ValueTask<IEnumerable<StoredEvent>> (c, context) => (await c.PageAsync(context)).Items);
            connection.FieldAsync("pageInfo", (c, context) => c.PageInfoAsync(context));
        });
        t.Object<ChangeEdge>("ChangeEdge", edge =>
        {
            edge.Field("cursor", e => e.Cursor);
            edge.Field("node", e => e.Node);
        });
    }

    public static ChangeConnection Of(Unit unit, Args args, RequestContext context) => new(
        unit.Id, Texts.PageSize(args.Get<int?>("first"), ObligationPages.PageUsual, ObligationPages.PageMax),
        args.Get<string?>("after") is { } after ? Cursors.ReadSeq(after) : null);

    private static async ValueTask<string> SummaryAsync(StoredEvent stored, RequestContext context)
    {
        var directory = context.Backend().Directory;
        var title = stored.Event is UnitEvent.OfObligation { Obligation: var id }
            ? (await context.LoadAsync(ObligationFields.Loader, id))?.Terms.Title ?? id
            : "";
        return Summary.Of(stored.Event, title, unit => directory.Find(unit)?.Name ?? unit);
    }
}

/// <summary>A history that has been asked for and not been read yet. Belongs to one request.</summary>
internal sealed record ChangeConnection(string Unit, int First, long? Before)
{
    /// <summary>Histories that one statement reads; more are split.</summary>
    private const int HistoriesMax = 250;

    private static readonly BatchLoader<ChangeConnection, Page<StoredEvent>> Loader = new("histories", async (histories, context) =>
    {
        var alike = histories.GroupBy(history => (history.First, history.Before));
        var read = await Task.WhenAll(alike.Select(async group =>
        {
            string[] units = [.. group.Select(history => history.Unit)];
            var pages = await context.Backend().QueryAsync(
                queries => queries.HistoriesAsync(units, group.Key.First, group.Key.Before, context.Cancellation));
            return group.Zip(pages);
        }));
        return read.SelectMany(pages => pages).ToDictionary(page => page.First, page => page.Second);
    }, HistoriesMax);

    public async ValueTask<Page<StoredEvent>> PageAsync(RequestContext context) => (await context.LoadAsync(Loader, this))!;

    public async ValueTask<PageInfo> PageInfoAsync(RequestContext context)
    {
        var page = await PageAsync(context);
        return page.Items is [var newest, ..]
            ? new PageInfo(page.HasNext, Before is not null, Cursors.WriteSeq(newest.Seq), Cursors.WriteSeq(page.Items[^1].Seq))
            : new PageInfo(page.HasNext, Before is not null, null, null);
    }
}

internal sealed record ChangeEdge(string Cursor, StoredEvent Node);
