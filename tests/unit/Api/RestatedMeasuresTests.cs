namespace Hierarchy.UnitTests.Api;

/// <summary>Periods, indicators, inspections and coverage on today's map: three communes go on in one, another one is divided between that and
/// a second, in which a fifth goes on as a whole. What the divided one left open is a department's to finish.</summary>
public sealed class RestatedMeasuresTests(ApiHost api) : IClassFixture<ApiHost>
{
    private const string Rate = "{ numerator denominator }";
    private const string Value = "{ rate { numerator denominator } given expected verified status }";

    [Fact]
    public async Task A_period_is_of_all_that_went_on_in_a_unit_and_who_is_missing_is_named_once()
    {
        await ReorganiseAsync("a");
        const string Period = """regime(id: "a-r") { periods(year: 2013) { key """;
        await api.EventuallyAsync(
            $$"""
            { {{Period}}
              asIs: completeness(unit: "a-x") {{Rate}} x: completeness(unit: "a-x", tree: RESTATED) {{Rate}} inTime: timeliness(unit: "a-x", tree: RESTATED) {{Rate}}
              y: completeness(unit: "a-y", tree: RESTATED) {{Rate}} p: completeness(unit: "a-p") {{Rate}} map: completeness(unit: "a-p", tree: RESTATED) {{Rate}}
              progress(unit: "a-x", tree: RESTATED) { total done overdue } missing(unit: "a-x", tree: RESTATED) { totalCount nodes { id } }
              four: completeness(unit: "a-4", tree: RESTATED) {{Rate}}
              then: completeness(unit: "a-x", asOf: "2013-03-05") {{Rate}} mapped: completeness(unit: "a-x", asOf: "2013-03-12", tree: RESTATED) {{Rate}} } } }
            """,
            """
            { "regime": { "periods": [
              { "key": "a-r~2013-Q1", "asIs": { "numerator": 0, "denominator": 2 }, "x": { "numerator": 1, "denominator": 3 },
                "inTime": { "numerator": 1, "denominator": 3 }, "y": { "numerator": 1, "denominator": 1 }, "p": { "numerator": 2, "denominator": 5 },
                "map": { "numerator": 2, "denominator": 5 }, "progress": { "total": 3, "done": 1, "overdue": 2 },
                "missing": { "totalCount": 1, "nodes": [{ "id": "a-x" }] }, "four": { "numerator": 0, "denominator": 1 },
                "then": { "numerator": 0, "denominator": 0 }, "mapped": { "numerator": 1, "denominator": 3 } },
              { "key": "a-r~2013-H1", "asIs": { "numerator": 0, "denominator": 3 }, "x": { "numerator": 0, "denominator": 3 },
                "inTime": { "numerator": 0, "denominator": 3 }, "y": { "numerator": 0, "denominator": 1 }, "p": { "numerator": 0, "denominator": 5 },
                "map": { "numerator": 0, "denominator": 5 }, "progress": { "total": 3, "done": 0, "overdue": 0 },
                "missing": { "totalCount": 1, "nodes": [{ "id": "a-x" }] }, "four": { "numerator": 0, "denominator": 1 },
                "then": { "numerator": 0, "denominator": 0 }, "mapped": { "numerator": 0, "denominator": 3 } }] } }
            """);
        await api.CheckAsync(
            """
            { regime(id: "a-r") { periods(year: 2013) { missing(unit: "a-p") { totalCount nodes { id } }
              first: missing(unit: "a-p", first: 1) { nodes { id } pageInfo { hasNextPage } } } }
              regimes(unit: "a-x", tree: RESTATED) { id } own: regimes(unit: "a-x", tree: AS_IS) { id } }
            """,
            """
            { "regime": { "periods": [
              { "missing": { "totalCount": 2, "nodes": [{ "id": "a-4" }, { "id": "a-x" }] },
                "first": { "nodes": [{ "id": "a-4" }], "pageInfo": { "hasNextPage": true } } },
              { "missing": { "totalCount": 3, "nodes": [{ "id": "a-4" }, { "id": "a-x" }, { "id": "a-y" }] },
                "first": { "nodes": [{ "id": "a-4" }], "pageInfo": { "hasNextPage": true } } }] },
              "regimes": [{ "id": "a-r" }, { "id": "a-dr" }], "own": [{ "id": "a-r" }] }
            """);
    }

