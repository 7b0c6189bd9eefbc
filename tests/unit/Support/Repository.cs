namespace Hierarchy.UnitTests.Support;

/// <summary>Where the sources stand, and files of approved text among them.</summary>
public static class Repository
{
    /// <summary>The first folder above the built tests that holds the solution.</summary>
    public static string Root { get; } = Above(AppContext.BaseDirectory).First(folder => File.Exists(Path.Combine(folder, "Hierarchy.sln")));

    /// <summary>Compares with an approved file; with <c>UPDATE_APPROVED=1</c> writes it, so that the difference is reviewed.</summary>
    public static void CheckApproved(string file, string actual)
    {
        var path = Path.Combine(Root, "tests/unit/Approved", file);
        if (Environment.GetEnvironmentVariable("UPDATE_APPROVED") == "1")
        {
            File.WriteAllText(path, actual);
        }
        Assert.Equal(File.ReadAllText(path), actual);
    }

    private static IEnumerable<string> Above(string? folder)
    {
        for (; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            yield return folder;
        }
    }
}
