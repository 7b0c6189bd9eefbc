namespace Hierarchy.Hosting;

/// <summary>The user that PostgreSQL runs as when this process is root's, which PostgreSQL refuses to be.</summary>
internal sealed record ServerAccount(string UserId, string GroupId)
{
    private const string Root = "0";

    /// <summary>
    /// The owner of <paramref name="cluster"/> when that exists, so that a change of user finds its data; else postgres, else nobody.
    /// </summary>
    /// <returns>Null when this process is not root: PostgreSQL then runs as the same user.</returns>
    public static async Task<ServerAccount?> ForAsync(string cluster, CancellationToken stop)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return null;
        }
        var (code, owner) = await ChildProcess.RunAsync("stat", ["-c", "%u %g", cluster], stop);
        return code == 0 && owner.Trim().Split(' ') is [not Root and var user, var group]
            ? new ServerAccount(user, group)
            : Find("postgres") ?? Find("nobody") ?? throw new StartupProblem(
                "PostgreSQL refuses to run as root, and there is no user 'postgres' or 'nobody' to run it as: start as another user.",
                ExitCode.Postgres);
    }

    private static ServerAccount? Find(string name) =>
        File.ReadLines("/etc/passwd")
            .Select(line => line.Split(':'))
            .Where(fields => fields.Length > 3 && fields[0] == name)
            .Select(fields => new ServerAccount(fields[2], fields[3]))
            .FirstOrDefault();
}
