namespace Hierarchy.Tests.System;

/// <summary>The program without the five plans, prepared once: for tests that bring their own data or need only a start, loading the plans
/// would be most of the work.</summary>
public static class PlainProgram
{
    private static readonly Lazy<Task<string>> s_folder = new(MakeAsync);

    private static readonly Lazy<Task<string>> s_left = new(LeaveAsync);

    /// <summary>The same, after one start: with a PostgreSQL and an empty system.</summary>
    public static async Task<HierarchyProcess> CreateStoppedAsync(params (string Name, string Value)[] environment)
    {
        var process = await CreateProcessAsync(environment);
        await FilledFolder.CopyAsync(await s_left.Value, process.DataFolder);
        return process;
    }

    public static async Task<HierarchyProcess> StartAsync() => await (await CreateStoppedAsync()).StartedAsync();

    public static async Task<HierarchyProcess> CreateProcessAsync(params (string Name, string Value)[] environment) =>
        new HierarchyProcess { Program = Path.Combine(await s_folder.Value, "Hierarchy.Silo.dll") }.With(environment);

    private static async Task<string> LeaveAsync()
    {
        await using var process = await CreateProcessAsync();
        return await FilledFolder.KeepAsync(process);
    }

    private static async Task<string> MakeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("hierarchy-plain-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        using var copy = Process.Start("cp", ["-a", Path.GetDirectoryName(HierarchyProcess.Built) + "/.", folder]);
        await copy.WaitForExitAsync();
        Assert.Equal(0, copy.ExitCode);
        Directory.Delete(Path.Combine(folder, "data"), recursive: true);
        return folder;
    }
}
