namespace Hierarchy.Hosting;

/// <summary>The data folder, locked by this process until disposed.</summary>
/// <remarks>The lock is an advisory lock on an open file (flock), which the kernel releases with the process: no crash leaves a stale
/// lock.</remarks>
public sealed class DataFolder : IDisposable
{
    private const string LockName = "lock";

    // A file of its own, since a locked file cannot be read. It is meaningful only while the lock is held.
    private const string HolderName = "holder";

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>Absolute path without symbolic links.</summary>
    public string Path { get; }

    /// <summary>Creates the folder if it is missing, and locks it.</summary>
    /// <exception cref="DataFolderInUse">Another process holds the folder.</exception>
    /// <exception cref="StartupProblem">The folder cannot be created or written.</exception>
    public static DataFolder Lock(string path)
    {
        try
        {
            PrivateFiles.CreateFolder(path);
            var canonical = Posix.RealPath(path);
            var file = System.IO.Path.Combine(canonical, LockName);
            FileStream held;
            try
            {
                held = PrivateFiles.Open(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e.HResult == Posix.WouldBlock)
            {
                throw DataFolderInUse.By(path, ReadHolder(System.IO.Path.Combine(canonical, HolderName)));
            }
            var folder = new DataFolder(canonical, held);
            folder.Announce(null);
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupProblem($"The data folder {path} cannot be used: {e.Message}", ExitCode.DataFolder, e);
        }
    }

    /// <summary>Locks a folder that was locked before. Creates nothing.</summary>
    /// <returns>Null if it was never locked, or does not exist.</returns>
    /// <exception cref="DataFolderInUse">Another process holds the folder.</exception>
    /// <exception cref="StartupProblem">The folder cannot be read or written.</exception>
    public static DataFolder? LockIfKnown(string path)
    {
        if (!Directory.Exists(path))
        {
            return null;
        }
        try
        {
            return Directory.EnumerateFiles(path, LockName).Any() ? Lock(path) : null;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StartupProblem($"The data folder {path} cannot be used: {e.Message}", ExitCode.DataFolder, e);
        }
    }

    /// <summary>Records for other processes who holds the folder and, once it serves, at which address.</summary>
    public void Announce(Uri? address)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n{address}\n");
        using var holder = PrivateFiles.Open(System.IO.Path.Combine(Path, HolderName), FileMode.Create, FileAccess.Write);
        holder.Write(Encoding.UTF8.GetBytes(text));
    }

    public void Dispose()
    {
        File.Delete(System.IO.Path.Combine(Path, HolderName));
        // The lock file is not deleted: between its deletion and the release, two processes could each lock "the" file.
        _lock.Dispose();
    }

    private static (int? Process, Uri? Address) ReadHolder(string file)
    {
        try
        {
            var lines = File.ReadAllLines(file);
            var known = int.TryParse(lines.ElementAtOrDefault(0), NumberStyles.None, CultureInfo.InvariantCulture, out var id);
            return (known ? id : null, Uri.TryCreate(lines.ElementAtOrDefault(1), UriKind.Absolute, out var address) ? address : null);
        }
        catch (IOException)
        {
            // The file is just being written, or was just deleted by a holder that ends.
            return (null, null);
        }
    }
}

/// <summary>Another process holds the data folder.</summary>
public sealed class DataFolderInUse : StartupProblem
{
    private DataFolderInUse(string message, Uri? address) : base(message, Hosting.ExitCode.DataFolder) => Address = address;

    /// <summary>The address of that process; null while it is still starting.</summary>
    public Uri? Address { get; }

    internal static DataFolderInUse By(string path, (int? Process, Uri? Address) holder)
    {
        var process = holder.Process is { } id ? string.Create(CultureInfo.InvariantCulture, $" by process {id}") : "";
        var address = holder.Address is { } url ? $", which serves {url.GetLeftPart(UriPartial.Authority)}" : "";
        return new($"The data folder {path} is in use{process}{address}. HIERARCHY_DATA chooses another.", holder.Address);
    }
}
