namespace Hierarchy.Bench;

/// <summary>A regime of the ministry for each commune and province: the time to open a province's consolidated report, to download a signed
/// one, and the reads of <see cref="ReportingGrid"/>. Every figure is checked.</summary>
/// <remarks>HIERARCHY_UNITS names a list of units to load on top of the five plans. The queries are the page's.</remarks>
internal static class Reporting
{
    private const string Province = "vn24-72";

    /// <summary>Number of periods: one round each, the first for warm-up.</summary>
    private const int Periods = 6;

    private const int Sums = 10;
    private const int Downloads = 9;
    private const int AtOnce = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly int _year = DateTime.UtcNow.Year - 1;

    public static async Task<int> RunAsync()
    {
        await using var served = await Served.StartAsync([]);
        if (Environment.GetEnvironmentVariable("HIERARCHY_UNITS") is { Length: > 0 } units)
        {
            await served.SaidAsync("load", units);
        }
        using var http = new HttpClient { BaseAddress = served.Address, Timeout = TimeSpan.FromMinutes(5) };
        await DemandAsync(http);
        string[] communes = [.. ReportingGrid.Communes(await ReportingGrid.WalkAsync(http, Province, PeriodOf(0)))];
        await OpenConsolidatedAsync(served, http, communes);
        await DownloadAsync(served, http, ["docx", "xlsx", "json"]);
        await new ReportingGrid(served, http, Province, [.. Enumerable.Range(0, Periods).Select(PeriodOf)]).RunAsync(communes);
        Console.WriteLine($"{served.PeakMegabytes} MB at most");
        return 0;
    }

    private static string PeriodOf(int round) => $"bench~{_year}-P{round + 1}";

    private static async Task DemandAsync(HttpClient http)
    {
        string[] reporters = ["COMMUNE", "PROVINCE"];
        var periods = Enumerable.Range(0, Periods).Select(i => new
        {
            key = $"P{i + 1}",
            label = $"Kỳ {i + 1}",
            from = $"{(2 * i) + 1:00}-01",
            to = $"{(2 * i) + 2:00}-28",
            due = reporters.Select(kind => new { kind, lastDay = $"{(2 * i) + 2:00}-28" }),
        });
        // Like the shipped form of a province, with more rows to add up.
        var counted = new[] { ("DONE_ON_TIME", "TASK"), ("DONE_LATE", "TASK"), ("OVERDUE", "TASK"), ("DONE_ON_TIME", "REPORT") }.Select((one, i) => new
        {
            kinds = new[] { "PROVINCE" },
            code = $"I.{i}",
            label = $"Đếm {i}",
            source = "PROGRESS",
            count = new { numerator = one.Item1, kind = one.Item2 },
        });
        var entered = Enumerable.Range(0, Sums).SelectMany(i => new[]
        {
            new { kinds = new[] { "COMMUNE" }, code = $"II.{i}", label = $"Hồ sơ {i}", source = "ENTERED" },
            new { kinds = new[] { "PROVINCE" }, code = $"II.{i}", label = $"Hồ sơ {i} (toàn tỉnh)", source = "SUM_OF_BELOW" },
        });
        var before = new { kinds = new[] { "PROVINCE" }, code = "III", label = "Kỳ trước", source = "PREVIOUS", required = false };
        var input = new
        {
            id = "bench",
            owner = "bnv",
            title = "Báo cáo",
            startYear = _year,
            endYear = _year,
            periods,
            reporters = reporters.Select(unitClass => new { unitClass }),
            sections = new[] { new { key = "I", title = "Kết quả" }, new { key = "II", title = "Đánh giá" } },
            template = counted.Concat<object>(entered).Append(before),
        };
        var watch = Stopwatch.StartNew();
        await Asked.AskAsync(http, "mutation($i: RegimeInput!) { addRegime(requestId: \"b\", input: $i) { id } }", new { i = input });
        var (last, same) = (-1, 0);
        for (; same < 60 || last == 0; await Task.Delay(Pause))
        {
            var data = await Asked.AskAsync(
                http, "{ unit(id: \"bnv\") { progress(filter: { plan: null, kind: REPORT, scope: ALL }) { total } } }");
            var now = (int)data["unit"]!["progress"]!["total"]!;
            (same, last) = (now == last ? same + 1 : 0, now);
        }
        Console.WriteLine($"{last} reports are owed {watch.Elapsed.TotalSeconds:0.0} s later");
    }

