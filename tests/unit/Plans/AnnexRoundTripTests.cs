using Hierarchy.Api.Plans.Export;
using DraftFile = Hierarchy.Api.Plans.Drafts.DraftFile;

namespace Hierarchy.UnitTests.Plans;

/// <summary>The annex that the system hands out is a file that it takes: nothing is lost or told twice on the way.</summary>
public sealed class AnnexRoundTripTests
{
    public static TheoryData<string, string> Shipped { get; } = new MatrixTheoryData<string, string>(
        ShippedData.Plans, ["docx", "xlsx"]);

    [Theory]
    [MemberData(nameof(Shipped))]
    public void What_goes_out_comes_in_again_line_by_line(string name, string ending)
    {
        var (plan, tasks) = Load(name);

        var draft = Again(plan, tasks, ending);

        Assert.Equal(plan.Areas.Select(area => (area.Id, area.Name, area.Budget ?? 0)), draft.Areas.Select(area => (area.Id, area.Name, area.Budget ?? 0)));
        Assert.Equal(tasks.Select(task => task.Code), draft.Lines.Select(line => line.Code));
        Assert.Equal(tasks.Select(task => (task.Area, task.Group)), draft.Lines.Select(line => (line.Area!, line.Group)));
        Assert.Equal(tasks.Select(task => task.Title), draft.Lines.Select(line => line.Title));
        Assert.Equal(tasks.Select(task => string.Join('|', task.Products)), draft.Lines.Select(line => string.Join('|', line.Products)));
        Assert.Equal(tasks.Select(task => task.Budget), draft.Lines.Select(line => line.Budget ?? 0));
        Assert.Equal(tasks.Select(task => task.Approver), draft.Lines.Select(line => line.Approver));
        Assert.Equal(tasks.Select(task => Named(task.Leads)), draft.Lines.Select(line => line.LeadsText));
        Assert.Equal(tasks.Select(task => Named(task.Coordinators)), draft.Lines.Select(line => line.CoordinatorsText ?? ""));
        CheckUnderstood(plan, tasks, DraftReading.Understand(draft with { StartYear = plan.StartYear, EndYear = plan.EndYear }, plan.Owner, ShippedData.Catalogue));
    }

