namespace Hierarchy.Grains.Obligations;

/// <summary>The state of an obligation from a day until the next span begins.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.span")]
public readonly record struct Span(DateOnly From, Obligation State);

/// <summary>
/// The state of an obligation on each day, by all that is recorded. A change recorded later with an earlier day alters every day from
/// that one on. Immutable.
/// </summary>
/// <remarks>Equals the plain definition <see cref="Rollup.UnitOnDay"/>, but computed one change at a time.</remarks>
public sealed class Timeline
{
    private Timeline(ImmutableArray<Span> spans) => Spans = spans;

    /// <summary>Earliest first; the last one is the present state.</summary>
    public ImmutableArray<Span> Spans { get; }

    /// <summary>The timeline of an obligation that was just imposed or received from another unit.</summary>
    public static Timeline Begin(StoredEvent stored, Obligation present, IUnitDirectory directory) =>
        stored.Event.Brought(present.Id) is { IsEmpty: false } brought
            ? new(brought)
            : new([new Span(present.Terms.ExistsFrom(directory), present)]);

    /// <summary>The timeline of one obligation from its whole history.</summary>
    /// <param name="history">Oldest first; may hold events about other obligations. An unreadable event ends it.</param>
    /// <returns>Null when no event imposes the obligation.</returns>
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

    /// <summary>The obligations that an event changed or imposed, in the unit's state after it.</summary>
    public static ImmutableArray<Obligation> ChangedBy(StoredEvent stored, UnitState next) => stored.Event.Changed(next);

    /// <summary>Whether a change alters days before its recording, or moves the obligation between units.</summary>
    public static bool IsBackDated(StoredEvent stored) => stored.Event.IsMove || stored.Event.CountsFrom < VietnameseDay.Of(stored.At);

    /// <summary>The day from which a change counts. Without an earlier day of its own, it counts from its recording, but never before the
    /// changes recorded earlier, whatever the clock said.</summary>
    /// <param name="latest">The latest day from which an earlier recorded change counts.</param>
    public static DateOnly DayOf(StoredEvent stored, DateOnly latest)
    {
        var recorded = VietnameseDay.Of(stored.At);
        return stored.Event.CountsFrom is { } day && (stored.Event.IsMove || day < recorded) ? day : recorded > latest ? recorded : latest;
    }

    /// <summary>The timeline after one more change, the newest recorded.</summary>
    /// <param name="present">The obligation after the change.</param>
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

    /// <summary>Null on days before the obligation existed, and on days when it was at another unit.</summary>
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

    /// <summary>The spans from a day on, within its last stay at this unit.</summary>
    public ImmutableArray<Span> Since(DateOnly day)
    {
        var from = day > LastStayFrom ? day : LastStayFrom;
        return [Spans.Last(span => span.From <= from) with { From = from }, .. Spans.Where(span => span.From > from)];
    }

    /// <summary>First day of the last unbroken stay at this unit; a last span elsewhere belongs to the stay that it ends.</summary>
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
