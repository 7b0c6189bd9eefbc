namespace Hierarchy.UnitTests.Plans.Drafts;

/// <summary>What an edit makes of a draft, and what it is refused for: data in, data out.</summary>
public sealed class DraftEditTests
{
    private static readonly DraftEdit Nothing = new(null, null, null, null, null, null, [], []);

    private static readonly PlanDraft Draft = After(
        new PlanDraft("tn:0123456789abcdef0123", Given.Province, 0, DraftRules.Nothing, 0),
        Nothing with
        {
            Title = "Kế hoạch",
            StartYear = 2013,
            EndYear = 2013,
            Areas = [Given.Area("I"), Given.Area("II")],
            Rows = [new DraftRowEdit(null, "1", "I", null, "Một"), new DraftRowEdit(null, "2", "II", "Nhóm", "Hai", Budget: 5)],
        });

    [Fact]
    public void New_rows_get_keys_that_none_had_before()
    {
        Assert.Equal(["n1", "n2"], Keys(Draft));
        var after = After(Draft, Nothing with { RemoveRows = ["n2"], Rows = [new DraftRowEdit(null, Title: "Ba")] });
        Assert.Equal((2, "n1 n3"), (after.Version, string.Join(' ', Keys(after))));
        var brought = Draft with { Text = Draft.Text with { Lines = [DraftRules.Empty("n4")] } };
        Assert.Equal(["n4", "n3", "n5"], Keys(After(brought, Nothing with { Rows = [new DraftRowEdit(null), new DraftRowEdit(null)] })));
    }

    [Fact]
    public void What_is_not_named_stays_and_an_empty_text_takes_away()
    {
        var after = After(Draft, Nothing with
        {
            Number = "1/KH",
            Rows = [new DraftRowEdit("n2", Group: "", Title: "Hai \u200Bb", Products: ["Quyết định", " "])],
        });
        Assert.Equal(("Kế hoạch", "1/KH", 2013), (after.Text.Title, after.Text.Number, after.Text.StartYear));
        var row = after.Text.Lines[1];
        Assert.Equal(("2", "II", null, "Hai b", 5L), (row.Code, row.Area, row.Group, row.Title, row.Budget));
        Assert.Equal(["Quyết định"], row.Products);
        Assert.Equal(Draft.Text.Lines[0], after.Text.Lines[0]);
        Assert.Null(After(after, Nothing with { Title = "" }).Text.Title);
    }

    [Fact]
    public void Areas_are_replaced_and_keep_their_place_in_the_file()
    {
        var brought = Draft with { Text = Draft.Text with { Areas = [new DraftArea("I", "Cũ", null, null, "bảng 1, dòng 2")] } };
        var after = After(brought, Nothing with { Areas = [Given.Area("I", ReformArea.Steering, 7), Given.Area("III")] });
        Assert.Equal(
            [new DraftArea("I", "Lĩnh vực I", ReformArea.Steering, 7, "bảng 1, dòng 2"), new DraftArea("III", "Lĩnh vực III", ReformArea.Institutions, null, "")],
            after.Text.Areas);
    }

