namespace Hierarchy.Tests.Unit.Files;

public sealed class PlanFileTests
{
    private const string Good =
        """
        plan:
          id: plan-2018
          owner: vn24-82
          issuer: UBND tỉnh
          number: 355/KH-UBND
          title: Kế hoạch năm 2018
          adoptedOn: 2017-12-29
          startYear: 2018
          endYear: 2019
          parent: plan-2016-2020
          basedOn:
            - Nghị quyết số 30c/NQ-CP
        areas:
          - id: I
            name: Thể chế
            reform: INSTITUTIONS
            budget: 100000000
          - id: II
            name: Đội ngũ
            reform: CIVIL_SERVICE
        objectives:
          - id: MT1
            area: I
            text: >-
              Trên 60,5% văn bản
              đúng hạn
            target: 60.5
            comparison: MORE_THAN
            unitOfMeasure: "%"
            scope: văn bản
            due: 2018-12-31
          - {id: MT2, text: Nâng cao chất lượng}
        tasks:
          - code: I.1
            area: I
            group: 1. Xây dựng
            title: Xây dựng chương trình
            products: [Chương trình, Báo cáo]
            leads:
              - {unit: vn24-82-so-noi-vu, label: Sở Nội vụ}
              - {class: DISTRICT, label: UBND cấp huyện}
              - {named: Phòng Nội vụ, label: Phòng Nội vụ}
            leadMode: JOINT
            coordinators:
              - {label: Các cơ quan có liên quan}
            approver: UBND tỉnh
            schedule: {text: "Quý I, II", kind: QUARTERS, quarters: [1, 2], startYear: 2018}
            weight: 2.5
            budget: 300000000
            note: Ghi chú
          - code: II.1
            area: II
            title: Thường xuyên
            leads: [{class: COMMUNE, label: UBND cấp xã}]
            schedule: {text: "", kind: UNSPECIFIED}
        duties:
          - id: bao-cao-quy
            kind: REPORT
            title: Báo cáo quý
            leads: [{class: DEPARTMENT, label: Các sở}]
            schedule: {text: hàng quý, kind: RECURRING, every: [QUARTER], startYear: 2018, endYear: 2018, days: ["03-09", "06-09"]}
            source: V.1

        """;

    [Fact]
    public void A_good_file_gives_its_plan()
    {
        var plan = Accepted(Good);

        Assert.Equal(("plan-2018", "vn24-82", "UBND tỉnh", "355/KH-UBND"), (plan.Id, plan.Owner, plan.Issuer, plan.Number));
        Assert.Equal(("Kế hoạch năm 2018", 2018, 2019, "plan-2016-2020"), (plan.Title, plan.StartYear, plan.EndYear, plan.Parent));
        Assert.Equal(new DateOnly(2017, 12, 29), plan.AdoptedOn);
        Assert.Equal(["Nghị quyết số 30c/NQ-CP"], plan.BasedOn);
        Assert.Equal(
            [new Area("I", "Thể chế", ReformArea.Institutions, 100_000_000), new Area("II", "Đội ngũ", ReformArea.CivilService, null)],
            plan.Areas);
        Assert.Equal(
            [
                new Objective(
                    "MT1", "I", "Trên 60,5% văn bản đúng hạn", 60.5, Comparison.MoreThan, "%", "văn bản", new DateOnly(2018, 12, 31)),
                new Objective("MT2", null, "Nâng cao chất lượng", null, null, null, null, null),
            ],
            plan.Objectives);
    }

