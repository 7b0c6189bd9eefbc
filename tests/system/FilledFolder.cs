namespace Hierarchy.Tests.System;

/// <summary>A data folder after a first start and an orderly stop, created once: a copy saves tests the first start.</summary>
public static class FilledFolder
{
    /// <summary>Filled by ./test for all projects.</summary>
    private static readonly string? s_given = Environment.GetEnvironmentVariable("HIERARCHY_TEST_FILLED");

    private static readonly Lazy<Task<string>> s_original = new(() => s_given is { Length: > 0 } ? Task.FromResult(s_given) : MakeAsync());

    /// <summary>A stopped process with the five plans in its folder.</summary>
    public static async Task<HierarchyProcess> CreateProcessAsync()
    {
        var process = HierarchyProcess.Create();
        await FillAsync(process.DataFolder);
        return process;
    }

    public static async Task<HierarchyProcess> StartAsync() => await (await CreateProcessAsync()).StartedAsync();

    /// <summary>Fills an empty folder.</summary>
    public static async Task FillAsync(string folder) => await CopyAsync(await s_original.Value, folder);

    /// <summary>Starts and stops a process on its empty folder, and keeps a copy until this program ends.</summary>
    /// <returns>The copy.</returns>
    internal static async Task<string> KeepAsync(HierarchyProcess process)
    {
        var original = Directory.CreateTempSubdirectory("hierarchy-filled-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(original, recursive: true);
        await process.StartAsync();
        Assert.Equal(0, await process.TerminateAsync());
        await CopyAsync(process.DataFolder, original);
        return original;
    }

    // PostgreSQL refuses a folder with another owner or other permissions.
    internal static async Task CopyAsync(string from, string to)
    {
        using var copy = Process.Start("cp", ["-a", from + "/.", to]);
        await copy.WaitForExitAsync();
        Assert.Equal(0, copy.ExitCode);
    }

    private static async Task<string> MakeAsync()
    {
        await using var process = HierarchyProcess.Create();
        return await KeepAsync(process);
    }
}
