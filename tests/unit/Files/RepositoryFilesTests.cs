namespace Hierarchy.Tests.Unit.Files;

/// <summary>The files that the system starts with.</summary>
public sealed class RepositoryFilesTests
{
    private static readonly string Data = Path.Combine(Root(), "data");

    public static TheoryData<string> Plans() =>
        [.. Directory.GetFiles(Path.Combine(Data, "plans"), "*.yaml").Select(p => Path.GetFileName(p)!).Order()];

    [Fact]
    public void There_are_five_plans() => Assert.Equal(5, Plans().Count);

    [Fact]
    public void They_are_the_plans_that_are_imposed_whole() => Assert.Equal(
        ShippedPlans.All.Order(),
        Directory.GetFiles(Path.Combine(Data, "plans"), "*.yaml").Select(file => PlanFile.Read(file).Value!).Select(plan => (plan.Owner, plan.Id)).Order());

    [Theory]
    [MemberData(nameof(Plans))]
    public void Each_plan_is_read_without_error(string name)
    {
        var reading = PlanFile.Read(Path.Combine(Data, "plans", name));

        Assert.Empty(reading.Errors);
        Assert.Equal(Path.GetFileNameWithoutExtension(name), reading.Value!.Id);
    }

    [Fact]
    public void The_catalogue_is_read_without_error() => Assert.Empty(UnitFile.Read(Catalogue).Errors);

    [Theory]
    [MemberData(nameof(Plans))]
    public void Each_unit_that_a_plan_names_is_in_the_catalogue(string name)
    {
        var units = UnitFile.Read(Catalogue).Value!.Units;
        var ids = units.Select(u => u.Id).ToHashSet();
        var names = units.Select(u => u.Name).ToHashSet();
        var plan = PlanFile.Read(Path.Combine(Data, "plans", name)).Value!;

        var assigned = plan.Tasks.SelectMany(t => t.Leads.Concat(t.Coordinators)).Concat(plan.Duties.SelectMany(d => d.Leads)).ToList();

        Assert.Contains(plan.Owner, ids);
        Assert.All(assigned.Where(a => a.Unit is not null), a => Assert.Contains(a.Unit!, ids));
        Assert.All(assigned.Where(a => a.Named is not null), a => Assert.Contains(a.Named!, names));
    }

    [Fact]
    public void The_examples_in_the_documentation_are_read_without_error()
    {
        var plan = Assert.Single(Examples("yaml"), text => text.StartsWith("plan:"));
        var lists = Examples("csv");

        Assert.Empty(PlanFile.Parse(plan, "tinh-a-2026.yaml").Errors);
        Assert.Equal(3, lists.Count);
        Assert.All(lists[..2], list => Assert.Empty(UnitFile.Parse(list, "units-2025.csv").Errors));
        Assert.Empty(MappingFile.Parse(lists[2], "mergers-2025.csv").Errors);
    }

    [Fact]
    public void The_refusals_in_the_documentation_are_those_that_are_given()
    {
        var wrong = Assert.Single(Examples("yaml"), text => text.StartsWith("plan:"))
            .Replace("    leads:\n      - {unit: tinh-a-so-tu-phap", "    leadMode: TOGETHER\n    leads:\n      - {unit: tinh-a-so-tu-phap")
            .Replace("code: II.1\n    area: II", "code: I.2\n    area: III");

        var refusals = PlanFile.Parse(wrong, "tinh-a-2026.yaml").Errors.Select(e => e.ToString());

        Assert.Equal(Examples("text")[0].TrimEnd().Split('\n'), refusals);
    }

    [Fact]
    public void The_reorganisation_that_ships_is_read_without_error()
    {
        var reading = ReorganisationFile.Read(Path.Combine(Data, "reorganisations", "sap-xep-2025.yaml"));

        Assert.Empty(reading.Errors);
        Assert.Equal(("sap-xep-2025", new DateOnly(2025, 7, 1), DividedWork.Province),
            (reading.Value!.Terms.Id, reading.Value.Terms.EffectiveOn, reading.Value.Terms.Divided));
    }

    /// <summary>The fenced blocks of that language.</summary>
    private static List<string> Examples(string language)
    {
        var blocks = File.ReadAllText(Path.Combine(Data, "..", "docs", "PLAN-FILES.md")).Split("```");
        return [.. blocks.Where((block, i) => i % 2 == 1 && block.StartsWith(language + "\n")).Select(b => b[(language.Length + 1)..])];
    }

    private static string Catalogue => Path.Combine(Data, "units", "catalogue.csv");

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Hierarchy.sln")))
            {
                return folder.FullName;
            }
        }
        throw new DirectoryNotFoundException("The repository is not above " + AppContext.BaseDirectory);
    }
}