    [Fact]
    public void A_good_file_gives_its_tasks_and_duties()
    {
        var plan = Accepted(Good);

        var task = plan.Tasks[0];
        Assert.Equal(("I.1", "I", "1. Xây dựng", "Xây dựng chương trình"), (task.Code, task.Area, task.Group, task.Title));
        Assert.Equal(["Chương trình", "Báo cáo"], task.Products);
        Assert.Equal(
            [
                new Assigned("vn24-82-so-noi-vu", null, null, "Sở Nội vụ"),
                new Assigned(null, UnitKind.District, null, "UBND cấp huyện"),
                new Assigned(null, null, "Phòng Nội vụ", "Phòng Nội vụ"),
            ],
            task.Leads.Select(lead => lead with { Line = 0 }));
        Assert.All(task.Leads, lead => Assert.True(lead.Line > 0));
        Assert.Equal([new Assigned(null, null, null, "Các cơ quan có liên quan")], task.Coordinators.Select(c => c with { Line = 0 }));
        Assert.Equal((LeadMode.Joint, "UBND tỉnh", "Ghi chú"), (task.LeadMode, task.Approver, task.Note));
        Assert.Equal((2_500, 300_000_000L), (task.Weight, task.Budget));
        Assert.Equal(new DateOnly(2018, 6, 30), task.Schedule.Due);
        var plain = plan.Tasks[1];
        Assert.Equal((LeadMode.Each, 1_000, null, null), (plain.LeadMode, plain.Weight, plain.Budget, plain.Approver));
        Assert.Equal((ScheduleKind.Unspecified, ""), (plain.Schedule.Kind, plain.Schedule.Text));
        var duty = Assert.Single(plan.Duties);
        Assert.Equal(("bao-cao-quy", ObligationKind.Report, "Báo cáo quý", "V.1"), (duty.Id, duty.Kind, duty.Title, duty.Source));
        Assert.Equal([new DateOnly(2018, 3, 9), new DateOnly(2018, 6, 9)], duty.Schedule.Occurrences().Select(o => o.Due!.Value));
    }

    [Theory]
    [InlineData("{text: x, kind: DATE, date: 2018-06-30}", "2018-06-30")]
    [InlineData("{text: x, kind: MONTH, month: 2, startYear: 2018}", "2018-02-28")]
    [InlineData("{text: x, kind: QUARTERS, quarters: [3, 4], startYear: 2018}", "2018-12-31")]
    [InlineData("{text: x, kind: QUARTERS, quarters: [4, 1], startYear: 2018, endYear: 2019}", "2019-03-31")]
    [InlineData("{text: x, kind: YEAR, startYear: 2018}", "2018-12-31")]
    [InlineData("{text: x, kind: YEARS, startYear: 2018, endYear: 2019}", "2019-12-31")]
    [InlineData("{text: x, kind: RECURRING, every: [QUARTER, YEAR], startYear: 2018, endYear: 2018}", "2018-12-31")]
    [InlineData("{text: x, kind: RECURRING, every: [YEAR], everyYears: 2, startYear: 2018, endYear: 2021}", "2020-12-31")]
    [InlineData("{text: x, kind: RECURRING, every: [FORTNIGHT], first: 2018-12-24, startYear: 2018, endYear: 2018}", "2018-12-24")]
    [InlineData("{text: x, kind: CONTINUOUS}", null)]
    [InlineData("{text: x, kind: AFTER_EVENT}", null)]
    [InlineData("{text: x, kind: AFTER_EVENT, date: 2018-06-30}", "2018-06-30")]
    [InlineData("{text: x, kind: UNSPECIFIED}", null)]
    public void Each_kind_of_schedule_is_read(string schedule, string? due)
    {
        var plan = Accepted(Good.Replace("""{text: "", kind: UNSPECIFIED}""", schedule));

        Assert.Equal(due, plan.Tasks[1].Schedule.Due?.ToString("yyyy-MM-dd"));
    }

    [Fact]
    public void Decomposed_letters_and_doubled_blanks_are_put_right()
    {
        var plan = Accepted(Good.Replace("title: Kế hoạch năm 2018", "title: 'Kê\u0301  hoa\u0323ch\u00A0 năm 2018 '"));

        Assert.Equal("Kế hoạch năm 2018", plan.Title);
    }

    [Fact]
    public void Windows_line_ends_change_nothing() =>
        Assert.Equal("Trên 60,5% văn bản đúng hạn", Accepted(Good.Replace("\n", "\r\n")).Objectives[0].Text);

