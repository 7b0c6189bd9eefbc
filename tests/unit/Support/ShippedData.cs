namespace Hierarchy.UnitTests.Support;

/// <summary>What comes with the system: the units of its catalogue, and its plans.</summary>
internal static class ShippedData
{
    private static readonly Lazy<TestDirectory> Read = new(() =>
    {
        var directory = new TestDirectory();
        foreach (var unit in UnitFile.Read(Path.Combine(Repository.Root, "data/units/catalogue.csv")).Value!.Units)
        {
            directory.Add(unit);
        }
        return directory;
    });

    public static TestDirectory Catalogue => Read.Value;

    public static string[] Plans { get; } = ["tay-ninh-2013", "binh-dinh-2011-2015", "tien-giang-2018", "hung-yen-2016-2020", "son-tay-2016-2020"];

    public static PlanDocument Plan(string name)
    {
        var reading = PlanFile.Read(Path.Combine(Repository.Root, "data/plans", name + ".yaml"));
        Assert.Empty(reading.Errors);
        return reading.Value!;
    }
}
