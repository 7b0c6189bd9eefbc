using FsCheck.Xunit;
using Hierarchy.UnitTests.Rollup;
using static Hierarchy.Grains.Obligations.ObligationStatus;

namespace Hierarchy.UnitTests.Obligations;

/// <summary>From which day each change counts, and what that makes of the days gone by.</summary>
[Properties(Arbitrary = [typeof(Scenarios)], MaxTest = 150)]
public sealed class TimelineTests
{
    private const string Id = "hoa-1~t";

    private static readonly DateOnly Adopted = new(2013, 1, 15);
    private static readonly TestDirectory Country = Given.Country();

    private readonly History _history = new();

    [Fact]
    public void An_obligation_exists_from_the_day_of_its_plan_whenever_it_was_imposed()
    {
        Assert.Null(_history.On(1, 14));
        Assert.Equal(NotStarted, _history.On(1, 15)!.Status);
        Assert.Equal(new DateOnly(2013, 1, 1), (Given.Terms() with { PlanAdoptedOn = null }).ExistsFrom(Country));

        var directory = Given.Country();
        directory.Add(Given.Entry(Given.Plan()));
        Assert.Equal(new DateOnly(2012, 12, 26), (Given.Terms() with { PlanAdoptedOn = null }).ExistsFrom(directory));
    }

    [Fact]
    public void A_report_counts_from_the_day_that_it_is_about()
    {
        _history.Add(4, 10, Report(40, on: (3, 5)));

        Assert.Equal((NotStarted, 0, false), Of(_history.On(3, 4)));
        Assert.Equal((InProgress, 4_000, true), Of(_history.On(3, 5)));
        Assert.Equal((InProgress, 4_000, true), Of(_history.On(4, 20)));
    }

    [Fact]
    public void A_report_that_a_later_one_has_overtaken_counts_until_that_one_does()
    {
        _history.Add(4, 1, Report(50));
        _history.Add(4, 2, Report(20, on: (2, 1)) with { Overtaken = new Overtaken(true, false, false) });

        Assert.Equal((InProgress, 2_000, true), Of(_history.On(2, 1)));
        Assert.Equal((InProgress, 2_000, true), Of(_history.On(3, 31)));
        Assert.Equal((InProgress, 5_000, true), Of(_history.On(4, 1)));
        Assert.Equal((InProgress, 5_000, true), Of(_history.On(4, 2)));
    }

    [Fact]
    public void Handing_in_counts_from_the_day_of_completion_and_accepting_from_its_recording()
    {
        _history.Add(4, 10, new UnitEvent.ProgressReported(Id, 3_000, null, null));
        _history.Add(5, 2, new UnitEvent.Submitted(Id, new DateOnly(2013, 3, 1), null));
        _history.Add(5, 20, new UnitEvent.Accepted(Id, null));

        Assert.Equal((NotStarted, 0, false), Of(_history.On(2, 28)));
        // What was recorded meanwhile does not take it back.
        Assert.Equal((Submitted, 10_000, true), Of(_history.On(3, 1)));
        Assert.Equal((Submitted, 10_000, true), Of(_history.On(4, 15)));
        Assert.Equal((Submitted, 10_000, true), Of(_history.On(5, 19)));
        Assert.Equal((Done, 10_000, true), Of(_history.On(5, 20)));
    }

    [Fact]
    public void A_report_about_a_day_on_which_it_was_handed_in_leaves_that_day_as_it_was()
    {
        _history.Add(3, 1, Report(60));
        _history.Add(3, 5, new UnitEvent.Submitted(Id, new DateOnly(2013, 3, 5), null));
        _history.Add(3, 8, new UnitEvent.SentBack(Id, "làm lại"));
        _history.Add(3, 9, Report(70, on: (3, 6)));

        Assert.Equal((InProgress, 6_000, true), Of(_history.On(3, 4)));
        Assert.Equal((Submitted, 10_000, true), Of(_history.On(3, 6)));
        Assert.Equal((InProgress, 7_000, true), Of(_history.On(3, 8)));
    }

    [Fact]
    public void What_was_done_or_cancelled_on_a_day_stays_so_whatever_was_handed_in_for_it_later()
    {
        _history.Add(3, 1, new UnitEvent.Submitted(Id, new DateOnly(2013, 3, 1), null));
        _history.Add(3, 2, new UnitEvent.Accepted(Id, null));
        _history.Add(3, 10, new UnitEvent.Reopened(Id, "chưa đạt"));
        _history.Add(3, 12, new UnitEvent.Submitted(Id, new DateOnly(2013, 3, 5), null));

        Assert.Equal(Done, _history.On(3, 6)!.Status);
        Assert.Equal(Submitted, _history.On(3, 10)!.Status);

        var cancelled = new History();
        cancelled.Add(3, 1, new UnitEvent.Cancelled(Id, "thôi"));
        cancelled.Add(3, 10, new UnitEvent.Restored(Id, "vẫn cần", NotStarted, null));
        cancelled.Add(3, 12, Report(30, on: (3, 5)));

        Assert.Equal(Cancelled, cancelled.On(3, 6)!.Status);
        Assert.Equal((InProgress, 3_000, true), Of(cancelled.On(3, 10)));
    }