    [Fact]
    public async Task An_indicator_is_sum_over_sum_of_what_each_unit_gave_itself_and_a_divided_one_counts_above_its_parts()
    {
        await ReorganiseAsync("b");
        string Of(string unit, string tree) => $$"""{{unit}}{{tree[..1]}}: value(unit: "b-{{unit}}", year: 2012, tree: {{tree}}) {{Value}}""";
        var figures = string.Join(' ', from unit in new[] { "x", "y", "p", "m" } from tree in new[] { "AS_IS", "RESTATED" } select Of(unit, tree));
        await api.EventuallyAsync(
            $$"""{ indicator(id: "b-i") { {{figures}} } }""",
            """
            { "indicator": {
              "xA": { "rate": { "numerator": 0, "denominator": 0 }, "given": 0, "expected": 0, "verified": 0, "status": "NO_DATA" },
              "xR": { "rate": { "numerator": 81, "denominator": 100 }, "given": 3, "expected": 3, "verified": 1, "status": "ACHIEVED" },
              "yA": { "rate": { "numerator": 0, "denominator": 0 }, "given": 0, "expected": 0, "verified": 0, "status": "NO_DATA" },
              "yR": { "rate": { "numerator": 0, "denominator": 0 }, "given": 0, "expected": 1, "verified": 0, "status": "NO_DATA" },
              "pA": { "rate": { "numerator": 90, "denominator": 160 }, "given": 4, "expected": 5, "verified": 1, "status": "PROVISIONAL" },
              "pR": { "rate": { "numerator": 90, "denominator": 160 }, "given": 4, "expected": 5, "verified": 1, "status": "PROVISIONAL" },
              "mA": { "rate": { "numerator": 90, "denominator": 160 }, "given": 4, "expected": 5, "verified": 1, "status": "PROVISIONAL" },
              "mR": { "rate": { "numerator": 90, "denominator": 160 }, "given": 4, "expected": 5, "verified": 1, "status": "PROVISIONAL" } } }
            """);
        await api.CheckAsync(
            """
            { indicator(id: "b-i") {
              byChild(unit: "b-p", year: 2012, tree: RESTATED) { unit { id } value { rate { numerator } given expected } }
              asIs: byChild(unit: "b-p", year: 2012) { unit { id } value { rate { numerator } given expected } }
              series(unit: "b-x", fromYear: 2012, toYear: 2014, tree: RESTATED) { year given expected rate { numerator denominator } }
              x: notGiven(unit: "b-x", year: 2013, tree: RESTATED) { totalCount nodes { id } }
              y: notGiven(unit: "b-y", year: 2012, tree: RESTATED) { nodes { id } } none: notGiven(unit: "b-x", year: 2012, tree: RESTATED) { nodes { id } }
              then: value(unit: "b-x", year: 2012, asOf: "2013-05-09", tree: RESTATED) { given expected }
              past: byChild(unit: "b-p", year: 2012, asOf: "2013-05-09", tree: RESTATED) { unit { id } }
              missing: notGiven(unit: "b-x", year: 2012, asOf: "2013-05-09", tree: RESTATED) { totalCount }
              later: value(unit: "b-x", year: 2012, asOf: "2013-06-01", tree: RESTATED) { given expected } }
              unit(id: "b-x") { indicators(tree: RESTATED) { id } own: indicators { id } } }
            """,
            """
            { "indicator": {
              "byChild": [{ "unit": { "id": "b-p" }, "value": { "rate": { "numerator": 9 }, "given": 1, "expected": 1 } },
                { "unit": { "id": "b-x" }, "value": { "rate": { "numerator": 81 }, "given": 3, "expected": 3 } },
                { "unit": { "id": "b-y" }, "value": { "rate": { "numerator": 0 }, "given": 0, "expected": 1 } }],
              "asIs": [{ "unit": { "id": "b-d" }, "value": { "rate": { "numerator": 90 }, "given": 4, "expected": 5 } }],
              "series": [{ "year": 2012, "given": 3, "expected": 3, "rate": { "numerator": 81, "denominator": 100 } },
                { "year": 2013, "given": 1, "expected": 3, "rate": { "numerator": 5, "denominator": 10 } },
                { "year": 2014, "given": 0, "expected": 0, "rate": { "numerator": 0, "denominator": 0 } }],
              "x": { "totalCount": 2, "nodes": [{ "id": "b-2" }, { "id": "b-3" }] }, "y": { "nodes": [{ "id": "b-5" }] }, "none": { "nodes": [] },
              "then": { "given": 0, "expected": 0 }, "past": [], "missing": { "totalCount": 0 }, "later": { "given": 3, "expected": 3 } },
              "unit": { "indicators": [{ "id": "b-i" }, { "id": "b-dk" }], "own": [] } }
            """);
        // Who goes on completes a year of theirs, and it counts there as theirs.
        await api.DoAsync("""reportIndicator(indicator: "b-i", unit: "b-2", year: 2013, numerator: 7, denominator: 10) { given }""");
        await api.EventuallyAsync(
            """{ indicator(id: "b-i") { value(unit: "b-x", year: 2013, tree: RESTATED) { rate { numerator denominator } given expected } } }""",
            """{ "indicator": { "value": { "rate": { "numerator": 12, "denominator": 20 }, "given": 2, "expected": 3 } } }""");
    }

