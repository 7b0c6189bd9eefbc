namespace Hierarchy.UnitTests.Plans;

/// <summary>
/// The annexes of three plans as they were published, merged cells included: a cell is a field between tabs, "^" goes on from above,
/// "&lt;" from the left, "\n" breaks a line; a paragraph above the table begins with "# ".
/// </summary>
public static class AnnexFiles
{
    public static readonly ImmutableArray<string> Plans = ["tay-ninh-2013", "binh-dinh-2011-2015", "tien-giang-2018"];

    private static readonly string Folder = Path.Combine(Repository.Root, "tests/unit/Plans/annexes");

    public static (ImmutableArray<string> Paragraphs, ImmutableArray<string[]> Rows) Load(string plan)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, plan + ".tsv"));
        return ([.. lines.Where(line => line.StartsWith("# ", StringComparison.Ordinal)).Select(line => line[2..])],
            [.. lines.Where(line => !line.StartsWith("# ", StringComparison.Ordinal)).Select(line => line.Split('\t'))]);
    }

    /// <summary>Leads and coordinators of each line, as a reader of the printed table takes them.</summary>
    public static IEnumerable<(string Leads, string Coordinators)> Agencies(string plan)
    {
        var rows = Load(plan).Rows;
        var names = rows.First(row => row.Any(cell => cell.Contains("chủ trì", StringComparison.Ordinal)));
        var (lead, coordinator) = (At("chủ trì"), At("phối hợp"));
        string[] seen = [.. names];
        foreach (var row in rows.Skip(rows.IndexOf(names) + 1))
        {
            seen = [.. row.Zip(seen, (cell, above) => cell == "^" ? above : cell)];
            if (row[lead] != "<" && row[coordinator].Length + row[lead - 1].Length > 0 && row[lead - 1] != "<")
            {
                yield return (Of(lead), Of(coordinator));
            }
        }

        int At(string word) => Array.FindIndex(names, name => name.Contains(word, StringComparison.Ordinal));

        string Of(int column) => seen[column].Replace("\\n", "\n");
    }

    /// <summary>As plain text, where what is merged comes empty.</summary>
    public static string ToText(string plan, char separator)
    {
        var (paragraphs, rows) = Load(plan);
        var text = new StringBuilder();
        foreach (var paragraph in paragraphs)
        {
            text.Append(Quoted(paragraph, separator)).Append('\n');
        }
        foreach (var row in rows)
        {
            text.AppendJoin(separator, row.Select(cell => cell is "^" or "<" ? "" : Quoted(cell.Replace("\\n", "\n"), separator))).Append("\r\n");
        }
        return text.ToString();
    }

    private static string Quoted(string cell, char separator) =>
        cell.AsSpan().IndexOfAny([separator, '"', '\n']) < 0 ? cell : $"\"{cell.Replace("\"", "\"\"")}\"";

    /// <param name="figures">As a spreadsheet gets them typed in; a document has them with their points.</param>
    public static string ToHtml(string plan, bool figures)
    {
        var (paragraphs, rows) = Load(plan);
        var html = new StringBuilder("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body>");
        foreach (var paragraph in paragraphs)
        {
            html.Append("<p>").Append(WebUtility.HtmlEncode(paragraph)).Append("</p>\n");
        }
        html.Append("<table border=\"1\">\n");
        for (var row = 0; row < rows.Length; row++)
        {
            html.Append("<tr>");
            for (var column = 0; column < rows[row].Length; column++)
            {
                if (rows[row][column] is not ("^" or "<"))
                {
                    AppendCell(html, rows, row, column, figures);
                }
            }
            html.Append("</tr>\n");
        }
        return html.Append("</table></body></html>").ToString();
    }

    private static void AppendCell(StringBuilder html, ImmutableArray<string[]> rows, int row, int column, bool figures)
    {
        var (high, wide) = (1, 1);
        while (column + wide < rows[row].Length && rows[row][column + wide] == "<")
        {
            wide++;
        }
        while (wide == 1 && row + high < rows.Length && rows[row + high][column] == "^")
        {
            high++;
        }
        var spans = (high > 1 ? $" rowspan=\"{high}\"" : "") + (wide > 1 ? $" colspan=\"{wide}\"" : "");
        var text = WebUtility.HtmlEncode(rows[row][column]).Replace("\\n", "<br>");
        text = figures && text.All(c => char.IsAsciiDigit(c) || c == '.') ? text.Replace(".", "") : text;
        html.Append($"<td{spans}><p>{text}</p></td>");
    }
}

