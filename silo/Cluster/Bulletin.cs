using System.Globalization;
using Hierarchy.Store.Cluster;

namespace Hierarchy.Silo.Cluster;

/// <summary>
/// What a silo tells the other processes at a time: a line that names the silo, then one line for each piece of news. Without news it says
/// that the silo lives.
/// </summary>
/// <param name="Silo">Who tells it.</param>
/// <param name="Versions">Units whose roll-up changed, and the version that it reached.</param>
/// <param name="Obligations">Obligations that changed, each with its unit.</param>
/// <param name="Activated">Units that became active there.</param>
/// <param name="Gone">Silos that it learned to have died or left.</param>
internal sealed record Bulletin(
    string Silo, IReadOnlyList<(string Unit, long Version)> Versions, IReadOnlyList<(string Unit, string Obligation)> Obligations,
    IReadOnlyList<string> Activated, IReadOnlyList<string> Gone)
{
    /// <summary>As many texts as it takes; ids hold no space and no end of a line.</summary>
    public IReadOnlyList<string> Write()
    {
        var texts = new List<string>();
        var text = new System.Text.StringBuilder(Silo);
        var lines = Versions.Select(v => string.Create(CultureInfo.InvariantCulture, $"\n={v.Unit} {v.Version}"))
            .Concat(Obligations.Select(o => $"\n!{o.Unit} {o.Obligation}"))
            .Concat(Activated.Select(unit => $"\n+{unit}"))
            .Concat(Gone.Select(silo => $"\n-{silo}"));
        var bytes = ClusterBus.BytesOf(Silo);
        foreach (var line in lines)
        {
            var more = ClusterBus.BytesOf(line);
            if (bytes + more > ClusterBus.BytesMax)
            {
                texts.Add(text.ToString());
                text.Clear().Append(Silo);
                bytes = ClusterBus.BytesOf(Silo);
            }
            text.Append(line);
            bytes += more;
        }
        texts.Add(text.ToString());
        return texts;
    }

    public static Bulletin Read(string text)
    {
        var lines = text.Split('\n');
        var versions = new List<(string, long)>();
        var obligations = new List<(string, string)>();
        var activated = new List<string>();
        var gone = new List<string>();
        foreach (var line in lines.Skip(1).Where(line => line.Length > 0))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            switch (line[0])
            {
                case '=':
                    versions.Add((line[1..space], long.Parse(line.AsSpan(space + 1), CultureInfo.InvariantCulture)));
                    break;
                case '!':
                    obligations.Add((line[1..space], line[(space + 1)..]));
                    break;
                case '+':
                    activated.Add(line[1..]);
                    break;
                case '-':
                    gone.Add(line[1..]);
                    break;
            }
        }
        return new Bulletin(lines[0], versions, obligations, activated, gone);
    }
}
