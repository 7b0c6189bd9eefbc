using static Hierarchy.Grains.Obligations.ObligationStatus;

namespace Hierarchy.UnitTests.Obligations;

/// <summary>What an amendment of a plan means at a unit that owes something under it.</summary>
public sealed class AmendTermsTests
{
    private const string Id = "tn-snv~t";
    private static readonly DateOnly Due = new(2013, 3, 31);
    private static readonly DateOnly Later = new(2013, 6, 30);
    private static readonly Document Decision = new("700/QĐ-UBND", new DateOnly(2013, 4, 1), null, null);

    private static readonly ObligationTerms First = Given.Terms(due: Due, planned: 10);
    private static readonly ObligationTerms Moved = First with { Due = Later, Title = "Tên mới", Weight = 2_000, Planned = 7, PlanVersion = 2 };

    [Fact]
    public void Open_ones_take_the_new_terms_and_the_due_day_follows_with_the_document()
    {
        var o = Amended(Owing(), 2, new AmendedTerms(First, Moved, Ends: false)).Obligations[Id];
        Assert.Equal((Moved, Later, NotStarted, 2L, true, Due), (o.Terms, o.Due, o.Status, o.Version, o.IsPostponed, o.OriginalDue));
        var change = Assert.Single(o.DueChanges!.All);
        Assert.Equal(
            (Due, Later, "Theo văn bản số 700/QĐ-UBND ngày 01/04/2013", Decision, "test"),
            (change.From, change.To, change.Reason, change.Document, change.Actor));
    }

    [Fact]
    public void The_first_due_day_is_told_whatever_an_amendment_makes_of_it()
    {
        var none = new AmendedTerms(First, First with { Due = null, PlanVersion = 2 }, Ends: false);
        var again = new AmendedTerms(none.After, Moved with { PlanVersion = 3 }, Ends: false);
        var open = Amended(Owing(), 2, none);
        Assert.Equal((null, Due), (open.Obligations[Id].Due, open.Obligations[Id].OriginalDue));
        Assert.Equal((Later, Due), (Amended(open, 3, again).Obligations[Id].Due, Amended(open, 3, again).Obligations[Id].OriginalDue));

        var cancelled = Amended(Owing(new UnitEvent.Cancelled(Id, "thôi")), 2, new AmendedTerms(First, Moved, Ends: false)).Obligations[Id];
        Assert.Equal((Later, Due), (cancelled.Due, cancelled.OriginalDue));
        var undated = Amended(Owing(new UnitEvent.Cancelled(Id, "thôi")), 2, none);
        Assert.Equal((Later, Due), (Amended(undated, 3, again).Obligations[Id].Due, Amended(undated, 3, again).Obligations[Id].OriginalDue));
    }

    [Fact]
    public void A_day_that_was_extended_stays_while_the_schedule_does()
    {
        var given = Owing(new UnitEvent.DueChanged(Id, Due, Later.AddDays(5), "gia hạn", null));
        var o = Amended(given, 2, new AmendedTerms(First, First with { Title = "Tên mới", PlanVersion = 2 }, Ends: false)).Obligations[Id];
        Assert.Equal(("Tên mới", Later.AddDays(5), 1), (o.Terms.Title, o.Due, o.DueChanges!.All.Length));
        o = Amended(given, 2, new AmendedTerms(First, Moved, Ends: false)).Obligations[Id];
        Assert.Equal((Later, 2, Due), (o.Due, o.DueChanges!.All.Length, o.OriginalDue));
    }

    [Fact]
    public void What_is_done_keeps_the_terms_that_it_was_done_under()
    {
        var done = Owing(new UnitEvent.Submitted(Id, Given.Today, null), new UnitEvent.Accepted(Id, null));
        foreach (var terms in new[] { new AmendedTerms(First, Moved, Ends: false), new AmendedTerms(First, Moved, Ends: true) })
        {
            Assert.Equal(done.Obligations[Id], Amended(done, 2, terms).Obligations[Id]);
        }
        // Taken up again, it is open under those; the next amendment finds it so.
        var reopened = Given.State(Given.Department, [.. Events(), new UnitEvent.Submitted(Id, Given.Today, null), new UnitEvent.Accepted(Id, null),
            new UnitEvent.Reopened(Id, "chưa đạt")]);
        Assert.Equal(Due, reopened.Obligations[Id].Due);
        Assert.Equal(Later, Amended(reopened, 3, new AmendedTerms(First, Moved with { PlanVersion = 3 }, Ends: false)).Obligations[Id].Due);
    }

    [Theory]
    [InlineData(NotStarted)]
    [InlineData(InProgress)]
    [InlineData(Submitted)]
    [InlineData(Waiting)]
    public void What_is_withdrawn_is_cancelled_with_the_document_and_can_be_restored(ObligationStatus status)
    {
        var given = InStatus(status);
        var ended = Amended(given, 2, new AmendedTerms(given.Obligations[Id].Terms, given.Obligations[Id].Terms with { PlanVersion = 2 }, Ends: true));
        var o = ended.Obligations[Id];
        Assert.Equal((Cancelled, "Theo văn bản số 700/QĐ-UBND ngày 01/04/2013"), (o.Status, o.Note));
        var restored = Check.Decide(ended, new UnitCommand.Restore(Id, "vẫn cần")).Event!;
        Assert.Equal(status, ended.Apply(new StoredEvent(Given.Department, ended.Seq + 1, restored, "test", Given.Now, null)).Obligations[Id].Status);
    }

