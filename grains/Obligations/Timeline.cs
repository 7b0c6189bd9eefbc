namespace Hierarchy.Grains.Obligations;

/// <summary>What an obligation was from a day on, until the next span begins.</summary>
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

    /// <summary>An obligation that has just been imposed.</summary>
    public static Timeline Begin(Obligation imposed, DateOnly from) => new([new Span(from, imposed)]);

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
                timeline = timeline?.With(stored, present) ?? Begin(present, present.Terms.ExistsFrom(directory));
            }
        }
        return timeline;
    }

    /// <summary>The obligations that a change has changed or imposed, in the unit's state after it.</summary>
    public static ImmutableArray<Obligation> ChangedBy(StoredEvent stored, UnitState next) => stored.Event.Changed(next);

    /// <summary>Whether a change counts from an earlier day than that of its recording.</summary>
    public static bool IsBackDated(StoredEvent stored) => stored.Event.CountsFrom < VietnameseDay.Of(stored.At);

    /// <summary>The day from which a change counts. What bears no earlier day of its own counts from the day of its recording, and never
    /// before what is recorded before it, whatever the clock said then.</summary>
    /// <param name="latest">The latest day from which anything counts that is recorded before it.</param>
    public static DateOnly DayOf(StoredEvent stored, DateOnly latest)
    {
        var recorded = VietnameseDay.Of(stored.At);
        return stored.Event.CountsFrom is { } day && day < recorded ? day : recorded > latest ? recorded : latest;
    }

    /// <summary>After one more change, the newest that is recorded.</summary>
    /// <param name="present">The obligation as it is after it.</param>
    public Timeline With(StoredEvent stored, Obligation present)
    {
        var day = DayOf(stored, Spans[^1].From);
        var from = day < Spans[0].From ? Spans[0].From : day;
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

    /// <summary>Null on days before there was the obligation.</summary>
    public Obligation? On(DateOnly day)
    {
        for (var i = Spans.Length - 1; i >= 0; i--)
        {
            if (Spans[i].From <= day)
            {
                return Spans[i].State;
            }
        }
        return null;
    }
}
