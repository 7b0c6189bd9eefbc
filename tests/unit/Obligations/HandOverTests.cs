using static Hierarchy.Grains.Obligations.ObligationStatus;

namespace Hierarchy.UnitTests.Obligations;

/// <summary>What becomes of obligations that go from one unit to another, with and without trouble on the way.</summary>
public sealed class HandOverTests
{
    private const string Id = "hoa-1~t";
    private const string There = "hoa-2~t~~hoa-1";

    private static readonly TestDirectory Country = Given.Country();
    private static readonly DateOnly Due = new(2013, 6, 30);

    [Theory]
    [InlineData("hoa-1~t", "hoa-2", "hoa-2~t~~hoa-1")]
    [InlineData("hoa-1~t~2013-q1", "hoa-2", "hoa-2~t~2013-q1~hoa-1")]
    [InlineData("hoa-2~t~2013-q1~hoa-1", "go-1", "go-1~t~2013-q1~hoa-1")]
    [InlineData("hoa-2~t~~hoa-1", "hoa-1", "hoa-1~t")]
    [InlineData("hoa-2~t~2013-q1~hoa-1", "hoa-1", "hoa-1~t~2013-q1")]
    public void An_id_names_where_it_stands_and_once_who_had_it_first(string id, string unit, string expected)
    {
        Assert.Equal(expected, Obligation.IdAt(unit, id));
        Assert.Equal(unit, Obligation.UnitOf(expected));
        Assert.Equal(Obligation.OriginOf(id), Obligation.OriginOf(expected));
        Assert.Equal(expected, Obligation.IdAt(unit, expected));
    }

    [Fact]
    public void It_goes_over_as_it_stands_and_counts_at_one_unit_once_all_is_told()
    {
        var units = new Units();
        units.Happens("hoa-1", new UnitEvent.ProgressReported(Id, 4_000, "đang làm", 700));
        units.Happens("hoa-1", new UnitEvent.DueChanged(Id, Due, Due.AddDays(5), "gia hạn", null));
        var before = units["hoa-1"].Obligations[Id];

        units.HandOver("hoa-1", "hoa-2", Id);
        units.Deliver();

        var o = units["hoa-2"].Obligations[There];
        Assert.Equal(before with { Terms = before.Terms with { Id = There }, Unit = "hoa-2", Through = "hoa-1", Version = before.Version + 2 }, o);
        var left = units["hoa-1"].Obligations[Id];
        Assert.Equal((false, There, null), (left.IsHere, left.MovedTo, left.HandingTo));
        Assert.Equal(Measures.Zero, Contribution.Of(left));
        Assert.Equal((Int128.Zero, (Int128)700), (units["hoa-1"].Spent, units["hoa-2"].Spent));
    }

    [Fact]
    public void Until_the_receiver_has_it_it_counts_at_the_giver_and_nothing_is_done_to_it()
    {
        var units = new Units();
        units.HandOver("hoa-1", "hoa-2", Id);
        var o = units["hoa-1"].Obligations[Id];
        Assert.True(o.IsHere);
        Assert.Equal(1, Contribution.Of(o).Sums.Total);
        var refusal = units.Decide("hoa-1", new UnitCommand.ReportProgress(Id, 50, null, null, null)).Refusal!;
        Assert.Equal((RefusalCode.Conflict, "BEING_HANDED_OVER"), (refusal.Code, refusal.Reason));
        Assert.Equal(Decision.Nothing, units.Decide("hoa-1", Moving("go-1", Id)));

        units.Deliver();
        refusal = units.Decide("hoa-1", new UnitCommand.ReportProgress(Id, 50, null, null, null)).Refusal!;
        Assert.Equal(RefusalCode.Conflict, refusal.Code);
        Assert.Contains($"'{There}'", refusal.Message);
        Assert.Equal(There, units["hoa-1"].ElsewhereOf(new UnitCommand.Cancel(Id, "thôi")));
        Assert.NotNull(units.Decide("hoa-2", new UnitCommand.ReportProgress(There, 50, null, null, null)).Event);
    }

