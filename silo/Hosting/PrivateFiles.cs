// Rights are those of Unix, on which alone this runs.
#pragma warning disable CA1416
namespace Hierarchy.Hosting;

/// <summary>Files and folders that their owner alone can read, whatever the shell that started this process allows.</summary>
public static class PrivateFiles
{
    public const UnixFileMode OfFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    public const UnixFileMode OfFolder = OfFile | UnixFileMode.UserExecute;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>From here on nothing that this process or its children write is anybody else's to read.</summary>
    public static void BeginToWrite() => Posix.Withhold(Others);

    /// <summary>Opens a file; one that an earlier program left open to others is closed to them.</summary>
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

    /// <summary>Creates a folder and those above it that are missing; one that is there stays as it is.</summary>
    public static void CreateFolder(string path) => Directory.CreateDirectory(path, OfFolder);

    /// <summary>The command that runs a program whose files are for everybody: one that installs programs.</summary>
    public static (string Program, string[] Arguments) ForEverybody(string program, IEnumerable<string> arguments) =>
        ("sh", ["-c", "umask 022; exec \"$@\"", "sh", program, .. arguments]);
}
