using Hierarchy.Grains.Events;

namespace Hierarchy.Api.Changes;

/// <summary>Resolves the fields of a change.</summary>
internal sealed class ChangeFields(Backend backend, IPeople people)
{
    public string Id([FromSource] StoredEvent change) => ChangeId.Of(change.Unit, change.Seq);

    public string? Cause([FromSource] StoredEvent change) => ChangeId.CauseOf(change);

    public string Actor([FromSource] StoredEvent change) => ChangeText.ActorOf(change, people);

    public Unit? Unit([FromSource] StoredEvent change) => backend.Directory.Find(change.Unit);

    public string? Obligation([FromSource] StoredEvent change) => (change.Event as UnitEvent.OfObligation)?.Obligation;

    public string Type([FromSource] StoredEvent change) => EventCodec.NameOf(change.Event);

    public Person? Person([FromSource] StoredEvent change) => change.Origin.Person is { } id ? people.Find(id) : null;

    public Person? OnBehalfOf([FromSource] StoredEvent change) => change.Origin.OnBehalfOf is { } id ? people.Find(id) : null;

    public object Summary([FromSource] StoredEvent change, IResolveFieldContext context) =>
        change.Event is UnitEvent.OfObligation { Obligation: var id }
            ? UnitReads.Obligation(id, context.Call()).Then(obligation => SummaryOf(change, obligation?.Terms.Title ?? id))
            : SummaryOf(change, "");

    private string SummaryOf(StoredEvent change, string title) => ChangeText.SummaryOf(change, title, backend.Directory, people);
}

/// <summary>A requested page of changes, newest first, not read yet. Belongs to one request.</summary>
internal abstract record ChangeConnection
{
    public abstract bool HasPrevious { get; }

    public abstract string CursorOf(StoredEvent change);

    public abstract IDataLoaderResult<Page<StoredEvent>> Page(IResolveFieldContext context);
}

/// <summary>The history of one unit, or of one obligation at all units that held it.</summary>
/// <param name="Subject">The unit or the obligation.</param>
/// <param name="At">The obligation's id at the unit where the page begins.</param>
/// <param name="IsReadable">False if the reader may not read it; the page is then empty.</param>
internal sealed record HistoryPage(string Subject, string At, bool IsObligation, int First, long? Before, bool IsReadable) : ChangeConnection
{
    /// <summary>Maximum number of histories in one statement; more are split.</summary>
    private const int HistoriesMax = 250;

    private static readonly BatchLoader<HistoryPage, Page<StoredEvent>> Loader = new(async (histories, call, cancellation) =>
    {
        var backend = (Backend)call.Services.GetService(typeof(Backend))!;
        var alike = histories.Where(history => history.IsReadable).GroupBy(history => (history.IsObligation, history.First, history.Before));
        var read = await Task.WhenAll(alike.Select(async group =>
        {
            var (isObligation, first, before) = group.Key;
            string[] subjects = [.. group.Select(history => history.At)];
            if (!isObligation)
            {
                return group.Zip(await backend.QueryAsync(queries => queries.HistoriesAsync(subjects, first, before, cancellation)));
            }
            var pages = await backend.QueryAsync(queries => queries.HistoriesOfObligationsAsync(subjects, first, before, cancellation));
            return group.Zip(await Task.WhenAll(group.Zip(pages, (history, page) => history.WholeAsync(page, backend, cancellation))));
        }));
        return read.SelectMany(pages => pages).Concat(histories.Where(history => !history.IsReadable).Select(history => (history, Nothing!)))
            .ToDictionary(page => page.Item1, page => page.Item2);
    }, HistoriesMax);

    private static Page<StoredEvent> Nothing { get; } = new([], HasNext: false);

    public static HistoryPage Of(Unit unit, int? first, string? after, Reader reader) =>
        Of(unit.Id, isObligation: false, first, after, reader.ReadsAllAt(unit.Id));

    /// <summary>The history of an obligation that the reader may read.</summary>
    public static HistoryPage Of(Obligation obligation, int? first, string? after) =>
        Of(obligation.Id, isObligation: true, first, after, isReadable: true);

    private static HistoryPage Of(string subject, bool isObligation, int? first, string? after, bool isReadable)
    {
        (long Seq, string? Unit)? place = after is null ? null : Cursors.ReadSeq(after);
        return new(
            subject, isObligation && place?.Unit is { } unit ? Obligation.IdAt(unit, subject) : subject, isObligation,
            Texts.PageSize(first, ObligationPages.PageUsual, ObligationPages.PageMax), place?.Seq, isReadable);
    }

    public override bool HasPrevious => Before is not null;

    public override string CursorOf(StoredEvent change)
    {
        var (unit, seq) = IsObligation && BeforeOf(change, Obligation.IdAt(change.Unit, Subject)) is { } before
            ? (before.Unit, before.Seq + 1)
            : (change.Unit, change.Seq);
        return Cursors.WriteSeq(seq, IsObligation && unit != Obligation.UnitOf(Subject) ? unit : null);
    }

    /// <summary>The event by which another unit handed the obligation over, if this event received it.</summary>
    private static (string Unit, long Seq)? BeforeOf(StoredEvent change, string obligation) =>
        change.Event is UnitEvent.ObligationsReceived received && received.Obligations.Any(came => came.Obligation.Id == obligation)
            ? ChangeId.CauseIn(change)
            : null;

    /// <summary>Fills the page with the obligation's history at its earlier units.</summary>
    private async Task<Page<StoredEvent>> WholeAsync(Page<StoredEvent> page, Backend backend, CancellationToken cancellation)
    {
        var all = ImmutableArray.CreateBuilder<StoredEvent>();
        var at = At;
        while (true)
        {
            var here = page.Items.TakeWhile((_, i) => i == 0 || BeforeOf(page.Items[i - 1], at) is null).ToArray();
            all.AddRange(here);
            if (here is not [.., var last] || BeforeOf(last, at) is not { } before)
            {
                return all.Count > First ? new Page<StoredEvent>([.. all.Take(First)], HasNext: true) : new Page<StoredEvent>(all.ToImmutable(), page.HasNext);
            }
            if (all.Count > First)
            {
                return new Page<StoredEvent>([.. all.Take(First)], HasNext: true);
            }
            at = Obligation.IdAt(before.Unit, at);
            // At least one, to know whether there are more.
            var left = Math.Max(First - all.Count, 1);
            page = (await backend.QueryAsync(queries => queries.HistoriesOfObligationsAsync([at], left, before.Seq + 1, cancellation)))[0];
        }
    }

    public override IDataLoaderResult<Page<StoredEvent>> Page(IResolveFieldContext context) => Loader.Load(this, context.Call()).Then(page => page!);
}

internal sealed class ChangeConnectionFields
{
    public IDataLoaderResult<IEnumerable<ChangeEdge>> Edges([FromSource] ChangeConnection history, IResolveFieldContext context) =>
        history.Page(context).Then(page => page.Items.Select(change => new ChangeEdge(history.CursorOf(change), change)));

    public IDataLoaderResult<IEnumerable<StoredEvent>> Nodes([FromSource] ChangeConnection history, IResolveFieldContext context) =>
        history.Page(context).Then(IEnumerable<StoredEvent> (page) => page.Items);

    public IDataLoaderResult<PageInfo> PageInfo([FromSource] ChangeConnection history, IResolveFieldContext context) =>
        history.Page(context).Then(page => Obligations.PageInfo.Of(page, history.HasPrevious, history.CursorOf));
}

internal sealed record ChangeEdge(string Cursor, StoredEvent Node);
