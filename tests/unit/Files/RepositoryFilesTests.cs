using Hierarchy.Data.Files;

namespace Hierarchy.Tests.Unit.Files;

/// <summary>The files that the system starts with.</summary>
public sealed class RepositoryFilesTests
{
    private static readonly string Data = Path.Combine(Root(), "data");

    public static TheoryData<string> Plans() =>
        [.. Directory.GetFiles(Path.Combine(Data, "plans"), "*.yaml").Select(p => Path.GetFileName(p)!).Order()];

    [Fact]
    public void There_are_five_plans() => Assert.Equal(5, Plans().Count);

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

    private static string Catalogue => Path.Combine(Data, "units", "catalogue.csv");

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Hierarchy.slnx")))
            {
                return folder.FullName;
            }
        }
        throw new DirectoryNotFoundException("The repository is not above " + AppContext.BaseDirectory);
    }
}