    /// <summary>Each case puts one mistake into the good file; § marks the line that the error must name.</summary>
    [Theory]
    [InlineData(
        "  issuer:", "  issue:§",
        "plan plan-2018: unknown key 'issue'; the keys are id, owner, issuer, number, title, adoptedOn, effectiveOn, startYear, "
        + "endYear, parent, basedOn")]
    [InlineData("duties:", "duty:§", "file: unknown key 'duty'; the keys are plan, areas, objectives, tasks, duties")]
    [InlineData("  endYear: 2019\n", "  endYear: 2019\n  endYear: 2019§\n", "plan plan-2018: key 'endYear' stands twice")]
    [InlineData("  id: plan-2018\n  owner", "  owner§", "plan: id is missing")]
    [InlineData("  id: plan-2018", "  id: Plan 2018§", "plan Plan 2018: id 'Plan 2018' may contain only a to z, 0 to 9 and '-'")]
    [InlineData("owner: vn24-82\n", "owner: tỉnh Tiền Giang§\n", "plan plan-2018: owner 'tỉnh Tiền Giang' may hold letters, digits and - _ . : / + only, not ' '")]
    [InlineData("  title: Kế hoạch năm 2018", "  title:§", "plan plan-2018: title has no value; give one, or leave the key out if it is optional")]
    [InlineData("  title: Kế hoạch năm 2018", "  title: ' '§", "plan plan-2018: title must not be empty")]
    [InlineData("  title: Kế hoạch năm 2018", "  title: [Kế hoạch]§", "plan plan-2018: title is a list where one value is expected")]
    [InlineData("  title: Kế hoạch năm 2018", "  title: \"\\x07\"§", "plan plan-2018: title must not be empty")]
    [InlineData("adoptedOn: 2017-12-29", "adoptedOn: 29/12/2017§", "plan plan-2018: adoptedOn must be a day of the years 1900 to 2200 as YYYY-MM-DD")]
    [InlineData("adoptedOn: 2017-12-29", "adoptedOn: 2017-02-29§", "plan plan-2018: adoptedOn must be a day of the years 1900 to 2200 as YYYY-MM-DD")]
    [InlineData("startYear: 2018\n  endYear", "startYear: 1899§\n  endYear", "plan plan-2018: startYear must be a whole number from 1900 to 2200, without quotes")]
    [InlineData("startYear: 2018\n  endYear", "startYear: '2018'§\n  endYear", "plan plan-2018: startYear must be a whole number from 1900 to 2200, without quotes")]
    [InlineData("endYear: 2019", "endYear: 2017§", "plan plan-2018: endYear is before startYear")]
    [InlineData("    - Nghị quyết số 30c/NQ-CP", "    - {a: b}§", "plan plan-2018: basedOn holds a mapping where a text is expected")]
    [InlineData("basedOn:\n    - Nghị quyết số 30c/NQ-CP", "basedOn: Nghị quyết§", "plan plan-2018: basedOn is a text where a list is expected")]
    [InlineData(
        "reform: INSTITUTIONS", "reform: Institutions§",
        "area I: reform 'Institutions' is not one of INSTITUTIONS, PROCEDURES, APPARATUS, CIVIL_SERVICE, PUBLIC_FINANCE, "
        + "MODERNISATION, STEERING, OTHER")]
    [InlineData("budget: 100000000", "budget: 100.000.000§", "area I: budget must be whole đồng in digits alone, such as 300000000, and less than 2^53")]
    [InlineData("budget: 100000000", "budget: 9007199254740992§", "area I: budget must be whole đồng in digits alone, such as 300000000, and less than 2^53")]
    [InlineData("budget: 100000000", "budget: -1§", "area I: budget must be whole đồng in digits alone, such as 300000000, and less than 2^53")]
    [InlineData("objectives:", "  - {id: I§, name: x, reform: OTHER}\nobjectives:", "area I: id 'I' is already used in line 14")]
    [InlineData("objectives:", "  - {id: I/I§, name: x, reform: OTHER}\nobjectives:", "area I/I: id 'I/I' may hold a to z, A to Z, 0 to 9, - _ and . only, not '/'")]
    [InlineData("    comparison: MORE_THAN\n", "", "objective MT1: give both target and comparison, or neither")]
    [InlineData("target: 60.5", "target: 60,5§", "objective MT1: target must be a number without quotes, with a point before its decimals")]
    [InlineData("target: 60.5", "target: 60.1234567§", "objective MT1: target must lie in -1000000000000 to 1000000000000, with at most 6 decimals")]
    [InlineData("  - {id: MT2,", "  - {id: MT1§,", "objective MT1: id 'MT1' is already used in line 22")]
    [InlineData("    area: I\n    text", "    area: III§\n    text", "objective MT1: area 'III' is not in the list of areas")]
    [InlineData("    area: I\n    group", "    area: III§\n    group", "task I.1: area 'III' is not in the list of areas")]
    [InlineData("  - code: II.1", "  - code: I.1§", "task I.1: code 'I.1' is already used in line 34")]
    [InlineData("leads: [{class: COMMUNE, label: UBND cấp xã}]", "leads: []§", "task II.1: leads is an empty list")]
    [InlineData("leads: [{class: COMMUNE, label: UBND cấp xã}]", "leads: [UBND cấp xã]§", "task II.1: leads holds a text where a mapping (key: value) is expected")]
    [InlineData("leads: [{class: COMMUNE, label: UBND cấp xã}]", "leads: [{label: Xã}]§", "task II.1: leads: exactly one of unit, class and named must be given")]
    [InlineData("{unit: vn24-82-so-noi-vu, label", "{unit: x, named: y, label§", "task I.1: leads: exactly one of unit, class and named must be given")]
    [InlineData("{class: DISTRICT, label: UBND cấp huyện}", "{unit: vn24-82-so-noi-vu, label: Sở§}", "task I.1: leads: 'vn24-82-so-noi-vu' is named twice")]
    [InlineData(
        "{class: DISTRICT, label: UBND cấp huyện}", "{class: BODY, label: Báo§}",
        "task I.1: leads: class 'BODY' is not one of MINISTRY, PROVINCE, DEPARTMENT, DISTRICT, OFFICE, COMMUNE, CENTRAL_AGENCY")]
    [InlineData("{class: DISTRICT, label: UBND cấp huyện}", "{class: DISTRICT}§", "task I.1: leads: label is missing")]
    [InlineData("{label: Các cơ quan có liên quan}", "{unit: x, class: OFFICE, label: y§}", "task I.1: coordinators: at most one of unit, class and named must be given")]
    [InlineData("leadMode: JOINT", "leadMode: TOGETHER§", "task I.1: leadMode 'TOGETHER' is not one of EACH, JOINT")]
    [InlineData("weight: 2.5", "weight: 0§", "task I.1: weight must lie in 0.001 to 10000, with at most 3 decimals")]
    [InlineData("weight: 2.5", "weight: 10000.001§", "task I.1: weight must lie in 0.001 to 10000, with at most 3 decimals")]
    [InlineData("weight: 2.5", "weight: 1.0005§", "task I.1: weight must lie in 0.001 to 10000, with at most 3 decimals")]
    [InlineData("id: bao-cao-quy", "id: II.1§", "duty II.1: id 'II.1' is already the code of a task")]
    [InlineData("kind: REPORT", "kind: TASK§", "duty bao-cao-quy: kind 'TASK' is not one of REPORT, PLAN")]
    [InlineData("    schedule: {text: \"\", kind: UNSPECIFIED}\n", "", "task II.1: schedule is missing")]
    [InlineData(
        "kind: UNSPECIFIED", "kind: NEVER§",
        "task II.1: schedule: kind 'NEVER' is not one of DATE, MONTH, QUARTERS, YEAR, YEARS, RECURRING, CONTINUOUS, AFTER_EVENT, UNSPECIFIED")]
    [InlineData("kind: UNSPECIFIED", "kind: DATE§", "task II.1: schedule: date is missing")]
    [InlineData("kind: UNSPECIFIED", "kind: MONTH, month: 13§, startYear: 2018", "task II.1: schedule: month must be a whole number from 1 to 12, without quotes")]
    [InlineData("kind: UNSPECIFIED", "kind: YEARS, startYear: 2018§", "task II.1: schedule: endYear is missing")]
    [InlineData("kind: UNSPECIFIED", "kind: YEARS, startYear: 2018, endYear: 2017§", "task II.1: schedule: endYear is before startYear")]
    [InlineData("kind: UNSPECIFIED", "kind: YEAR, startYear: 2018, month: 3§", "task II.1: schedule: month is not allowed for YEAR, which allows startYear")]
    [InlineData(
        "kind: UNSPECIFIED", "kind: CONTINUOUS, startYear: 2018§",
        "task II.1: schedule: startYear is not allowed for CONTINUOUS, which allows only text and kind")]
    [InlineData("{text: \"\", kind", "{text: , kind§", "task II.1: schedule: text has no value; write \"\" for an empty text")]
    [InlineData("quarters: [1, 2]", "quarters: [1, 5]§", "task I.1: schedule: quarters must be a whole number from 1 to 4, without quotes")]
    [InlineData("quarters: [1, 2]", "quarters: [1, 1]§", "task I.1: schedule: quarters contains a value twice")]
    [InlineData("quarters: [1, 2]", "quarters: []§", "task I.1: schedule: quarters is an empty list")]
    [InlineData(
        "every: [QUARTER]", "every: [DAY]§",
        "duty bao-cao-quy: schedule: every holds a value that is not one of MONTH, QUARTER, HALF_YEAR, NINE_MONTHS, YEAR, WEEK, FORTNIGHT")]
    [InlineData(
        "text: \"Quý I, II\", kind: QUARTERS, quarters: [1, 2]", "text: \"Quý I, II\"§, kind: QUARTERS, quarters: [2, 1]",
        "task I.1: schedule: quarters stand in their order, each once; for some of a later year, endYear says the year of the last one")]
    [InlineData("\"03-09\"", "\"02-30\"§", "duty bao-cao-quy: schedule: days holds what is not a day of the year as \"MM-DD\"")]
    [InlineData("startYear: 2018, endYear: 2018, days", "startYear: 1900, endYear: 2200, every: [MONTH§], days", "duty bao-cao-quy: schedule: key 'every' stands twice")]
    public void One_mistake_refuses_the_file_and_names_its_line(string find, string put, string reason)
    {
        Assert.Contains(find, Good);
        var marked = Good.Replace(find, put);
        var at = marked.IndexOf('§');

        var reading = PlanFile.Parse(marked.Replace("§", ""), "plan.yaml");

        Assert.Null(reading.Value);
        var error = Assert.Single(reading.Errors);
        Assert.Equal(reason, error.Reason);
        if (at >= 0)
        {
            Assert.Equal(1 + marked[..at].Count(c => c == '\n'), error.Line);
        }
        Assert.Equal($"plan.yaml:{error.Line}: {reason}", error.ToString());
    }

