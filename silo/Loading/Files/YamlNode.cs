using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Hierarchy.Loading.Files;

/// <summary>What YAML says, with the lines it says it on and with repeated keys still there.</summary>
internal abstract record YamlNode(int Line)
{
    /// <summary>A plan file is five levels deep.</summary>
    private const int DepthMax = 16;

    /// <param name="Plain">Without quotes, and no block: only then can it be null or a number.</param>
    public sealed record Scalar(int Line, string Value, bool Plain) : YamlNode(Line)
    {
        public bool IsNull => Plain && Value is "" or "~" or "null" or "Null" or "NULL";
    }

    public sealed record Sequence(int Line, ImmutableArray<YamlNode> Items) : YamlNode(Line);

    public sealed record Mapping(int Line, ImmutableArray<Entry> Entries) : YamlNode(Line);

    public readonly record struct Entry(string Key, int Line, YamlNode Value);

    public string Noun => this switch
    {
        Sequence => "a list",
        Mapping => "a mapping",
        Scalar { IsNull: true } => "nothing",
        _ => "a text",
    };

    /// <summary>Whether the file is a mapping with this key, be the rest right or wrong.</summary>
    public static bool HasKey(string path, string key) =>
        FileText.Read(path, FileLimits.PlanBytesMax, new FileErrors("")) is { } text
        && Parse(text, new FileErrors("")) is Mapping root && root.Entries.Any(entry => entry.Key == key);

    /// <summary>The one document in the text. Null, and an error, when it is no YAML or uses what plan files do without.</summary>
    public static YamlNode? Parse(string text, FileErrors errors)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                errors.Add(0, "is empty");
                return null;
            }
            var root = Read(parser, 0);
            parser.Consume<DocumentEnd>();
            if (parser.TryConsume<DocumentStart>(out var second))
            {
                throw new Unsupported(second.Start, "a second document begins; one file holds one plan");
            }
            return root;
        }
        catch (Unsupported e)
        {
            errors.Add((int)e.Start.Line, e.Message);
        }
        catch (YamlException e)
        {
            var (line, reason) = TabIn(text) is { } tab
                ? (tab, "the indentation contains a tab; use blanks")
                : ((int)e.Start.Line, e.Message.TrimEnd('.') + "; a text that holds ': ' or ' #', or begins with a sign, needs quotes");
            errors.Add(line, "is not valid YAML: " + reason);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // Some broken texts trip YamlDotNet's scanner itself, such as an open brace whose text goes on too far to the left.
            errors.Add((int)(parser.Current?.End.Line ?? 1), "is not valid YAML here or soon after");
        }
        return null;
    }

    /// <summary>The first line that is indented with a tab: the usual mistake, and the one whose line YamlDotNet does not tell.</summary>
    private static int? TabIn(string text)
    {
        var line = 1;
        foreach (var content in text.AsSpan().EnumerateLines())
        {
            if (content.TrimStart(' ').StartsWith("\t"))
            {
                return line;
            }
            line++;
        }
        return null;
    }

    private static YamlNode Read(Parser parser, int depth)
    {
        if (depth > DepthMax)
        {
            throw new Unsupported(parser.Current!.Start, $"is nested more than {DepthMax} levels deep");
        }
        switch (parser.Current)
        {
            case NodeEvent { Anchor.IsEmpty: false } or AnchorAlias:
                throw new Unsupported(
                    parser.Current.Start, "anchors and aliases (& and *) are not supported in plan files; write the value out, or quote the text");
            case NodeEvent { Tag.IsEmpty: false }:
                throw new Unsupported(parser.Current.Start, "tags (!) are not supported in plan files; quote the text");
            case YamlDotNet.Core.Events.Scalar scalar:
                parser.MoveNext();
                return new Scalar((int)scalar.Start.Line, scalar.Value, scalar.Style == ScalarStyle.Plain);
            case SequenceStart sequence:
                return ReadSequence(parser, sequence, depth);
            default:
                return ReadMapping(parser, parser.Consume<MappingStart>(), depth);
        }
    }

    private static Sequence ReadSequence(Parser parser, SequenceStart start, int depth)
    {
        parser.MoveNext();
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Read(parser, depth + 1));
        }
        return new Sequence((int)start.Start.Line, items.ToImmutable());
    }

    private static Mapping ReadMapping(Parser parser, MappingStart start, int depth)
    {
        var entries = ImmutableArray.CreateBuilder<Entry>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var begin = parser.Current!.Start;
            if (Read(parser, depth + 1) is not Scalar key)
            {
                throw new Unsupported(begin, "a key must be a word");
            }
            entries.Add(new Entry(key.Value, key.Line, Read(parser, depth + 1)));
        }
        return new Mapping((int)start.Start.Line, entries.ToImmutable());
    }

    /// <summary>YAML, but not of the kind that plan files are written in.</summary>
    private sealed class Unsupported(Mark start, string message) : Exception(message)
    {
        public Mark Start { get; } = start;
    }
}
