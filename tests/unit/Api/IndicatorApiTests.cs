namespace Hierarchy.UnitTests.Api;

/// <summary>Indicators, inspections and findings over the API: what they come to at every level, and how that stands to the
/// targets.</summary>
public sealed class IndicatorApiTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_ratio_is_sum_over_sum_at_every_level_and_nobody_who_is_missing_counts_as_zero()
    {
        await api.RegisterAsync("a");
        await api.CheckDoneAsync(
            """
            defineIndicator(input: { id: "a-i", owner: "a-p", text: "Hài lòng", method: RATIO, numeratorLabel: "hài lòng", denominatorLabel: "được hỏi",
              reporters: [{ unitClass: COMMUNE }, { unit: "a-d" }], targets: [{ comparison: AT_LEAST, value: 60 },
                { comparison: AT_LEAST, value: 75, unitKind: COMMUNE, year: 2013 }] })
            { id text method numeratorLabel denominatorLabel owner { id } targets { comparison value unitKind year } }
            """,
            """
            { "defineIndicator": { "id": "a-i", "text": "Hài lòng", "method": "RATIO", "numeratorLabel": "hài lòng", "denominatorLabel": "được hỏi",
              "owner": { "id": "a-p" }, "targets": [
                { "comparison": "AT_LEAST", "value": 60, "unitKind": null, "year": null },
                { "comparison": "AT_LEAST", "value": 75, "unitKind": "COMMUNE", "year": 2013 }] } }
            """);
        await CheckAsync("a-p", "NO_DATA", 0, 0, 0, 4);
        await CheckAsync("a-p", "NO_DATA", 0, 0, 0, 3, "COMMUNE");
        // A mean of percents would say 60.
        await api.CheckDoneAsync(
            """
            reportIndicator(indicator: "a-i", unit: "a-1", year: 2013, numerator: 1, denominator: 10, note: "khảo sát")
            { year period { key } rate { numerator denominator percent } given expected verified target { value } status }
            """,
            """
            { "reportIndicator": { "year": 2013, "period": null, "rate": { "numerator": 1, "denominator": 10, "percent": 10 }, "given": 1, "expected": 1,
              "verified": 0, "target": { "value": 75 }, "status": "NOT_ACHIEVED" } }
            """);
        await GiveAsync("a", "a-2", 80, 90);
        await CheckAsync("a-p", "PROVISIONAL", 81, 100, 2, 4);
        await CheckAsync("a-d", "PROVISIONAL", 81, 100, 2, 4);
        await api.CheckAsync(
            """
            { unit(id: "a-p") { indicators { notGiven(unit: "a-p", year: 2013, first: 1) { totalCount nodes { id } pageInfo { hasNextPage } }
              byChild(unit: "a-d", year: 2013) { unit { id } value { rate { numerator } given expected } } } } }
            """,
            """
            { "unit": { "indicators": [{ "notGiven": { "totalCount": 2, "nodes": [{ "id": "a-d" }], "pageInfo": { "hasNextPage": true } }, "byChild": [
              { "unit": { "id": "a-d" }, "value": { "rate": { "numerator": 0 }, "given": 0, "expected": 1 } },
              { "unit": { "id": "a-1" }, "value": { "rate": { "numerator": 1 }, "given": 1, "expected": 1 } },
              { "unit": { "id": "a-2" }, "value": { "rate": { "numerator": 80 }, "given": 1, "expected": 1 } },
              { "unit": { "id": "a-3" }, "value": { "rate": { "numerator": 0 }, "given": 0, "expected": 1 } }] }] } }
            """);
        await GiveAsync("a", "a-3", 0, 0);
        await GiveAsync("a", "a-d", 9, 60);
        await CheckAsync("a-p", "NOT_ACHIEVED", 90, 160, 4, 4);
        await CheckAsync("a-p", "ACHIEVED", 81, 100, 3, 3, "COMMUNE");
        await CheckAsync("a-p", "NOT_ACHIEVED", 9, 60, 1, 1, "DISTRICT");
        // A correction counts instead, and the old value stays in the history.
        await GiveAsync("a", "a-d", 15, 60);
        await CheckAsync("a-p", "ACHIEVED", 96, 160, 4, 4);
        var history = (await api.DataAsync("""{ unit(id: "a-d") { history { nodes { summary } } } }""")).GetRawText();
        Assert.Contains("9/60", history, StringComparison.Ordinal);
        Assert.Contains("15/60", history, StringComparison.Ordinal);
        // Above its owner it is what it is there; there is nothing elsewhere, and nothing in another year.
        await CheckAsync("a-m", "ACHIEVED", 96, 160, 4, 4);
        await CheckAsync("a-x", "NO_DATA", 0, 0, 0, 0);
        await api.CheckAsync(
            """{ unit(id: "a-p") { indicators { series(unit: "a-p", fromYear: 2012, toYear: 2013) { year given expected rate { percent } status } } } }""",
            """
            { "unit": { "indicators": [{ "series": [
              { "year": 2012, "given": 0, "expected": 4, "rate": { "percent": null }, "status": "NO_DATA" },
              { "year": 2013, "given": 4, "expected": 4, "rate": { "percent": 60 }, "status": "ACHIEVED" }] }] } }
            """);
    }

    [Fact]
    public async Task What_is_verified_is_told_apart_and_a_period_is_not_its_year()
    {
        await api.RegisterAsync("b");
        await api.DoAsync("""
            defineIndicator(input: { id: "b-i", owner: "b-p", text: "Hồ sơ", method: SUM, numeratorLabel: "hồ sơ", targets: [],
              reporters: [{ unitClass: COMMUNE }] }) { id }
            """);
        await api.DoAsync("""
            addRegime(input: { id: "b-r", owner: "b-p", title: "Báo cáo", reporters: [], startYear: 2013, endYear: 2013, periods: [
              { key: "Q1", label: "Quý I", from: "01-01", to: "03-14", due: [] }] }) { id }
            """);
        await api.DoAsync("""
            reportIndicator(indicator: "b-i", unit: "b-1", year: 2013, numerator: 7, note: "theo sổ",
              document: { number: "12/BC", issuedOn: "2013-01-02" }) { year }
            """);
        await api.DoAsync("""reportIndicator(indicator: "b-i", unit: "b-1", year: 2013, period: "b-r~2013-Q1", numerator: 3) { period { label } }""");
        await api.CheckDoneAsync(
            """verifyIndicator(indicator: "b-i", unit: "b-1", year: 2013, note: "đúng") { given verified status rate { numerator denominator percent } }""",
            """
            { "verifyIndicator": { "given": 1, "verified": 1, "status": "NO_TARGET", "rate": { "numerator": 7, "denominator": 0, "percent": null } } }
            """);
        await api.EventuallyAsync(
            """
            { unit(id: "b-p") { indicators { year: value(unit: "b-p", year: 2013) { rate { numerator } given verified }
              quarter: value(unit: "b-p", year: 2013, period: "b-r~2013-Q1") { period { label } rate { numerator } given expected verified } } } }
            """,
            """
            { "unit": { "indicators": [{ "year": { "rate": { "numerator": 7 }, "given": 1, "verified": 1 },
              "quarter": { "period": { "label": "Quý I, 2013" }, "rate": { "numerator": 3 }, "given": 1, "expected": 3, "verified": 0 } }] } }
            """);
        await api.CheckAsync(
            """
            { indicator(id: "b-i") { plan { id } system reporters { unitClass label }
              owner: asks(unit: "b-p") asks(unit: "b-1") other: given(unit: "b-2", year: 2013) { numerator }
              given(unit: "b-1", year: 2013) { numerator denominator note document { number } by { id } verified }
              quarter: given(unit: "b-1", year: 2013, period: "b-r~2013-Q1") { numerator verified } } none: indicator(id: "b-r") { id } }
            """,
            """
            { "indicator": { "plan": null, "system": null, "reporters": [{ "unitClass": "COMMUNE", "label": "UBND cấp xã" }],
              "owner": false, "asks": true, "other": null,
              "given": { "numerator": 7, "denominator": 0, "note": "theo sổ", "document": { "number": "12/BC" }, "by": null, "verified": true },
              "quarter": { "numerator": 3, "verified": false } }, "none": null }
            """);
        Assert.Equal("CONFLICT", await CodeAsync("""verifyIndicator(requestId: "v2", indicator: "b-i", unit: "b-1", year: 2013) { year }"""));
        Assert.Equal("NOT_FOUND", await CodeAsync(
            """reportIndicator(requestId: "v3", indicator: "b-i", unit: "b-1", year: 2013, period: "b-r~2013-Q9", numerator: 3) { year }"""));
        Assert.Equal("NOT_FOUND", await CodeAsync("""reportIndicator(requestId: "v4", indicator: "b-i", unit: "b-p", year: 2013, numerator: 3) { year }"""));
        Assert.Equal("INVALID", await CodeAsync("""reportIndicator(requestId: "v5", indicator: "b-i", unit: "b-1", year: 2013, numerator: -3) { year }"""));
        var token = new Caller("clerk", "b-1");
        Assert.Equal("FORBIDDEN", await CodeAsync("""verifyIndicator(requestId: "v6", indicator: "b-i", unit: "b-1", year: 2013) { year }""", token));
        Assert.Equal("FORBIDDEN", await CodeAsync("""reportIndicator(requestId: "v7", indicator: "b-i", unit: "b-2", year: 2013, numerator: 3) { year }""", token));
    }

    [Fact]
    public async Task Units_that_have_it_are_counted_over_all_of_their_class()
    {
        await api.RegisterAsync("c");
        await api.DoAsync("""
            defineIndicator(input: { id: "c-i", owner: "c-p", text: "ISO", method: UNITS, numeratorLabel: "áp dụng", reporters: [{ unitClass: COMMUNE }],
              targets: [{ comparison: AT_LEAST, value: 60 }] }) { id }
            """);
        await GiveAsync("c", "c-1", 1, null);
        await CheckAsync("c-p", "PROVISIONAL", 1, 3, 1, 3);
        await GiveAsync("c", "c-2", 0, null);
        await GiveAsync("c", "c-3", 0, null);
        await CheckAsync("c-p", "NOT_ACHIEVED", 1, 3, 3, 3);
        await GiveAsync("c", "c-2", 1, null);
        await CheckAsync("c-p", "ACHIEVED", 2, 3, 3, 3);
    }

    [Fact]
    public async Task An_inspection_counts_once_a_year_and_what_it_finds_is_owed_until_it_is_settled()
    {
        await api.RegisterAsync("d");
        foreach (var (id, system, reporters) in new[]
        {
            ("d-k", "UNITS_INSPECTED", "{ unitClass: COMMUNE }"), ("d-f", "FINDINGS_SETTLED", ""),
        })
        {
            await api.DoAsync($$"""
                defineIndicator(input: { id: "{{id}}", owner: "d-p", text: "{{id}}", method: SYSTEM, system: {{system}}, numeratorLabel: "được kiểm tra",
                  reporters: [{{reporters}}], targets: [{ comparison: AT_LEAST, value: 60 }] }) { id }
                """);
        }
        await CheckAsync("d-p", "NOT_ACHIEVED", 0, 3, 3, 3);
        await api.CheckDoneAsync(
            """
            recordInspection(input: { id: "d-1k", inspector: "d-p", unit: "d-1", on: "2013-03-01", findings: [
              { text: "Niêm yết thiếu", due: "2013-04-01" }, { text: "Sổ sai", due: "2013-12-01" }] })
            { id on inspector { id } unit { id } act { number } findings { id kind title due plan { id } status } }
            """,
            """
            { "recordInspection": { "id": "d-1k", "on": "2013-03-01", "inspector": { "id": "d-p" }, "unit": { "id": "d-1" }, "act": null, "findings": [
              { "id": "d-1~d-1k~1", "kind": "FINDING", "title": "Niêm yết thiếu", "due": "2013-04-01", "plan": null, "status": "NOT_STARTED" },
              { "id": "d-1~d-1k~2", "kind": "FINDING", "title": "Sổ sai", "due": "2013-12-01", "plan": null, "status": "NOT_STARTED" }] } }
            """);
        await api.DoAsync("""recordInspection(input: { id: "d-1l", inspector: "d-d", unit: "d-1", on: "2013-04-01" }) { id }""");
        await CheckAsync("d-p", "NOT_ACHIEVED", 1, 3, 3, 3);
        await api.DoAsync("""recordInspection(input: { id: "d-2k", inspector: "d-p", unit: "d-2", on: "2013-04-01" }) { id }""");
        await CheckAsync("d-p", "ACHIEVED", 2, 3, 3, 3);
        await CheckAsync("d-m", "ACHIEVED", 2, 3, 3, 3);
        await api.CheckAsync(
            """
            { unit(id: "d-m") { inspections(year: 2013) { id unit { id } } none: inspections(year: 2012) { id }
              inspectionCoverage(year: 2013, unitKind: COMMUNE) { numerator denominator } findings { totalCount nodes { id overdue } }
              progress { total } found: progress(filter: { kind: FINDING, year: 2013, reformArea: STEERING }) { total overdue } } }
            """,
            """
            { "unit": { "inspections": [
                { "id": "d-1k", "unit": { "id": "d-1" } }, { "id": "d-1l", "unit": { "id": "d-1" } }, { "id": "d-2k", "unit": { "id": "d-2" } }],
              "none": [], "inspectionCoverage": { "numerator": 2, "denominator": 3 }, "findings": { "totalCount": 2, "nodes": [
                { "id": "d-1~d-1k~1", "overdue": true }, { "id": "d-1~d-1k~2", "overdue": false }] },
              "progress": { "total": 0 }, "found": { "total": 2, "overdue": 1 } } }
            """);
        await api.CheckAsync(
            """
            { unit(id: "d-m") { notInspected(year: 2013, unitKind: COMMUNE) { totalCount nodes { id } }
              of: notInspected(year: 2012, unitKind: COMMUNE, first: 2) { totalCount nodes { id } pageInfo { hasNextPage } }
              provinces: notInspected(year: 2013, unitKind: PROVINCE) { nodes { id } } } }
            """,
            """
            { "unit": { "notInspected": { "totalCount": 1, "nodes": [{ "id": "d-3" }] },
              "of": { "totalCount": 3, "nodes": [{ "id": "d-1" }, { "id": "d-2" }], "pageInfo": { "hasNextPage": true } },
              "provinces": { "nodes": [{ "id": "d-p" }, { "id": "d-x" }] } } }
            """);
        Assert.Equal("INVALID", await api.CodeAsync("""{ unit(id: "d-m") { notInspected(year: 1, unitKind: COMMUNE) { totalCount } } }"""));
        await api.FinishAsync("d-1~d-1k~2");
        await CheckAsync("d-p", "NOT_ACHIEVED", 1, 2, 1, 1, indicator: "d-f");
        Assert.Equal("INVALID", await CodeAsync(
            """recordInspection(requestId: "k1", input: { id: "d-3k", inspector: "d-3", unit: "d-x", on: "2013-04-01" }) { id }"""));
        Assert.Equal("CONFLICT", await CodeAsync(
            """recordInspection(requestId: "k2", input: { id: "d-1k", inspector: "d-p", unit: "d-2", on: "2013-04-01" }) { id }"""));
    }

    [Fact]
    public async Task An_objective_is_measured_by_its_indicator_and_what_the_system_counts_follows_the_plan()
    {
        await api.RegisterAsync("e");
        await api.DoAsync("""
            adoptPlan(input: { id: "e-k", owner: "e-p", title: "Kế hoạch", startYear: 2013, endYear: 2013, adoptedOn: "2013-01-02",
              areas: [{ id: "I", name: "Chung", reform: STEERING }], objectives: [
                { id: "MT1", area: "I", text: "Hoàn thành", target: 100, comparison: EQUAL }, { id: "MT2", text: "Tốt hơn" }] }) { id }
            """);
        await api.DoAsync("""
            addTask(input: { id: "e-t", plan: "e-k", code: "1", area: "I", title: "Việc", leads: [{ unitClass: COMMUNE }],
              schedule: { kind: YEAR, startYear: 2013, text: "" } }) { id }
            """);
        await api.DoAsync("""
            defineIndicator(input: { id: "e-i", owner: "e-p", objective: "MT1", text: "Hoàn thành", method: SYSTEM, system: TASKS_DONE,
              numeratorLabel: "đã xong", denominatorLabel: "việc", reporters: [], targets: [] }) { id }
            """);
        await api.CheckAsync(
            """{ plan(id: "e-k") { objectives { id indicator { id targets { comparison value year } } } } }""",
            """
            { "plan": { "objectives": [{ "id": "MT1", "indicator": { "id": "e-i", "targets": [{ "comparison": "EQUAL", "value": 100, "year": null }] } },
              { "id": "MT2", "indicator": null }] } }
            """);
        await CheckAsync("e-p", "NOT_ACHIEVED", 0, 3, 3, 3);
        foreach (var commune in new[] { "e-1", "e-2", "e-3" })
        {
            await api.FinishAsync($"{commune}~e-t");
        }
        await CheckAsync("e-p", "ACHIEVED", 3, 3, 3, 3);
        await CheckAsync("e-1", "ACHIEVED", 1, 1, 1, 1);
        await api.CheckAsync(
            """
            { unit(id: "e-d") { indicators(year: 2013) { id byChild(unit: "e-d", year: 2013) { unit { id } value { rate { percent } } } }
              none: indicators(year: 2014) { id } } }
            """,
            """
            { "unit": { "indicators": [{ "id": "e-i", "byChild": [{ "unit": { "id": "e-1" }, "value": { "rate": { "percent": 100 } } },
              { "unit": { "id": "e-2" }, "value": { "rate": { "percent": 100 } } }, { "unit": { "id": "e-3" }, "value": { "rate": { "percent": 100 } } }] }],
              "none": [] } }
            """);
        Assert.Equal("INVALID", await api.CodeAsync("""{ unit(id: "e-p") { indicators { value(unit: "e-p", year: 2013, unitKind: COMMUNE) { given } } } }"""));
        Assert.Equal("INVALID", await api.CodeAsync("""{ unit(id: "e-p") { indicators { value(unit: "e-p", year: 1) { given } } } }"""));
        Assert.Equal("NOT_FOUND", await api.CodeAsync("""{ unit(id: "e-p") { indicators { value(unit: "none", year: 2013) { given } } } }"""));
    }

    private Task<string?> CodeAsync(string mutation, Caller? caller = null) => api.CodeAsync($"mutation {{ {mutation} }}", caller);

    private Task<JsonElement> GiveAsync(string prefix, string unit, long numerator, long? denominator)
    {
        var among = denominator is { } whole ? $", denominator: {whole}" : "";
        return api.DoAsync(
            $$"""reportIndicator(indicator: "{{prefix}}-i", unit: "{{unit}}", year: 2013, numerator: {{numerator}}{{among}}) { year }""");
    }

    private async Task CheckAsync(
        string unit, string status, long numerator, long denominator, int given, int expected, string? kind = null, string? indicator = null)
    {
        var (owner, wanted) = (unit[..1] + "-p", $"{status} {numerator}/{denominator} {given} of {expected}");
        var last = "";
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        do
        {
            var data = await api.DataAsync($$"""
                { unit(id: "{{owner}}") { indicators { id value(unit: "{{unit}}", year: 2013{{(kind is null ? "" : $", unitKind: {kind}")}}) {
                  rate { numerator denominator } given expected status } } } }
                """);
            var found = data.GetProperty("unit").GetProperty("indicators").EnumerateArray()
                .First(one => indicator is null || one.GetProperty("id").GetString() == indicator).GetProperty("value");
            var rate = found.GetProperty("rate");
            last = $"{found.GetProperty("status").GetString()} {rate.GetProperty("numerator")}/{rate.GetProperty("denominator")} "
                + $"{found.GetProperty("given")} of {found.GetProperty("expected")}";
        }
        while (last != wanted && !patience.IsCancellationRequested);
        Assert.Equal(wanted, last);
    }
}