    [Fact]
    public void Whoever_leads_again_owes_again_what_was_cancelled()
    {
        var given = Owing(new UnitEvent.ProgressReported(Id, 4_000, "Đang làm", null));
        var ended = Amended(given, 2, new AmendedTerms(First, First with { PlanVersion = 2, Planned = 0 }, Ends: true));
        Assert.Equal((Cancelled, 0L), (ended.Obligations[Id].Status, ended.Obligations[Id].Terms.Planned));
        var again = Amended(ended, 3, new AmendedTerms(null, Moved with { PlanVersion = 3, EffectiveOn = Given.Today }, Ends: false)).Obligations[Id];
        Assert.Equal((InProgress, 4_000, "Đang làm", Later, 7L), (again.Status, again.Percent, again.Note, again.Due, again.Terms.Planned));
        // It has existed all the time.
        Assert.Null(again.Terms.EffectiveOn);
    }

    [Fact]
    public void What_is_added_exists_from_the_day_of_effect()
    {
        var effective = new DateOnly(2013, 4, 15);
        var added = Given.Terms(source: "n", due: Later) with { PlanVersion = 2, EffectiveOn = effective };
        var state = Amended(Owing(), 2, new AmendedTerms(null, added, Ends: false));
        var o = state.Obligations["tn-snv~n"];
        Assert.Equal((added, NotStarted, Later, 1L, effective), (o.Terms, o.Status, o.Due, o.Version, o.Terms.CompletableFrom));
        Check.Refused(
            state, new UnitCommand.Submit(o.Id, null, effective.AddDays(-1), null), RefusalCode.Invalid, "completedOn");
        // A later amendment of the line leaves that as it is.
        var later = Amended(state, 3, new AmendedTerms(added, added with { PlanVersion = 3, EffectiveOn = null, Weight = 5 }, Ends: false));
        Assert.Equal((effective, 5), (later.Obligations[o.Id].Terms.EffectiveOn, later.Obligations[o.Id].Terms.Weight));
    }

    [Fact]
    public void Waiting_and_being_due_follow_the_schedule()
    {
        var waiting = First with { Due = null, Waits = true, PlanVersion = 2 };
        var o = Amended(Owing(), 2, new AmendedTerms(First, waiting, Ends: false)).Obligations[Id];
        Assert.Equal((Waiting, null), (o.Status, o.Due));
        o = Amended(Amended(Owing(), 2, new AmendedTerms(First, waiting, Ends: false)), 3, new AmendedTerms(waiting, Moved with { PlanVersion = 3 }, Ends: false))
            .Obligations[Id];
        Assert.Equal((NotStarted, Later), (o.Status, o.Due));
        // What has begun goes on.
        o = Amended(Owing(new UnitEvent.ProgressReported(Id, 10, null, null)), 2, new AmendedTerms(First, waiting, Ends: false)).Obligations[Id];
        Assert.Equal((InProgress, null), (o.Status, o.Due));
    }

    [Fact]
    public void Messages_that_come_late_twice_or_in_another_order_lead_to_the_same()
    {
        var first = new UnitCommand.Impose(Given.Province, [First]);
        var second = Message(2, new AmendedTerms(First, Moved, Ends: false));
        var third = Message(3, new AmendedTerms(Moved, Moved with { PlanVersion = 3, Weight = 9 }, Ends: false));
        var fourth = Message(4, new AmendedTerms(Moved, Moved with { PlanVersion = 4 }, Ends: true));
        UnitCommand[] all = [first, second, third, fourth];
        UnitCommand[][] orders =
        [
            all, [second, first, third, fourth], [third, second, first, fourth], [fourth, third, second, first], [first, fourth, second, third],
            [.. all, .. all], [second, second, first, fourth, third, first],
        ];
        foreach (var order in orders)
        {
            var o = order.Aggregate(Given.State(Given.Department, Registered), Received).Obligations[Id];
            Assert.Equal((Cancelled, 4, Later, 2_000), (o.Status, o.Terms.PlanVersion, o.Due, o.Terms.Weight));
        }
    }

    private static UnitEvent Registered => new UnitEvent.UnitRegistered(Given.Unit(Given.Department, UnitKind.Department, Given.Province));

    private static UnitEvent[] Events(ObligationTerms? terms = null) => [Registered, new UnitEvent.ObligationsImposed(Given.Province, [terms ?? First])];

    private static UnitState Owing(params UnitEvent[] then) => Given.State(Given.Department, [.. Events(), .. then]);

    private static UnitState InStatus(ObligationStatus status) => status switch
    {
        Waiting => Given.State(Given.Department, Events(Given.Terms(waits: true))),
        InProgress => Owing(new UnitEvent.ProgressReported(Id, 10, null, null)),
        Submitted => Owing(new UnitEvent.Submitted(Id, Given.Today, null)),
        _ => Owing(),
    };

    private static UnitCommand.AmendTerms Message(int version, params AmendedTerms[] terms) =>
        new(Given.Province, "p", version, Decision, new DateOnly(2013, 4, 1), [.. terms]);

    private static UnitState Amended(UnitState state, int version, params AmendedTerms[] terms) => Received(state, Message(version, terms));

    private static UnitState Received(UnitState state, UnitCommand message)
    {
        var decision = Check.Decide(state, message);
        Assert.Null(decision.Refusal);
        return decision.Event is not { } happened ? state
            : state.Apply(new StoredEvent(Given.Department, state.Seq + 1, happened, "test", Given.Now, null));
    }
}
