namespace Hierarchy.Store.Past;

/// <summary>What an obligation was from one day to the day before another.</summary>
internal sealed record SpanRow(Obligation State, DateOnly From, DateOnly To)
{
    /// <summary>What stands for no end.</summary>
    public static readonly DateOnly Open = DateOnly.MaxValue;

    public bool HasEnded => To != Open;

    public bool IsOwn => State.Terms.ScopeOf(State.Unit) == Scope.Own;

    /// <summary>All of an obligation, day by day, but for those on which it stood elsewhere.</summary>
    public static IEnumerable<SpanRow> Of(Timeline timeline) => timeline.Spans.Select((span, i) =>
        new SpanRow(span.State, span.From, i + 1 < timeline.Spans.Length ? timeline.Spans[i + 1].From : Open)).Where(row => row.State.IsHere);
}

/// <summary>What an append changes of the past.</summary>
/// <param name="Spans">Each counts from its day, and not before the last one that there is.</param>
/// <param name="Restated">Obligations of which the spans are all that there are: what was kept of them goes.</param>
internal sealed record PastRows(ImmutableArray<SpanRow> Spans, ImmutableArray<string> Restated)
{
    public static readonly PastRows None = new([], []);

    /// <summary>The append's events as they will be stored.</summary>
    public static ImmutableArray<StoredEvent> StoredOf(Append append) =>
        [.. append.Events.Select((happened, i) => new StoredEvent(append.Unit, append.ExpectedSeq + 1 + i, happened, append.Actor, append.At, null))];

    /// <summary>Obligations of which it changes days gone by: their whole history is needed to say what of it.</summary>
    public static ImmutableArray<string> RestatedBy(Append append, ImmutableArray<StoredEvent> stored) => stored.Any(Timeline.IsBackDated)
        ? [.. append.Obligations.Where(o => o.Version > 1).Select(o => o.Id).Distinct()]
        : [];

    /// <param name="timelines">Of those, with the append's own events; those that are not known begin with the append.</param>
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
