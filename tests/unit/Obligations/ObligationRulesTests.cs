using static Hierarchy.Grains.Obligations.ObligationStatus;

namespace Hierarchy.UnitTests.Obligations;

public sealed partial class ObligationRulesTests
{
    private const string Id = "hoa-1~t";

    private static readonly DateOnly Due = new(2013, 6, 30);

    /// <summary>Every command, the statuses in which it is accepted, and the status that it leads to.</summary>
    public static TheoryData<UnitCommand.OfObligation, ObligationStatus[], ObligationStatus?> Commands { get; } = new()
    {
        { new UnitCommand.ReportProgress(Id, 50, null, null, null), [NotStarted, InProgress], InProgress },
        { new UnitCommand.Submit(Id, null, null, null), [NotStarted, InProgress], Submitted },
        { new UnitCommand.Accept(Id, null), [Submitted], Done },
        { new UnitCommand.SendBack(Id, "làm lại"), [Submitted], InProgress },
        { new UnitCommand.Cancel(Id, "không còn cần"), [Waiting, NotStarted, InProgress, Submitted], Cancelled },
        { new UnitCommand.Trigger(Id, Given.Today, Due), [Waiting], NotStarted },
        { new UnitCommand.ChangeDue(Id, Due.AddDays(30), "gia hạn", null), [NotStarted, InProgress], null },
        { new UnitCommand.Withdraw(Id, null), [Submitted], InProgress },
        { new UnitCommand.Reopen(Id, "chưa đạt"), [Done], InProgress },
        // Each status from which it may have come has a test of its own.
        { new UnitCommand.Restore(Id, "vẫn cần"), [Cancelled], NotStarted },
        { new UnitCommand.RaiseDifficulty(Id, "thiếu kinh phí"), [Waiting, NotStarted, InProgress, Submitted], null },
        { new UnitCommand.EscalateDifficulty(Id), [], null },
        { new UnitCommand.ResolveDifficulty(Id, "đã cấp"), [], null },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void Each_command_is_accepted_in_its_statuses_and_refused_in_all_others(
        UnitCommand.OfObligation command, ObligationStatus[] accepted, ObligationStatus? after)
    {
        foreach (var status in Enum.GetValues<ObligationStatus>())
        {
            var given = InStatus(status);
            var before = given.Obligations[Id];
            var decision = Check.Decide(given, command);
            if (!accepted.Contains(status))
            {
                Check.Refused(given, command, RefusalCode.Conflict, null);
                continue;
            }
            Assert.True(decision is Decision.Accepted, $"{command} is refused in {status}: {decision.Refusal}");
            Assert.Equal(command.Subject, UnitState.SubjectOf(decision.Event!));
            var now = Apply(given, decision.Event!).Obligations[Id];
            Assert.Equal(after ?? status, now.Status);
            Assert.Equal(before.Version + 1, now.Version);
            Assert.Equal(before.Terms, now.Terms);
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Another_version_than_expected_is_refused_whatever_the_status(
        UnitCommand.OfObligation command, ObligationStatus[] accepted, ObligationStatus? after)
    {
        Assert.True(after is not null || accepted is not null);
        foreach (var status in Enum.GetValues<ObligationStatus>())
        {
            var given = InStatus(status);
            var version = given.Obligations[Id].Version;
            Check.Refused(given, command with { ExpectedVersion = version + 1 }, RefusalCode.Conflict, "expectedVersion");
            Check.Refused(given, command with { ExpectedVersion = version - 1 }, RefusalCode.Conflict, "expectedVersion");
            Assert.Equal(Check.Decide(given, command), Check.Decide(given, command with { ExpectedVersion = version }));
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(33.33, 3_333)]
    [InlineData(0.01, 1)]
    [InlineData(99.99, 9_999)]
    [InlineData(100, 10_000)]
    // None of these is exact in binary.
    [InlineData(1.1, 110)]
    [InlineData(57.29, 5_729)]
    [InlineData(64.57, 6_457)]
    public void A_percent_is_kept_in_hundredths(double percent, int hundredths) => Check.Accepted(
        InStatus(InProgress), new UnitCommand.ReportProgress(Id, percent, "ghi chú", 7, null), new UnitEvent.ProgressReported(Id, hundredths, "ghi chú", 7));

    [Theory]
    [InlineData(-0.01)]
    [InlineData(100.01)]
    [InlineData(33.333)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_percent_lies_between_0_and_100_with_two_decimals(double percent) => Check.Refused(
        InStatus(InProgress), new UnitCommand.ReportProgress(Id, percent, null, null, null), RefusalCode.Invalid, "percent");

    [Fact]
    public void Every_percent_of_two_decimals_is_kept_exactly()
    {
        var given = InStatus(InProgress);
        for (var hundredths = 0; hundredths <= Obligation.PercentMax; hundredths++)
        {
            var decision = Check.Decide(given, new UnitCommand.ReportProgress(Id, hundredths / 100.0, null, null, null));
            Assert.Equal(hundredths, Assert.IsType<UnitEvent.ProgressReported>(decision.Event).Percent);
        }
    }

    [Fact]
    public void A_report_of_nothing_done_starts_nothing_but_is_a_report()
    {
        var now = After(InStatus(NotStarted), new UnitCommand.ReportProgress(Id, 0, null, null, null));
        Assert.Equal((NotStarted, true), (now.Status, now.Reported));
        var back = After(InStatus(InProgress), new UnitCommand.ReportProgress(Id, 0, null, null, null));
        Assert.Equal((InProgress, 0), (back.Status, back.Percent));
    }

    [Fact]
    public void What_a_report_leaves_out_stays_as_it_was()
    {
        var first = Apply(InStatus(InProgress), new UnitEvent.ProgressReported(Id, 1_000, "một", 500));
        var second = After(first, new UnitCommand.ReportProgress(Id, 20, null, null, null));
        Assert.Equal((2_000, "một", 500), (second.Percent, second.Note, second.Spent));
        var third = After(first, new UnitCommand.ReportProgress(Id, 20, "hai", 0, null));
        Assert.Equal(("hai", 0), (third.Note, third.Spent));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(Limits.MoneyMax + 1)]
    public void Money_that_is_spent_is_no_less_than_none(long spent) => Check.Refused(
        InStatus(InProgress), new UnitCommand.ReportProgress(Id, 1, null, spent, null), RefusalCode.Invalid, "spent");

    [Fact]
    public void A_submission_is_of_today_unless_it_says_otherwise()
    {
        Check.Accepted(InStatus(NotStarted), new UnitCommand.Submit(Id, null, null, null), new UnitEvent.Submitted(Id, Given.Today, null));
        var document = new Document("12/QĐ-UBND", Given.Today, "Quyết định", "https://example.vn/12");
        var earlier = Given.Today.AddDays(-3);
        var state = Check.Accepted(
            InStatus(NotStarted), new UnitCommand.Submit(Id, document, earlier, null), new UnitEvent.Submitted(Id, earlier, document));
        var now = state.Obligations[Id];
        Assert.Equal((Obligation.PercentMax, earlier, document, true), (now.Percent, now.CompletedOn, now.Document, now.Reported));
    }

    public static TheoryData<string, Document?, DateOnly?> WrongSubmissions { get; } = new()
    {
        { "completedOn", null, Given.Today.AddDays(1) },
        { "document.issuedOn", new Document("1", Given.Today.AddDays(1), null, null), null },
        { "document.number", new Document("", Given.Today, null, null), null },
        { "document.number", new Document(new string('1', 501), Given.Today, null, null), null },
        { "completedOn", null, new DateOnly(1, 1, 1) },
        { "completedOn", null, new DateOnly(1900, 1, 1) },
        { "completedOn", null, new DateOnly(2012, 12, 31) },
        { "document.issuedOn", new Document("1", new DateOnly(1899, 12, 31), null, null), null },
        { "document.title", new Document("1", Given.Today, "a\uD83D", null), null },
        { "document.uri", new Document("1", Given.Today, null, new string('u', 4_001)), null },
        { "document.uri", new Document("1", Given.Today, null, "javascript:alert(1)"), null },
        { "document.uri", new Document("1", Given.Today, null, "file:///etc/passwd"), null },
        { "document.uri", new Document("1", Given.Today, null, "example.vn/12"), null },
        { "document.uri", new Document("1", Given.Today, null, "//example.vn/12"), null },
        { "document.uri", new Document("1", Given.Today, null, "https://"), null },
        { "document.files", Given.Document([.. Enumerable.Range(0, Limits.FilesMax + 1).Select(i => Given.File($"f{i}"))]), null },
        { "document.files", Given.Document(Given.File(), Given.File()), null },
        { "document.files[1]", Given.Document(Given.File(), Given.File("g") with { Name = new string('n', Limits.NameMax + 1) }), null },
        { "document.files[0]", Given.Document(Given.File() with { Name = " " }), null },
        { "document.files[0]", Given.Document(Given.File("no id")), null },
        { "document.files[0]", Given.Document(Given.File() with { MediaType = new string('m', Limits.MediaTypeMax + 1) }), null },
        { "document.files[0]", Given.Document(Given.File() with { Bytes = Limits.FileBytesMax + 1 }), null },
        { "document.files[0]", Given.Document(Given.File() with { Bytes = -1 }), null },
        { "document.files[0]", Given.Document(Given.File() with { Sha256 = new string('g', 64) }), null },
        { "document.files[0]", Given.Document(Given.File() with { Sha256 = "ab" }), null },
    };

    [Theory]
    [MemberData(nameof(WrongSubmissions))]
    public void A_wrong_submission_is_refused_with_the_place(string field, Document? document, DateOnly? completedOn) => Check.Refused(
        InStatus(InProgress), new UnitCommand.Submit(Id, document, completedOn, null), RefusalCode.Invalid, field);

    [Fact]
    public void What_was_handed_in_says_who_did_it_and_when_until_it_is_sent_back()
    {
        var now = InStatus(Submitted).Obligations[Id];
        Assert.Equal(("an", Given.Now), (now.HandedInBy, now.HandedInAt));
        now = After(InStatus(Submitted), new UnitCommand.Accept(Id, null));
        Assert.Equal(("an", Given.Now), (now.HandedInBy, now.HandedInAt));
        now = After(InStatus(Submitted), new UnitCommand.SendBack(Id, "thiếu phụ lục"));
        Assert.Equal((null, null, null, null), (now.HandedInBy, now.HandedInAt, now.CompletedOn, now.ClaimedOn));
    }

    [Theory]
    [InlineData(null, -3, null)]
    [InlineData(-3, -3, null)]
    [InlineData(0, 0, -3)]
    [InlineData(-5, -5, -3)]
    public void Whoever_accepts_confirms_the_day_that_was_claimed_or_another(int? confirmed, int completed, int? claimed)
    {
        static DateOnly? Day(int? days) => days is { } some ? Given.Today.AddDays(some) : null;
        var state = Apply(InStatus(NotStarted), new UnitEvent.Submitted(Id, Given.Today.AddDays(-3), null));
        var expected = new UnitEvent.Accepted(Id, null, claimed is null ? null : Day(completed), Day(claimed));
        var now = Check.Accepted(state, new UnitCommand.Accept(Id, null, Day(confirmed)), expected).Obligations[Id];
        Assert.Equal((Done, Day(completed), Day(claimed)), (now.Status, now.CompletedOn, now.ClaimedOn));
    }

    [Theory]
    [InlineData("2013-05-11")]
    [InlineData("2012-12-31")]
    [InlineData("0001-01-01")]
    public void A_day_that_no_submission_may_claim_cannot_be_confirmed(string day) => Check.Refused(
        InStatus(Submitted), new UnitCommand.Accept(Id, null, DateOnly.Parse(day, CultureInfo.InvariantCulture)), RefusalCode.Invalid, "completedOn");

    [Fact]
    public void Timeliness_follows_the_day_that_is_confirmed()
    {
        var late = Given.Terms(Given.Commune, due: Given.Today.AddDays(-2));
        var state = Given.State(
            Given.Commune, new UnitEvent.UnitRegistered(Given.Unit(Given.Commune, UnitKind.Commune, Given.District)),
            new UnitEvent.ObligationsImposed(Given.Province, [late]));
        state = Apply(state, new UnitEvent.Submitted(late.Id, Given.Today.AddDays(-3), null));
        Obligation After(DateOnly? day) => Apply(state, Check.Decide(state, new UnitCommand.Accept(late.Id, null, day)).Event!).Obligations[late.Id];
        Assert.Equal(Timeliness.DoneOnTime, After(null).TimelinessAt(Given.Today));
        Assert.Equal(Timeliness.DoneLate, After(Given.Today).TimelinessAt(Given.Today));
        Assert.Equal((0, 1), (Contribution.Of(After(Given.Today)).Sums.DoneOnTime, Contribution.Of(After(Given.Today)).Sums.DoneLate));
    }

    [Fact]
    public void Sending_back_restores_the_percent_that_was_reported()
    {
        var given = Apply(InStatus(NotStarted), new UnitEvent.ProgressReported(Id, 4_250, null, null));
        given = Apply(given, new UnitEvent.Submitted(Id, Given.Today, null));
        Assert.Equal(Obligation.PercentMax, given.Obligations[Id].Percent);
        var now = After(given, new UnitCommand.SendBack(Id, "thiếu phụ lục"));
        Assert.Equal((InProgress, 4_250, null, "thiếu phụ lục"), (now.Status, now.Percent, now.CompletedOn, now.Note));
        Assert.Equal(0, After(InStatus(Submitted), new UnitCommand.SendBack(Id, "x")).Percent);
    }

    public static TheoryData<UnitCommand, string> MissingTexts { get; } = new()
    {
        { new UnitCommand.SendBack(Id, " "), "note" },
        { new UnitCommand.Cancel(Id, ""), "reason" },
        { new UnitCommand.RaiseDifficulty(Id, "\n"), "text" },
        { new UnitCommand.Accept(Id, new string('x', 4_001)), "note" },
        { new UnitCommand.Withdraw(Id, new string('x', 4_001)), "reason" },
    };

    [Theory]
    [MemberData(nameof(MissingTexts))]
    public void A_decision_against_the_unit_says_why(UnitCommand command, string field) =>
        Check.Refused(InStatus(Submitted), command, RefusalCode.Invalid, field);

    [Fact]
    public void A_trigger_sets_the_due_day()
    {
        var now = After(InStatus(Waiting), new UnitCommand.Trigger(Id, Given.Today.AddDays(-2), Due));
        Assert.Equal((NotStarted, Due), (now.Status, now.Due));
        Check.Refused(InStatus(Waiting), new UnitCommand.Trigger(Id, Given.Today.AddDays(1), Due), RefusalCode.Invalid, "occurredOn");
        Check.Refused(InStatus(Waiting), new UnitCommand.Trigger(Id, Given.Today, Given.Today.AddDays(-1)), RefusalCode.Invalid, "due");
        Assert.Equal(Given.Today, After(InStatus(Waiting), new UnitCommand.Trigger(Id, Given.Today, Given.Today)).Due);
    }

    [Fact]
    public void A_difficulty_goes_up_unit_by_unit_until_the_top()
    {
        var state = InStatus(InProgress);
        foreach (var (command, raisedTo) in new (UnitCommand, string)[]
        {
            (new UnitCommand.RaiseDifficulty(Id, "thiếu kinh phí"), Given.District),
            (new UnitCommand.EscalateDifficulty(Id), Given.Province),
            (new UnitCommand.EscalateDifficulty(Id), Given.Ministry),
        })
        {
            state = Apply(state, Check.Decide(state, command).Event!);
            Assert.Equal((raisedTo, "thiếu kinh phí", true), Raised(state));
        }
        Check.Refused(state, new UnitCommand.EscalateDifficulty(Id), RefusalCode.Conflict, null);
        Check.Refused(state, new UnitCommand.RaiseDifficulty(Id, "nữa"), RefusalCode.Conflict, null);
        Check.Refused(state, new UnitCommand.ResolveDifficulty(Id, ""), RefusalCode.Invalid, "resolution");
        state = Check.Accepted(state, new UnitCommand.ResolveDifficulty(Id, "đã cấp"), new UnitEvent.DifficultyResolved(Id, "đã cấp"));
        Assert.Equal(("đã cấp", Given.Now), (state.Obligations[Id].Difficulty!.Resolution, state.Obligations[Id].Difficulty!.ResolvedAt));
        Check.Refused(state, new UnitCommand.EscalateDifficulty(Id), RefusalCode.Conflict, null);
        Check.Refused(state, new UnitCommand.ResolveDifficulty(Id, "x"), RefusalCode.Conflict, null);
        Check.Accepted(
            state, new UnitCommand.RaiseDifficulty(Id, "lần hai"), new UnitEvent.DifficultyRaised(Id, "lần hai", Given.District));
    }

    [Fact]
    public void An_open_difficulty_can_be_resolved_when_the_work_is_done()
    {
        var state = Apply(InStatus(Submitted), new UnitEvent.DifficultyRaised(Id, "x", Given.District));
        state = Apply(state, new UnitEvent.Accepted(Id, null));
        Check.Accepted(state, new UnitCommand.ResolveDifficulty(Id, "xong"), new UnitEvent.DifficultyResolved(Id, "xong"));
    }

    [Fact]
    public void A_root_has_nobody_to_raise_a_difficulty_to()
    {
        var terms = Given.Terms(Given.Ministry);
        var state = Given.State(
            Given.Ministry, new UnitEvent.UnitRegistered(Given.Unit(Given.Ministry, UnitKind.Ministry, null)),
            new UnitEvent.ObligationsImposed(Given.Ministry, [terms]));
        Check.Refused(state, new UnitCommand.RaiseDifficulty(terms.Id, "x"), RefusalCode.Conflict, null);
    }

    [Fact]
    public void It_is_overdue_after_its_due_day_while_it_is_open()
    {
        foreach (var status in Enum.GetValues<ObligationStatus>())
        {
            var o = InStatus(status).Obligations[Id] with { Due = Due, CompletedOn = Due.AddDays(1) };
            Assert.False(o.IsOverdue(Due));
            Assert.Equal(status is NotStarted or InProgress or Submitted, o.IsOverdue(Due.AddDays(1)));
            Assert.False((o with { Due = null }).IsOverdue(DateOnly.MaxValue));
            Assert.Equal(status is NotStarted or InProgress, (o with { CompletedOn = Due }).IsOverdue(Due.AddDays(1)));
        }
    }

    /// <summary>A commune of four levels with one obligation that has come to this status in an allowed way.</summary>
    private static UnitState InStatus(ObligationStatus status)
    {
        var terms = Given.Terms(Given.Commune, due: status == Waiting ? null : Due, waits: status == Waiting);
        UnitEvent[] since = status switch
        {
            InProgress => [new UnitEvent.ProgressReported(Id, 1_000, null, null)],
            Submitted => [new UnitEvent.Submitted(Id, Given.Today, null, "an")],
            Done => [new UnitEvent.Submitted(Id, Given.Today, null, "an"), new UnitEvent.Accepted(Id, null)],
            Cancelled => [new UnitEvent.Cancelled(Id, "thôi")],
            _ => [],
        };
        var state = Given.State(Given.Commune, [
            new UnitEvent.UnitRegistered(Given.Unit(Given.Commune, UnitKind.Commune, Given.District)),
            new UnitEvent.ObligationsImposed(Given.Province, [terms]),
            .. since,
        ]);
        Assert.Equal((status, 1 + since.Length), (state.Obligations[Id].Status, state.Obligations[Id].Version));
        return state;
    }

    private static Obligation After(UnitState given, UnitCommand command)
    {
        var decision = Check.Decide(given, command);
        Assert.Null(decision.Refusal);
        return Apply(given, decision.Event!).Obligations[Id];
    }

    private static UnitState Apply(UnitState state, UnitEvent happened) =>
        state.Apply(new StoredEvent(Given.Commune, state.Seq + 1, happened, "test", Given.Now, null));

    private static (string, string, bool) Raised(UnitState state)
    {
        var o = state.Obligations[Id];
        return (o.Difficulty!.RaisedTo, o.Difficulty.Text, o.HasOpenDifficulty);
    }
}