    [Fact]
    public void A_schedule_that_falls_due_too_often_is_refused()
    {
        var often = Good.Replace(
            "every: [QUARTER], startYear: 2018, endYear: 2018, days: [\"03-09\", \"06-09\"]",
            "every: [MONTH], startYear: 1900, endYear: 2200");

        var error = Assert.Single(PlanFile.Parse(often, "p").Errors);

        Assert.StartsWith("duty bao-cao-quy: schedule: it would fall due more than", error.Reason);
    }

    [Fact]
    public void All_mistakes_are_told_at_once_in_the_order_of_lines()
    {
        var text = Good.Replace("reform: CIVIL_SERVICE", "reform: NONE").Replace("startYear: 2018\n  endYear", "startYear: x\n  endYear")
            .Replace("weight: 2.5", "weight: much").Replace("kind: REPORT", "kind: TASK");

        var errors = PlanFile.Parse(text, "plan.yaml").Errors;

        Assert.Equal(
            ["startYear", "reform", "weight", "kind"],
            errors.Select(e => e.Reason.Split(": ")[1].Split(' ')[0]));
        Assert.Equal(errors.Select(e => e.Line).Order(), errors.Select(e => e.Line));
    }

    [Fact]
    public void No_more_than_a_hundred_mistakes_are_told()
    {
        var text = Good.Replace("duties:", string.Concat(Enumerable.Range(0, 150).Select(i => $"mistake{i}: 1\n")) + "duties:");

        var errors = PlanFile.Parse(text, "plan.yaml").Errors;

        Assert.Equal(101, errors.Length);
        Assert.Equal("plan.yaml: more than 100 errors; the others are not shown", errors[^1].ToString());
    }