    [Fact]
    public void What_is_done_or_called_off_stays()
    {
        var units = new Units("t", "u", "v");
        units.Happens("hoa-1", new UnitEvent.Submitted(Id, Given.Today, null));
        units.Happens("hoa-1", new UnitEvent.Accepted(Id, null));
        units.Happens("hoa-1", new UnitEvent.Cancelled("hoa-1~u", "thôi"));
        units.Happens("hoa-1", new UnitEvent.Submitted("hoa-1~v", Given.Today, null));
        units.HandOver("hoa-1", "hoa-2", Id, "hoa-1~u", "hoa-1~v");
        units.Deliver();
        Assert.Equal([(Id, true), ("hoa-1~u", true), ("hoa-1~v", false)],
            units["hoa-1"].Obligations.Values.OrderBy(o => o.Id, StringComparer.Ordinal).Select(o => (o.Id, o.IsHere)));
        Assert.Equal(Submitted, Assert.Single(units["hoa-2"].Obligations.Values).Status);
        Assert.Equal(Decision.Nothing, units.Decide("hoa-1", Moving("hoa-2", Id)));
    }

    [Fact]
    public void Messages_that_come_twice_or_late_change_nothing()
    {
        var units = new Units();
        units.HandOver("hoa-1", "hoa-2", Id);
        var first = units.Messages().Single();
        units.Deliver();
        Assert.Equal(Decision.Nothing, units.Decide("hoa-2", first.Command));
        var released = units.Sent.OfType<UnitCommand.Release>().Single();
        Assert.Equal(Decision.Nothing, units.Decide("hoa-1", released));

        units.HandOver("hoa-2", "hoa-1", There);
        units.Deliver();
        Assert.True(units["hoa-1"].Obligations[Id].IsHere);
        // Both of them once more, now that it has come home.
        Assert.Equal(Decision.Nothing, units.Decide("hoa-2", first.Command));
        Assert.Equal(Decision.Nothing, units.Decide("hoa-1", released));
    }

    [Fact]
    public void It_may_go_on_and_come_back_and_its_version_tells_how_often()
    {
        var units = new Units();
        foreach (var (from, to) in new[] { ("hoa-1", "hoa-2"), ("hoa-2", "go-1"), ("go-1", "hoa-2"), ("hoa-2", "hoa-1"), ("hoa-1", "go-1") })
        {
            units.HandOver(from, to, units[from].Obligations.Values.Single(o => o.IsHere).Id);
            units.Deliver();
        }
        Assert.Equal("go-1~t~~hoa-1", units["hoa-1"].Obligations[Id].MovedTo);
        Assert.Equal("hoa-1~t", units["hoa-2"].Obligations[There].MovedTo);
        var o = units["go-1"].Obligations["go-1~t~~hoa-1"];
        Assert.Equal((true, "hoa-2~hoa-1", Id, 11L), (o.IsHere, o.Through, o.Was, o.Version));
    }

    [Fact]
    public void An_amendment_of_its_plan_waits_for_the_hand_over_and_finds_it_where_it_stands()
    {
        var units = new Units();
        units.HandOver("hoa-1", "hoa-2", Id);
        var terms = units["hoa-1"].Obligations[Id].Terms;
        var amend = new UnitCommand.AmendTerms(Given.Province, "p", 2, new Document("700/QĐ-UBND", Given.Today, null, null), Given.Today,
            [new AmendedTerms(terms, terms with { Title = "Tên mới", Planned = 3, PlanVersion = 2 }, Ends: false)]);
        var refusal = units.Decide("hoa-1", amend).Refusal!;
        Assert.Equal((RefusalCode.Unavailable, false), (refusal.Code, refusal.Lasting));

        units.Deliver();
        units.HandOver("hoa-2", "go-1", There);
        units.Deliver();
        units.Take("hoa-1", amend);
        units.Deliver();
        var o = units["go-1"].Obligations["go-1~t~~hoa-1"];
        Assert.Equal(("Tên mới", 3, 2, "go-1~t~~hoa-1"), (o.Terms.Title, o.Terms.Planned, o.Terms.PlanVersion, o.Id));
        Assert.Equal("Nhiệm vụ", units["hoa-1"].Obligations[Id].Terms.Title);
    }

    [Fact]
    public void What_is_imposed_once_more_by_a_late_message_is_known()
    {
        var units = new Units();
        var terms = units["hoa-1"].Obligations[Id].Terms;
        units.HandOver("hoa-1", "hoa-2", Id);
        units.Deliver();
        Assert.Equal(Decision.Nothing, units.Decide("hoa-1", new UnitCommand.Impose(Given.Province, [terms])));
    }

