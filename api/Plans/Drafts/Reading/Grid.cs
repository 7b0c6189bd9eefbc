namespace Hierarchy.Api.Plans.Drafts;

/// <summary>A cell of a table; a merged cell is the same object at each place that it covers.</summary>
/// <param name="text">Lines are separated by line feeds.</param>
/// <param name="number">The number, if the spreadsheet stores one.</param>
internal sealed class GridCell(string text, decimal? number = null)
{
    public static readonly GridCell Empty = new("");

    public string Text { get; } = text;

    public decimal? Number { get; } = number;

    public bool IsEmpty => Text.Length == 0;
}

/// <param name="Line">Line number in the file, from 1.</param>
internal sealed record GridRow(int Line, GridCell[] Cells)
{
    public GridCell At(int column) => column < Cells.Length ? Cells[column] : GridCell.Empty;
}

/// <param name="Name">Name such as "bảng 1"; empty if the file is a single table.</param>
/// <param name="TellsMerges">False if merged cells appear as empty ones, as in plain text.</param>
internal sealed record GridTable(string Name, bool TellsMerges, IReadOnlyList<GridRow> Rows)
{
    public int Width { get; } = Rows.Count == 0 ? 0 : Rows.Max(row => row.Cells.Length);

    public string PlaceOf(int row) => Name.Length == 0 ? $"dòng {Rows[row].Line}" : $"{Name}, dòng {Rows[row].Line}";

    public GridCell At(int row, int column) => Rows[row].At(column);

    /// <summary>Whether the cell began in a row above.</summary>
    public bool IsFromAbove(int row, int column) =>
        row > 0 && At(row, column) is { IsEmpty: false } cell && ReferenceEquals(At(row - 1, column), cell);

    /// <summary>Whether the cell began in this row, here or further left.</summary>
    public bool IsOwn(int row, int column) => !At(row, column).IsEmpty && !IsFromAbove(row, column);
}

/// <summary>A paragraph or a table of a file, in order.</summary>
internal abstract record Block
{
    public sealed record Paragraph(string Text) : Block;

    public sealed record Table(GridTable Grid) : Block;
}
