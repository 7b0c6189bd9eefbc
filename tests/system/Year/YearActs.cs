namespace Hierarchy.Tests.System.Year;

/// <summary>Carries out the drawn acts through the API, and records them in the book.</summary>
internal sealed class YearActs(GraphQLClient client, YearBook book)
{
    private const int AtOnce = 6;

    private Random Dice => book.Dice;

    /// <summary>Adds a regime for the communes, consolidated by the districts, and those by the province.</summary>
    public Task DemandAsync()
    {
        var periods = Enumerable.Range(1, 4).Select(quarter => $$"""
            { key: "Q{{quarter}}", label: "Quý {{quarter}}", from: "{{(3 * quarter) - 2:00}}-01", to: "{{3 * quarter:00}}-30", due: [
              { kind: COMMUNE, lastDay: "{{YearBook.CommuneRule(quarter).Due}}" } { kind: DISTRICT, lastDay: "{{YearBook.DistrictRule(quarter).Due}}" }] }
            """);
        return client.AskAsync($$"""
            mutation { addRegime(requestId: "regime", input: { id: "{{YearBook.OfCommunes}}", owner: "{{Province.Id}}", title: "Báo cáo cấp xã",
              act: { number: "2662/QĐ-UBND", issuedOn: "2012-12-26" }, startYear: 2013, endYear: 2013,
              reporters: [{ unitClass: COMMUNE } { unitClass: DISTRICT }], periods: [{{string.Join(' ', periods)}}], template: [
                { kinds: [COMMUNE], code: "hs", label: "Hồ sơ", source: ENTERED }
                { kinds: [DISTRICT, PROVINCE], code: "hs", label: "Hồ sơ", source: SUM_OF_BELOW, required: false }] }) { id } }
            """);
    }

    /// <summary>All units open, write and sign as drawn; reports of one unit in sequence.</summary>
    public Task ReportAsync(IEnumerable<Paper> papers) => OfEachUnitAsync(papers, async paper =>
    {
        if (paper.Story == Story.None)
        {
            return;
        }
        await DoAsync($"openReport(requestId: \"o-{paper.Id}\", unit: \"{paper.Unit}\", period: \"{paper.Rule.Period}\") {{ id }}");
        paper.Status = "IN_PROGRESS";
        if (paper.Story == Story.Opened)
        {
            return;
        }
        await SignAsync(paper, paper.Figures.First, paper.First);
        switch (paper.Story)
        {
            case Story.Received or Story.Reopened or Story.LeftReopened:
                await ReceiveAsync(paper);
                break;
            case Story.Returned or Story.LeftReturned:
                await DoAsync($"returnReport(requestId: \"b-{paper.Id}\", report: \"{paper.Id}\", note: \"Thiếu số liệu\") {{ id }}");
                paper.Status = "IN_PROGRESS";
                break;
            default:
                break;
        }
        if (paper.Story == Story.Returned)
        {
            paper.Revision = 2;
            await SignAsync(paper, paper.Figures.Second, paper.Second);
            await ReceiveAsync(paper);
        }
    });

    /// <summary>Some units find errors and reopen their reports.</summary>
    public Task ReopenAsync(IEnumerable<Paper> papers) => OfEachUnitAsync(
        papers.Where(paper => paper.Story is Story.Reopened or Story.LeftReopened), async paper =>
        {
            await DoAsync($"reopenReport(requestId: \"a-{paper.Id}\", report: \"{paper.Id}\", reason: \"Sai số liệu\") {{ id }}");
            (paper.Status, paper.Revision) = ("IN_PROGRESS", 2);
            if (paper.Story == Story.Reopened)
            {
                await SignAsync(paper, paper.Figures.Second, paper.Second);
                await ReceiveAsync(paper);
            }
        });

    /// <summary>Reports the indicator for a period or the year; some values are corrected, some verified, some verified before the
    /// correction.</summary>
    public async Task MeasureAsync(string? period)
    {
        var of = period is null ? "year: 2013" : $"year: 2013, period: \"{period}\"";
        var drawn = book.Reporters.Select(unit => (Unit: unit, Fate: Dice.Next(100), First: Draw(), Second: Draw())).Where(one => one.Fate >= 8).ToList();
        await Parallel.ForEachAsync(drawn, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (one, _) =>
        {
            await GiveAsync(one.Unit, one.First, "1");
            if (one.Fate % 3 == 0)
            {
                await VerifyAsync(one.Unit, "1");
            }
            if (one.Fate % 4 == 0)
            {
                await GiveAsync(one.Unit, one.Second, "2");
                if (one.Fate % 8 == 0)
                {
                    await VerifyAsync(one.Unit, "2");
                }
            }
        });
        foreach (var (unit, fate, first, second) in drawn)
        {
            var (value, isVerified) = fate % 4 == 0 ? (second, fate % 8 == 0) : (first, fate % 3 == 0);
            book.Values[(unit, period)] = new Given(value.Numerator, value.Denominator, isVerified);
        }

        (int Numerator, int Denominator) Draw() => (Dice.Next(50), 50 + Dice.Next(50));

        Task VerifyAsync(string unit, string time) => DoAsync(
            $"verifyIndicator(requestId: \"v{time}-{unit}-{period}\", indicator: \"{YearBook.Indicator}\", unit: \"{unit}\", {of}) {{ given }}");

        Task GiveAsync(string unit, (int Numerator, int Denominator) value, string time) => DoAsync($$"""
            reportIndicator(requestId: "g{{time}}-{{unit}}-{{period}}", indicator: "{{YearBook.Indicator}}", unit: "{{unit}}", {{of}},
              numerator: {{value.Numerator}}, denominator: {{value.Denominator}}) { given }
            """);
    }

