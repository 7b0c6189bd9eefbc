using System.Xml;

namespace Hierarchy.Api.Plans.Drafts;

/// <summary>The visible sheets of an XLSX, in order.</summary>
internal sealed class SheetFile
{
    private readonly OfficePackage package;
    private readonly RowCount count = new();
    private readonly List<string> shared = [];
    private readonly SheetFormats formats;

    private SheetFile(OfficePackage package, bool from1904)
    {
        this.package = package;
        formats = new SheetFormats(from1904);
    }

    public static List<Block> Read(OfficePackage package)
    {
        var relations = package.RelationsOf(package.MainPart);
        var sheets = new List<(string Name, string Part)>();
        var from1904 = false;
        package.Read(package.MainPart, book =>
        {
            from1904 = WordFile.Child(book, "workbookPr")?.Attribute("date1904")?.Value is "1" or "true";
            foreach (var sheet in WordFile.Inner(book, "sheet").Where(sheet => (string?)sheet.Attribute("state") is null or "visible"))
            {
                var id = sheet.Attributes().FirstOrDefault(of => of.Name.LocalName == "id" && of.Name.Namespace != XNamespace.None)?.Value;
                if (relations.Find(relation => relation.Id == id && relation.Type == "worksheet").Target is { } part)
                {
                    sheets.Add(((string?)sheet.Attribute("name") ?? "", part));
                }
            }
        });
        var file = new SheetFile(package, from1904);
        file.ReadShared(relations);
        return [.. sheets.Select(file.ReadSheet)];
    }

    private void ReadShared(List<(string Id, string Type, string Target)> relations)
    {
        foreach (var (_, type, target) in relations)
        {
            if (type == "styles")
            {
                package.Read(target, formats.Read);
            }
            else if (type == "sharedStrings")
            {
                package.Stream(target, reader => Each(reader, "si", element => shared.Add(TextOf(element))));
            }
        }
    }

    /// <summary>Calls back for each element with one of the names, keeping one in memory at a time.</summary>
    private static void Each(XmlReader reader, string name, Action<XElement> call, string? other = null)
    {
        reader.Read();
        while (!reader.EOF)
        {
            if (reader.NodeType == XmlNodeType.Element && (reader.LocalName == name || reader.LocalName == other))
            {
                call((XElement)XNode.ReadFrom(reader));
            }
            else
            {
                reader.Read();
            }
        }
    }

    private Block ReadSheet((string Name, string Part) sheet)
    {
        var name = $"trang tính {Text.Shown(sheet.Name)}";
        var rows = new List<(int Line, List<GridCell> Cells)>();
        var merges = new List<(CellPlace From, CellPlace To)>();
        var line = 0;
        package.Stream(sheet.Part, reader => Each(reader, "row", element =>
        {
            if (element.Name.LocalName == "mergeCell")
            {
                if (((string?)element.Attribute("ref"))?.Split(':') is [var from, var to]
                    && CellPlace.Parse(from) is { } first && CellPlace.Parse(to) is { } last)
                {
                    merges.Add((first, last));
                }
                return;
            }
            var isGiven = int.TryParse((string?)element.Attribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var given);
            line = isGiven && given > line ? given : line + 1;
            var cells = ReadRow(element, $"{name}, dòng {line}");
            if (cells.Count > 0)
            {
                count.Add($"{name}, dòng {line}");
                rows.Add((line, cells));
            }
        }, "mergeCell"));
        Merge(rows, merges);
        return new Block.Table(new GridTable(name, TellsMerges: true, [.. rows.Select(row => new GridRow(row.Line, [.. row.Cells]))]));
    }

    /// <summary>Reads a row up to its last non-empty cell.</summary>
    private List<GridCell> ReadRow(XElement row, string place)
    {
        var cells = new List<GridCell>();
        var column = 0;
        foreach (var element in row.Elements().Where(of => of.Name.LocalName == "c"))
        {
            column = CellPlace.Parse((string?)element.Attribute("r")) is { } at ? at.Column : column + 1;
            if (ReadCell(element) is not { IsEmpty: false } cell)
            {
                continue;
            }
            if (column > RowCount.ColumnsMax)
            {
                throw DraftFileException.TooLargeAt(place, $"hơn {RowCount.ColumnsMax} cột; chép phụ lục sang một bảng ít cột hơn");
            }
            while (cells.Count < column)
            {
                cells.Add(GridCell.Empty);
            }
            cells[column - 1] = cell;
        }
        return cells;
    }

