namespace Hierarchy.Loading.Files;

/// <summary>One thing that is wrong with a file.</summary>
/// <param name="File">Name of the file, without its folder.</param>
/// <param name="Line">Counted from 1; 0 when it concerns the file as a whole.</param>
/// <param name="Reason">What is wrong and, where it helps, what would be right.</param>
public sealed record FileError(string File, int Line, string Reason)
{
    public override string ToString() => Line == 0 ? $"{File}: {Reason}" : $"{File}:{Line}: {Reason}";
}

/// <summary>What a file holds, or everything that is wrong with it. A file with one error is refused as a whole.</summary>
/// <param name="Value">Null exactly when there are errors.</param>
/// <param name="Errors">By line; at most <see cref="ErrorsMax"/>, and one more if there were others.</param>
public sealed record FileContents<T>(T? Value, ImmutableArray<FileError> Errors)
    where T : class
{
    /// <summary>So many errors come from one systematic mistake; a longer list would not help.</summary>
    public const int ErrorsMax = 100;
}

/// <summary>Collects the errors of one file.</summary>
internal sealed class FileErrors(string file)
{
    private readonly List<FileError> errors = [];
    private bool more;

    public bool Any => errors.Count > 0;

    public void Add(int line, string reason)
    {
        if (errors.Count < FileContents<object>.ErrorsMax)
        {
            errors.Add(new FileError(file, line, reason));
        }
        else
        {
            more = true;
        }
    }

    public FileContents<T> Refuse<T>()
        where T : class
    {
        var sorted = errors.OrderBy(e => e.Line).ToList();
        if (more)
        {
            sorted.Add(new FileError(file, 0, $"more than {FileContents<object>.ErrorsMax} errors; the others are not shown"));
        }
        return new FileContents<T>(null, [.. sorted]);
    }
}
