namespace Hierarchy.Tests.GraphQL;

/// <summary>Cases taken from the tests of graphql-js (MIT), one JSON object per line, in a folder beside the repository.</summary>
internal static class Corpus
{
    /// <summary>The lines of a file; skips the test, saying why, where the folder is missing.</summary>
    public static IReadOnlyList<JsonElement> Read(string file)
    {
        var path = Path.Combine(Folder(), file);
        Assert.SkipUnless(File.Exists(path), $"{file} was not found in {Folder()}.");
        return [.. File.ReadLines(path).Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    /// <summary>The folder itself; skips the test, saying why, where it is missing.</summary>
    public static string Folder()
    {
        var shared = Environment.GetEnvironmentVariable("HIERARCHY_SHARED") ?? FindShared();
        var folder = shared is null ? null : Path.Combine(shared, "graphql-corpora");
        Assert.SkipUnless(Directory.Exists(folder), "graphql-corpora was not found: set HIERARCHY_SHARED to the folder that holds it.");
        return folder!;
    }

    /// <summary>Fails with the first few differences and their number.</summary>
    public static void AssertNone(IReadOnlyCollection<string> differences, int total) => Assert.True(
        differences.Count == 0,
        $"{differences.Count} of {total} cases differ:\n{string.Join("\n\n", differences.Take(12))}");

    private static string? FindShared()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Hierarchy.sln")))
            {
                // A linked worktree may lie one level deeper than the repository itself.
                string[] candidates = ["../shared", "../../shared"];
                return candidates.Select(c => Path.GetFullPath(Path.Combine(folder.FullName, c))).FirstOrDefault(Directory.Exists);
            }
        }

        return null;
    }
}
