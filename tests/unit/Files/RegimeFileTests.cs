namespace Hierarchy.Tests.Unit.Files;

/// <summary>Files of regimes: read, refused with their lines, loaded once, and those that ship.</summary>
public sealed class RegimeFileTests
{
    private const string Good = """
        regime:
          id: bao-cao
          owner: tn
          title: Báo cáo cải cách hành chính
          act: {number: 5/UBND-NV, issuedOn: 2013-01-02}
          startYear: 2013
          endYear: 2014
          nextWorkingDay: true
        periods:
          - key: Q1
            label: Quý I
            from: "12-15"
            fromYearOffset: -1
            to: "03-14"
            due:
              - {kinds: [DEPARTMENT, DISTRICT], lastDay: "03-17"}
          - key: Y
            label: Cả năm
            from: "12-15"
            fromYearOffset: -1
            to: "12-14"
            due:
              - {kinds: [DEPARTMENT], lastDay: "01-05", yearOffset: 1}
            serves: [Q1]
            note: ghi chú
        reporters:
          - {class: DEPARTMENT, label: Các sở}
          - {unit: tn-hoa, label: UBND huyện}
        """;

    private static readonly string Data = Path.Combine(Repository.Root, "data");

    public static TheoryData<string> Regimes() =>
        [.. Directory.GetFiles(Path.Combine(Data, "regimes"), "*.yaml").Select(p => Path.GetFileName(p)!).Order()];

    [Fact]
    public void All_of_a_file_is_read()
    {
        var reading = RegimeFile.Parse(Good, "r.yaml");
        Assert.Empty(reading.Errors);
        var regime = reading.Value!.Regime;
        Assert.Equal(("bao-cao", "tn", 2013, 2014, true), (regime.Id, regime.Owner, regime.StartYear, regime.EndYear, regime.NextWorkingDay));
        Assert.Equal(new Document("5/UBND-NV", new DateOnly(2013, 1, 2), null, null), regime.Act);
        Assert.Equal(
            [new PeriodDue(UnitKind.Department, new MonthDay(3, 17)), new PeriodDue(UnitKind.District, new MonthDay(3, 17))], regime.Periods[0].Due);
        Assert.Equal(["Q1"], regime.Periods[1].Serves);
        Assert.Equal(new DateOnly(2014, 1, 6), regime.PeriodsOf(2013).Last().DueOf(UnitKind.Department));
        Assert.Equal([UnitKind.Department, null], reading.Value.Reporters.Select(reporter => reporter.UnitClass));
    }

    [Theory]
    [InlineData("title: Báo cáo cải cách hành chính", "title: \"\"", "r.yaml:4: regime bao-cao: title must not be empty")]
    [InlineData("nextWorkingDay: true", "nextWorkingDay: maybe", "r.yaml:8: regime bao-cao: nextWorkingDay 'maybe' is neither true nor false")]
    [InlineData("to: \"03-14\"", "to: \"3-14\"", "r.yaml:14: period: to '3-14' is not a day of the year as \"MM-DD\"")]
    [InlineData("kinds: [DEPARTMENT, DISTRICT]", "kinds: [SO]", "r.yaml:16: period: due: kinds holds a value that is not one of ")]
    [InlineData("key: Y", "key: Q1", "r.yaml:17: period: key 'Q1' is already used in line 10")]
    [InlineData("serves: [Q1]", "serves: [Q9]", "r.yaml:17: periods[1].serves[0]: The regime has no period 'Q9'.")]
    [InlineData("endYear: 2014", "endYear: 2012", "r.yaml: endYear: endYear must not lie before startYear.")]
    [InlineData("note: ghi chú", "takesOver: p/bc", "r.yaml: periods: A regime takes over duties for each of its periods or for none.")]
    [InlineData("label: Cả năm", "name: Cả năm", "r.yaml:18: period: unknown key 'name'; ")]
    [InlineData("{class: DEPARTMENT, label: Các sở}", "{label: Các sở}", "r.yaml:27: file: reporters: exactly one of unit, class and named must be given")]
    public void A_fault_is_told_with_its_line(string right, string wrong, string error)
    {
        Assert.Contains(right, Good, StringComparison.Ordinal);
        var reading = RegimeFile.Parse(Good.Replace(right, wrong, StringComparison.Ordinal), "r.yaml");
        Assert.Null(reading.Value);
        Assert.Contains(reading.Errors, found => found.ToString().StartsWith(error, StringComparison.Ordinal));
    }

    [Fact]
    public void There_are_three_that_ship() => Assert.Equal(3, Regimes().Count);

    [Theory]
    [MemberData(nameof(Regimes))]
    public void Each_that_ships_is_read_without_error(string name) =>
        Assert.Empty(RegimeFile.Read(Path.Combine(Data, "regimes", name)).Errors);

