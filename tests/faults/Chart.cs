namespace Hierarchy.Tests.Faults;

/// <summary>Small line charts, one below the other, as SVG.</summary>
internal static class Chart
{
    private const int Width = 900;
    private const int Height = 130;
    private const int Left = 70;
    private const int Right = 130;
    private const int Gap = 45;
    private static readonly string[] Colours = ["#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf", "#8c564b", "#7f7f7f"];

    /// <param name="panels">The panels; the lines of each share a scale from zero.</param>
    public static string Draw(string title, IReadOnlyList<double> minutes, IReadOnlyList<(string Title, (string Name, double[] Values)[] Lines)> panels)
    {
        var svg = new StringBuilder();
        var height = 40 + panels.Count * (Height + Gap);
        Append(svg, $"""<svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{height}" font-family="sans-serif" font-size="11">""");
        Append(svg, $"""<rect width="100%" height="100%" fill="white"/><text x="10" y="20" font-size="14">{Escaped(title)}</text>""");
        for (var i = 0; i < panels.Count; i++)
        {
            Panel(svg, 50 + i * (Height + Gap), minutes, panels[i].Title, panels[i].Lines);
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static void Panel(StringBuilder svg, int top, IReadOnlyList<double> minutes, string title, (string Name, double[] Values)[] lines)
    {
        var most = Math.Max(1e-9, lines.SelectMany(line => line.Values).DefaultIfEmpty(1).Max());
        var last = Math.Max(1e-9, minutes[^1]);
        var right = Width - Right;
        Append(svg, $"""<text x="{Left}" y="{top - 5}" font-weight="bold">{Escaped(title)}</text>""");
        foreach (var part in new[] { 0.0, 0.5, 1.0 })
        {
            var y = top + Height * (1 - part);
            Append(svg, $"""<line x1="{Left}" y1="{y:0.#}" x2="{right}" y2="{y:0.#}" stroke="#ddd"/>""");
            Append(svg, $"""<text x="{Left - 6}" y="{y + 4:0.#}" text-anchor="end">{Number(most * part)}</text>""");
            Append(svg, $"""<text x="{Left + (right - Left) * part:0.#}" y="{top + Height + 14}" text-anchor="middle">{last * part:0.#} min</text>""");
        }
        for (var i = 0; i < lines.Length; i++)
        {
            var points = lines[i].Values.Select((value, k) => string.Create(CultureInfo.InvariantCulture,
                $"{Left + (right - Left) * minutes[k] / last:0.#},{top + Height * (1 - value / most):0.#}"));
            var colour = Colours[i % Colours.Length];
            Append(svg, $"""<polyline fill="none" stroke="{colour}" stroke-width="1.5" points="{string.Join(' ', points)}"/>""");
            Append(svg, $"""<text x="{right + 8}" y="{top + 10 + 14 * i}" fill="{colour}">{Escaped(lines[i].Name)}</text>""");
        }
    }

    private static string Number(double value) => value >= 100
        ? value.ToString("#,0", CultureInfo.InvariantCulture)
        : value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Escaped(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;");

    private static void Append(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
