namespace Hierarchy.Tests.System;

/// <summary>Files of the process are accessible only to their owner, whatever the umask of the starting shell.</summary>
public sealed class PrivateFilesTests
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    [Theory]
    [InlineData("000")]
    [InlineData("022", Traits = ["Length", "long"])]
    public async Task No_file_and_no_folder_is_open_to_others(string umask)
    {
        await using var process = await PlainProgram.CreateProcessAsync();
        var parent = process.DataFolder;
        var data = Path.Combine(parent, "below", "data");
        process.Environment["HIERARCHY_DATA"] = data;
        // A file left by an earlier program or a crash.
        Directory.CreateDirectory(data);
        File.SetUnixFileMode(data, PrivateFiles.OfFolder);
        await File.WriteAllTextAsync(Path.Combine(data, "holder"), "");
        File.SetUnixFileMode(Path.Combine(data, "holder"), PrivateFiles.OfFile | UnixFileMode.OtherRead | UnixFileMode.GroupRead);
        var backup = Path.Combine(parent, "all.backup");
        await File.WriteAllTextAsync(backup + ".unfinished", "");
        File.SetUnixFileMode(backup + ".unfinished", PrivateFiles.OfFile | UnixFileMode.OtherRead);

        process.Launch(Shell(umask, process.Program));
        await process.SaysAsync("ready ");
        AssertPrivate(data);
        await using (var other = HierarchyProcess.Create(("HIERARCHY_DATA", data)))
        {
            Assert.Equal(ExitCode.Ok, await other.RunAsync(Shell(umask, process.Program, "backup", backup)));
        }
        Assert.Equal(PrivateFiles.OfFile, File.GetUnixFileMode(backup));
        Assert.Equal(0, await process.TerminateAsync());
        AssertPrivate(data);
    }

    [Fact]
    public async Task A_data_folder_that_is_created_is_its_owners()
    {
        await using var process = HierarchyProcess.Create(("HIERARCHY_DB", "postgres://nobody@127.0.0.1:1/none"));
        var data = Path.Combine(process.DataFolder, "new", "data");
        process.Environment["HIERARCHY_DATA"] = data;

        Assert.Equal(ExitCode.Configuration, await process.RunAsync(Shell("000", process.Program)));
        Assert.Equal(PrivateFiles.OfFolder, File.GetUnixFileMode(data));
        Assert.Equal(PrivateFiles.OfFile, File.GetUnixFileMode(Path.Combine(data, "lock")));
    }

    /// <summary>Checks everything except links and sockets; the latter are protected by their folder.</summary>
    private static void AssertPrivate(string folder)
    {
        var entries = new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).ToList();
        Assert.True(entries.Count > 100, $"{entries.Count} entries");
        var open = entries
            .Where(entry => entry.LinkTarget is null && !entry.Name.StartsWith(".s.PGSQL", StringComparison.Ordinal) && (entry.UnixFileMode & Others) != 0)
            .Select(entry => $"{entry.FullName} {entry.UnixFileMode}");
        Assert.Empty(open);
    }

    private static ProcessStartInfo Shell(string umask, string program, params string[] arguments) => new(
        "sh", ["-c", $"umask {umask}; exec \"$@\"", "sh", "dotnet", program, .. arguments]);
}
