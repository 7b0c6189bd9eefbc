using System.Diagnostics;

namespace Hierarchy.Tests.System;

/// <summary>
/// The program without the five plans, made once: where a test gives the system its data, or wants to know only that it started, loading
/// them would be most of the work.
/// </summary>
public static class PlainProgram
{
    private static readonly Lazy<Task<string>> s_folder = new(MakeAsync);

    public static async Task<HierarchyProcess> CreateProcessAsync(params (string Name, string Value)[] environment) =>
        new HierarchyProcess { Program = Path.Combine(await s_folder.Value, "Hierarchy.Silo.dll") }.With(environment);

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
