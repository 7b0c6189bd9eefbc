namespace Hierarchy.UnitTests.Units;

public sealed class UnitDeciderTests
{
    [Fact]
    public void A_root_is_registered() => CheckRegistered(Given.Unit("bo", UnitKind.Ministry, null));

    [Fact]
    public void A_unit_with_a_code_is_registered() => CheckRegistered(Given.Unit("x", UnitKind.Commune, Given.District) with { Code = "25459" });

    [Theory]
    [InlineData(UnitKind.Province, "bnv", true)]
    [InlineData(UnitKind.Department, "bnv", true)]
    [InlineData(UnitKind.Department, "tn", true)]
    [InlineData(UnitKind.District, "tn", true)]
    [InlineData(UnitKind.Office, "tn-snv", true)]
    [InlineData(UnitKind.Office, "tn-hoa", true)]
    [InlineData(UnitKind.Commune, "tn-hoa", true)]
    // Since July 2025 communes stand right under provinces.
    [InlineData(UnitKind.Commune, "tn", true)]
    [InlineData(UnitKind.Body, "tn", true)]
    [InlineData(UnitKind.Body, "hoa-1", true)]
    [InlineData(UnitKind.Department, "tn-snv", true)]
    [InlineData(UnitKind.Ministry, "tn", false)]
    [InlineData(UnitKind.Ministry, "bnv", false)]
    [InlineData(UnitKind.Province, "tn", false)]
    [InlineData(UnitKind.District, "tn-hoa", false)]
    [InlineData(UnitKind.District, "tn-snv", false)]
    [InlineData(UnitKind.Commune, "hoa-1", false)]
    [InlineData(UnitKind.Province, "hoa-1", false)]
    public void Levels_may_be_skipped_but_not_turned_round(UnitKind kind, string parent, bool allowed)
    {
        var unit = Given.Unit("new", kind, parent);
        if (allowed)
        {
            CheckRegistered(unit);
        }
        else
        {
            CheckRefused(unit, RefusalCode.Invalid, "parent");
        }
    }

    [Fact]
    public void An_office_may_have_an_office_below_it_and_a_body_nothing()
    {
        var directory = Given.Country();
        directory.Add(Given.Unit("vp", UnitKind.Office, Given.District));
        directory.Add(Given.Unit("bao", UnitKind.Body, Given.Province));
        Check.Accepted(UnitState.Empty, Register("vp-1", UnitKind.Office, "vp"), Registered("vp-1", UnitKind.Office, "vp"), directory);
        Check.Refused(UnitState.Empty, Register("b-1", UnitKind.Body, "bao"), RefusalCode.Invalid, "parent", directory);
    }

    [Fact]
    public void A_parent_must_exist() => CheckRefused(Given.Unit("x", UnitKind.Commune, "nowhere"), RefusalCode.NotFound, "parent");

    [Fact]
    public void A_unit_cannot_be_its_own_parent() => CheckRefused(Given.Unit("x", UnitKind.Office, "x"), RefusalCode.NotFound, "parent");