    [Fact]
    public void A_difficulty_is_for_whom_it_was_raised_to_while_that_one_stands_above_and_for_the_unit_above_otherwise()
    {
        var units = new Units("t", "u");
        units.Happens("hoa-1", new UnitEvent.DifficultyRaised(Id, "thiếu kinh phí", Given.District));
        units.Happens("hoa-1", new UnitEvent.DifficultyRaised("hoa-1~u", "thiếu người", Given.Province));
        units.HandOver("hoa-1", "go-1", Id, "hoa-1~u");
        units.Deliver();
        Assert.Equal(Given.Province, units["go-1"].Obligations["go-1~u~~hoa-1"].HolderIn(Given.Country()));
        Assert.Equal(
            new UnitEvent.DifficultyEscalated("go-1~t~~hoa-1", "tn-go"), units.Decide("go-1", new UnitCommand.PassDifficulty("go-1~t~~hoa-1")).Event);
        Assert.Equal(Decision.Nothing, units.Decide("go-1", new UnitCommand.PassDifficulty("go-1~u~~hoa-1")));
    }

    [Fact]
    public void Its_scope_stays_what_it_was_to_whom_it_was_imposed()
    {
        var own = Given.Terms("hoa-1") with { PlanOwner = "hoa-1" };
        Assert.Equal(Scope.Own, (own with { Id = There }).ScopeOf("hoa-2"));
        Assert.Equal(Scope.Imposed, (own with { Id = There, PlanOwner = "hoa-2" }).ScopeOf("hoa-2"));
    }

    [Fact]
    public void On_the_days_before_it_stands_at_the_giver_and_from_then_on_at_the_receiver_as_it_was_on_each()
    {
        var units = new Units();
        units.Happens("hoa-1", new UnitEvent.ProgressReported(Id, 2_000, null, null, Day(3, 1)));
        units.Happens("hoa-1", new UnitEvent.ProgressReported(Id, 4_000, null, null, Day(4, 10)));
        units.Happens("hoa-1", new UnitEvent.ProgressReported(Id, 6_000, null, null, Day(5, 2)));
        units.HandOver("hoa-1", "hoa-2", Day(4, 1), Id);
        units.Deliver();

        units.Check(
            (Day(2, 1), "hoa-1", 0), (Day(3, 31), "hoa-1", 2_000), (Day(4, 1), "hoa-2", 2_000), (Day(4, 10), "hoa-2", 4_000), (Day(5, 2), "hoa-2", 6_000),
            (Given.Today, "hoa-2", 6_000));

        // Undone, it is as if it had never gone.
        units.Happens("hoa-2", new UnitEvent.ProgressReported(There, 7_000, null, null, Day(5, 5)));
        units.HandOver("hoa-2", "hoa-1", Day(4, 1), There);
        units.Deliver();
        units.Check((Day(3, 31), "hoa-1", 2_000), (Day(4, 9), "hoa-1", 2_000), (Day(4, 10), "hoa-1", 4_000), (Day(5, 5), "hoa-1", 7_000));
    }

    [Fact]
    public void Back_for_a_later_day_it_stood_elsewhere_in_between()
    {
        var units = new Units();
        units.HandOver("hoa-1", "hoa-2", Day(3, 1), Id);
        units.Deliver();
        units.HandOver("hoa-2", "hoa-1", Day(4, 1), There);
        units.Deliver();
        units.Check((Day(2, 28), "hoa-1", 0), (Day(3, 1), "hoa-2", 0), (Day(3, 31), "hoa-2", 0), (Day(4, 1), "hoa-1", 0));
        // For a day before it came back it cannot go on again.
        units.HandOver("hoa-1", "go-1", Day(3, 15), Id);
        units.Deliver();
        units.Check((Day(2, 28), "hoa-1", 0), (Day(3, 20), "hoa-2", 0), (Day(4, 1), "go-1", 0));
    }

    [Fact]
    public void What_does_not_exist_yet_is_nowhere_before_it_does()
    {
        var units = new Units(existsFrom: Day(5, 1));
        units.HandOver("hoa-1", "hoa-2", Day(4, 1), Id);
        units.Deliver();
        units.Check(Day(4, 15));
        units.Check(Day(5, 1), ("hoa-2", 0));
    }

