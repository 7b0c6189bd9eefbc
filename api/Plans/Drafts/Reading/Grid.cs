namespace Hierarchy.Api.Plans.Drafts;

/// <summary>A cell as the file has it; a merged one stands at each place that it covers, as the same object.</summary>
/// <param name="text">Lines apart by line feeds.</param>
/// <param name="number">What a spreadsheet keeps as a number.</param>
internal sealed class GridCell(string text, decimal? number = null)
{
    public static readonly GridCell Empty = new("");

    public string Text { get; } = text;

    public decimal? Number { get; } = number;

    public bool IsEmpty => Text.Length == 0;
}

/// <param name="Line">As the file counts it, from 1.</param>
internal sealed record GridRow(int Line, GridCell[] Cells)
{
    public GridCell At(int column) => column < Cells.Length ? Cells[column] : GridCell.Empty;
}

/// <param name="Name">Such as "bảng 1"; empty when the file is one table.</param>
/// <param name="TellsMerges">False when merged cells come as empty ones, as in plain text.</param>
internal sealed record GridTable(string Name, bool TellsMerges, IReadOnlyList<GridRow> Rows)
{
    public int Width { get; } = Rows.Count == 0 ? 0 : Rows.Max(row => row.Cells.Length);

    public string PlaceOf(int row) => Name.Length == 0 ? $"dòng {Rows[row].Line}" : $"{Name}, dòng {Rows[row].Line}";

    public GridCell At(int row, int column) => Rows[row].At(column);

    /// <summary>The cell began in a row above.</summary>
    public bool IsFromAbove(int row, int column) =>
        row > 0 && At(row, column) is { IsEmpty: false } cell && ReferenceEquals(At(row - 1, column), cell);

    /// <summary>The cell began here or at the left, in this row.</summary>
    public bool IsOwn(int row, int column) => !At(row, column).IsEmpty && !IsFromAbove(row, column);
}

/// <summary>What stands in a file, in its order.</summary>
internal abstract record Block
{
    public sealed record Paragraph(string Text) : Block;

    public sealed record Table(GridTable Grid) : Block;
}
