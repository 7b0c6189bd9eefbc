namespace Hierarchy.Store.Past;

/// <summary>The state of an obligation from the day <c>From</c> to the day before <c>To</c>.</summary>
internal sealed record SpanRow(Obligation State, DateOnly From, DateOnly To)
{
    /// <summary>The <c>To</c> of a span that has not ended.</summary>
    public static readonly DateOnly Open = DateOnly.MaxValue;

    public bool HasEnded => To != Open;

    public bool IsOwn => State.Terms.ScopeOf(State.Unit) == Scope.Own;

    /// <summary>All spans of an obligation, except those during which another unit had it.</summary>
    public static IEnumerable<SpanRow> Of(Timeline timeline) => timeline.Spans.Select((span, i) =>
        new SpanRow(span.State, span.From, i + 1 < timeline.Spans.Length ? timeline.Spans[i + 1].From : Open)).Where(row => row.State.IsHere);
}

/// <summary>The spans that an append writes.</summary>
/// <param name="Spans">Each begins on its day, but not before the last stored span of its obligation.</param>
/// <param name="Restated">Obligations whose spans are given in full: all stored spans of them are deleted first.</param>
internal sealed record PastRows(ImmutableArray<SpanRow> Spans, ImmutableArray<string> Restated)
{
    public static readonly PastRows None = new([], []);

    /// <summary>The append's events as they will be stored.</summary>
    public static ImmutableArray<StoredEvent> StoredOf(Append append) =>
        [.. append.Events.Select((happened, i) => new StoredEvent(append.Unit, append.ExpectedSeq + 1 + i, happened, append.Actor, append.At, null))];

    /// <summary>Obligations whose past days the append changes. Their spans can be computed only from their whole history.</summary>
    public static ImmutableArray<string> RestatedBy(Append append, ImmutableArray<StoredEvent> stored) => stored.Any(Timeline.IsBackDated)
        ? [.. append.Obligations.Where(o => o.Version > 1).Select(o => o.Id).Distinct()]
        : [];

    /// <param name="timelines">The timelines of restated obligations, including the append's own events.</param>
    public static PastRows Of(Append append, IReadOnlyDictionary<string, Timeline> timelines, IUnitDirectory directory)
    {
        var today = Grains.VietnameseDay.Of(append.At);
        return new PastRows(
            [
                .. PendingAppend.Last(append.Obligations).SelectMany(o => timelines.TryGetValue(o.Id, out var timeline)
                    ? SpanRow.Of(timeline)
                    : [new SpanRow(o, o.Version == 1 ? o.Terms.ExistsFrom(directory) : today, SpanRow.Open)]),
            ],
            [.. timelines.Keys]);
    }
}