/// <summary>
/// Makes the files of the annexes with LibreOffice, once for all tests. It is installed from Debian's packages where it is missing, which
/// takes root and a minute; where that is not possible the tests that need it are skipped and say so.
/// </summary>
public sealed class OfficeFiles : IDisposable
{
    private static readonly TimeSpan InstallMax = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ConvertMax = TimeSpan.FromMinutes(2);

    private readonly string folder = Directory.CreateTempSubdirectory("hierarchy-annexes-").FullName;
    private readonly Lazy<string?> fault;

    public OfficeFiles() => fault = new Lazy<string?>(Make);

    /// <summary>Skips the test, with the reason, where there is no LibreOffice and none can be had.</summary>
    public byte[] Of(string plan, string kind)
    {
        Assert.SkipWhen(fault.Value is not null, fault.Value ?? "");
        return File.ReadAllBytes(Path.Combine(folder, $"{plan}.{kind}"));
    }

    /// <summary>A page as LibreOffice writes it as DOCX.</summary>
    public byte[] Docx(string html)
    {
        Assert.SkipWhen(fault.Value is not null, fault.Value ?? "");
        var source = Path.Combine(folder, $"{Guid.NewGuid():N}.html");
        File.WriteAllText(source, html);
        Convert("HTML (StarWriter)", "MS Word 2007 XML", "docx", [source]);
        return File.ReadAllBytes(Path.ChangeExtension(source, "docx"));
    }

    /// <summary>A DOCX as LibreOffice prints it.</summary>
    public byte[] Pdf(byte[] docx)
    {
        var fault = Missing();
        Assert.SkipWhen(fault is not null, fault ?? "");
        var source = Path.Combine(folder, $"{Guid.NewGuid():N}.docx");
        File.WriteAllBytes(source, docx);
        Convert("MS Word 2007 XML", "writer_pdf_Export", "pdf", [source]);
        return File.ReadAllBytes(Path.ChangeExtension(source, "pdf"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string? Make()
    {
        if (Missing() is { } missing)
        {
            return missing;
        }
        Convert("HTML (StarWriter)", "MS Word 2007 XML", "docx", Pages(figures: false));
        Convert("HTML (StarCalc)", "Calc MS Excel 2007 XML", "xlsx", Pages(figures: true));
        return null;
    }

    private string[] Pages(bool figures)
    {
        var sources = AnnexFiles.Plans.Select(plan => Path.Combine(folder, plan + ".html")).ToArray();
        foreach (var (plan, source) in AnnexFiles.Plans.Zip(sources))
        {
            File.WriteAllText(source, AnnexFiles.ToHtml(plan, figures));
        }
        return sources;
    }

    private void Convert(string from, string to, string ending, string[] sources)
    {
        var (code, output) = Run("soffice", ConvertMax,
        [
            $"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore", $"--infilter={from}",
            "--convert-to", $"{ending}:{to}", "--outdir", folder, .. sources,
        ]);
        Assert.All(sources, source => Assert.True(File.Exists(Path.ChangeExtension(source, ending)), $"soffice gave {code}: {output}"));
    }

    private static string? Missing()
    {
        if (Found())
        {
            return null;
        }
        Console.WriteLine("LibreOffice is missing: apt-get installs libreoffice-writer-nogui and libreoffice-calc-nogui.");
        try
        {
            Run("apt-get", InstallMax, ["update", "-q"]);
            var (code, output) = Run("apt-get", InstallMax,
                ["install", "-y", "-q", "--no-install-recommends", "libreoffice-writer-nogui", "libreoffice-calc-nogui"]);
            return code == 0 && Found() ? null : $"LibreOffice cannot be installed here: {output}";
        }
        catch (System.ComponentModel.Win32Exception absent)
        {
            return $"LibreOffice cannot be installed here: {absent.Message}";
        }
    }

    private static bool Found() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(path => File.Exists(Path.Combine(path, "soffice"))) && Directory.Exists("/usr/lib/libreoffice/program");

    private static (int Code, string Output) Run(string program, TimeSpan atMost, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(atMost))
        {
            process.Kill(entireProcessTree: true);
            return (-1, $"{program} took longer than {atMost.TotalSeconds} s");
        }
        return (process.ExitCode, (output.Result + errors.Result).Trim());
    }
}