    [Fact]
    public void A_second_registration_is_refused()
    {
        var unit = Given.Unit("x", UnitKind.Ministry, null);
        var state = Check.Accepted(UnitState.Empty, new UnitCommand.RegisterUnit(unit), new UnitEvent.UnitRegistered(unit));
        Check.Refused(state, new UnitCommand.RegisterUnit(unit), RefusalCode.Conflict, "id");
        Check.Refused(state, new UnitCommand.RegisterUnit(unit with { Name = "Tên khác" }), RefusalCode.Conflict, "id");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a~b")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\"b")]
    [InlineData("\uD83D\uDE00")]
    public void An_id_holds_nothing_that_separates(string id) => CheckRefused(Given.Unit(id, UnitKind.Ministry, null), RefusalCode.Invalid, "id");

    [Theory]
    [InlineData("vn24-72-so-noi-vu")]
    [InlineData("A.b-c_9")]
    public void An_id_holds_plain_letters_and_digits(string id) => CheckRegistered(Given.Unit(id, UnitKind.Ministry, null));

    [Theory]
    [InlineData("sở-nội-vụ", "'ở'")]
    [InlineData("vn24-7\u0662", "U+0662")]
    [InlineData("\u0430bc", "'\u0430'")]
    [InlineData("ab\u200Bc", "U+200B")]
    [InlineData("ab\u202Ec", "U+202E")]
    [InlineData("ab\0", "U+0000")]
    [InlineData("a:b", "':'")]
    [InlineData("a/b", "'/'")]
    public void Of_two_ids_that_look_alike_one_cannot_be_new(string id, string named) =>
        Assert.EndsWith($"only, not {named}.", CheckRefused(Given.Unit(id, UnitKind.Ministry, null), RefusalCode.Invalid, "id"));

    [Fact]
    public void An_id_has_at_most_a_hundred_characters()
    {
        CheckRegistered(Given.Unit(new string('x', 100), UnitKind.Ministry, null));
        CheckRefused(Given.Unit(new string('x', 101), UnitKind.Ministry, null), RefusalCode.Invalid, "id");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \t")]
    [InlineData("\0")]
    [InlineData("\u200B\u202E \uFEFF")]
    public void A_name_is_a_text(string name) =>
        CheckRefused(Given.Unit("x", UnitKind.Ministry, null) with { Name = name }, RefusalCode.Invalid, "name");

    [Fact]
    public void A_name_is_kept_without_what_nobody_sees()
    {
        var unit = Given.Unit("x", UnitKind.Ministry, null);
        var seen = unit with { Name = "Tỉnh Quảng Ngãi" };
        foreach (var name in (string[])["Tỉnh\u202E Quảng Ngãi", "\u200BTỉnh Quảng\u00AD Ngãi\uFEFF", "Tỉnh Quảng\0 Ngãi", "Tỉnh\nQuảng\tNgãi",
            "Tỉnh Quảng Ngãi\U000E0041", " \u2066Tỉnh Quảng Ngãi\u2069"])
        {
            Check.Accepted(UnitState.Empty, new UnitCommand.RegisterUnit(unit with { Name = name }), new UnitEvent.UnitRegistered(seen));
        }
    }

    [Fact]
    public void Half_a_character_is_refused_and_a_whole_one_kept()
    {
        // Not inline: attributes are stored as UTF-8, which has no form for it.
        var unit = Given.Unit("x", UnitKind.Ministry, null);
        CheckRefused(unit with { Name = "a\uD83D b" }, RefusalCode.Invalid, "name");
        CheckRefused(unit with { Name = "a \uDE00b" }, RefusalCode.Invalid, "name");
        CheckRefused(unit with { Name = "a\uD83D" }, RefusalCode.Invalid, "name");
        CheckRegistered(unit with { Name = "a\uD83D\uDE00b" });
    }

    [Fact]
    public void A_name_has_at_most_five_hundred_characters_and_a_code_a_hundred()
    {
        var unit = Given.Unit("x", UnitKind.Ministry, null);
        CheckRegistered(unit with { Name = new string('x', 500), Code = new string('1', 100) });
        CheckRefused(unit with { Name = new string('x', 501) }, RefusalCode.Invalid, "name");
        CheckRefused(unit with { Code = new string('1', 101) }, RefusalCode.Invalid, "code");
        CheckRefused(unit with { Code = "7 a" }, RefusalCode.Invalid, "code");
    }

    [Fact]
    public void The_hierarchy_has_at_most_ten_levels()
    {
        var directory = Given.Country();
        var parent = Given.Department;
        for (var level = 4; level <= Limits.DepthMax; level++)
        {
            var id = "level-" + level;
            Check.Accepted(UnitState.Empty, Register(id, UnitKind.Department, parent), Registered(id, UnitKind.Department, parent), directory);
            directory.Add(Given.Unit(id, UnitKind.Department, parent));
            parent = id;
        }
        Check.Refused(UnitState.Empty, Register("one-more", UnitKind.Department, parent), RefusalCode.Invalid, "parent", directory);
    }

    [Fact]
    public void A_unit_that_is_not_registered_knows_no_other_command()
    {
        Check.Refused(UnitState.Empty, new UnitCommand.AdoptPlan(Given.Plan()), RefusalCode.NotFound, null);
        Check.Refused(UnitState.Empty, new UnitCommand.Accept("x~t", null), RefusalCode.NotFound, null);
        Check.Refused(UnitState.Empty, new UnitCommand.Impose("tn", [Given.Terms()]), RefusalCode.NotFound, null);
    }

    [Fact]
    public void An_unknown_obligation_is_not_found() => Check.Refused(
        Department(), new UnitCommand.ReportProgress("tn-snv~t", 10, null, null, null), RefusalCode.NotFound, "obligation");

    [Fact]
    public void What_is_imposed_again_is_ignored()
    {
        var first = Given.Terms(source: "t1");
        var second = Given.Terms(source: "t2");
        var state = Check.Accepted(
            Department(), new UnitCommand.Impose("tn", [first]), new UnitEvent.ObligationsImposed("tn", [first]));
        Check.Nothing(state, new UnitCommand.Impose("tn", [first]));
        state = Check.Accepted(
            state, new UnitCommand.Impose("tn", [first, second]), new UnitEvent.ObligationsImposed("tn", [second]));
        Check.Nothing(state, new UnitCommand.Impose("tn", [second, first]));
        Check.Nothing(state, new UnitCommand.Impose("tn", []));
        Assert.Equal(2, state.Obligations.Count);
    }

    [Fact]
    public void A_difficulty_from_below_is_recorded() => Check.Accepted(
        Department(), new UnitCommand.ReceiveDifficulty("hoa-1", "hoa-1~t", "Việc", "Thiếu kinh phí"),
        new UnitEvent.DifficultyReceived("hoa-1", "hoa-1~t", "Việc", "Thiếu kinh phí"));

    private static UnitState Department() =>
        Given.State(Given.Department, new UnitEvent.UnitRegistered(Given.Unit(Given.Department, UnitKind.Department, Given.Province)));

    private static void CheckRegistered(Unit unit)
    {
        var state = Check.Accepted(UnitState.Empty, new UnitCommand.RegisterUnit(unit), new UnitEvent.UnitRegistered(unit));
        Assert.Equal(unit, state.Unit);
    }

    private static string CheckRefused(Unit unit, RefusalCode code, string field) =>
        Check.Refused(UnitState.Empty, new UnitCommand.RegisterUnit(unit), code, field);

    private static UnitCommand.RegisterUnit Register(string id, UnitKind kind, string parent) => new(Given.Unit(id, kind, parent));

    private static UnitEvent.UnitRegistered Registered(string id, UnitKind kind, string parent) => new(Given.Unit(id, kind, parent));
}
