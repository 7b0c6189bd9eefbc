namespace Hierarchy.Api.Plans.Drafts;

/// <summary>The role of a column of an annex.</summary>
internal enum ColumnRole
{
    None,
    Number,

    /// <summary>Headings in a column of their own.</summary>
    General,
    Task,
    Product,
    Lead,
    Coordinator,
    Approver,
    Time,
    Money,
    Note,
}

/// <param name="From">First column of the grid.</param>
/// <param name="To">Last column of the grid.</param>
internal sealed record Column(int From, int To, ColumnRole ColumnRole, string Name);

/// <summary>The header rows of a table, with the role of each column.</summary>
/// <param name="Unit">Number of đồng in the money column's unit.</param>
internal sealed record AnnexHead(int FirstRow, int LastRow, IReadOnlyList<Column> Columns, long? Unit)
{
    /// <summary>A title, the area and the unit of money may precede the header.</summary>
    private const int RowsAboveMax = 40;

    /// <summary>Maximum length of a header cell in characters: "Cơ quan chủ trì đề xuất/tham mưu/thực hiện" has 40.</summary>
    private const int NameMax = 120;

    public int Known { get; } = Columns.Count(column => column.ColumnRole != ColumnRole.None);

    /// <summary>Null if the table is not an annex.</summary>
    public static AnnexHead? Find(GridTable table)
    {
        for (var row = 0; row < Math.Min(table.Rows.Count, RowsAboveMax); row++)
        {
            if (!MayBeHead(table, row))
            {
                continue;
            }
            var last = row + 1 < table.Rows.Count && GoesOn(table, row + 1) ? row + 1 : row;
            var columns = ColumnsOf(table, row, last);
            if (columns.Any(of => of.ColumnRole is ColumnRole.Task or ColumnRole.Product)
                && columns.Any(of => of.ColumnRole is ColumnRole.Lead or ColumnRole.Time))
            {
                var money = columns.FirstOrDefault(of => of.ColumnRole == ColumnRole.Money);
                return new AnnexHead(row, last, columns, money is null ? null : Money.UnitOf(money.Name));
            }
        }
        return null;
    }

    /// <summary>Whether the row repeats a header row, as at the top of a page.</summary>
    public bool IsRepeated(GridTable table, int row, GridTable ofHead)
    {
        for (var head = FirstRow; head <= LastRow; head++)
        {
            if (Texts(ofHead, head).SequenceEqual(Texts(table, row)))
            {
                return true;
            }
        }
        return false;
    }

    private static List<string> Texts(GridTable table, int row) =>
        [.. Enumerable.Range(0, table.Width).Where(column => table.IsOwn(row, column))
            .Select(column => Vietnamese.Fold(table.At(row, column).Text))];

    /// <summary>Whether a row may be a header: short cells, at least two of them with different roles.</summary>
    private static bool MayBeHead(GridTable table, int row)
    {
        var own = OwnCells(table, row);
        return own.Count > 1 && own.All(cell => cell.Text.Length <= NameMax)
            && own.Select(cell => RoleOf(cell.Text)).Where(role => role != ColumnRole.None).Distinct().Count() > 1;
    }

    /// <summary>Whether a row continues the header: cells of the first row reach into it, or each of its cells names a column.</summary>
    private static bool GoesOn(GridTable table, int row)
    {
        var own = OwnCells(table, row);
        return own.Count > 0 && own.All(cell => cell.Text.Length <= NameMax)
            && (own.All(cell => RoleOf(cell.Text) != ColumnRole.None)
                || Enumerable.Range(0, table.Width).Count(column => table.IsFromAbove(row, column)) > 1);
    }

    private static List<GridCell> OwnCells(GridTable table, int row) =>
        [.. Enumerable.Range(0, table.Width).Where(column => table.IsOwn(row, column)).Select(column => table.At(row, column)).Distinct()];

    private static List<Column> ColumnsOf(GridTable table, int first, int last)
    {
        var columns = new List<Column>();
        for (var at = 0; at < table.Width;)
        {
            var (from, top, bottom) = (at, table.At(first, at), table.At(last, at));
            do
            {
                at++;
            }
            while (at < table.Width && !bottom.IsEmpty
                && ReferenceEquals(table.At(last, at), bottom) && ReferenceEquals(table.At(first, at), top));
            var name = ReferenceEquals(top, bottom) || bottom.IsEmpty ? top.Text : bottom.Text;
            var role = RoleOf(name) is var own and not ColumnRole.None ? own : RoleOf($"{top.Text} {name}");
            columns.Add(new Column(from, at - 1, role, ReferenceEquals(top, bottom) ? name : Words.Lines($"{top.Text}\n{bottom.Text}")));
        }
        var tasks = columns.Count(column => column.ColumnRole == ColumnRole.Task);
        return [.. columns.Select(column => column.ColumnRole == ColumnRole.Task && --tasks > 0 ? column with { ColumnRole = ColumnRole.General } : column)];
    }

    private static ColumnRole RoleOf(string name)
    {
        var folded = Vietnamese.Fold(name).Trim(' ', '.', ':', '*');
        foreach (var (role, words) in Synonyms)
        {
            if (words.IsMatch(folded))
            {
                return role;
            }
        }
        return ColumnRole.None;
    }

    /// <summary>The first match wins: "Cơ quan phối hợp thực hiện" is not a lead, "Nguồn kinh phí" not an amount.</summary>
    private static readonly (ColumnRole ColumnRole, Regex Words)[] Synonyms =
    [
        (ColumnRole.Number, new Regex(@"^(so )?(stt|tt|thu tu)$|^so( thu tu)?$|^muc$")),
        (ColumnRole.Note, new Regex(@"ghi chu|^nguon|can cu|don vi tinh")),
        (ColumnRole.Coordinator, new Regex(@"phoi hop")),
        (ColumnRole.Approver, new Regex(
            @"(cap|co quan|tham quyen|noi|nguoi) (trinh|ban hanh|phe duyet|quyet dinh|ky)|^(trinh|ban hanh|phe duyet)")),
        (ColumnRole.Time, new Regex(@"thoi gian|tien do|thoi han|thoi diem|han hoan thanh|ngay hoan thanh|^hoan thanh|^bat dau")),
        (ColumnRole.Money, new Regex(@"kinh phi|du toan|so tien|^von|ngan sach|thanh tien")),
        (ColumnRole.Lead, new Regex(
            @"chu tri|tham muu|phu trach|trach nhiem|phan cong|^(co quan|don vi|dia phuong)|(co quan|don vi)[ ,/]+.*thuc hien")),
        (ColumnRole.Product, new Regex(@"san pham|ket qua|dau ra|hinh thuc van ban")),
        (ColumnRole.Task, new Regex(@"noi dung|nhiem vu|cong viec|ten viec|hoat dong|giai phap|ten van ban|viec thuc hien")),
    ];
}
