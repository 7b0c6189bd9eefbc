namespace Hierarchy.UnitTests.Plans;

/// <summary>From the file to what would be adopted: all three annexes, read and understood.</summary>
public sealed partial class AnnexReadingTests
{
    [Theory]
    [InlineData("docx")]
    [InlineData("xlsx")]
    public void What_is_not_understood_as_people_did_is_asked_about(string kind)
    {
        var (rows, times, leads, silent) = (0, 0, 0, new List<string>());
        foreach (var name in AnnexFiles.Plans)
        {
            var plan = ShippedData.Plan(name);
            var draft = DraftReading.Understand(WithYears(ReadAs(name, kind), plan), plan.Owner, ShippedData.Catalogue);
            foreach (var line in draft.Lines)
            {
                var tasks = plan.Tasks.Where(task => Row(task.Code, name[0] == 'b' ? "NV2.3" : name == "tien-giang-2018" ? "I.6" : null) == line.Text.Code).ToList();
                var doubts = draft.Issues.Where(issue => issue.Line == line.Text.Key).Select(issue => issue.Code).ToHashSet();
                var isTime = line.Schedule is { } read && tasks.Exists(task => read.IsSame(task.Schedule));
                var isLead = tasks is [var only] && only.LeadMode == line.LeadMode
                    && PlanRules.Resolve(plan.Owner, Of(only.Leads), ShippedData.Catalogue)
                        .SequenceEqual(PlanRules.Resolve(plan.Owner, line.Leads, ShippedData.Catalogue));
                if ((!isTime && !doubts.Overlaps(["SCHEDULE_UNKNOWN", "SCHEDULE_AMBIGUOUS"]))
                    || (!isLead && !doubts.Overlaps(["LEAD_UNKNOWN", "LEAD_SUBSET", "LEAD_MODE"])))
                {
                    silent.Add($"{name} {line.Text.Code}: {line.Text.ScheduleText} / {line.Text.LeadsText} → {line.Schedule} / {string.Join("; ", line.Leads)}");
                }
                (rows, times, leads) = (rows + 1, times + (isTime ? 1 : 0), leads + (isLead ? 1 : 0));
            }
        }
        output.WriteLine($"{kind}: {rows} rows, schedules right {100.0 * times / rows:0.0} %, leads right {100.0 * leads / rows:0.0} %");

        Assert.Empty(silent);
        Assert.Equal(166, rows);
        Assert.True(times * 100 >= rows * 95, $"{times} schedules of {rows}");
        Assert.True(leads * 100 >= rows * 90, $"{leads} leads of {rows}");
    }

    [Theory]
    [InlineData("docx")]
    [InlineData("xlsx")]
    public void Tay_Ninh_would_be_adopted_as_it_is_shipped_once_its_joint_lines_are_set(string kind)
    {
        var plan = ShippedData.Plan("tay-ninh-2013");
        var joint = plan.Tasks.Where(task => task.LeadMode == LeadMode.Joint).Select(task => task.Code).ToHashSet();
        var text = WithYears(ReadAs("tay-ninh-2013", kind), plan);
        var draft = DraftReading.Understand(
            text with { Lines = [.. text.Lines.Select(line => joint.Contains(line.Code!) ? line with { LeadMode = LeadMode.Joint } : line)] },
            plan.Owner, ShippedData.Catalogue);

        Assert.Equal(3, joint.Count);
        Assert.DoesNotContain(draft.Issues, issue => issue.Severity == DraftSeverity.Error || issue.Code == "BUDGET_SUM");
        Assert.Equal(plan.Areas.Select(area => area.Reform), text.Areas.Select(DraftReading.ReformOf));
        Assert.Equal(
            plan.Tasks.Select(task => Shown(task.Code, Of(task.Leads), task.LeadMode, Of(task.Coordinators), task.Schedule)),
            draft.Lines.Select(line => Shown(line.Text.Code!, line.Leads, line.LeadMode, line.Coordinators, line.Schedule!)));
    }

    /// <summary>A spreadsheet has no paragraphs above its table that would tell them.</summary>
    private static DraftText WithYears(DraftText text, PlanDocument plan) => text with
    {
        Title = text.Title ?? plan.Title,
        StartYear = text.StartYear ?? plan.StartYear,
        EndYear = text.EndYear ?? plan.EndYear,
    };

    private static string Shown(
        string code, ImmutableArray<Assignee> leads, LeadMode mode, ImmutableArray<Assignee> coordinators, Schedule schedule) =>
        $"{code} {Shown(leads)} {mode} / {Shown(coordinators)} / {schedule.Text} {schedule.Kind} {schedule.Date} {schedule.Month} "
        + $"[{string.Join(' ', schedule.Quarters)}] {schedule.StartYear} {schedule.EndYear} [{string.Join(' ', schedule.Every)}] [{string.Join(' ', schedule.Days)}]";

    private static string Shown(ImmutableArray<Assignee> assignees) =>
        string.Join("; ", assignees.Select(a => a.Unit is null && a.UnitClass is null ? a.Label : $"{a.Unit}{a.UnitClass}"));

    private static ImmutableArray<Assignee> Of(ImmutableArray<Assigned> assigned) => [.. assigned.SelectMany(a => a.Named is { } name
        ? ShippedData.Catalogue.All().Where(unit => unit.Name == name).Select(unit => new Assignee(unit.Id, null, a.Label))
        : [new Assignee(a.Unit, a.UnitClass, a.Label)])];
}