    [Fact]
    public async Task Coverage_counts_the_units_of_the_time_where_they_stand_today()
    {
        await ReorganiseAsync("c");
        string Of(string unit) => $$"""
            {{unit}}: unit(id: "c-{{unit}}") {
              asIs: inspectionCoverage(year: 2012, unitKind: COMMUNE) {{Rate}} map: inspectionCoverage(year: 2012, unitKind: COMMUNE, tree: RESTATED) {{Rate}}
              now: inspectionCoverage(year: 2013, unitKind: COMMUNE, tree: RESTATED) {{Rate}}
              then: inspectionCoverage(year: 2013, unitKind: COMMUNE, asOf: "2013-02-01", tree: RESTATED) {{Rate}} }
            """;
        await api.EventuallyAsync(
            $$"""{ {{Of("x")}} {{Of("y")}} {{Of("p")}} }""",
            """
            { "x": { "asIs": { "numerator": 0, "denominator": 0 }, "map": { "numerator": 1, "denominator": 3 }, "now": { "numerator": 1, "denominator": 2 },
                "then": { "numerator": 1, "denominator": 3 } },
              "y": { "asIs": { "numerator": 0, "denominator": 0 }, "map": { "numerator": 0, "denominator": 1 }, "now": { "numerator": 0, "denominator": 1 },
                "then": { "numerator": 0, "denominator": 1 } },
              "p": { "asIs": { "numerator": 1, "denominator": 5 }, "map": { "numerator": 1, "denominator": 5 }, "now": { "numerator": 2, "denominator": 4 },
                "then": { "numerator": 1, "denominator": 5 } } }
            """);
        await api.CheckAsync(
            """
            { unit(id: "c-x") { inspections { id } map: inspections(tree: RESTATED) { id } findings(tree: RESTATED) { totalCount nodes { id } }
              own: findings { nodes { id } } }
              y: unit(id: "c-y") { map: inspections(tree: RESTATED) { id } } p: unit(id: "c-p") { map: inspections(tree: RESTATED) { id } }
              k: indicator(id: "c-dk") { value(unit: "c-x", year: 2012, tree: RESTATED) { rate { numerator denominator } status }
                byChild(unit: "c-p", year: 2012, tree: RESTATED) { unit { id } value { rate { numerator denominator } } }
                then: value(unit: "c-p", year: 2013, asOf: "2013-02-01") { rate { numerator denominator } } } }
            """,
            """
            { "unit": { "inspections": [], "map": [{ "id": "c-k1" }, { "id": "c-k2" }],
                "findings": { "totalCount": 1, "nodes": [{ "id": "c-x~c-k1~1~c-1" }] }, "own": { "nodes": [{ "id": "c-x~c-k1~1~c-1" }] } },
              "y": { "map": [] }, "p": { "map": [{ "id": "c-k1" }, { "id": "c-k2" }, { "id": "c-k4" }] },
              "k": { "value": { "rate": { "numerator": 1, "denominator": 3 }, "status": "NOT_ACHIEVED" },
                "byChild": [{ "unit": { "id": "c-p" }, "value": { "rate": { "numerator": 0, "denominator": 1 } } },
                  { "unit": { "id": "c-x" }, "value": { "rate": { "numerator": 1, "denominator": 3 } } },
                  { "unit": { "id": "c-y" }, "value": { "rate": { "numerator": 0, "denominator": 1 } } }],
                "then": { "rate": { "numerator": 1, "denominator": 5 } } } }
            """);
    }

