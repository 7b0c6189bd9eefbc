namespace Hierarchy.Silo.Runtime;

/// <summary>Runs the continuations of socket operations on the threads that poll the sockets instead of the thread pool, which saves two
/// changes of thread for each answer of the database.</summary>
/// <remarks>
/// Only for a single server without an OpenID Connect provider (decision 37): no gain was measured for the nodes of a cluster, and keys of
/// sessions are read synchronously, which must not block a polling thread. Requests still run on the thread pool, because Kestrel schedules
/// its own continuations.
/// </remarks>
internal static class SocketCompletions
{
    // .NET reads this only from the environment, at the first asynchronous socket operation.
    private const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Takes effect only before the first asynchronous socket operation of the process. Keeps a value that the operator has
    /// set.</summary>
    public static void RunInline()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
        {
            Environment.SetEnvironmentVariable(Variable, "1");
        }
    }
}
