namespace Hierarchy.Api.Plans.Drafts;

/// <summary>One row of an annex, by the roles of its columns.</summary>
internal sealed class AnnexTableRow
{
    private readonly GridTable table;
    private readonly AnnexHead head;
    private readonly int row;

    public AnnexTableRow(GridTable table, AnnexHead head, int row)
    {
        (this.table, this.head, this.row) = (table, head, row);
        Own = [.. head.Columns.Where(IsOwn).Select(column => (column, CellOf(column)))];
    }

    public string Place => table.PlaceOf(row);

    /// <summary>The cells that begin in this row, by each column that they cover.</summary>
    public List<(Column Column, GridCell Cell)> Own { get; }

    /// <summary>The texts verbatim; those of merged cells only at the first place.</summary>
    public ImmutableArray<string> Cells
    {
        get
        {
            var seen = new HashSet<GridCell>(ReferenceEqualityComparer.Instance);
            return [.. head.Columns.Select(column => IsOwn(column) && CellOf(column) is var cell && seen.Add(cell) ? cell.Text : "")];
        }
    }

    public int Columns => head.Columns.Count;

    public bool IsBlank => Own.Count == 0;

    /// <summary>Whether the row numbers the columns: "(1) (2) (3)", "A B 1 2" or "(3)=(1)+(2)".</summary>
    public bool NumbersColumns
    {
        get
        {
            var texts = Own.ConvertAll(own => own.Cell.Text.Split('=')[0].Trim('(', ')', ' '));
            var letters = texts.TakeWhile((text, i) => text.Length == 1 && text[0] == 'A' + i).Count();
            return texts.Count > 2 && letters < texts.Count
                && texts.Skip(letters).Index().All(text => text.Item == $"{text.Index + 1}" || text.Item == $"{text.Index + 1 + letters}");
        }
    }

    public GridCell Of(ColumnRole role) => ColumnsOf(role).Select(CellOf).FirstOrDefault(cell => !cell.IsEmpty) ?? GridCell.Empty;

    public bool IsFromAbove(ColumnRole role) => ColumnsOf(role).Any(column => !IsOwn(column) && !CellOf(column).IsEmpty);

    /// <summary>Whether the cell of a role continues in the next row.</summary>
    public bool GoesOnBelow(ColumnRole role) =>
        row + 1 < table.Rows.Count && Of(role) is { IsEmpty: false } cell
        && ReferenceEquals(new AnnexTableRow(table, head, row + 1).Of(role), cell);

    public string TextOf(ColumnRole role) => string.Join('\n', ColumnsOf(role).Select(CellOf).Distinct()
        .Where(cell => !cell.IsEmpty).Select(cell => cell.Text));

    public string OwnTextOf(ColumnRole role) => ColumnsOf(role).Any(IsOwn) ? TextOf(role) : "";

    /// <summary>The money from a column of totals or from the only money column; several columns without a total are not added
    /// up.</summary>
    public GridCell OwnMoney()
    {
        var columns = ColumnsOf(ColumnRole.Money).ToList();
        var column = columns.Count == 1 ? columns[0] : columns.Find(Sums);
        return column is not null && IsOwn(column) ? CellOf(column) : GridCell.Empty;
    }

    private static bool Sums(Column column) => Vietnamese.Fold(column.Name) is var name && (name.Contains("tong") || name.Contains("cong"));

    /// <summary>Whether the cell covers a column of this role.</summary>
    public bool Covers(GridCell cell, Predicate<ColumnRole> role) => Own.Any(own => ReferenceEquals(own.Cell, cell) && role(own.Column.ColumnRole));

    /// <summary>Rows may be divided differently from the header: the cell below most of a column belongs to it.</summary>
    private GridCell CellOf(Column column)
    {
        var cells = Enumerable.Range(column.From, column.To - column.From + 1).Select(at => table.At(row, at))
            .Where(cell => !cell.IsEmpty).ToList();
        return cells.Count == 0 ? GridCell.Empty : cells.GroupBy(cell => cell).MaxBy(same => same.Count())!.Key;
    }

    private bool IsOwn(Column column) => CellOf(column) is { IsEmpty: false } cell
        && (row == 0 || !Enumerable.Range(0, table.Width).Any(at => ReferenceEquals(table.At(row - 1, at), cell)));

    private IEnumerable<Column> ColumnsOf(ColumnRole role) => head.Columns.Where(column => column.ColumnRole == role);
}
