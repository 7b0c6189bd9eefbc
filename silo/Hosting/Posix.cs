using System.ComponentModel;

namespace Hierarchy.Hosting;

internal enum Signal
{
    Interrupt = 2,
    Kill = 9,
}

/// <summary>The system calls that .NET has no name for.</summary>
internal static class Posix
{
    /// <summary>EWOULDBLOCK on Linux: what a held flock answers.</summary>
    public const int WouldBlock = 11;

    private const int PathBytesMax = 4096;

    /// <summary>Sends a signal. A process that is gone already is no error.</summary>
    public static void Send(Signal signal, int processId) => _ = kill(processId, (int)signal);

    /// <summary>Which rights files and folders of this process and its children never get, whatever asks for them.</summary>
    public static void Withhold(UnixFileMode rights) => _ = umask((uint)rights);

    public static string RealPath(string path)
    {
        var resolved = new byte[PathBytesMax];
        if (realpath(path, resolved) == 0)
        {
            throw new IOException(new Win32Exception(Marshal.GetLastPInvokeError()).Message);
        }
        return Encoding.UTF8.GetString(resolved, 0, Array.IndexOf<byte>(resolved, 0));
    }

    // The C names, as in every manual page. Generated calls (SYSLIB1054) would need unsafe code; the strings are marked as UTF-8 each,
    // which CA2101 does not see.
#pragma warning disable SYSLIB1054, CA2101
    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int pid, int sig);

    [DllImport("libc")]
    private static extern uint umask(uint mask);

    [DllImport("libc", SetLastError = true)]
    private static extern nint realpath([MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte[] resolved);
#pragma warning restore SYSLIB1054, CA2101
}
