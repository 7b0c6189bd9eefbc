namespace Hierarchy.Hosting;

/// <summary>The user that PostgreSQL runs as when this process is root's, which PostgreSQL refuses to be; both are numbers.</summary>
internal sealed record ServerAccount(string User, string Group)
{
    // The owner of the cluster when that exists, so that a change of user finds its data.
    private const string Find = """
        stat -c '%u %g' "$0" 2>/dev/null | grep -v '^0 ' && exit
        for name in postgres nobody; do
            id -u "$name" >/dev/null 2>&1 && echo "$(id -u "$name") $(id -g "$name")" && exit
        done
        """;

    /// <summary>What precedes a command that is to run as this user.</summary>
    public string[] Prefix => ["setpriv", $"--reuid={User}", $"--regid={Group}", "--clear-groups", "--"];

    /// <returns>Null when this process is not root: PostgreSQL then runs as the same user.</returns>
    public static async Task<ServerAccount?> ForAsync(string cluster, CancellationToken stop)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return null;
        }
        var (_, ids) = await ChildProcess.RunAsync("sh", ["-c", Find, cluster], stop);
        return ids.Split(' ') is [var user, var group] ? new ServerAccount(user, group) : throw new StartupProblem(
            "PostgreSQL refuses to run as root, and there is no user 'postgres' or 'nobody' to run it as: start as another user.",
            ExitCode.Postgres);
    }
}