    [Fact]
    public void All_else_counts_from_the_day_of_its_recording_in_Vietnam()
    {
        // Seven in the evening of UTC is the next day there.
        _history.Add(new DateTimeOffset(2013, 3, 1, 19, 0, 0, TimeSpan.Zero), new UnitEvent.DueChanged(
            Id, new DateOnly(2013, 6, 30), new DateOnly(2013, 9, 30), "gia hạn", null));

        Assert.Equal(new DateOnly(2013, 6, 30), _history.On(3, 1)!.Due);
        Assert.Equal(new DateOnly(2013, 9, 30), _history.On(3, 2)!.Due);
    }

    [Property]
    public void On_each_day_a_timeline_is_what_a_plain_replay_of_the_events_up_to_that_day_gives(Scenario scenario)
    {
        var random = new Random(scenario.Seed);
        var history = new History();
        var at = new DateTimeOffset(2013, 1, 20, 5, 0, 0, TimeSpan.Zero);
        for (var step = 0; step < scenario.Steps % 60; step++)
        {
            // Now and then a clock is behind that of the process before.
            at = at.AddHours(random.Next(12) == 0 ? -random.Next(60) : random.Next(90));
            history.Try(at, Command(random, VietnameseDay.Of(at)));
        }
        for (var day = Adopted.AddDays(-3); day < VietnameseDay.Of(at).AddDays(4); day = day.AddDays(1))
        {
            var plain = new UnitOnDay(day, Country);
            var state = UnitState.Empty;
            foreach (var stored in history.Events)
            {
                state = state.Apply(stored);
                plain.Apply(stored, state);
            }
            Assert.Equal(plain.Obligations.SingleOrDefault(), history.Timeline.On(day));
            Assert.Equal(history.Timeline.On(day), Timeline.Of(Id, history.Events, Country)!.On(day));
        }
        Assert.Equal(history.State.Obligations[Id], history.Timeline.Spans[^1].State);
        Assert.Equal(history.Timeline.Spans.Select(span => span.From).Distinct().Order(), history.Timeline.Spans.Select(span => span.From));
    }

    private static UnitCommand.OfObligation Command(Random random, DateOnly today) => random.Next(16) switch
    {
        < 5 => new UnitCommand.ReportProgress(
            Id, random.Next(101), random.Next(3) == 0 ? "ghi chú " + random.Next(9) : null, random.Next(3) == 0 ? random.Next(300) : null, null,
            random.Next(2) == 0 ? today.AddDays(-random.Next(60)) : null),
        < 8 => new UnitCommand.Submit(Id, null, random.Next(3) == 0 ? null : today.AddDays(-random.Next(60)), null),
        8 => new UnitCommand.Accept(Id, null, random.Next(2) == 0 ? null : today.AddDays(-random.Next(30))),
        9 => new UnitCommand.SendBack(Id, "làm lại"),
        10 => new UnitCommand.Withdraw(Id, null),
        11 => new UnitCommand.Reopen(Id, "chưa đạt"),
        12 => new UnitCommand.Cancel(Id, "thôi"),
        13 => new UnitCommand.Restore(Id, "vẫn cần"),
        14 => new UnitCommand.RaiseDifficulty(Id, "thiếu kinh phí"),
        _ => new UnitCommand.ChangeDue(Id, today.AddDays(random.Next(-60, 60)), "gia hạn", null),
    };

    private static UnitEvent.ProgressReported Report(int percent, (int Month, int Day)? on = null) =>
        new(Id, percent * 100, null, null, on is { } day ? new DateOnly(2013, day.Month, day.Day) : null);

    private static (ObligationStatus, int, bool) Of(Obligation? o) => (o!.Status, o.Percent, o.Reported);

    /// <summary>One obligation of one commune, imposed on 20 January.</summary>
    private sealed class History
    {
        private static readonly DateTimeOffset Imposed = new(2013, 1, 20, 5, 0, 0, TimeSpan.Zero);

        public History()
        {
            var terms = Given.Terms(Given.Commune, due: new DateOnly(2013, 6, 30)) with { PlanAdoptedOn = Adopted };
            Store(Imposed, new UnitEvent.UnitRegistered(Given.Unit(Given.Commune, Grains.Units.UnitKind.Commune, Given.District)));
            Store(Imposed, new UnitEvent.ObligationsImposed(Given.Province, [terms]));
            Timeline = Timeline.Begin(Events[^1], State.Obligations[Id], Country);
        }

        public List<StoredEvent> Events { get; } = [];

        public UnitState State { get; private set; } = UnitState.Empty;

        public Timeline Timeline { get; private set; }

        public void Add(int month, int day, UnitEvent happened) => Add(new DateTimeOffset(2013, month, day, 2, 0, 0, TimeSpan.Zero), happened);

        public void Add(DateTimeOffset at, UnitEvent happened) => Timeline = Timeline.With(Store(at, happened), State.Obligations[Id]);

        /// <summary>What is refused does not happen.</summary>
        public void Try(DateTimeOffset at, UnitCommand command)
        {
            if (UnitDecider.Decide(State, command, VietnameseDay.Of(at), Country).Event is { } happened)
            {
                Add(at, happened);
            }
        }

        public Obligation? On(int month, int day) => Timeline.On(new DateOnly(2013, month, day));

        private StoredEvent Store(DateTimeOffset at, UnitEvent happened)
        {
            var stored = new StoredEvent(Given.Commune, State.Seq + 1, happened, "test", at, null);
            State = State.Apply(stored);
            Events.Add(stored);
            return stored;
        }
    }
}
