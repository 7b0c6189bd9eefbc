using System.Collections.Immutable;
using Hierarchy.Grains.Units;

namespace Hierarchy.Api.Plans.Drafts;

/// <summary>One row of an annex, as its columns tell it.</summary>
internal sealed class AnnexRow
{
    private readonly GridTable table;
    private readonly AnnexHead head;
    private readonly int row;

    public AnnexRow(GridTable table, AnnexHead head, int row)
    {
        (this.table, this.head, this.row) = (table, head, row);
        Own = [.. head.Columns.Where(column => CellOf(column) is { IsEmpty: false } && IsOwn(column)).Select(column => (column, CellOf(column)))];
    }

    public string Place => table.PlaceOf(row);

    /// <summary>The cells that begin in this row, by each column that they cover.</summary>
    public List<(Column Column, GridCell Cell)> Own { get; }

    /// <summary>Verbatim; of a merged cell at its first place alone.</summary>
    public ImmutableArray<string> Cells
    {
        get
        {
            var seen = new HashSet<GridCell>(ReferenceEqualityComparer.Instance);
            return [.. head.Columns.Select(column => IsOwn(column) && CellOf(column) is var cell && seen.Add(cell) ? cell.Text : "")];
        }
    }

    public bool IsBlank => Own.Count == 0;

    /// <summary>"(1) (2) (3)" below the names of the columns.</summary>
    public bool NumbersColumns => Own.Count > 2 && Own.Select(own => own.Cell.Text.Trim('(', ')', ' ')).Index()
        .All(cell => cell.Item == $"{cell.Index + 1}" || (cell.Item.Length == 1 && cell.Item[0] is >= 'A' and <= 'D')
            || (cell.Index > 1 && cell.Item == $"{cell.Index}") || (cell.Index > 2 && cell.Item == $"{cell.Index - 1}")
            || cell.Item.StartsWith($"{cell.Index + 1}=", StringComparison.Ordinal));

    public GridCell Of(Role role) => Columns(role).Select(CellOf).FirstOrDefault(cell => !cell.IsEmpty) ?? GridCell.Empty;

    public bool IsFromAbove(Role role) => Columns(role).Any(column => !IsOwn(column) && !CellOf(column).IsEmpty);

    /// <summary>The cell of a role goes on in the next row.</summary>
    public bool GoesOnBelow(Role role) =>
        row + 1 < table.Rows.Count && Of(role) is { IsEmpty: false } cell && ReferenceEquals(new AnnexRow(table, head, row + 1).Of(role), cell);

    public string TextOf(Role role) => string.Join('\n', Columns(role).Select(CellOf).Distinct().Where(cell => !cell.IsEmpty).Select(cell => cell.Text));

    public string OwnTextOf(Role role) => Columns(role).Any(IsOwn) ? TextOf(role) : "";

    /// <summary>Of a column that sums several, or the only one; several that nobody sums are not added here.</summary>
    public GridCell OwnMoney()
    {
        var columns = Columns(Role.Money).ToList();
        var column = columns.Count == 1 ? columns[0] : columns.Find(of => Vietnamese.Fold(of.Name) is var name && (name.Contains("tong") || name.Contains("cong")));
        return column is not null && IsOwn(column) ? CellOf(column) : GridCell.Empty;
    }

    /// <summary>Its columns are those of the role alone.</summary>
    public bool Covers(GridCell cell, Predicate<Role> role) => Own.Any(own => ReferenceEquals(own.Cell, cell) && role(own.Column.Role));

    /// <summary>Rows may be cut at other places than the head is: the cell below most of a column is that of the column.</summary>
    private GridCell CellOf(Column column)
    {
        var cells = Enumerable.Range(column.From, column.To - column.From + 1).Select(at => table.At(row, at)).Where(cell => !cell.IsEmpty).ToList();
        return cells.Count == 0 ? GridCell.Empty : cells.Count == 1 ? cells[0] : cells.GroupBy(cell => cell).MaxBy(same => same.Count())!.Key;
    }

    private bool IsOwn(Column column) => CellOf(column) is { IsEmpty: false } cell
        && (row == 0 || !Enumerable.Range(0, table.Width).Any(at => ReferenceEquals(table.At(row - 1, at), cell)));

    private IEnumerable<Column> Columns(Role role) => head.Columns.Where(column => column.Role == role);
}
