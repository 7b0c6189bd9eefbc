using Hierarchy.Api.Obligations;
using Hierarchy.Api.People;
using Hierarchy.Api.Units;
using Hierarchy.Grains.Events;
using Hierarchy.Grains.People;
using Hierarchy.Grains.Units;

namespace Hierarchy.Api.Changes;

/// <summary>What was done to a unit.</summary>
internal sealed class ChangeFields(Backend backend, IPeople people)
{
    public string Id([FromSource] StoredEvent change) => IdOf(change.Unit, change.Seq);

    public DateTimeOffset At([FromSource] StoredEvent change) => change.At;

    public string Actor([FromSource] StoredEvent change) => change.Actor;

    public Unit? Unit([FromSource] StoredEvent change) => backend.Directory.Find(change.Unit);

    public string Type([FromSource] StoredEvent change) => EventCodec.NameOf(change.Event);

    public Person? Person([FromSource] StoredEvent change) => change.Origin.Person is { } id ? people.Find(id) : null;

    public Person? OnBehalfOf([FromSource] StoredEvent change) => change.Origin.OnBehalfOf is { } id ? people.Find(id) : null;

    /// <summary>The request of a message between units names the event that it is about.</summary>
    public string? Cause([FromSource] StoredEvent change) =>
        change.RequestId is { } request && request.StartsWith("m:", StringComparison.Ordinal) && request.LastIndexOf('#') is > 2 and var at
        && long.TryParse(request.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            ? IdOf(request[2..at], seq)
            : null;

    private static string IdOf(string unit, long seq) => string.Create(CultureInfo.InvariantCulture, $"{unit}#{seq}");

    public object Summary([FromSource] StoredEvent change, IResolveFieldContext context) =>
        change.Event is UnitEvent.OfObligation { Obligation: var id }
            ? UnitReads.Obligation(id, context.Call()).Then(obligation => SummaryOf(change, obligation?.Terms.Title ?? id))
            : SummaryOf(change, "");

    private string SummaryOf(StoredEvent change, string title) =>
        Changes.Summary.Of(change.Event, title, unit => backend.Directory.Find(unit)?.Name ?? unit,
        person => people.Find(person)?.Name ?? person);
}

/// <summary>A history that has been asked for and not been read yet, newest first. Belongs to one request.</summary>
/// <param name="IsReadable">False where it is not the reader's to read: then it is empty.</param>
internal sealed record ChangeConnection(string Unit, int First, long? Before, bool IsReadable)
{
    /// <summary>Histories that one statement reads; more are split.</summary>
    private const int HistoriesMax = 250;

    private static readonly BatchLoader<ChangeConnection, Page<StoredEvent>> Loader = new(async (histories, call, cancellation) =>
    {
        var backend = (Backend)call.Services.GetService(typeof(Backend))!;
        var alike = histories.Where(history => history.IsReadable).GroupBy(history => (history.First, history.Before));
        var read = await Task.WhenAll(alike.Select(async group =>
        {
            string[] units = [.. group.Select(history => history.Unit)];
            var pages = await backend.QueryAsync(queries => queries.HistoriesAsync(units, group.Key.First, group.Key.Before, cancellation));
            return group.Zip(pages);
        }));
        return read.SelectMany(pages => pages).Concat(histories.Where(history => !history.IsReadable).Select(history => (history, Nothing!)))
            .ToDictionary(page => page.Item1, page => page.Item2);
    }, HistoriesMax);

    private static Page<StoredEvent> Nothing { get; } = new([], HasNext: false);

    public static ChangeConnection Of(Unit unit, int? first, string? after, Reader reader) => new(
        unit.Id, Texts.PageSize(first, ObligationPages.PageUsual, ObligationPages.PageMax), after is null ? null : Cursors.ReadSeq(after),
        reader.ReadsAllAt(unit.Id));

    public IDataLoaderResult<Page<StoredEvent>> Page(IResolveFieldContext context) => Loader.Load(this, context.Call()).Then(page => page!);
}

internal sealed class ChangeConnectionFields
{
    public IDataLoaderResult<IEnumerable<ChangeEdge>> Edges([FromSource] ChangeConnection history, IResolveFieldContext context) =>
        history.Page(context).Then(page => page.Items.Select(change => new ChangeEdge(Cursors.WriteSeq(change.Seq), change)));

    public IDataLoaderResult<IEnumerable<StoredEvent>> Nodes([FromSource] ChangeConnection history, IResolveFieldContext context) =>
        history.Page(context).Then(IEnumerable<StoredEvent> (page) => page.Items);

    public IDataLoaderResult<PageInfo> PageInfo([FromSource] ChangeConnection history, IResolveFieldContext context) =>
        history.Page(context).Then(page => Obligations.PageInfo.Of(page, history.Before is not null,
            change => Cursors.WriteSeq(change.Seq)));
}

internal sealed record ChangeEdge(string Cursor, StoredEvent Node);
