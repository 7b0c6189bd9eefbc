using System.ComponentModel;

namespace Hierarchy.Hosting;

internal enum Signal
{
    Interrupt = 2,
    Kill = 9,
}

/// <summary>System calls that .NET does not offer.</summary>
internal static class Posix
{
    /// <summary>EWOULDBLOCK on Linux: the error of flock on a locked file.</summary>
    public const int WouldBlock = 11;

    private const int PathBytesMax = 4096;

    /// <summary>Sends a signal. No error if the process has already ended.</summary>
    public static void Send(Signal signal, int processId) => _ = kill(processId, (int)signal);

    /// <summary>Sets the rights that new files and folders of this process and its children never get (umask).</summary>
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

    // These use the C names. Generated calls (SYSLIB1054) would need unsafe code; the strings are each marked as UTF-8, which CA2101 does
    // not see.
#pragma warning disable SYSLIB1054, CA2101
    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int pid, int sig);

    [DllImport("libc")]
    private static extern uint umask(uint mask);

    [DllImport("libc", SetLastError = true)]
    private static extern nint realpath([MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte[] resolved);
#pragma warning restore SYSLIB1054, CA2101
}