    [Fact]
    public async Task Whoever_acts_for_a_unit_that_has_ended_reads_what_it_writes_and_gives_and_nobody_else_beside_it()
    {
        await ReorganiseAsync("e");
        foreach (var (person, unit, role) in new[] { ("e-acting", "e-o", "HEAD"), ("e-beside", "e-n", "HEAD"), ("e-heir", "e-y", "HEAD") })
        {
            await api.DoAsync($$"""registerPerson(input: { id: "{{person}}", name: "Người" }) { id }""");
            await api.DoAsync($$"""grant(input: { person: "{{person}}", role: {{role}}, unit: "{{unit}}" }) { id }""");
        }
        var (acting, beside) = (new Caller("e-acting", null, "e-acting"), new Caller("e-beside", null, "e-beside"));
        const string Unopened = """{ reportOf(unit: "e-4", period: "e-r~2013-H1") { id } }""";
        Assert.Null(await api.CodeAsync(Unopened, acting));
        Assert.Equal("FORBIDDEN", await api.CodeAsync(Unopened, beside));
        const string Open = """mutation { openReport(requestId: "e-open", unit: "e-4", period: "e-r~2013-H1") { id status } }""";
        Assert.Equal("FORBIDDEN", await api.CodeAsync(Open, beside));
        Assert.Null(await api.CodeAsync(Open, acting));
        const string Read = """
            { report(id: "e-4~e-r~2013-H1") { id status obligations { id status } }
              reportOf(unit: "e-4", period: "e-r~2013-H1") { status }
              indicator(id: "e-i") { given(unit: "e-4", year: 2012) { numerator } notGiven(unit: "e-4", year: 2013) { nodes { id } } } }
            """;
        var read = (await api.AskAsync(Read, caller: acting)).GetProperty("data");
        Assert.Equal("DRAFT", read.GetProperty("report").GetProperty("status").GetString());
        Assert.Equal(["e-4~e-r~2013-H1", "e-4~e-r~2013-Q1"], read.GetProperty("report").GetProperty("obligations").EnumerateArray()
            .Select(o => o.GetProperty("id").GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal(9, read.GetProperty("indicator").GetProperty("given").GetProperty("numerator").GetInt32());
        Assert.Equal("e-4", Assert.Single(read.GetProperty("indicator").GetProperty("notGiven").GetProperty("nodes").EnumerateArray()).GetProperty("id").GetString());
        foreach (var query in new[]
        {
            """{ report(id: "e-4~e-r~2013-H1") { id } }""", """{ reportOf(unit: "e-4", period: "e-r~2013-H1") { id } }""",
            """{ indicator(id: "e-i") { notGiven(unit: "e-4", year: 2013) { totalCount } } }""",
        })
        {
            Assert.Equal("FORBIDDEN", await api.CodeAsync(query, beside));
        }
        const string Given = """{ indicator(id: "e-i") { given(unit: "e-4", year: 2012) { numerator } } }""";
        Assert.Equal(
            JsonValueKind.Null, (await api.AskAsync(Given, caller: beside)).GetProperty("data").GetProperty("indicator").GetProperty("given").ValueKind);
        const string Sign = """
            mutation { signReport(requestId: "e-sign", report: "e-4~e-r~2013-H1", signer: "Nguyễn Văn A", capacity: "GIÁM ĐỐC",
              document: { number: "9/BC", issuedOn: "2013-05-09" }) { status obligations { status } } }
            """;
        Assert.Equal("FORBIDDEN", await api.CodeAsync(Sign, beside));
        Assert.Null(await api.CodeAsync(Sign, acting));
        Assert.Equal("SIGNED", (await api.AskAsync(Read, caller: acting)).GetProperty("data").GetProperty("report").GetProperty("status").GetString());
        Assert.Null(await api.CodeAsync(
            """mutation { reportIndicator(requestId: "e-give", indicator: "e-i", unit: "e-4", year: 2013, numerator: 1, denominator: 2) { given } }""", acting));
        // The heir of another whole reads what that one gave.
        var heir = await api.AskAsync(
            """{ indicator(id: "e-i") { notGiven(unit: "e-y", year: 2012, tree: RESTATED) { nodes { id } } } }""", caller: new Caller("e-heir", null, "e-heir"));
        Assert.Equal("e-5", Assert.Single(heir.GetProperty("data").GetProperty("indicator").GetProperty("notGiven").GetProperty("nodes").EnumerateArray())
            .GetProperty("id").GetString());
    }

    private async Task ReorganiseAsync(string of)
    {
        await api.RegisterAsync(
            of, ("m", "MINISTRY", null), ("p", "PROVINCE", "m"), ("o", "DEPARTMENT", "p"), ("n", "DEPARTMENT", "p"), ("d", "DISTRICT", "p"),
            ("1", "COMMUNE", "d"), ("2", "COMMUNE", "d"), ("3", "COMMUNE", "d"), ("4", "COMMUNE", "d"), ("5", "COMMUNE", "d"));
        await api.DoAsync($$"""
            addRegime(input: { id: "{{of}}-r", owner: "{{of}}-p", title: "Báo cáo CCHC", reporters: [{ unitClass: COMMUNE }], startYear: 2013, endYear: 2013,
              periods: [
                { key: "Q1", label: "Quý I", from: "12-15", fromYearOffset: -1, to: "03-14", due: [{ kind: COMMUNE, lastDay: "03-20" }] },
                { key: "H1", label: "06 tháng", from: "12-15", fromYearOffset: -1, to: "06-14", due: [{ kind: COMMUNE, lastDay: "06-20" }], serves: ["Q1"] }]
              }) { id }
            """);
        await api.DoAsync($$"""
            addRegime(input: { id: "{{of}}-dr", owner: "{{of}}-d", title: "Báo cáo riêng", reporters: [], startYear: 2013, endYear: 2013,
              periods: [{ key: "Q1", label: "Quý I", from: "01-01", to: "03-14", due: [] }] }) { id }
            """);
        await api.DoAsync($$"""
            defineIndicator(input: { id: "{{of}}-i", owner: "{{of}}-p", text: "Hài lòng", method: RATIO, numeratorLabel: "hài lòng",
              denominatorLabel: "được hỏi", reporters: [{ unitClass: COMMUNE }], targets: [{ comparison: AT_LEAST, value: 60 }] }) { id }
            """);
        await api.DoAsync($$"""
            defineIndicator(input: { id: "{{of}}-dk", owner: "{{of}}-d", text: "Kiểm tra", method: SYSTEM, system: UNITS_INSPECTED,
              numeratorLabel: "được kiểm tra", reporters: [{ unitClass: COMMUNE }], targets: [{ comparison: AT_LEAST, value: 60 }] }) { id }
            """);
        await api.EventuallyAsync(
            $$"""{ unit(id: "{{of}}-m") { progress(filter: { kind: REPORT }) { total } } indicator(id: "{{of}}-i") { value(unit: "{{of}}-p", year: 2012) { expected } } }""",
            """{ "unit": { "progress": { "total": 10 } }, "indicator": { "value": { "expected": 5 } } }""");
        foreach (var unit in new[] { "1", "5" })
        {
            await api.FinishAsync($"{of}-{unit}~{of}-r~2013-Q1", "2013-03-10");
        }
        foreach (var (unit, year, numerator, denominator) in new[] { (1, 2012, 1, 10), (2, 2012, 80, 90), (3, 2012, 0, 0), (4, 2012, 9, 60), (1, 2013, 5, 10) })
        {
            await api.DoAsync($$"""
                reportIndicator(indicator: "{{of}}-i", unit: "{{of}}-{{unit}}", year: {{year}}, numerator: {{numerator}}, denominator: {{denominator}}) { given }
                """);
        }
        await api.DoAsync($$"""verifyIndicator(indicator: "{{of}}-i", unit: "{{of}}-2", year: 2012) { verified }""");
        foreach (var (id, unit, on, findings) in new[]
        {
            ("k1", "1", "2013-02-01", """{ text: "Sổ sai", due: "2013-12-01" }"""), ("k2", "2", "2012-06-01", ""), ("k4", "4", "2013-02-02", ""),
        })
        {
            await api.DoAsync($$"""
                recordInspection(input: { id: "{{of}}-{{id}}", inspector: "{{of}}-p", unit: "{{of}}-{{unit}}", on: "{{on}}", findings: [{{findings}}] }) { id }
                """);
        }
        var heirs = string.Join(' ', new[] { "1", "2", "3" }.Select(unit => $$"""{ unit: "{{of}}-{{unit}}", heirs: [{ unit: "{{of}}-x" }] }"""));
        await api.DoAsync($$"""
            draftReorganisation(input: { id: "{{of}}-dot", carrier: "{{of}}-p", title: "Sắp xếp", effectiveOn: "2013-05-02",
              act: { number: "1", issuedOn: "2013-04-20" },
              establish: [
                { id: "{{of}}-x", name: "Xã X", kind: COMMUNE, parent: "{{of}}-p" }, { id: "{{of}}-y", name: "Xã Y", kind: COMMUNE, parent: "{{of}}-p" }],
              close: [{{heirs}}
                { unit: "{{of}}-4", heirs: [{ unit: "{{of}}-x", extent: PARTIAL }, { unit: "{{of}}-y", extent: PARTIAL }] }
                { unit: "{{of}}-5", heirs: [{ unit: "{{of}}-y" }] }, { unit: "{{of}}-d", heirs: [] }] }) { id }
            """);
        await api.DoAsync($$"""assignObligations(reorganisation: "{{of}}-dot", rules: [{ from: "{{of}}-4", steward: "{{of}}-o" }]) { id }""");
        await api.DoAsync($$"""adoptReorganisation(reorganisation: "{{of}}-dot") { id }""");
        var reorganisation = api.Services.GetRequiredService<IGrainFactory>().GetGrain<IReorganisationGrain>($"{of}-dot");
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await reorganisation.FollowAsync() is not { Progress.Status: ReorganisationStatus.Done })
        {
            patience.Token.ThrowIfCancellationRequested();
        }
    }
}
