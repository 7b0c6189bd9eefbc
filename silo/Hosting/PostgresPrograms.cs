using System.Text.RegularExpressions;

namespace Hierarchy.Hosting;

/// <summary>PostgreSQL's server programs, found on this machine.</summary>
/// <param name="Folder">Absolute path of the folder that holds <c>postgres</c>, <c>initdb</c> and <c>pg_ctl</c>.</param>
/// <param name="Version">The version as printed by the program, for instance 15.18.</param>
/// <param name="Major">The part of the version that determines which data folders the programs can open.</param>
public sealed partial record PostgresPrograms(string Folder, string Version, int Major)
{
    /// <summary>Searches PATH, the distribution's folders, <c>pg_config</c> and the tool folder, in this order.</summary>
    /// <param name="tools">Folder into which <see cref="PostgresInstallation"/> installs programs from npm.</param>
    /// <param name="major">The required major version; null for any that the store supports.</param>
    /// <returns>The first programs that run; null for none. Costs a few milliseconds for each candidate.</returns>
    public static async Task<PostgresPrograms?> FindAsync(string tools, int? major, CancellationToken stop)
    {
        foreach (var folder in await CandidatesAsync(tools, stop))
        {
            if (File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl"))
                && await ChildProcess.RunAsync(Path.Combine(folder, "postgres"), ["--version"], stop) is (0, var output)
                && MajorOf(output) is var found && (major is null ? found >= DatabaseAddress.MajorMin : found == major))
            {
                return new PostgresPrograms(folder, VersionPattern().Match(output).Value, found);
            }
        }
        return null;
    }

    /// <summary>The folders of PATH, in order.</summary>
    internal static string[] SearchPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Folders that may hold PostgreSQL's programs, likely ones first.</summary>
    internal static async Task<IEnumerable<string>> CandidatesAsync(string tools, CancellationToken stop)
    {
        // Often only the program is linked; initdb and the libraries are beside the link's target.
        var linked = SearchPath().Append("/usr/local/bin").Append("/usr/local/pgsql/bin")
            .Select(folder => new FileInfo(Path.Combine(folder, "postgres")))
            .Where(server => server.Exists)
            .Select(server => Path.GetDirectoryName((server.ResolveLinkTarget(returnFinalTarget: true) ?? server).FullName)!);
        var (_, configured) = await ChildProcess.RunAsync("pg_config", ["--bindir"], stop);
        return linked.Concat(Versions("/usr/lib/postgresql")).Append(configured.Trim()).Concat(Versions(tools)).Distinct();
    }

    /// <summary>The program folders, newest version first; none if there is no such parent folder.</summary>
    private static IEnumerable<string> Versions(string parent) =>
        (Directory.Exists(parent) ? Directory.GetDirectories(parent) : [])
            .OrderByDescending(folder => MajorOf(Path.GetFileName(folder)))
            .Select(folder => Path.Combine(folder, "bin"));

    internal static int MajorOf(string version) =>
        VersionPattern().Match(version) is { Success: true } match
            ? int.Parse(match.Groups["major"].ValueSpan, CultureInfo.InvariantCulture)
            : 0;

    // "postgres (PostgreSQL) 15.18 (Debian …)", and 19beta1 before a release.
    [GeneratedRegex(@"(?<major>\d{1,4})(\.\d{1,4}|(devel|beta|rc)\d{0,2})?")]
    private static partial Regex VersionPattern();
}
