using System.Xml;

namespace Hierarchy.Api.Plans.Drafts;

/// <summary>Paragraphs and tables of a DOCX, row by row, so that a long table is never held twice.</summary>
internal sealed class WordFile
{
    /// <summary>Maximum nesting of tables.</summary>
    private const int NestedMax = 8;

    private readonly List<Block> blocks = [];
    private readonly RowCount count = new();
    private readonly WordNumbering numbering;
    private int tables;

    private WordFile(WordNumbering numbering) => this.numbering = numbering;

    public static List<Block> Read(OfficePackage package)
    {
        var file = new WordFile(WordNumbering.Read(package));
        if (!package.Stream(package.MainPart, file.ReadBody))
        {
            throw DraftFileException.DamagedAt("", "tệp không có phần văn bản: mở bằng Word, lưu lại rồi gửi lại");
        }
        return file.blocks;
    }

    private void ReadBody(XmlReader reader)
    {
        reader.Read();
        while (!reader.EOF)
        {
            switch (reader.NodeType == XmlNodeType.Element ? reader.LocalName : "")
            {
                case "p":
                    blocks.Add(new Block.Paragraph(TextOf((XElement)XNode.ReadFrom(reader), numbering)));
                    break;
                case "tbl":
                    ReadTable(reader);
                    break;
                case "Fallback":
                    reader.Skip();
                    break;
                default:
                    reader.Read();
                    break;
            }
        }
    }

    private void ReadTable(XmlReader outer)
    {
        using var reader = outer.ReadSubtree();
        var table = new TableOfWord($"bảng {++tables}", count, numbering);
        var inner = new List<XElement>();
        reader.Read();
        while (!reader.EOF)
        {
            if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "tr")
            {
                inner.AddRange(table.Add((XElement)XNode.ReadFrom(reader)));
            }
            else
            {
                reader.Read();
            }
        }
        Finish(table, inner, depth: 1);
        outer.Read();
    }

    private void Finish(TableOfWord table, List<XElement> inner, int depth)
    {
        blocks.Add(new Block.Table(table.ToGrid()));
        foreach (var element in inner)
        {
            if (depth == NestedMax)
            {
                throw DraftFileException.TooLargeAt(table.Name, $"hơn {NestedMax} bảng lồng nhau; chép bảng của phụ lục ra ngoài");
            }
            var nested = new TableOfWord($"bảng {++tables}", count, numbering);
            List<XElement> deeper = [.. Inner(element, "tr").SelectMany(nested.Add)];
            Finish(nested, deeper, depth + 1);
        }
    }

    /// <summary>Elements with the name, except those nested in one of them, in another table, or in deleted text.</summary>
    public static IEnumerable<XElement> Inner(XElement element, string name)
    {
        var open = new Stack<XElement>(element.Elements().Reverse());
        while (open.TryPop(out var next))
        {
            if (next.Name.LocalName == name)
            {
                yield return next;
            }
            else if (next.Name.LocalName is not ("tbl" or "del" or "moveFrom" or "Fallback"))
            {
                foreach (var child in next.Elements().Reverse())
                {
                    open.Push(child);
                }
            }
        }
    }

    public static string? ValueOf(XElement? element) => (string?)element?.Attributes().FirstOrDefault(of => of.Name.LocalName == "val");

    public static XElement? Child(XElement? element, string name) => element?.Elements().FirstOrDefault(of => of.Name.LocalName == name);

    /// <summary>The text of a paragraph with the number that Word shows before it.</summary>
    public static string TextOf(XElement paragraph, WordNumbering numbering)
    {
        var text = new StringBuilder(numbering.Next(paragraph));
        text.Append(' ');
        var open = new Stack<XElement>(paragraph.Elements().Reverse());
        while (open.TryPop(out var next))
        {
            switch (next.Name.LocalName)
            {
                case "t":
                    text.Append(next.Value);
                    break;
                case "br" or "cr":
                    text.Append('\n');
                    break;
                case "tab":
                    text.Append(' ');
                    break;
                case "noBreakHyphen":
                    text.Append('-');
                    break;
                case "pPr" or "rPr" or "del" or "moveFrom" or "Fallback":
                    break;
                default:
                    foreach (var child in next.Elements().Reverse())
                    {
                        open.Push(child);
                    }
                    break;
            }
        }
        return Words.Lines(text.ToString());
    }
}

/// <summary>Places the cells of a table of a DOCX in a grid.</summary>
internal sealed class TableOfWord(string name, RowCount count, WordNumbering numbering)
{
    private readonly List<GridRow> rows = [];

    /// <summary>For each column the merged cell that the next row may continue.</summary>
    private readonly GridCell?[] open = new GridCell?[RowCount.ColumnsMax];

    public string Name => name;

    public GridTable ToGrid() => new(name, TellsMerges: true, rows);

    /// <returns>The tables nested in its cells.</returns>
    public IEnumerable<XElement> Add(XElement row)
    {
        var place = $"{name}, dòng {rows.Count + 1}";
        count.Add(place);
        var cells = new List<GridCell>();
        var nested = new List<XElement>();
        Skip(cells, Number(WordFile.Child(WordFile.Child(row, "trPr"), "gridBefore"), 0), place);
        foreach (var element in WordFile.Inner(row, "tc"))
        {
            var properties = WordFile.Child(element, "tcPr");
            var merge = WordFile.Child(properties, "vMerge");
            var goesOn = merge is not null && WordFile.ValueOf(merge) != "restart";
            var text = Words.Lines(string.Join('\n', WordFile.Inner(element, "p").Select(paragraph => WordFile.TextOf(paragraph, numbering))));
            var own = text.Length == 0 ? GridCell.Empty : new GridCell(text);
            var cell = goesOn && cells.Count < open.Length && open[cells.Count] is { } above ? above : own;
            var from = cells.Count;
            Put(cells, cell, Number(WordFile.Child(properties, "gridSpan"), 1), place);
            Array.Fill(open, merge is null ? null : cell, from, cells.Count - from);
            nested.AddRange(WordFile.Inner(element, "tbl"));
        }
        rows.Add(new GridRow(rows.Count + 1, [.. cells]));
        return nested;
    }

    private void Skip(List<GridCell> cells, int number, string place)
    {
        if (number > 0)
        {
            Put(cells, GridCell.Empty, number, place);
            Array.Fill(open, null, 0, number);
        }
    }

    private static void Put(List<GridCell> cells, GridCell cell, int number, string place)
    {
        if (number > RowCount.ColumnsMax - cells.Count)
        {
            throw DraftFileException.TooLargeAt(place, $"hơn {RowCount.ColumnsMax} cột; chép phụ lục sang một bảng ít cột hơn");
        }
        cells.AddRange(Enumerable.Repeat(cell, Math.Max(number, 0)));
    }

    private static int Number(XElement? element, int otherwise) =>
        int.TryParse(WordFile.ValueOf(element), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}

/// <summary>Counts the rows of all tables of a file, so that input is bounded before it is interpreted.</summary>
internal sealed class RowCount
{
    /// <summary>Maximum number of grid columns of a table; one cell may cover several.</summary>
    public const int ColumnsMax = 100;

    private int count;

    public void Add(string place)
    {
        if (++count > Limits.DraftRowsMax)
        {
            throw new DraftFileException(
                DraftFileException.TooManyRows, place, $"tệp có hơn {Limits.DraftRowsMax} dòng; chia phụ lục thành nhiều tệp");
        }
    }
}