    /// <summary>A row that heads lines stays a heading where the merged cells were lost, as in a CSV.</summary>
    [Theory]
    [InlineData("tay-ninh-2013", 63)]
    [InlineData("binh-dinh-2011-2015", 52)]
    [InlineData("tien-giang-2018", 58)]
    public void An_annex_without_its_merged_cells_has_no_more_lines_than_before(string name, int count)
    {
        var (plan, tasks) = Load(name);
        var annex = AnnexOf(plan, tasks);
        var text = new StringBuilder(string.Join('\t', annex.Columns.Select(column => column.Name)));
        foreach (var row in annex.Rows)
        {
            text.Append('\n').AppendJoin('\t', row.Cells.Select(cell => $"\"{(cell.Money is { } money
                ? money.ToString(CultureInfo.InvariantCulture) : cell.Text.Replace("\"", "\"\"", StringComparison.Ordinal))}\""));
        }

        var draft = DraftFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())), "phụ lục.csv");

        Assert.Equal(count, draft.Lines.Length);
        Assert.Equal(tasks.Select(task => (task.Code, task.Area)), draft.Lines.Select(line => (line.Code!, line.Area!)));
        Assert.Equal(plan.Areas.Select(area => area.Id), draft.Areas.Select(area => area.Id));
    }

    /// <summary>Groups that no number tells, and lines that stand outside of them or bear a number of elsewhere.</summary>
    [Theory]
    [InlineData("docx")]
    [InlineData("xlsx")]
    public void Groups_without_numbers_end_where_they_ended(string ending)
    {
        var plan = Given.Plan(areas: [Given.Area("I"), Given.Area("CDDH", budget: 5_000_000)]);
        ImmutableArray<PlanTask> tasks =
        [
            Line("I.1", "I", null), Line("I.2", "I", "Nhóm không số"), Line("I.3", "I", "Nhóm không số"), Line("I.4", "I", null),
            Line("I.7", "I", "1. Nhóm"), Line("I.1.1", "I", "1. Nhóm"), Line("I.8", "I", "1. Nhóm"), Line("I.9", "I", "II. Nhóm"),
            Line("CDDH.1", "CDDH", "Mục tiêu chung"), Line("CDDH.2", "CDDH", null), Line("CDDH.3-a", "CDDH", "a) Nhóm"),
        ];

        var draft = Again(plan, tasks, ending);

        Assert.Equal(tasks.Select(task => (task.Code, task.Area, task.Group)), draft.Lines.Select(line => (line.Code!, line.Area!, line.Group)));
        Assert.Equal([0, 5_000_000], draft.Areas.Select(area => area.Budget ?? 0));

        static PlanTask Line(string code, string area, string? group) => Given.Task(code, area: area) with { Code = code, Group = group, Title = $"Rà soát {code}" };
    }

    /// <summary>What the wordings of the document alone do not tell is doubted, and is no loss on the way.</summary>
    private static void CheckUnderstood(Plan plan, ImmutableArray<PlanTask> tasks, UnderstoodDraft understood)
    {
        var doubted = understood.Issues.Where(issue => issue.Column is DraftReading.LeadsColumn or DraftReading.ScheduleColumn)
            .Select(issue => issue.Line).ToHashSet();
        var plain = tasks.Zip(understood.Lines).Where(pair => !doubted.Contains(pair.Second.Text.Key)).ToList();
        Assert.True(plain.Count * 2 > tasks.Length || !AnnexFiles.Plans.Contains(plan.Id), $"{plan.Id}: {plain.Count} of {tasks.Length} lines are understood without a doubt");
        Assert.All(plain, pair =>
        {
            Assert.True(pair.Second.Schedule!.IsSame(pair.First.Schedule), $"{pair.First.Code}: {pair.Second.Schedule}");
            Assert.Equal(pair.First.Leads.Select(Shown), pair.Second.Leads.Select(Shown));
        });
    }

    private static DraftText Again(Plan plan, ImmutableArray<PlanTask> tasks, string ending)
    {
        using var stream = new MemoryStream();
        (ending == "docx" ? (Action<Annex, Stream>)AnnexDocx.Write : AnnexXlsx.Write)(AnnexOf(plan, tasks), stream);
        stream.Position = 0;
        return DraftFile.Read(stream, $"phụ lục.{ending}");
    }

    private static Annex AnnexOf(Plan plan, ImmutableArray<PlanTask> tasks) => Annex.Of(
        new PlanContents(plan, tasks, [], []), [.. tasks.Select(_ => Measures.Zero)], ShippedData.Catalogue, Given.Today, withTotals: true);

    private static string Named(ImmutableArray<Assignee> assignees) => string.Join("; ", assignees.Select(assignee => assignee.Label).Distinct());

    private static string Shown(Assignee assignee) => $"{assignee.Unit}{assignee.UnitClass}";

    private static (Plan Plan, ImmutableArray<PlanTask> Tasks) Load(string name)
    {
        var file = ShippedData.Plan(name);
        var plan = Given.Plan(areas: [.. file.Areas]) with
        {
            Id = file.Id,
            Owner = file.Owner,
            Title = file.Title,
            Number = file.Number,
            AdoptedOn = file.AdoptedOn,
            StartYear = file.StartYear,
            EndYear = file.EndYear,
        };
        // An annex goes by areas.
        return (plan, [.. file.Areas.SelectMany(area => file.Tasks.Where(line => line.Area == area.Id)).Select(line => Given.Task(line.Code, area: line.Area) with
        {
            Code = line.Code,
            Group = line.Group,
            Title = line.Title,
            Products = line.Products,
            Leads = Units(file.Owner, line.Leads),
            LeadMode = line.LeadMode,
            Coordinators = Units(file.Owner, line.Coordinators),
            Approver = line.Approver,
            Schedule = line.Schedule,
            Budget = line.Budget ?? 0,
        })]);
    }

    private static ImmutableArray<Assignee> Units(string owner, ImmutableArray<Assigned> assigned) => [.. assigned.SelectMany(one => one.Named is { } name
        ? ShippedData.Catalogue.All().Where(unit => unit.Name == name && ShippedData.Catalogue.IsAtOrBelow(unit.Id, owner))
            .Select(unit => new Assignee(unit.Id, null, one.Label))
        : [new Assignee(one.Unit, one.UnitClass, one.Label)])];
}
