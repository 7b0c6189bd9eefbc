using static Hierarchy.Grains.Obligations.ObligationStatus;

namespace Hierarchy.UnitTests.Obligations;

/// <summary>Due days that move, what is taken back, reopened and restored, and reports about earlier days.</summary>
public sealed partial class ObligationRulesTests
{
    [Fact]
    public void A_due_day_moves_either_way_and_keeps_its_trace()
    {
        var document = new Document("12/QĐ-UBND", Given.Today, null, null);
        var state = Check.Accepted(
            InStatus(InProgress), new UnitCommand.ChangeDue(Id, Due.AddDays(30), "Gia hạn", document),
            new UnitEvent.DueChanged(Id, Due, Due.AddDays(30), "Gia hạn", document));
        var moved = state.Obligations[Id];
        Assert.Equal((InProgress, Due.AddDays(30), Due, true), (moved.Status, moved.Due, moved.OriginalDue, moved.IsPostponed));
        Assert.Equal([new DueChange(Due, Due.AddDays(30), "Gia hạn", document, Given.Now, "test")], moved.DueChanges!.All);
        Assert.Equal(moved, UnitState.From(EventCodec.DecodeSnapshot(EventCodec.Encode(state.ToSnapshot()))).Obligations[Id]);
        var earlier = After(state, new UnitCommand.ChangeDue(Id, Limits.DayMin, "gấp", null));
        Assert.Equal((Limits.DayMin, Due, true, 2), (earlier.Due, earlier.OriginalDue, earlier.IsPostponed, earlier.DueChanges!.All.Length));
        Assert.False(After(InStatus(NotStarted), new UnitCommand.ChangeDue(Id, Due.AddDays(-1), "gấp", null)).IsPostponed);
        Assert.False(After(InStatus(NotStarted), new UnitCommand.ChangeDue(Id, Due, "như cũ", null)).IsPostponed);
    }

    [Fact]
    public void What_has_no_due_day_gets_one_and_is_not_postponed_by_that()
    {
        var undated = Given.State(
            Given.Commune, new UnitEvent.UnitRegistered(Given.Unit(Given.Commune, UnitKind.Commune, Given.District)),
            new UnitEvent.ObligationsImposed(Given.Province, [Given.Terms(Given.Commune)]));
        Assert.True(undated.Obligations[Id].IsUndated);
        Assert.Null(undated.Obligations[Id].OriginalDue);
        var dated = After(undated, new UnitCommand.ChangeDue(Id, Due, "giao hạn", null));
        Assert.Equal((Due, Due, false, false), (dated.Due, dated.OriginalDue, dated.IsPostponed, dated.IsUndated));
    }

    public static TheoryData<string, UnitCommand> WrongDueChanges => new()
    {
        { "due", new UnitCommand.ChangeDue(Id, Limits.DayMax.AddDays(1), "x", null) },
        { "due", new UnitCommand.ChangeDue(Id, Limits.DayMin.AddDays(-1), "x", null) },
        { "reason", new UnitCommand.ChangeDue(Id, Due, " ", null) },
        { "reason", new UnitCommand.ChangeDue(Id, Due, new string('x', 4_001), null) },
        { "document.number", new UnitCommand.ChangeDue(Id, Due, "x", new Document("", Given.Today, null, null)) },
        { "document.issuedOn", new UnitCommand.ChangeDue(Id, Due, "x", new Document("1", Given.Today.AddDays(1), null, null)) },
    };

    [Theory]
    [MemberData(nameof(WrongDueChanges))]
    public void A_wrong_change_of_the_due_day_is_refused_with_the_place(string field, UnitCommand command) =>
        Check.Refused(InStatus(InProgress), command, RefusalCode.Invalid, field);

    [Fact]
    public void A_due_day_moves_so_often_and_no_more()
    {
        var state = InStatus(InProgress);
        for (var i = 1; i <= Obligation.DueChangesMax; i++)
        {
            state = Apply(state, Check.Decide(state, new UnitCommand.ChangeDue(Id, Due.AddDays(i), "gia hạn", null)).Event!);
        }
        Check.Refused(state, new UnitCommand.ChangeDue(Id, Due, "gia hạn", null), RefusalCode.Conflict, null);
    }