    private GridCell ReadCell(XElement cell)
    {
        var value = WordFile.Child(cell, "v")?.Value ?? "";
        switch ((string?)cell.Attribute("t"))
        {
            case "s":
                return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < shared.Count
                    ? new GridCell(shared[index]) : GridCell.Empty;
            case "inlineStr":
                return new GridCell(WordFile.Child(cell, "is") is { } inline ? TextOf(inline) : "");
            case null or "n" when decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                return formats.DayOf((string?)cell.Attribute("s"), number) is { } day ? new GridCell(day) : new GridCell(value, number);
            default:
                return new GridCell(Words.Lines(value));
        }
    }

    private static string TextOf(XElement element)
    {
        // Skips phonetic annotations.
        var texts = element.Descendants().Where(of => of.Name.LocalName == "t" && of.Parent?.Name.LocalName != "rPh");
        return Words.Lines(string.Concat(texts.Select(text => text.Value)));
    }

    private static void Merge(List<(int Line, List<GridCell> Cells)> rows, List<(CellPlace From, CellPlace To)> merges)
    {
        var lines = rows.ConvertAll(row => row.Line);
        var width = rows.Count == 0 ? 0 : rows.Max(row => row.Cells.Count);
        var covered = 0L;
        foreach (var (from, to) in merges)
        {
            if (lines.BinarySearch(from.Line) is not (>= 0 and var first) || from.Column > rows[first].Cells.Count)
            {
                continue;
            }
            var cell = rows[first].Cells[from.Column - 1];
            for (var at = first; !cell.IsEmpty && at < rows.Count && lines[at] <= to.Line; at++)
            {
                var last = Math.Min(to.Column, width);
                covered += last - from.Column + 1;
                if (covered > (long)rows.Count * width)
                {
                    throw DraftFileException.DamagedAt("", "các ô gộp đè lên nhau: mở bằng Excel, lưu lại rồi gửi lại");
                }
                while (rows[at].Cells.Count < last)
                {
                    rows[at].Cells.Add(GridCell.Empty);
                }
                for (var column = from.Column; column <= last; column++)
                {
                    rows[at].Cells[column - 1] = cell;
                }
            }
        }
    }
}

/// <summary>"C12": column 3 of line 12.</summary>
internal readonly record struct CellPlace(int Column, int Line)
{
    public static CellPlace? Parse(string? text)
    {
        var (column, at) = (0, 0);
        while (text is not null && at < text.Length && at < 3 && text[at] is >= 'A' and <= 'Z')
        {
            column = column * 26 + (text[at++] - 'A' + 1);
        }
        return column > 0 && int.TryParse(text.AsSpan(at), NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            ? new CellPlace(column, line)
            : null;
    }
}

/// <summary>Determines by their style which numbers of a workbook are days.</summary>
internal sealed class SheetFormats(bool from1904)
{
    private readonly List<string> ofStyles = [];

    public void Read(XElement styles)
    {
        var named = (WordFile.Child(styles, "numFmts")?.Elements() ?? [])
            .GroupBy(format => (string?)format.Attribute("numFmtId") ?? "")
            .ToDictionary(same => same.Key, same => (string?)same.First().Attribute("formatCode") ?? "");
        foreach (var style in WordFile.Child(styles, "cellXfs")?.Elements() ?? [])
        {
            var id = (string?)style.Attribute("numFmtId") ?? "0";
            ofStyles.Add(named.TryGetValue(id, out var code) ? code : BuiltIn(id));
        }
    }

    /// <summary>The day in Vietnamese notation; null if the number is not a day.</summary>
    public string? DayOf(string? style, decimal number)
    {
        if (!int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= ofStyles.Count)
        {
            return null;
        }
        var code = Bare(ofStyles[index]);
        if (!code.Contains('y') || number is < 1 or > 150_000)
        {
            return null;
        }
        // Spreadsheets count 29 February 1900, which did not exist.
        var day = from1904 ? new DateOnly(1904, 1, 1).AddDays((int)number) : new DateOnly(1899, 12, 30).AddDays((int)number);
        return day.ToString(code.Contains('d') ? "dd/MM/yyyy" : code.Contains('m') ? "MM/yyyy" : "yyyy", CultureInfo.InvariantCulture);
    }

    /// <summary>The format without quoted and bracketed parts, which may contain any letter.</summary>
    private static string Bare(string code)
    {
        var bare = new System.Text.StringBuilder();
        var end = '\0';
        foreach (var c in code)
        {
            if (end != '\0')
            {
                end = c == end ? '\0' : end;
            }
            else if (c is '"' or '[')
            {
                end = c == '"' ? '"' : ']';
            }
            else
            {
                bare.Append(char.ToLowerInvariant(c));
            }
        }
        return bare.ToString();
    }

    private static string BuiltIn(string id) => id switch
    {
        "14" or "15" or "22" or "27" or "30" or "31" or "36" or "50" or "51" or "54" or "57" or "58" => "d/m/y",
        "16" => "d-m",
        "17" => "m-y",
        _ => "",
    };
}