    /// <summary>The province inspects all units, districts their communes; findings stay open, are submitted or settled, in time or
    /// late.</summary>
    public async Task InspectAsync(int quarter)
    {
        var drawn = Dice.GetItems(book.Reporters.ToArray(), 20).Select((unit, i) => Draw(unit, $"kt-{quarter}-{i}")).ToList();
        foreach (var one in drawn)
        {
            var findings = one.Findings.Select((_, i) => $"{{ text: \"Thiếu {i}\", due: \"{one.Due:yyyy-MM-dd}\" }}");
            await DoAsync($$"""
                recordInspection(requestId: "{{one.Id}}", input: { id: "{{one.Id}}", inspector: "{{one.Inspector}}", unit: "{{one.Unit}}",
                  on: "{{one.On:yyyy-MM-dd}}", findings: [{{string.Join(' ', findings)}}] }) { id }
                """);
        }
        book.Inspections.AddRange(drawn);
        var owed = book.Inspections.Sum(one => one.Findings.Length);
        await YearChecks.EventuallyAsync(
            async () => (int)(await client.AskAsync($$"""{ unit(id: "{{Province.Id}}") { progress(filter: { kind: FINDING }) { total } } }"""))
                ["unit"]!["progress"]!["total"]!, owed);
        foreach (var (id, finding) in drawn.SelectMany(one => one.Findings.Select((finding, i) => ($"{one.Unit}~{one.Id}~{i + 1}", finding))))
        {
            if (finding.Wanted is "SUBMITTED" or "DONE")
            {
                await DoAsync($"submit(requestId: \"s-{id}\", obligation: \"{id}\", completedOn: \"{finding.Day:yyyy-MM-dd}\") {{ id }}");
            }
            if (finding.Wanted == "DONE")
            {
                await DoAsync($"accept(requestId: \"d-{id}\", obligation: \"{id}\") {{ id }}");
            }
            finding.Status = finding.Wanted;
        }

        Inspected Draw(string unit, string id)
        {
            var on = new DateOnly(2013, (3 * quarter) - Dice.Next(3), 1 + Dice.Next(28));
            var inspector = book.Province.KindOf(unit) == "COMMUNE" && Dice.Next(2) == 0 ? book.Province.DistrictOf(unit) : Province.Id;
            return new Inspected(id, inspector, unit, on, [.. Enumerable.Range(0, Dice.Next(3)).Select(_ =>
                new Finding(Dice.GetItems(new[] { "NOT_STARTED", "SUBMITTED", "DONE", "DONE" }, 1)[0], on.AddDays(Dice.Next(60))))]);
        }
    }

    /// <summary>Writes and signs a report; a district's sum includes the received reports of its communes.</summary>
    private async Task SignAsync(Paper paper, int figure, DateOnly day)
    {
        var isSum = paper.IsSum(book.Province);
        if (isSum)
        {
            var below = book.Owed(paper.Unit, paper.Rule.Period).Where(one => one.Unit != paper.Unit && one.Status == "DONE").ToList();
            int? sum = below.Count == 0 ? null : below.Sum(one => one.Signings[^1].Figure!.Value);
            paper.Below = (below.ToDictionary(one => one.Unit, one => one.Revision), sum);
        }
        else
        {
            await DoAsync($$"""
                writeReport(requestId: "w{{paper.Revision}}-{{paper.Id}}", report: "{{paper.Id}}",
                  rows: [{ code: "{{paper.Code}}", numerator: {{figure}} }]) { id }
                """);
        }
        var signed = await DoAsync($$"""
            signReport(requestId: "s{{paper.Revision}}-{{paper.Id}}", report: "{{paper.Id}}", signer: "Nguyễn Văn A", capacity: "CHỦ TỊCH",
              document: { number: "{{paper.Revision}}/BC", issuedOn: "{{day:yyyy-MM-dd}}" }) {
                revision signature { sha256 } rows { code value { numerator } } includes { revision unit { id } } }
            """);
        var wanted = isSum ? paper.Below.Sum : figure;
        Assert.Equal(paper.Revision, (int)signed["revision"]!);
        Assert.Equal(wanted, (int?)YearChecks.Row(signed, paper.Code)["value"]?["numerator"]);
        Assert.Equal(
            paper.Below.Includes.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => (one.Key, one.Value)),
            signed["includes"]!.AsArray().Select(one => ((string)one!["unit"]!["id"]!, (int)one["revision"]!)));
        paper.Signings.Add(new Signing(paper.Revision, day, wanted, (string)signed["signature"]!["sha256"]!));
        paper.Status = "SUBMITTED";
    }

    private async Task ReceiveAsync(Paper paper)
    {
        await DoAsync($"receiveReport(requestId: \"r{paper.Revision}-{paper.Id}\", report: \"{paper.Id}\") {{ id }}");
        paper.Status = "DONE";
    }

    private async Task<JsonNode> DoAsync(string mutation) => (await client.AskAsync($"mutation {{ done: {mutation} }}"))["done"]!;

    private static Task OfEachUnitAsync(IEnumerable<Paper> papers, Func<Paper, Task> act) => Parallel.ForEachAsync(
        papers.GroupBy(paper => paper.Unit), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (ofUnit, _) =>
        {
            foreach (var paper in ofUnit)
            {
                await act(paper);
            }
        });
}