    public static TheoryData<DraftEdit, RefusalCode, string> Wrong => new()
    {
        { Nothing with { Title = new string('x', Limits.TextMax + 1) }, RefusalCode.Invalid, "title" },
        { Nothing with { StartYear = 1899 }, RefusalCode.Invalid, "startYear" },
        { Nothing with { EndYear = 2012 }, RefusalCode.Invalid, "endYear" },
        { Nothing with { EndYear = 2013 + Limits.PlanYearsMax }, RefusalCode.Invalid, "endYear" },
        { Nothing with { AdoptedOn = new DateOnly(1, 1, 1) }, RefusalCode.Invalid, "adoptedOn" },
        { Nothing with { Areas = [Given.Area("I"), Given.Area("I")] }, RefusalCode.Invalid, "areas[1].id" },
        { Nothing with { Areas = [Given.Area("a b")] }, RefusalCode.Invalid, "areas[0].id" },
        { Nothing with { Areas = [Given.Area("I", budget: -1)] }, RefusalCode.Invalid, "areas[0].budget" },
        { Nothing with { RemoveRows = ["n9"] }, RefusalCode.NotFound, "removeRows[0]" },
        { Nothing with { RemoveRows = ["n1", "n1"] }, RefusalCode.NotFound, "removeRows[1]" },
        { Nothing with { Rows = [new DraftRowEdit("n9")] }, RefusalCode.NotFound, "rows[0].key" },
        { Nothing with { Rows = [new DraftRowEdit("n1"), new DraftRowEdit("n1")] }, RefusalCode.Invalid, "rows[1].key" },
        { Nothing with { RemoveRows = ["n1"], Rows = [new DraftRowEdit("n1")] }, RefusalCode.NotFound, "rows[0].key" },
        { Nothing with { Rows = [new DraftRowEdit(null, ScheduleText: new string('x', Limits.TextMax + 1))] }, RefusalCode.Invalid, "rows[0].scheduleText" },
        { Nothing with { Rows = [new DraftRowEdit(null), new DraftRowEdit("n2", Budget: -1)] }, RefusalCode.Invalid, "rows[1].budget" },
        { Nothing with { Rows = [new DraftRowEdit(null, Area: "a/b")] }, RefusalCode.Invalid, "rows[0].area" },
        { Nothing with { Rows = [new DraftRowEdit(null, LeadMode: (LeadMode)7)] }, RefusalCode.Invalid, "rows[0].leadMode" },
        { Nothing with { Rows = Many(Limits.DraftRowsOfCallMax + 1) }, RefusalCode.Invalid, "rows" },
        { Nothing with { RemoveRows = [.. Enumerable.Repeat("n1", Limits.DraftRowsOfCallMax + 1)] }, RefusalCode.Invalid, "removeRows" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_does_not_hold_is_refused_with_its_place(DraftEdit edit, RefusalCode code, string field)
    {
        var (draft, fault) = edit.Apply(Draft);
        Assert.Null(draft);
        Assert.Equal((code, field), (fault!.Code, fault.Field));
        Assert.EndsWith(".", fault.Message);
    }

    [Fact]
    public void A_draft_takes_as_many_rows_as_it_may_and_no_more()
    {
        var full = Draft with { Text = Draft.Text with { Lines = [] } };
        for (var i = 0; i < Limits.DraftRowsMax / Limits.DraftRowsOfCallMax; i++)
        {
            full = After(full, Nothing with { Rows = Many(Limits.DraftRowsOfCallMax) });
        }
        Assert.Equal(Limits.DraftRowsMax, Keys(full).Distinct().Count());
        Assert.Equal("rows", (Nothing with { Rows = Many(1) }).Apply(full).Fault!.Field);
        Assert.Null((Nothing with { Rows = Many(1), RemoveRows = ["n3"] }).Apply(full).Fault);
    }

    [Fact]
    public void What_a_file_brings_is_held_against_the_same_bounds_at_its_place()
    {
        var line = DraftRules.Empty("1") with { Place = "bảng 1, dòng 2", Title = new string('x', Limits.TextMax + 1) };
        var (_, fault) = DraftRules.Brought(DraftRules.Nothing with { Lines = [line] });
        Assert.Equal("file", fault!.Field);
        Assert.StartsWith("bảng 1, dòng 2: title has ", fault.Message);
        Assert.NotNull(DraftRules.Brought(DraftRules.Nothing with { Lines = [line with { Title = null }, line with { Title = null }] }).Fault);
        Assert.NotNull(DraftRules.Brought(DraftRules.Nothing with { Lines = [line with { Title = null, Key = "a/b" }] }).Fault);
        Assert.Null(DraftRules.Brought(DraftRules.Nothing with { Lines = [line with { Title = null }] }).Fault);
    }

    [Fact]
    public void What_is_kept_of_a_draft_is_read_for_ever()
    {
        const string Kept = """
            {"id":"tn:0123456789abcdef0123","owner":"tn","version":3,"text":{"title":"Kế hoạch","number":"1/KH","adoptedOn":"2013-01-02","startYear":2013,"endYear":2013,
            "areas":[{"id":"I","name":"Thể chế","reform":"Institutions","budget":5,"place":"bảng 1, dòng 2"},
            {"id":"II","name":"Khác","place":""}],
            "lines":[{"key":"r1","place":"bảng 1, dòng 3","cells":["1","Rà soát"],"code":"1","area":"I","group":"Nhóm",
            "title":"Rà soát","products":["Quyết định"],"leadsText":"Sở Nội vụ",
            "coordinatorsText":"Sở Tài chính","approver":"UBND tỉnh","scheduleText":"Quý I","budget":7,"leadMode":"Joint"},
            {"key":"n1","place":"","cells":[],"products":[]}],
            "statedBudget":12},"keys":1}
            """;
        var draft = EventCodec.DecodeDraft(System.Text.Encoding.UTF8.GetBytes(Kept));
        Assert.Equal((3, "r1", LeadMode.Joint, 12L), (draft.Version, draft.Text.Lines[0].Key, draft.Text.Lines[0].LeadMode, draft.Text.StatedBudget));
        Assert.Equal(Kept.ReplaceLineEndings(""), System.Text.Encoding.UTF8.GetString(EventCodec.Encode(draft)));
    }

    [Fact]
    public void The_owner_stands_in_the_id_and_nobody_elses_plan_can_take_it()
    {
        var id = PlanDraft.IdOf("tn", "key", "r1");
        Assert.Equal("tn", PlanDraft.OwnerOf(id));
        Assert.Equal(id, PlanDraft.IdOf("tn", "key", "r1"));
        Assert.NotEqual(id, PlanDraft.IdOf("tn", "key", "r2"));
        Assert.NotNull(Limits.FaultOfNewId(id));
        Assert.All(["", "tn", "tn:", ":0123456789abcdef0123", "tn:0123456789abcdef012", "tn:0123456789abcdef01/3"], other => Assert.Null(PlanDraft.OwnerOf(other)));
    }

    private static ImmutableArray<DraftRowEdit> Many(int count) => [.. Enumerable.Repeat(new DraftRowEdit(null), count)];

    private static PlanDraft After(PlanDraft draft, DraftEdit edit)
    {
        var (after, fault) = edit.Apply(draft);
        Assert.Null(fault);
        return after!;
    }

    private static IEnumerable<string> Keys(PlanDraft draft) => draft.Text.Lines.Select(line => line.Key);
}
