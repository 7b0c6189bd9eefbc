// The program runs only on Unix, so the file rights are those of Unix.
#pragma warning disable CA1416
namespace Hierarchy.Hosting;

/// <summary>Files and folders that only their owner can read, regardless of the umask of the shell that started this process.</summary>
public static class PrivateFiles
{
    public const UnixFileMode OfFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    public const UnixFileMode OfFolder = OfFile | UnixFileMode.UserExecute;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>From now on, files written by this process or its children are not accessible to other users.</summary>
    public static void BeginToWrite() => Posix.Withhold(Others);

    /// <summary>Opens a file, and removes other users' access that an earlier program may have left.</summary>
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share = FileShare.Read)
    {
        var file = new FileStream(path, new FileStreamOptions { Mode = mode, Access = access, Share = share, UnixCreateMode = OfFile });
        try
        {
            if ((File.GetUnixFileMode(file.SafeFileHandle) & Others) != 0)
            {
                File.SetUnixFileMode(file.SafeFileHandle, OfFile);
            }
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Creates a folder and its missing parents; an existing one stays unchanged.</summary>
    public static void CreateFolder(string path) => Directory.CreateDirectory(path, OfFolder);

    /// <summary>A command that runs a program, such as an installer, whose files everybody may read.</summary>
    public static (string Program, string[] Arguments) ForEverybody(string program, IEnumerable<string> arguments) =>
        ("sh", ["-c", "umask 022; exec \"$@\"", "sh", program, .. arguments]);
}