    public static TheoryData<UnitCommand.HandOver, RefusalCode, string> Refused { get; } = new()
    {
        { new("", 1, Given.Today, [new(Id, "hoa-2")]), RefusalCode.Invalid, "reorganisation" },
        { new("sx", -1, Given.Today, [new(Id, "hoa-2")]), RefusalCode.Invalid, "step" },
        { new("sx", 1, Given.Today.AddDays(1), [new(Id, "hoa-2")]), RefusalCode.Invalid, "effectiveOn" },
        { new("sx", 1, Given.Today, []), RefusalCode.Invalid, "moves" },
        { new("sx", 1, Given.Today, default), RefusalCode.Invalid, "moves" },
        { new("sx", 1, Given.Today, [new(Id, "hoa-2"), new(Id, "go-1")]), RefusalCode.Invalid, "moves" },
        { new("sx", 1, Given.Today, [.. Enumerable.Range(0, Limits.HandedOverMax + 1).Select(i => new Handing(Id + i, "hoa-2"))]), RefusalCode.Invalid, "moves" },
        { new("sx", 1, Given.Today, [new(Id, "hoa-2"), new("hoa-1~none", "hoa-2")]), RefusalCode.NotFound, "moves[1].obligation" },
        { new("sx", 1, Given.Today, [new(Id, "nowhere")]), RefusalCode.NotFound, "moves[0].to" },
        { new("sx", 1, Given.Today, [new(Id, "hoa-1")]), RefusalCode.Invalid, "moves[0].to" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_handed_over_is_refused(UnitCommand.HandOver command, RefusalCode code, string field) =>
        Check.Refused(new Units()["hoa-1"], command, code, field);

    [Fact]
    public void Whoever_acts_for_a_steward_acts_on_what_stays()
    {
        var units = new Units();
        units.Take("hoa-1", new UnitCommand.Entrust("sx", 1, [Id], "tn-go"));
        var state = units["hoa-1"];
        var report = new UnitCommand.ReportProgress(Id, 50, null, null, null);
        Assert.Equal(("tn-go", 2L), (state.Obligations[Id].Steward, state.Obligations[Id].Version));
        Assert.Null(Rights.FaultOfCaller(report, new Caller("gò", "tn-go"), "hoa-1", Country, state));
        Assert.Equal(RefusalCode.Forbidden, Rights.FaultOfCaller(report, new Caller("hòa", Given.District), "hoa-1", Country, state)!.Code);
        Assert.Equal(Decision.Nothing, units.Decide("hoa-1", new UnitCommand.Entrust("sx", 1, [Id], "tn-go")));
        units.Take("hoa-1", new UnitCommand.Entrust("sx", 2, [Id], null));
        Assert.Null(Rights.FaultOfCaller(report, new Caller("hòa", Given.District), "hoa-1", Country, units["hoa-1"]));

        Check.Refused(state, new UnitCommand.Entrust("sx", 1, [Id], "hoa-1"), RefusalCode.Invalid, "steward");
        Check.Refused(state, new UnitCommand.Entrust("sx", 1, [Id], "nowhere"), RefusalCode.NotFound, "steward");
        Check.Refused(state, new UnitCommand.Entrust("sx", 1, ["hoa-1~none"], "hoa-2"), RefusalCode.NotFound, "obligations");
        Check.Refused(state, new UnitCommand.Entrust("sx", 1, [], "hoa-2"), RefusalCode.Invalid, "obligations");
        Check.Refused(state, new UnitCommand.Entrust("sx", 1, [Id, Id], "hoa-2"), RefusalCode.Invalid, "obligations");
        Check.Refused(state, new UnitCommand.Entrust("", 1, [Id], "hoa-2"), RefusalCode.Invalid, "reorganisation");
    }

    [Fact]
    public void Commands_about_a_plan_go_by_the_rights_at_its_steward()
    {
        var given = Given.State(
            Given.Province, new UnitEvent.UnitRegistered(Country.Find(Given.Province)!), new UnitEvent.PlanAdopted(Given.Plan(areas: Given.Area("I"))));
        var taken = Check.Accepted(
            given, new UnitCommand.TakePlan("sx", 1, "p", "hy"), new UnitEvent.PlanTakenOver("sx", 1, "p", "hy"));
        Assert.Equal("hy", taken.Plans["p"].Steward);
        var add = new UnitCommand.AddTask(Given.Task());
        Assert.Null(Rights.FaultOfCaller(add, new Caller("hưng yên", "hy"), Given.Province, Country, taken));
        Assert.NotNull(Rights.FaultOfCaller(add, new Caller("tây ninh", Given.Province), Given.Province, Country, taken));
        Assert.NotNull(Check.Decide(taken, add).Event);
        Check.Nothing(taken, new UnitCommand.TakePlan("sx", 1, "p", "hy"));
        Check.Refused(given, new UnitCommand.TakePlan("sx", 1, "none", "hy"), RefusalCode.NotFound, "plan");
        Check.Refused(given, new UnitCommand.TakePlan("sx", 1, "p", "nowhere"), RefusalCode.NotFound, "steward");
        Check.Refused(given, new UnitCommand.TakePlan("sx", 1, "p", Given.Province), RefusalCode.Invalid, "steward");
        Check.Refused(given, new UnitCommand.TakePlan("sx", -1, "p", "hy"), RefusalCode.Invalid, "step");
    }

    private static DateOnly Day(int month, int day) => new(2013, month, day);

    private static UnitCommand.HandOver Moving(string to, params string[] obligations) =>
        new("sx", 1, Given.Today, [.. obligations.Select(id => new Handing(id, to))]);

    /// <summary>Three communes, of which the first owes something; what they tell each other arrives when the test says so.</summary>
    private sealed class Units
    {
        private readonly Dictionary<string, List<StoredEvent>> _stored = new()
        {
            ["hoa-1"] = [],
            ["hoa-2"] = [],
            ["go-1"] = [],
        };

        private readonly Dictionary<string, UnitState> _states = [];
        private readonly Queue<(string Sender, StoredEvent Stored, string Target)> _outbox = [];

        public Units(params string[] sources)
            : this(Day(1, 1), sources)
        {
        }

        public Units(DateOnly existsFrom, params string[] sources)
        {
            foreach (var unit in _stored.Keys)
            {
                _states[unit] = UnitState.Empty;
                Happens(unit, new UnitEvent.UnitRegistered(Country.Find(unit)!));
            }
            Happens("hoa-1", new UnitEvent.ObligationsImposed(
                Given.Province,
                [.. sources.DefaultIfEmpty("t").Select(source => Given.Terms("hoa-1", source, due: Due) with { PlanAdoptedOn = existsFrom })]));
        }

        public UnitState this[string unit] => _states[unit];

        public List<UnitCommand> Sent { get; } = [];

        public void Happens(string unit, UnitEvent happened)
        {
            var stored = new StoredEvent(unit, _states[unit].Seq + 1, happened, "test", Given.Now, null);
            _stored[unit].Add(stored);
            _states[unit] = _states[unit].Apply(stored);
            foreach (var target in happened.Targets.Where(_stored.ContainsKey))
            {
                _outbox.Enqueue((unit, stored, target));
            }
        }

        public Decision Decide(string unit, UnitCommand command) =>
            UnitDecider.Decide(_states[unit], command, Given.Today, Country, history: _stored[unit]);

        public void Take(string unit, UnitCommand command)
        {
            if (Decide(unit, command) is var decision && decision.Event is { } happened)
            {
                Assert.Equal(command.Subject, UnitState.SubjectOf(happened));
                Happens(unit, happened);
            }
            else
            {
                Assert.Null(decision.Refusal);
            }
        }

        public void HandOver(string from, string to, params string[] obligations) => HandOver(from, to, Given.Today, obligations);

        public void HandOver(string from, string to, DateOnly effectiveOn, params string[] obligations) =>
            Take(from, Moving(to, obligations) with { EffectiveOn = effectiveOn });

        public IEnumerable<(string Target, UnitCommand Command)> Messages() => _outbox.Select(message => (message.Target, message.Stored.Event.MessageTo(
            new PendingMessage(0, message.Sender, message.Stored.Seq, message.Target, message.Stored.Event), _states[message.Sender])));

        public void Deliver()
        {
            while (_outbox.Count > 0)
            {
                var (target, command) = Messages().First();
                _outbox.Dequeue();
                Sent.Add(command);
                Take(target, command);
            }
        }

        /// <summary>On which day it stood where alone.</summary>
        public void Check(params (DateOnly Day, string Unit, int Percent)[] expected)
        {
            foreach (var (day, unit, percent) in expected)
            {
                Check(day, (unit, percent));
            }
        }

        /// <summary>What stood where on a day, by the plain definition and by the kept one.</summary>
        public void Check(DateOnly day, params (string Unit, int Percent)[] expected)
        {
            var plain = new List<(string, int)>();
            var kept = new List<(string, int)>();
            foreach (var (unit, events) in _stored)
            {
                var onDay = new UnitOnDay(day, Country);
                var state = UnitState.Empty;
                foreach (var stored in events)
                {
                    onDay.Apply(stored, state = state.Apply(stored));
                }
                plain.AddRange(onDay.Obligations.Select(o => (unit, o.Percent)));
                kept.AddRange(state.Obligations.Keys.Select(id => Timeline.Of(id, events, Country)!.On(day)).OfType<Obligation>().Select(o => (unit, o.Percent)));
            }
            Assert.Equal(expected, plain);
            Assert.Equal(expected, kept);
        }
    }
}
