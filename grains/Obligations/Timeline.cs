namespace Hierarchy.Grains.Obligations;

/// <summary>What an obligation was from a day on, until the next span begins.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.span")]
public readonly record struct Span(DateOnly From, Obligation State);

/// <summary>
/// What an obligation was on each day, by all that is recorded: a change that is recorded later and bears an earlier day has changed the
/// days from that one on. Immutable.
/// </summary>
/// <remarks>The plain definition is <see cref="Rollup.UnitOnDay"/>; this is the same, one change at a time.</remarks>
public sealed class Timeline
{
    private Timeline(ImmutableArray<Span> spans) => Spans = spans;

    /// <summary>The earliest first; the last one is the obligation as it is now.</summary>
    public ImmutableArray<Span> Spans { get; }

    /// <summary>An obligation that has just been imposed, or has come from another unit.</summary>
    public static Timeline Begin(StoredEvent stored, Obligation present, IUnitDirectory directory) =>
        stored.Event.Brought(present.Id) is { IsEmpty: false } brought
            ? new(brought)
            : new([new Span(present.Terms.ExistsFrom(directory), present)]);

    /// <summary>That of one obligation, of all that was done to it.</summary>
    /// <param name="history">Oldest first, and may hold more than is about this obligation; one that cannot be read ends it.</param>
    /// <returns>Null where nothing has imposed it.</returns>
    public static Timeline? Of(string obligation, IEnumerable<StoredEvent> history, IUnitDirectory directory)
    {
        Timeline? timeline = null;
        var state = UnitState.Empty;
        foreach (var stored in history.TakeWhile(stored => stored.Event is not UnitEvent.Unreadable))
        {
            if (stored.Event is UnitEvent.OfObligation of && (of.Obligation != obligation || timeline is null))
            {
                continue;
            }
            state = stored.Event.Apply(state, stored);
            if (stored.Event.Changed(state).FirstOrDefault(changed => changed.Id == obligation) is { } present)
            {
                timeline = timeline?.With(stored, present) ?? Begin(stored, present, directory);
            }
        }
        return timeline;
    }

    /// <summary>The obligations that a change has changed or imposed, in the unit's state after it.</summary>
    public static ImmutableArray<Obligation> ChangedBy(StoredEvent stored, UnitState next) => stored.Event.Changed(next);

    /// <summary>Whether a change says anew what there was on days before that of its recording, or that the obligation stood elsewhere on
    /// them.</summary>
    public static bool IsBackDated(StoredEvent stored) => stored.Event.IsMove || stored.Event.CountsFrom < VietnameseDay.Of(stored.At);

    /// <summary>The day from which a change counts. What bears no earlier day of its own counts from the day of its recording, and never
    /// before what is recorded before it, whatever the clock said then.</summary>
    /// <param name="latest">The latest day from which anything counts that is recorded before it.</param>
    public static DateOnly DayOf(StoredEvent stored, DateOnly latest)
    {
        var recorded = VietnameseDay.Of(stored.At);
        return stored.Event.CountsFrom is { } day && (stored.Event.IsMove || day < recorded) ? day : recorded > latest ? recorded : latest;
    }

    /// <summary>After one more change, the newest that is recorded.</summary>
    /// <param name="present">The obligation as it is after it.</param>
    public Timeline With(StoredEvent stored, Obligation present)
    {
        if (stored.Event.Brought(present.Id) is { IsEmpty: false } brought)
        {
            return new([.. Spans.TakeWhile(span => span.From < brought[0].From), .. brought]);
        }
        var day = DayOf(stored, Spans[^1].From);
        var first = stored.Event.IsMove ? LastStayFrom : Spans[0].From;
        var from = day < first ? first : day;
        var spans = ImmutableArray.CreateBuilder<Span>(Spans.Length + 1);
        for (var i = 0; i < Spans.Length; i++)
        {
            var span = Spans[i];
            if (span.From < from)
            {
                spans.Add(span);
                if (i + 1 < Spans.Length && Spans[i + 1].From <= from)
                {
                    continue;
                }
            }
            spans.Add(new Span(span.From < from ? from : span.From, stored.Event.ApplyToPast(span.State, stored)));
        }
        spans[^1] = spans[^1] with { State = present };
        return new Timeline(spans.ToImmutable());
    }

    /// <summary>Null on days before there was the obligation, and on those on which it stood elsewhere.</summary>
    public Obligation? On(DateOnly day)
    {
        for (var i = Spans.Length - 1; i >= 0; i--)
        {
            if (Spans[i].From <= day)
            {
                return Spans[i].State is { IsHere: true } state ? state : null;
            }
        }
        return null;
    }

    /// <summary>What it has been from a day on, as long as it has stood here last.</summary>
    public ImmutableArray<Span> Since(DateOnly day)
    {
        var from = day > LastStayFrom ? day : LastStayFrom;
        return [Spans.Last(span => span.From <= from) with { From = from }, .. Spans.Where(span => span.From > from)];
    }

    /// <summary>Since when it has stood here without a break; the last day of all where it stands here no more.</summary>
    private DateOnly LastStayFrom
    {
        get
        {
            var i = Spans.Length - 1;
            while (i > 0 && Spans[i - 1].State.IsHere)
            {
                i--;
            }
            return Spans[i].From;
        }
    }
}
