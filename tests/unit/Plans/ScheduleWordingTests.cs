using YamlDotNet.RepresentationModel;

namespace Hierarchy.UnitTests.Plans;

/// <summary>Every schedule of the five plans against an independent reading of its wording.</summary>
public sealed class ScheduleWordingTests
{
    private static readonly ConcurrentDictionary<string, YamlMappingNode> Parsed = [];

    [Theory]
    [InlineData("Quý I, II năm 2013", "QUARTERS", "2013-06-30", null)]
    [InlineData("Quý I,II năm 2013", "QUARTERS", "2013-06-30", null)]
    [InlineData("Quý I, II, III năm 2013", "QUARTERS", "2013-09-30", null)]
    [InlineData("Quý IV năm 2012", "QUARTERS", "2012-12-31", null)]
    [InlineData("Quý I/2018", "QUARTERS", "2018-03-31", null)]
    [InlineData("Quý II; IV năm 2013", "RECURRING", "2013-12-31", 2)]
    [InlineData("Hằng quý và năm 2013", "RECURRING", "2013-12-31", 5)]
    [InlineData("Tháng 02/2018", "MONTH", "2018-02-28", null)]
    [InlineData("Xong trước tháng 7/2018", "DATE", "2018-06-30", null)]
    [InlineData("báo cáo năm trước ngày 10 tháng 11 năm 2013", "RECURRING", "2013-11-09", 1)]
    [InlineData("Đến năm 2020", "YEAR", "2020-12-31", null)]
    [InlineData("Từ năm 2011- 2013", "YEARS", "2013-12-31", null)]
    [InlineData("Thường xuyên.", "CONTINUOUS", null, null)]
    [InlineData("Theo quy định", "UNSPECIFIED", null, null)]
    public void The_reading_of_the_test_itself_is_right(string text, string kind, string? due, int? times) =>
        Assert.Equal(new Wording(kind, due is null ? null : Day(due), times), Wording.Of(text, 2013));

    public static TheoryData<string, string, string> Schedules { get; } = [.. Files()
        .SelectMany(file => In(file).Select(schedule => (Path.GetFileName(file), Text(schedule, "text"), Flow(schedule))))
        .Distinct()];

    [Theory]
    [MemberData(nameof(Schedules))]
    public void A_schedule_says_what_its_wording_says(string file, string text, string flow)
    {
        var node = In(Path.Combine(Repository.Root, "data/plans", file)).First(n => Flow(n) == flow);
        var schedule = Read(node);
        Assert.Null(schedule.Fault());
        var lastYear = int.Parse(Text(Plan(file), "endYear"), CultureInfo.InvariantCulture);
        var said = Wording.Of(text, lastYear);
        Assert.Equal(said.Kind, Text(node, "kind"));
        if (schedule.Kind != ScheduleKind.Recurring)
        {
            Assert.Equal(said.Due, schedule.Due);
            return;
        }
        var years = schedule.EndYear!.Value - schedule.StartYear!.Value + 1;
        Assert.InRange(schedule.StartYear.Value, int.Parse(Text(Plan(file), "startYear"), CultureInfo.InvariantCulture), lastYear);
        Assert.Equal(0, schedule.Occurrences().Length % years);
        Assert.Equal(said.TimesAYear ?? schedule.Occurrences().Length / years, schedule.Occurrences().Length / years);
        // One of several cycles of a sentence may end earlier in the year.
        Assert.Equal(said.TimesAYear is null ? lastYear : said.Due!.Value.Year, schedule.Due!.Value.Year);
        if (said.TimesAYear is not null && schedule.Days.IsEmpty)
        {
            Assert.Equal(said.Due, schedule.Due);
        }
    }

    [Fact]
    public void The_five_plans_have_no_fewer_wordings_than_when_this_was_written()
    {
        Assert.Equal(5, Files().Length);
        Assert.True(Schedules.Count >= 90, $"only {Schedules.Count} distinct schedules");
    }

    private static string[] Files() => Directory.GetFiles(Path.Combine(Repository.Root, "data/plans"), "*.yaml");

    private static YamlMappingNode Plan(string file) => (YamlMappingNode)Root(Path.Combine(Repository.Root, "data/plans", file))["plan"];

    private static IEnumerable<YamlMappingNode> In(string path) => new[] { "tasks", "duties" }
        .SelectMany(list => (YamlSequenceNode)Root(path)[list])
        .SelectMany(line => line.AllNodes.OfType<YamlMappingNode>())
        .Where(node => node.Children.ContainsKey("schedule"))
        .Select(node => (YamlMappingNode)node["schedule"]);

    private static YamlMappingNode Root(string path) => Parsed.GetOrAdd(path, Parse);

    private static YamlMappingNode Parse(string path)
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(path);
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static Schedule Read(YamlMappingNode node) => new(
        Enum.Parse<ScheduleKind>(Pascal(Text(node, "kind"))), Text(node, "text"), Has(node, "date") ? Day(Text(node, "date")) : null,
        Int(node, "month"), [.. List(node, "quarters").Select(q => int.Parse(q, CultureInfo.InvariantCulture))],
        Int(node, "startYear"), Int(node, "endYear"), [.. List(node, "every").Select(e => Enum.Parse<Recurrence>(Pascal(e)))],
        [.. List(node, "days").Select(day => MonthDay.TryParse(day, out var read) ? read : throw new FormatException(day))]);

    private static string Flow(YamlMappingNode node) => string.Join(", ", node.Children.Select(c => $"{c.Key}: {c.Value}"));

    private static bool Has(YamlMappingNode node, string key) => node.Children.ContainsKey(key);

    private static string Text(YamlMappingNode node, string key) => ((YamlScalarNode)node[key]).Value!;

    private static int? Int(YamlMappingNode node, string key) =>
        Has(node, key) ? int.Parse(Text(node, key), CultureInfo.InvariantCulture) : null;

    private static ImmutableArray<string> List(YamlMappingNode node, string key) =>
        Has(node, key) ? [.. ((YamlSequenceNode)node[key]).Select(n => ((YamlScalarNode)n).Value!)] : [];

    private static string Pascal(string constant) =>
        string.Concat(constant.Split('_').Select(word => word[..1] + word[1..].ToLowerInvariant()));

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
