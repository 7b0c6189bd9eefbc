namespace Hierarchy.Silo.Demo;

/// <summary>The data folder of a demonstration. It is marked, so that invented data is never served as real or mixed with it.</summary>
internal sealed class DemoFolder
{
    private const string MarkName = "demonstration";

    /// <summary>The files of a folder that was only locked.</summary>
    private static readonly string[] OfLock = ["lock", "holder"];

    private readonly string _mark;

    private DemoFolder(string mark, DateOnly until, bool isPlayed) => (_mark, Until, IsPlayed) = (mark, until, isPlayed);

    /// <summary>The last day to simulate.</summary>
    public DateOnly Until { get; }

    /// <summary>Whether the simulation is complete; an interrupted one is repeated.</summary>
    public bool IsPlayed { get; }

    /// <summary>The year shown; in the first two months of a year, the year before.</summary>
    public int Year => Until.AddMonths(-2).Year;

    /// <summary>Opens an empty folder, or one that already holds a demonstration.</summary>
    /// <exception cref="StartupProblem">The folder holds something else.</exception>
    public static DemoFolder Open(DataFolder folder, TimeProvider time)
    {
        var mark = Path.Combine(folder.Path, MarkName);
        if (File.Exists(mark))
        {
            var lines = File.ReadAllLines(mark);
            return DateOnly.TryParseExact(lines.FirstOrDefault(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var until)
                ? new DemoFolder(mark, until, lines.Length > 1)
                : throw new StartupProblem($"{mark} is damaged: delete the folder, and a demonstration is made anew.", ExitCode.DataFolder);
        }
        if (Directory.EnumerateFileSystemEntries(folder.Path).Any(entry => !OfLock.Contains(Path.GetFileName(entry))))
        {
            throw new StartupProblem(
                $"{folder.Path} contains data that is not a demonstration, and no invented data is added to it: "
                + "name an empty folder with HIERARCHY_DATA, or none.",
                ExitCode.DataFolder);
        }
        var begun = new DemoFolder(mark, VietnameseDay.Today(time), isPlayed: false);
        begun.Write([]);
        return begun;
    }

    /// <exception cref="StartupProblem">The folder holds a demonstration.</exception>
    public static void Refuse(DataFolder folder)
    {
        if (File.Exists(Path.Combine(folder.Path, MarkName)))
        {
            throw new StartupProblem($"{folder.Path} contains a demonstration: serve it with --demo; no real data is added to it.", ExitCode.DataFolder);
        }
    }

    public void MarkPlayed() => Write(["played"]);

    private void Write(string[] more)
    {
        using var file = new StreamWriter(PrivateFiles.Open(_mark, FileMode.Create, FileAccess.Write));
        file.Write(string.Join('\n', [Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), .. more]) + "\n");
    }
}