    [Fact]
    public void The_example_in_the_documentation_is_read_without_error()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "PLAN-FILES.md")).Split('\n');
        var example = page.SkipWhile(line => line != "regime:").TakeWhile(line => line != "```");
        Assert.Empty(RegimeFile.Parse(string.Join('\n', example), "r.yaml").Errors);
    }

    [Fact]
    public async Task A_file_is_loaded_once_and_what_differs_is_refused()
    {
        await using var host = await GrainHost.StartAsync(new MemoryDatabase());
        await RegisterAsync(host);
        using var file = new TemporaryFile("r.yaml", Encoding.UTF8.GetBytes(Good));
        for (var time = 0; time < 2; time++)
        {
            await LoadAsync(host, file.Path);
            var regime = Assert.Single((await host.Unit(Given.Province).ReadPlansAsync()).Regimes);
            Assert.Equal("bao-cao", regime.Id);
            Assert.Equal(2, (await host.Unit(Given.Province).ReadRollupAsync()).Seq);
            Assert.Equal(2, (await host.Unit(Given.Department).ReadRollupAsync()).Seq);
        }
        using var other = new TemporaryFile("r.yaml", Encoding.UTF8.GetBytes(Good.Replace("03-17", "03-18")));
        var refused = await Assert.ThrowsAsync<LoadRefusedException>(() => LoadAsync(host, other.Path));
        Assert.Equal("r.yaml: differs from the regime 'bao-cao', which cannot be changed: give the new one another id", Assert.Single(refused.Errors).ToString());
    }

    [Theory]
    [InlineData("owner: tn", "owner: xx", "r.yaml: owner 'xx' is not a known unit")]
    [InlineData("unit: tn-hoa", "unit: hy", "r.yaml:28: reporters: lead 'hy' is neither the owner nor below it")]
    [InlineData("unit: tn-hoa", "unit: xx", "r.yaml:28: reporters: lead 'xx' is not a known unit")]
    [InlineData("lastDay: \"03-17\"}", "lastDay: \"03-17\"}\n    takesOver: p/bc", "r.yaml: periods: A regime takes over")]
    public async Task What_only_the_units_can_tell_is_refused_too(string right, string wrong, string error)
    {
        await using var host = await GrainHost.StartAsync(new MemoryDatabase());
        await RegisterAsync(host);
        using var file = new TemporaryFile("r.yaml", Encoding.UTF8.GetBytes(Good.Replace(right, wrong, StringComparison.Ordinal)));
        var refused = await Assert.ThrowsAsync<LoadRefusedException>(() => LoadAsync(host, file.Path));
        Assert.StartsWith(error, Assert.Single(refused.Errors).ToString(), StringComparison.Ordinal);
        Assert.Equal(1, (await host.Unit(Given.Province).ReadRollupAsync()).Seq);
    }

    [Fact]
    public async Task A_system_that_was_filled_before_gets_the_regime_of_Tay_Ninh_and_no_figure_changes()
    {
        await using var host = await GrainHost.StartAsync(new MemoryDatabase());
        await LoadAsync(host, Path.Combine(Data, "units", "catalogue.csv"));
        await LoadAsync(host, Path.Combine(Data, "plans", "tay-ninh-2013.yaml"));
        const string Province = "vn24-72";
        string[] reporters =
            [.. new[] { UnitKind.Department, UnitKind.District }.SelectMany(kind => host.Directory.Below(Province, kind)).Select(unit => unit.Id)];
        Assert.Equal(23, reporters.Length);
        var before = new Dictionary<string, RollupReading>();
        foreach (var unit in reporters.Append(Province))
        {
            before[unit] = await host.Unit(unit).ReadRollupAsync();
        }

        for (var time = 0; time < 2; time++)
        {
            await LoadAsync(host, Path.Combine(Data, "regimes", "tay-ninh-2013.yaml"));
            var owed = 0;
            foreach (var unit in reporters.Append(Province))
            {
                var after = await host.Unit(unit).ReadRollupAsync();
                Assert.Equal(before[unit].Cells.OrderBy(cell => cell.Key.ToString()), after.Cells.OrderBy(cell => cell.Key.ToString()));
                Assert.Equal(before[unit].Seq + 1, after.Seq);
                var regime = Assert.Single((await host.Unit(Province).ReadPlansAsync()).Regimes);
                string[] ids = [.. regime.Periods.Select(rule => Obligation.IdOf(
                    unit, rule.TakesOver!, $"2013-{rule.Due[0].LastDay}"))];
                owed += (await host.Unit(unit).ReadObligationsAsync([.. ids])).Obligations.Count(o => o.Terms.Period is not null && o.Terms.Plan is not null);
            }
            Assert.Equal(23 * 7, owed);
        }
    }

    private static Task LoadAsync(GrainHost host, string path) => host.Loader.LoadFileAsync(path, amend: null, TestContext.Current.CancellationToken);

    private static async Task RegisterAsync(GrainHost host)
    {
        foreach (var unit in new[]
        {
            Given.Unit(Given.Ministry, UnitKind.Ministry, null), Given.Unit(Given.Province, UnitKind.Province, Given.Ministry),
            Given.Unit("hy", UnitKind.Province, Given.Ministry), Given.Unit(Given.Department, UnitKind.Department, Given.Province),
            Given.Unit(Given.District, UnitKind.District, Given.Province),
        })
        {
            await host.DoAsync(unit.Id, new UnitCommand.RegisterUnit(unit));
        }
    }
}
