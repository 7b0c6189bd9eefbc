using System.Globalization;
using System.Text;

namespace Hierarchy.Store.Cluster;

/// <summary>One message between servers: a line that names the sender and numbers the message, then one line for each thing that it
/// says.</summary>
/// <param name="From">Who says it.</param>
/// <param name="Number">Each message of a server has the next number.</param>
/// <param name="News">What changed.</param>
/// <param name="Words">Of each other server, up to which of its messages the sender has followed it.</param>
/// <param name="Leaves">Whether the sender is gone now.</param>
internal sealed record PeerText(string From, long Number, PeerNews News, IReadOnlyDictionary<string, long> Words, bool Leaves)
{
    public static string Goodbye(string from) => $"#{from} 0\n.";

    /// <summary>As many texts as it takes, numbered from <paramref name="number"/> on; at least one. Ids hold no space and no end of a
    /// line.</summary>
    public static IReadOnlyList<string> Write(string from, long number, IEnumerable<(string Peer, long Number)> words, PeerNews news)
    {
        var lines = words.Select(word => string.Create(CultureInfo.InvariantCulture, $"\n^{word.Peer} {word.Number}"))
            .Concat(news.Everything ? ["\n*"] : [])
            .Concat(news.Directory ? ["\nd"] : [])
            .Concat(news.Versions.Select(v => string.Create(CultureInfo.InvariantCulture, $"\n={v.Unit} {v.Version}")));
        var texts = new List<string>();
        var text = new StringBuilder();
        var bytes = Begin();
        foreach (var line in lines)
        {
            var more = ClusterBus.BytesOf(line);
            if (bytes + more > ClusterBus.BytesMax)
            {
                texts.Add(text.ToString());
                number++;
                bytes = Begin();
            }
            text.Append(line);
            bytes += more;
        }
        texts.Add(text.ToString());
        return texts;

        int Begin()
        {
            var head = string.Create(CultureInfo.InvariantCulture, $"#{from} {number}");
            text.Clear().Append(head);
            return ClusterBus.BytesOf(head);
        }
    }

    public static PeerText Read(string text)
    {
        var lines = text.Split('\n');
        var (from, number) = Pair(lines[0]);
        var versions = new List<(string, long)>();
        var words = new Dictionary<string, long>(StringComparer.Ordinal);
        var (everything, directory, leaves) = (false, false, false);
        foreach (var line in lines.Skip(1).Where(line => line.Length > 0))
        {
            switch (line[0])
            {
                case '=':
                    versions.Add(Pair(line));
                    break;
                case '^':
                    var (peer, followed) = Pair(line);
                    words[peer] = followed;
                    break;
                case '*':
                    everything = true;
                    break;
                case 'd':
                    directory = true;
                    break;
                case '.':
                    leaves = true;
                    break;
            }
        }
        return new PeerText(from, number, new PeerNews(versions, everything, directory), words, leaves);
    }

    private static (string Name, long Number) Pair(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        return (line[1..space], long.Parse(line.AsSpan(space + 1), CultureInfo.InvariantCulture));
    }
}