    [Theory]
    [InlineData("", "p: is empty")]
    [InlineData("# only a comment\n", "p: is empty")]
    [InlineData("- a\n- b\n", "p:1: must begin with the key 'plan'")]
    [InlineData("plan: &a {}\n", "p:1: anchors and aliases (& and *) are not supported in plan files; write the value out, or quote the text")]
    [InlineData("plan:\n  id: *a\n", "p:2: anchors and aliases (& and *) are not supported in plan files; write the value out, or quote the text")]
    [InlineData("plan:\n  id: !x a\n", "p:2: tags (!) are not supported in plan files; quote the text")]
    [InlineData("plan: {}\n---\nplan: {}\n", "p:2: a second document begins; one file holds one plan")]
    [InlineData("plan: [[[[[[[[[[[[[[[[[[[[a]]]]]]]]]]]]]]]]]]]]\n", "p:1: is nested more than 16 levels deep")]
    [InlineData("plan:\n  ? [a]\n  : b\n", "p:2: a key must be a word")]
    public void What_is_no_plan_file_is_refused(string text, string error) =>
        Assert.Equal(error, Assert.Single(PlanFile.Parse(text, "p").Errors).ToString());

    [Theory]
    [InlineData("plan:\n  title: Kế hoạch: năm 2018\n", 2)]
    [InlineData("plan:\n  title: \"Kế hoạch\n", 2)]
    [InlineData("plan:\n\tid: x\n", 2)]
    [InlineData("plan:\n  id: x\n owner: y\n", 3)]
    [InlineData("plan: [a\n", 2)]
    [InlineData("plan:\n a:\n  b: {\nc", 3)]
    public void Broken_YAML_is_refused_with_its_line(string text, int line)
    {
        var error = Assert.Single(PlanFile.Parse(text, "p").Errors);

        Assert.StartsWith("is not valid YAML", error.Reason);
        Assert.Equal(line, error.Line);
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused_by_name() =>
        Assert.Equal("nowhere.yaml: there is no such file", Assert.Single(PlanFile.Read("/no/nowhere.yaml").Errors).ToString());

    [Fact]
    public void A_file_that_is_no_UTF8_is_refused_with_its_line()
    {
        using var file = new TemporaryFile("latin.yaml", [.. "plan:\n  title: K"u8, 0xEA, 0x0A]);

        var error = Assert.Single(PlanFile.Read(file.Path).Errors);

        Assert.Equal("latin.yaml:2: is not UTF-8; save the file with the encoding UTF-8", error.ToString());
    }

    [Fact]
    public void A_file_beyond_the_bound_is_refused_unread()
    {
        using var file = new TemporaryFile("long.yaml", new byte[FileLimits.PlanBytesMax + 1]);

        Assert.Equal("long.yaml: has 4194305 bytes; at most 4194304 are read", Assert.Single(PlanFile.Read(file.Path).Errors).ToString());
    }

    [Fact]
    public void A_byte_order_mark_is_no_mistake()
    {
        using var file = new TemporaryFile("bom.yaml", [.. "\uFEFF"u8, .. System.Text.Encoding.UTF8.GetBytes(Good)]);

        Assert.Equal("plan-2018", PlanFile.Read(file.Path).Value?.Id);
    }

    private static PlanDocument Accepted(string text)
    {
        var reading = PlanFile.Parse(text, "plan.yaml");
        Assert.Empty(reading.Errors);
        return reading.Value!;
    }
}
