using System.Diagnostics;

namespace Hierarchy.Hosting;

/// <summary>A shell that outlives this process by a moment and interrupts PostgreSQL then, however this process ended.</summary>
/// <remarks>
/// pg_ctl leaves the server to the system, so no parent-death signal can tie it to us. The shell reads the id of what runs from a pipe that
/// only we write to; the kernel closes it with us. It is in a session of its own, where no signal of our terminal reaches it.
/// </remarks>
internal sealed class PostgresKeeper : IDisposable
{
    private const string Script = "while read -r next; do id=$next; done; [ -z \"$id\" ] || kill -INT \"$id\" 2>/dev/null";

    private readonly Process _shell;

    public PostgresKeeper(ServerAccount? account)
    {
        string[] command = [.. PostgresCluster.Identity(account), "sh", "-c", Script];
        _shell = Process.Start(new ProcessStartInfo("setsid", command) { RedirectStandardInput = true, WorkingDirectory = "/" })!;
        _shell.StandardInput.AutoFlush = true;
    }

    /// <param name="id">The process that is to be interrupted when this one is gone, in place of the one of before; null for none.</param>
    public void Keep(int? id)
    {
        try
        {
            _shell.StandardInput.WriteLine(id);
        }
        catch (IOException)
        {
            // Somebody ended the shell; then the next start ends what this process may leave behind.
        }
    }

    /// <summary>Ends the shell.</summary>
    public void Dispose()
    {
        _shell.Kill();
        _shell.WaitForExit();
        _shell.Dispose();
    }
}