    /// <summary>Each commune reports, then the province, which finds the sum of all.</summary>
    private static async Task OpenConsolidatedAsync(Served served, HttpClient http, string[] communes)
    {
        var (took, later) = (new List<double>(), new List<double>());
        var (cost, laterCost) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var round = 0; round < Periods; round++)
        {
            var period = PeriodOf(round);
            var number = round;
            await Parallel.ForEachAsync(
                communes.Index(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
                async (one, _) => await ReportAsync(http, one.Item, period, Enumerable.Range(0, Sums).Select(row => one.Index + row + number)));
            var place = new { unit = Province, regime = "bench", year = _year, yearBefore = _year - 1, period };
            var (watch, before) = (Stopwatch.StartNew(), served.ProcessorTime);
            await Asked.AskAsync(http, PageQuestions.Of("OpenReport"), new { requestId = $"o-{Province}-{period}", unit = Province, period });
            var opened = watch.Elapsed.TotalMilliseconds;
            var read = await Task.WhenAll(
                Asked.AskAsync(http, PageQuestions.Of("PeriodReport"), new { unit = Province, period }),
                Asked.AskAsync(http, PageQuestions.Of("ReportPlace"), place));
            took.Add(watch.Elapsed.TotalMilliseconds);
            cost += round > 0 ? served.ProcessorTime - before : TimeSpan.Zero;
            var report = read[0]["reportOf"]!;
            for (var row = 0; row < Sums; row++)
            {
                Asked.Same(communes.Select((_, i) => i + row + round).Sum(), (int)report["rows"]!.AsArray()
                    .Single(one => (string)one!["code"]! == $"II.{row}")!["value"]!["numerator"]!);
            }
            Asked.Same((communes.Length, 0), (report["includes"]!.AsArray().Count, report["missing"]!.AsArray().Count));
            await SignAsync(http, Province, period);
            before = served.ProcessorTime;
            later.Add(await Asked.TimedAsync(() => Asked.AskAsync(http, PageQuestions.Of("PeriodReport"), new { unit = Province, period })));
            laterCost += round > 0 ? served.ProcessorTime - before : TimeSpan.Zero;
            Console.WriteLine($"round {round}: opened after {opened:0} ms, read after {took[^1]:0} ms, once signed read in {later[^1]:0} ms");
        }
        Console.WriteLine($"opening a consolidated report of {communes.Length} communes: {Asked.Told(took.Skip(1), cost)}; aim 1,000 ms");
        Console.WriteLine($"reading it once it is signed: {Asked.Told(later.Skip(1), laterCost)}");
    }

    /// <summary>Takes a commune's report from opening to reception.</summary>
    private static async Task ReportAsync(HttpClient http, string unit, string period, IEnumerable<int> figures)
    {
        await Asked.AskAsync(http, PageQuestions.Of("OpenReport"), new { requestId = $"o-{unit}-{period}", unit, period });
        var rows = figures.Select((numerator, row) => new { code = $"II.{row}", numerator });
        var sections = new[] { new { key = "I", text = string.Join(' ', Enumerable.Repeat("Đã thực hiện kế hoạch cải cách hành chính.", 40)) } };
        await Asked.AskAsync(
            http, PageQuestions.Of("WriteReport"), new { requestId = $"w-{unit}-{period}", report = $"{unit}~{period}", sections, rows });
        await SignAsync(http, unit, period);
        await Asked.AskAsync(http, PageQuestions.Of("ReceiveReport"), new { requestId = $"r-{unit}-{period}", report = $"{unit}~{period}" });
    }

    private static Task<JsonNode> SignAsync(HttpClient http, string unit, string period) => Asked.AskAsync(
        http, PageQuestions.Of("SignReport"), new
        {
            requestId = $"s-{unit}-{period}",
            report = $"{unit}~{period}",
            signer = "Nguyễn Văn A",
            capacity = "CHỦ TỊCH",
            document = new { number = "1/BC", issuedOn = $"{_year}-01-20" },
        });

    /// <summary>Downloads the province's signed reports in sequence, starting with round 0.</summary>
    private static async Task DownloadAsync(Served served, HttpClient http, string[] endings)
    {
        foreach (var ending in endings)
        {
            var (took, bytes, before) = (new List<double>(), 0, TimeSpan.Zero);
            for (var i = 0; i < Downloads; i++)
            {
                var address = new Uri($"/reports/{Province}~{PeriodOf(i % Periods)}.{ending}", UriKind.Relative);
                before = i == 1 ? served.ProcessorTime : before;
                took.Add(await Asked.TimedAsync(async () => bytes = (await http.GetByteArrayAsync(address)).Length));
            }
            Console.WriteLine(
                $"the signed report as {ending}, {bytes} bytes: the first {took[0]:0} ms, then "
                + $"{Asked.Told(took.Skip(1), served.ProcessorTime - before)}; aim 500 ms");
        }
    }
}