    [Fact]
    public void What_is_withdrawn_or_reopened_has_the_percent_that_was_last_reported()
    {
        var document = new Document("12/QĐ-UBND", Given.Today, null, null);
        var given = Apply(InStatus(NotStarted), new UnitEvent.ProgressReported(Id, 4_250, "đang làm", null));
        given = Apply(given, new UnitEvent.Submitted(Id, Given.Today, document));
        var withdrawn = After(given, new UnitCommand.Withdraw(Id, null));
        Assert.Equal((InProgress, 4_250, null, "đang làm"), (withdrawn.Status, withdrawn.Percent, withdrawn.CompletedOn, withdrawn.Note));
        Assert.Equal("nhầm tệp", After(given, new UnitCommand.Withdraw(Id, "nhầm tệp")).Note);
        given = Apply(given, new UnitEvent.Accepted(Id, "đạt"));
        Check.Refused(given, new UnitCommand.Reopen(Id, ""), RefusalCode.Invalid, "reason");
        var reopened = After(given, new UnitCommand.Reopen(Id, "chưa đạt"));
        Assert.Equal((InProgress, 4_250, null, "chưa đạt"), (reopened.Status, reopened.Percent, reopened.CompletedOn, reopened.Note));
        Assert.Equal((document, true), (reopened.Document, reopened.Reported));
    }

    [Theory]
    [InlineData(Waiting)]
    [InlineData(NotStarted)]
    [InlineData(InProgress)]
    [InlineData(Submitted)]
    public void What_is_restored_is_as_it_was_before(ObligationStatus status)
    {
        var given = InStatus(status);
        var before = given.Obligations[Id];
        var cancelled = Apply(given, new UnitEvent.Cancelled(Id, "thôi"));
        Check.Refused(cancelled, new UnitCommand.Restore(Id, " "), RefusalCode.Invalid, "reason");
        Assert.Equal(before with { Version = 3 + before.Version - 1 }, After(cancelled, new UnitCommand.Restore(Id, "vẫn cần")));
        // Of one that an earlier program cancelled and kept in a snapshot, the rest of it tells how it stood.
        var old = cancelled with { Obligations = cancelled.Obligations.SetItem(Id, cancelled.Obligations[Id] with { Before = null }) };
        Assert.Equal(status, After(old, new UnitCommand.Restore(Id, "vẫn cần")).Status);
    }

    [Fact]
    public void The_report_about_the_latest_day_counts_of_equal_days_the_last_recorded()
    {
        var state = InStatus(NotStarted);
        state = Report(state, 50, "năm mươi", null, Given.Today.AddDays(-2));
        state = Report(state, 30, "ba mươi", 100, Given.Today.AddDays(-5));
        CheckNow(5_000, "năm mươi", 100);
        state = Report(state, 20, null, 70, Given.Today.AddDays(-6));
        CheckNow(5_000, "năm mươi", 100);
        state = Report(state, 40, "bốn mươi", 90, Given.Today.AddDays(-2));
        CheckNow(4_000, "bốn mươi", 90);
        state = Report(state, 60, null, null, null);
        CheckNow(6_000, "bốn mươi", 90);
        state = Report(state, 70, "bảy mươi", 200, Given.Today.AddDays(-1));
        CheckNow(6_000, "bảy mươi", 200);
        Assert.Equal(7, state.Obligations[Id].Version);
        // Handed in and sent back, it is what was reported last.
        state = Apply(Apply(state, new UnitEvent.Submitted(Id, Given.Today, null)), new UnitEvent.SentBack(Id, "thiếu"));
        Assert.Equal(6_000, state.Obligations[Id].Percent);

        void CheckNow(int percent, string note, long spent)
        {
            var o = state.Obligations[Id];
            Assert.Equal((InProgress, percent, percent, note, spent), (o.Status, o.Percent, o.PercentReported, o.Note, o.Spent));
            Assert.Equal(o, UnitState.From(EventCodec.DecodeSnapshot(EventCodec.Encode(state.ToSnapshot()))).Obligations[Id]);
        }
    }

    [Fact]
    public void A_report_of_a_day_before_the_last_change_does_not_count_where_the_days_of_reports_were_not_kept()
    {
        var state = Apply(InStatus(NotStarted), new UnitEvent.ProgressReported(Id, 5_000, null, null));
        state = state with { Obligations = state.Obligations.SetItem(Id, state.Obligations[Id] with { ReportDays = null }) };
        Assert.Equal(5_000, Report(state, 30, null, null, Given.Today.AddDays(-1)).Obligations[Id].Percent);
        Assert.Equal(3_000, Report(state, 30, null, null, Given.Today).Obligations[Id].Percent);
    }

    [Fact]
    public void A_report_is_about_a_day_between_the_adoption_of_the_plan_and_today()
    {
        foreach (var day in new[] { Given.Today.AddDays(1), new DateOnly(2012, 12, 31), DateOnly.MinValue, DateOnly.MaxValue })
        {
            Check.Refused(InStatus(InProgress), new UnitCommand.ReportProgress(Id, 1, null, null, null, day), RefusalCode.Invalid, "on");
        }
        Report(InStatus(InProgress), 1, null, null, new DateOnly(2013, 1, 1));
    }

    private static UnitState Report(UnitState given, double percent, string? note, long? spent, DateOnly? on)
    {
        var decision = Check.Decide(given, new UnitCommand.ReportProgress(Id, percent, note, spent, null, on));
        Assert.Null(decision.Refusal);
        return Apply(given, decision.Event!);
    }
}
