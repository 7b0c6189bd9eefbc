namespace Hierarchy.UnitTests.Plans;

/// <summary>
/// The wordings of the shipped plans as a draft reads them, against what was transcribed from the same plans by hand. What a draft reads
/// otherwise must bear a doubt.
/// </summary>
public sealed class DraftOfShippedPlansTests(ITestOutputHelper output)
{
    public static TheoryData<string> Plans { get; } = [.. ShippedData.Plans];

    [Theory]
    [InlineData("tay-ninh-2013", 63)]
    [InlineData("binh-dinh-2011-2015", 52)]
    [InlineData("tien-giang-2018", 58)]
    [InlineData("hung-yen-2016-2020", 38)]
    [InlineData("son-tay-2016-2020", 50)]
    public void Schedules_are_read_as_they_were_transcribed(string name, int count)
    {
        var (plan, understood) = Understood(name, "; ");
        Assert.Equal(count, understood.Lines.Length);

        Check(name, "schedules", 95, plan, understood, DraftReading.ScheduleColumn, (task, line) =>
            line.Schedule is { } read && read.IsSame(task.Schedule), (task, line) =>
            $"“{task.Schedule.Text}”: {line.Schedule}, transcribed {task.Schedule}");
    }

    [Theory]
    [MemberData(nameof(Plans))]
    [InlineData("tay-ninh-2013", ", ")]
    [InlineData("binh-dinh-2011-2015", ", ")]
    [InlineData("tien-giang-2018", "\n")]
    [InlineData("tien-giang-2018", " và ")]
    public void Leads_are_read_as_they_were_transcribed(string name, string separator = "; ")
    {
        var (plan, understood) = Understood(name, separator);

        Check(name, $"leads joined by “{separator}”", 90, plan, understood, DraftReading.LeadsColumn, (task, line) =>
            Expected(plan, task.Leads).SequenceEqual(line.Leads.Select(Shown)), (task, line) =>
            $"“{Cell(task.Leads, separator)}”: {string.Join("; ", line.Leads.Select(Shown))}");
    }

    [Theory]
    [InlineData("tay-ninh-2013")]
    [InlineData("binh-dinh-2011-2015")]
    [InlineData("tien-giang-2018")]
    public void Coordinators_are_read_as_they_were_transcribed(string name)
    {
        var (plan, understood) = Understood(name, "; ");

        // Whoever is outside the system is no doubt: a label says all that is known.
        Check(name, "coordinators", 95, plan, understood, null, (task, line) =>
            Expected(plan, task.Coordinators).SequenceEqual(line.Coordinators.Select(Shown)), (task, line) =>
            $"“{Cell(task.Coordinators, "; ")}”: {string.Join("; ", line.Coordinators.Select(Shown))}");
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public void Areas_are_taken_for_what_they_were_transcribed_as(string name)
    {
        var (plan, understood) = Understood(name, "; ");

        Assert.All(plan.Areas, area => Assert.Equal(area.Reform, DraftReading.ReformOf(new DraftArea(area.Id, area.Name, null, null, ""))));
        Assert.Equal(plan.Areas.Length, understood.Issues.Count(issue => issue.Code == "AREA_REFORM"));
    }

    [Theory]
    [InlineData("tay-ninh-2013")]
    [InlineData("binh-dinh-2011-2015")]
    [InlineData("tien-giang-2018")]
    public void No_line_of_a_plan_that_was_adopted_has_an_error_but_those_told(string name)
    {
        var (_, understood) = Understood(name, "; ");

        Assert.DoesNotContain(understood.Issues, issue => issue.Severity == DraftSeverity.Error);
    }

    private void Check(
        string name, string what, int percentMin, PlanDocument plan, UnderstoodDraft understood, string? column,
        Func<TaskLine, UnderstoodLine, bool> isRight, Func<TaskLine, UnderstoodLine, string> shown)
    {
        var doubted = understood.Issues.Where(issue => issue.Column == column).Select(issue => issue.Line).ToHashSet();
        var wrong = plan.Tasks.Zip(understood.Lines).Where(pair => !isRight(pair.First, pair.Second)).ToList();
        var percent = 100.0 * (plan.Tasks.Length - wrong.Count) / plan.Tasks.Length;
        output.WriteLine($"{name}: {what}: {percent:0.0} % of {plan.Tasks.Length} right, {doubted.Count} lines doubted");
        foreach (var (task, line) in wrong)
        {
            output.WriteLine($"  {task.Code} {(doubted.Contains(task.Code) ? "(doubted)" : "(silent)")} {shown(task, line)}");
        }
        Assert.True(percent >= percentMin, $"only {percent:0.0} % are right");
        if (column is not null)
        {
            Assert.All(wrong, pair => Assert.Contains(pair.First.Code, doubted));
        }
    }

    private static (PlanDocument Plan, UnderstoodDraft Understood) Understood(string name, string separator)
    {
        var plan = ShippedData.Plan(name);
        var text = new DraftText(
            plan.Title, plan.Number, plan.AdoptedOn, plan.StartYear, plan.EndYear,
            [.. plan.Areas.Select(area => new DraftArea(area.Id, area.Name, null, area.Budget, ""))],
            [.. plan.Tasks.Select((task, i) => new DraftLine(
                task.Code, $"bảng 1, dòng {i + 2}", [], task.Code, task.Area, task.Group, task.Title, task.Products, Cell(task.Leads,
                    separator),
                Cell(task.Coordinators, separator), task.Approver, task.Schedule.Text, task.Budget, null))],
            null);
        return (plan, DraftReading.Understand(text, plan.Owner, ShippedData.Catalogue));
    }

    /// <summary>As the document has it: a wording for several classes stands there once.</summary>
    private static string Cell(ImmutableArray<Assigned> assigned, string separator) =>
        string.Join(separator, assigned.Select(a => a.Label).Distinct());

    private static IEnumerable<string> Expected(PlanDocument plan, ImmutableArray<Assigned> assigned) => assigned.SelectMany(a =>
        a.Named is { } named
        ? ShippedData.Catalogue.All().Where(unit => unit.Name == named && ShippedData.Catalogue.IsAtOrBelow(unit.Id, plan.Owner))
            .Select(unit => Shown(new Assignee(unit.Id, null, a.Label)))
        : [Shown(new Assignee(a.Unit, a.UnitClass, a.Label))]);

    private static string Shown(Assignee assignee) => $"{assignee.Label} = {assignee.Unit ?? assignee.UnitClass?.ToString() ?? "label"}";
}
