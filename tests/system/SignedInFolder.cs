namespace Hierarchy.Tests.System;

/// <summary>Like <see cref="FilledFolder"/>, with sign-in: the first administrator and token were made before the first start.</summary>
internal static class SignedInFolder
{
    private static readonly Lazy<Task<(string Folder, string Token)>> s_original = new(MakeAsync);

    /// <summary>Fills an empty folder.</summary>
    /// <returns>The whole output of the command that made the administrator's token.</returns>
    public static async Task<string> FillAsync(string folder)
    {
        var (original, token) = await s_original.Value;
        await FilledFolder.CopyAsync(original, folder);
        return token;
    }

    private static async Task<(string Folder, string Token)> MakeAsync()
    {
        await using var process = HierarchyProcess.Create(("HIERARCHY_SIGN_IN", "on"));
        var (made, _, errors) = await SignedInSystem.RunAsync(process, "administrator", "an", "Nguyễn Văn An");
        Assert.True(made == ExitCode.Ok, errors);
        var (_, token, _) = await SignedInSystem.RunAsync(process, "token", "an");
        return (await FilledFolder.KeepAsync(process), token);
    }
}
