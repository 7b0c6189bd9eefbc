namespace Hierarchy.GraphQL.Schema;

/// <summary>Why an input does not fit its type.</summary>
/// <param name="Message">The whole sentence, without the name of the variable or argument.</param>
/// <param name="Path">Keys (<see cref="string"/>) and indexes (<see cref="int"/>) from the outermost value inwards.</param>
/// <param name="Node">The literal at fault; null for JSON.</param>
public sealed record InputFault(string Message, ImmutableArray<object> Path, SyntaxNode? Node)
{
    /// <summary>The path as messages show it, such as <c> at .items[2]</c>; nothing when it is empty.</summary>
    public string PathText
    {
        get
        {
            if (Path.IsEmpty)
            {
                return "";
            }

            var text = new StringBuilder(" at ");
            foreach (var key in Path)
            {
                _ = key is int index ? text.Append(CultureInfo.InvariantCulture, $"[{index}]") : text.Append('.').Append(key);
            }

            return text.ToString();
        }
    }
}

/// <summary>How input is coerced.</summary>
public sealed class InputOptions
{
    /// <summary>Defaults for a public endpoint.</summary>
    public static InputOptions Default { get; } = new();

    /// <summary>Whether messages say what a misspelt name may have meant. It tells the schema to strangers. Default false.</summary>
    public bool Suggestions { get; init; }

    /// <summary>Nesting of lists and objects in one value. Default 16.</summary>
    public int DepthMax { get; init; } = 16;

    /// <summary>Items in one list. Default 1,000.</summary>
    public int ListItemsMax { get; init; } = 1_000;

    /// <summary>Faults reported for one value; further ones are dropped. Default 20.</summary>
    public int FaultsMax { get; init; } = 20;
}

/// <summary>Collects faults with the path at which they occur.</summary>
internal sealed class InputFaults(InputOptions options)
{
    private readonly List<object> _path = [];
    private ImmutableArray<InputFault>.Builder? _faults;

    public InputOptions Options { get; } = options;

    public bool Any => _faults is not null;

    /// <summary>Further faults would be dropped: no need to look for them.</summary>
    public bool IsFull => _faults is not null && _faults.Count >= Options.FaultsMax;

    public int Depth => _path.Count;

    public ImmutableArray<InputFault> ToImmutable() => _faults?.ToImmutable() ?? [];

    public void Push(object key) => _path.Add(key);

    public void Pop() => _path.RemoveAt(_path.Count - 1);

    public void Add(string message, SyntaxNode? node)
    {
        _faults ??= ImmutableArray.CreateBuilder<InputFault>();
        if (_faults.Count < Options.FaultsMax)
        {
            _faults.Add(new(message, [.. _path], node));
        }
    }

    public string DidYouMean(string input, IEnumerable<string> names, string? what = null) =>
        Options.Suggestions ? Suggestions.DidYouMean(input, names, what) : "";
}
