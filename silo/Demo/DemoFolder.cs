namespace Hierarchy.Silo.Demo;

/// <summary>The data folder of a demonstration, which bears a mark: nothing invented is ever served as what is real, nor mixed with it.</summary>
internal sealed class DemoFolder
{
    private const string MarkName = "demonstration";

    /// <summary>What a folder holds once it is locked, and nothing else has been done in it.</summary>
    private static readonly string[] OfLock = ["lock", "holder"];

    private readonly string _mark;

    private DemoFolder(string mark, DateOnly until, bool isPlayed) => (_mark, Until, IsPlayed) = (mark, until, isPlayed);

    /// <summary>The last day that is played.</summary>
    public DateOnly Until { get; }

    /// <summary>Whether all of it has been played; otherwise that was cut short, and is done again.</summary>
    public bool IsPlayed { get; }

    /// <summary>The year whose work is shown: in its first months, the one before.</summary>
    public int Year => Until.AddMonths(-2).Year;

    /// <summary>Takes an empty folder, or one that is a demonstration already.</summary>
    /// <exception cref="StartupProblem">It holds something else.</exception>
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

    /// <exception cref="StartupProblem">The folder is a demonstration.</exception>
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
