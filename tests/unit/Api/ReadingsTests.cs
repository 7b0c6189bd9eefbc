using Hierarchy.Api;
using Hierarchy.Grains.Rollup;

namespace Hierarchy.UnitTests.Api;

public sealed class ReadingsTests
{
    private static readonly Question All = Question.Of(Cell.General(null, null, null));
    private static readonly Question Plans = Question.Plans;

    private readonly Readings _readings = new();

    [Fact]
    public void An_answer_is_known_until_its_unit_changes()
    {
        Keep("a", All, "5", 5);
        Keep("b", All, "7", 7);
        Assert.Equal("5", _readings.Find<string>("a", All));
        Assert.Null(_readings.Find<string>("a", Plans));
        Assert.Null(_readings.Find<string>("c", All));

        _readings.Changed("a", 6);

        Assert.Null(_readings.Find<string>("a", All));
        Assert.Equal("7", _readings.Find<string>("b", All));
        Assert.Equal(1, _readings.Count);
    }

    [Fact]
    public void An_answer_that_was_read_before_a_change_and_comes_after_it_is_not_kept()
    {
        var asked = _readings.Expect("a");
        _readings.Changed("a", 6);

        _readings.Keep("a", All, "5", 5, asked);
        Assert.Null(_readings.Find<string>("a", All));

        _readings.Keep("a", All, "6", 6, asked);
        Assert.Equal("6", _readings.Find<string>("a", All));
    }

    [Fact]
    public void News_that_come_late_or_twice_drop_nothing()
    {
        Keep("a", All, "6", 6);
        _readings.Changed("a", 6);
        _readings.Changed("a", 5);

        Assert.Equal("6", _readings.Find<string>("a", All));
    }

    [Fact]
    public void All_that_is_known_of_a_unit_is_of_one_version()
    {
        Keep("a", All, "5", 5);
        Keep("a", Plans, "7", 7);
        Assert.Null(_readings.Find<string>("a", All));

        Keep("a", All, "6", 6);
        Assert.Null(_readings.Find<string>("a", All));
        Assert.Null(_readings.FindAll<string>("a", [All, Plans]));

        Keep("a", All, "7!", 7);
        Assert.Equal(["7!", "7"], _readings.FindAll<string>("a", [All, Plans])!);
        Assert.Equal(2, _readings.Count);
    }

    [Fact]
    public void Questions_differ_by_each_part()
    {
        var cell = Cell.OfPlan("o", "p", null, null);
        Question[] questions =
        [
            Question.Of(cell), Question.ChildrenOf(cell), Question.Plans, Question.ContentsOf("p"), Question.Obligation("p"),
            Question.Of(cell with { Year = 1 }), Question.Of(cell with { Key = "q" }), Question.Of(cell with { Owner = "q" }),
            Question.Of(cell with { Area = "q" }), Question.Of(cell with { Scope = CellScope.Source }),
        ];
        Assert.Equal(questions.Length, questions.Distinct().Count());
    }

    [Fact]
    public void A_unit_of_which_too_much_is_asked_begins_anew()
    {
        for (var i = 0; i <= Readings.AnswersOfUnitMax; i++)
        {
            Keep("a", Question.Obligation($"{i}"), "x", 1);
        }

        Assert.Equal(1, _readings.Count);
        Assert.NotNull(_readings.Find<string>("a", Question.Obligation($"{Readings.AnswersOfUnitMax}")));
    }

    [Fact]
    public void When_there_are_too_many_those_go_that_nobody_asked_for()
    {
        const int Units = 100;
        const int Each = Readings.AnswersMax / Units;
        for (var i = 0; i < Readings.AnswersMax; i++)
        {
            Keep($"{i / Each}", Question.Obligation($"{i}"), "x", 1);
        }
        Assert.Equal(Readings.AnswersMax, _readings.Count);
        Assert.NotNull(_readings.Find<string>("7", Question.Obligation($"{7 * Each}")));

        Keep("new", All, "x", 1);

        Assert.NotNull(_readings.Find<string>("7", Question.Obligation($"{7 * Each}")));
        Assert.Null(_readings.Find<string>("8", Question.Obligation($"{8 * Each}")));
        Assert.InRange(_readings.Count, 1, 2 * Each);
    }

    [Fact]
    public void The_bound_holds_when_everything_is_in_use()
    {
        for (var i = 0; i < Readings.AnswersMax + 10; i++)
        {
            var (unit, question) = ($"{i % 100}", Question.Obligation($"{i}"));
            Keep(unit, question, "x", 1);
            _readings.Find<string>(unit, question);
            Assert.InRange(_readings.Count, 0, Readings.AnswersMax);
        }
    }

    [Fact]
    public void What_is_held_is_not_used_while_changes_may_have_been_acknowledged_that_are_not_known_here()
    {
        var isCurrent = true;
        var readings = new Readings(() => isCurrent);
        readings.Keep("a", All, "x", 1, readings.Expect("a"));
        Assert.Equal("x", readings.Find<string>("a", All));

        isCurrent = false;
        Assert.Null(readings.Find<string>("a", All));
        Assert.Null(readings.FindAll<string>("a", [All]));

        isCurrent = true;
        Assert.Equal("x", readings.Find<string>("a", All));
    }

    [Fact]
    public void Everything_can_be_dropped_what_is_on_its_way_included()
    {
        Keep("a", All, "5", 5);
        var asked = _readings.Expect("b");

        _readings.ForgetAll();
        _readings.Keep("b", All, "7", 7, asked);

        Assert.Null(_readings.Find<string>("a", All));
        Assert.Null(_readings.Find<string>("b", All));
        Assert.Equal(0, _readings.Count);
        Assert.Equal(5, _readings.Expect("a").Version);
    }

    [Fact]
    public void Units_elsewhere_are_known_by_version_before_anybody_asks_for_them()
    {
        var readings = new Readings(() => true);
        readings.Changed("a", 6);
        Assert.Equal(6, readings.Expect("a").Version);

        readings.Keep("a", All, "5", 5, readings.Expect("a"));

        Assert.Null(readings.Find<string>("a", All));
    }

    [Fact]
    public async Task Nobody_sees_an_answer_that_was_old_when_he_asked()
    {
        const long Last = 20_000;
        var unit = 0L;
        var told = 0L;
        var changing = Task.Run(() =>
        {
            for (var version = 1L; version <= Last; version++)
            {
                Volatile.Write(ref unit, version);
                _readings.Changed("a", version);
                Volatile.Write(ref told, version);
            }
        });
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            for (var atLeast = 0L; atLeast < Last;)
            {
                atLeast = Volatile.Read(ref told);
                if (_readings.Find<object>("a", All) is long known)
                {
                    Assert.InRange(known, atLeast, Last);
                    continue;
                }
                var asked = _readings.Expect("a");
                var read = Volatile.Read(ref unit);
                Thread.Yield();
                _readings.Keep("a", All, read, read, asked);
            }
        })));
        await changing;

        Assert.InRange(_readings.Count, 0, 1);
    }

    private void Keep(string unit, in Question question, string answer, long version)
    {
        _readings.Keep(unit, question, answer, version, _readings.Expect(unit));
    }
}
