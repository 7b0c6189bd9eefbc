using System.ComponentModel;

namespace Hierarchy.Tests.System;

/// <summary>A script of <c>tests/clients</c>, on Node.</summary>
internal static class ClientScript
{
    private static readonly string _folder = Path.Combine(ScriptTests.Repository, "tests", "clients");

    /// <summary>Skips the test where npm has not installed that.</summary>
    public static void Need(string package) =>
        Need(Path.Exists(Path.Combine(_folder, "node_modules", package)), "npm's packages are missing: run npm ci in tests/clients.");

    public static Process Start(params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("node", arguments)
            {
                WorkingDirectory = _folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception)
        {
            Need(false, "Node is not installed.");
            throw;
        }
    }

    /// <summary>A missing package is a failure where it could have been installed.</summary>
    private static void Need(bool has, string lack)
    {
        Assert.False(!has && Environment.GetEnvironmentVariable("CI") == "true", lack);
        Assert.SkipUnless(has, lack);
    }
}
