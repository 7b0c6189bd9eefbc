using System.Globalization;

namespace Hierarchy.Hosting;

/// <summary>The user that PostgreSQL runs as when this process is root's, which PostgreSQL refuses to be.</summary>
internal sealed record ServerAccount(int UserId, int GroupId)
{
    private const int Root = 0;

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
        if (Directory.Exists(cluster))
        {
            var (code, output) = await ChildProcess.RunAsync("stat", ["-c", "%u %g", cluster], stop);
            var ids = output.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (code == 0 && ids.Length == 2 && Number(ids[0]) is var owner and not Root)
            {
                return new ServerAccount(owner, Number(ids[1]));
            }
        }
        return Find("postgres") ?? Find("nobody") ?? throw new StartupProblem(
            "PostgreSQL refuses to run as root, and there is no user 'postgres' or 'nobody' to run it as: start as another user.",
            ExitCode.Postgres);
    }

    private static ServerAccount? Find(string name) =>
        File.ReadLines("/etc/passwd")
            .Select(line => line.Split(':'))
            .Where(fields => fields.Length > 3 && fields[0] == name)
            .Select(fields => new ServerAccount(Number(fields[2]), Number(fields[3])))
            .FirstOrDefault();

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
