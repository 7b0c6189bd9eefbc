namespace Hierarchy.Api.Plans.Drafts;

/// <summary>Collects areas, groups and lines, row after row.</summary>
internal sealed partial class AnnexLines
{
    /// <summary>Maximum length in characters of a number with several words; longer texts are headings that begin in that column.</summary>
    private const int NumberMax = 12;

    private readonly List<DraftArea> areas = [];
    private readonly List<DraftLine> lines = [];
    private readonly Numbering numbering = new();
    private long? stated;
    private MarkKind ofAreas = MarkKind.None;

    /// <summary>Whether areas have their numbers in a separate cell.</summary>
    private bool areasApart;
    private string? pendingHeading;

    /// <summary>Values that empty cells continue in plain text, where merges are lost.</summary>
    private string leads = "", times = "", coordinators = "";

    public bool IsEmpty => lines.Count == 0;

    /// <summary>A heading may be a paragraph directly above its table.</summary>
    public void Begin(List<string> above) =>
        pendingHeading = above.Count > 0 && IsHeadingAbove(above[^1]) ? above[^1] : null;

    public void Read(GridTable table, AnnexHead head, GridTable ofHead, bool headed)
    {
        var grouped = false;
        if (headed)
        {
            ReadAbove(table, head);
            grouped = IsGrouped(table, head);
            groupsTasks = grouped;
        }
        for (var at = headed ? head.LastRow + 1 : 0; at < table.Rows.Count; at++)
        {
            var row = new AnnexTableRow(table, head, at);
            if (row.IsBlank || row.NumbersColumns || head.IsRepeated(table, at, ofHead))
            {
                continue;
            }
            Bound(row);
            if (Total().IsMatch(Vietnamese.Fold(row.Own[0].Cell.Text)))
            {
                stated ??= Money.Read(row.OwnMoney(), head.Unit);
            }
            else if (!Subtotal().IsMatch(Vietnamese.Fold(row.Own[0].Cell.Text)) && !TryHeading(table, head, row, at))
            {
                if (pendingHeading is { } heading)
                {
                    AddHeading(Mark.Of(heading), null, row.Place);
                }
                AddLine(row, head, table.TellsMerges);
            }
        }
    }

    private bool groupsTasks;

    public DraftText ToText()
    {
        var used = lines.Select(line => line.Area).ToHashSet(StringComparer.Ordinal);
        var codes = numbering.Codes(lines.Select(line => line.Area));
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var kept = ImmutableArray.CreateBuilder<DraftLine>(lines.Count);
        foreach (var (index, line) in lines.Index())
        {
            var code = codes[index];
            var isKey = code is not null && code.Length <= Limits.DraftKeyMax && Limits.FaultOfCode(code) is null && keys.Add(code);
            var key = isKey ? code! : FreeKey(index, keys);
            kept.Add(line with { Key = key, Code = code });
        }
        return new DraftText(null, null, null, null, null, [.. areas.Where(area => area.Budget is not null || used.Contains(area.Id))],
            kept.ToImmutable(), stated);
    }

    private static string FreeKey(int index, HashSet<string> keys)
    {
        var key = $"r{index + 1}";
        while (!keys.Add(key))
        {
            key += "x";
        }
        return key;
    }

    /// <summary>Whether products are numbered below tasks ("2." and "2.1."), which makes the tasks headings.</summary>
    private static bool IsGrouped(GridTable table, AnnexHead head)
    {
        var (numbered, all) = (0, 0);
        for (var at = head.LastRow + 1; at < table.Rows.Count; at++)
        {
            var row = new AnnexTableRow(table, head, at);
            if (row.Of(ColumnRole.Product) is { IsEmpty: false } product && !ReferenceEquals(product, row.Of(ColumnRole.Task)))
            {
                all++;
                numbered += Mark.Of(product.Text) is { Kind: MarkKind.Number } mark && mark.Number.Contains('.') ? 1 : 0;
            }
        }
        return numbered * 2 > all;
    }

    /// <summary>Reads a first area above the header.</summary>
    private void ReadAbove(GridTable table, AnnexHead head)
    {
        for (var at = 0; at < head.FirstRow; at++)
        {
            var texts = table.Rows[at].Cells.Where(cell => !cell.IsEmpty).Distinct().ToList();
            if (texts.Count == 1 && IsHeadingAbove(texts[0].Text))
            {
                AddHeading(Mark.Of(texts[0].Text), null, table.PlaceOf(at));
            }
        }
    }

    /// <summary>In longer documents the title of an annex is numbered too; it names the document to which it belongs.</summary>
    private static bool IsHeadingAbove(string text) =>
        Mark.Of(text).Kind is MarkKind.Area or MarkKind.Named && !text.Contains("kèm theo", StringComparison.Ordinal);

    private bool TryHeading(GridTable table, AnnexHead head, AnnexTableRow row, int at)
    {
        var told = row.Own.Where(own => own.Column.ColumnRole is not (ColumnRole.Money or ColumnRole.Note)).ToList();
        var number = told.Find(own => own.Column.ColumnRole == ColumnRole.Number
            && (own.Cell.Text.Length <= NumberMax || Mark.IsCode(own.Cell.Text))).Cell;
        var texts = told.Where(own => !ReferenceEquals(own.Cell, number)).Select(own => own.Cell).Distinct().ToList();
        if (texts.Count != 1 || !row.Covers(texts[0], role => role is ColumnRole.Number or ColumnRole.General or ColumnRole.Task or ColumnRole.None))
        {
            return false;
        }
        var isCode = number is not null && Mark.IsCode(number.Text);
        var mark = isCode ? new Mark(MarkKind.Named, Mark.Bare(number!.Text), texts[0].Text) : Mark.OfCell(number?.Text ?? "", texts[0].Text);
        var across = row.Covers(texts[0], role => role is ColumnRole.Product or ColumnRole.Lead or ColumnRole.Coordinator or ColumnRole.Time);
        var isHeading = across || !row.Covers(texts[0], role => role == ColumnRole.Task)
            || (!isCode && mark.Kind is MarkKind.Area or MarkKind.Part or MarkKind.Named)
            || (!row.IsFromAbove(ColumnRole.Lead) && !row.IsFromAbove(ColumnRole.Time) && !row.IsFromAbove(ColumnRole.Product)
                && GoesOn(table, head, at, mark));
        if (!isHeading)
        {
            return false;
        }
        var money = row.OwnMoney();
        var budget = ReferenceEquals(money, texts[0]) ? null : Money.Read(money, head.Unit);
        if (number is null && areasApart && !row.Covers(texts[0], role => role == ColumnRole.Number))
        {
            AddGroup(mark, texts[0].Text, row.Place);
        }
        else if (number is not null && mark.Kind == MarkKind.Number && IsAreaOfDigits(mark, across))
        {
            AddArea(mark, budget, row.Place, isApart: true);
        }
        else
        {
            AddHeading(mark, budget, row.Place, isApart: number is not null, verbatim: number is null ? texts[0].Text : null);
        }
        return true;
    }

    /// <summary>Whether the next row is below this one: "2." and "2.1.", "a)" or "-".</summary>
    private bool GoesOn(GridTable table, AnnexHead head, int at, Mark mark)
    {
        for (var next = at + 1; next < table.Rows.Count; next++)
        {
            if (new AnnexTableRow(table, head, next) is not { IsBlank: false } row)
            {
                continue;
            }
            var text = row.OwnTextOf(ColumnRole.Task) is { Length: > 0 } task ? task : row.OwnTextOf(ColumnRole.Product);
            var (number, area) = (Mark.Bare(row.OwnTextOf(ColumnRole.Number)), areas.Count == 0 ? null : areas[^1].Id);
            var below = Mark.OfCell(number, text);
            return below.Kind is MarkKind.Letter || Words.Dash().IsMatch(text)
                || (mark.Number.Length > 0 && number.StartsWith($"{mark.Number}.", StringComparison.Ordinal))
                || (mark.Number.Length > 0 && Numbering.Bare(number, area) != number && Numbering.GoesOn(mark.Number, Numbering.Bare(number, area)))
                || (below.Kind == MarkKind.Number && mark.Kind == MarkKind.Number
                    && (below.Number.StartsWith($"{mark.Number}.", StringComparison.Ordinal) || below.Number == "1"));
        }
        return false;
    }

    /// <summary>Whether "1" and "2" number areas, if nothing else does.</summary>
    private bool IsAreaOfDigits(Mark mark, bool across) => pendingHeading is null
        && (areas.Count == 0 ? across : ofAreas == MarkKind.Number && !mark.Number.StartsWith($"{areas[^1].Id}.", StringComparison.Ordinal));

    /// <param name="verbatim">The unchanged text, if its number has no separate cell.</param>
    private void AddHeading(Mark mark, long? budget, string place, bool isApart = false, string? verbatim = null)
    {
        if (mark.Kind == MarkKind.None && Aside().IsMatch(Vietnamese.Fold(mark.Text)))
        {
            pendingHeading = null;
            return;
        }
        var isArea = mark.Kind is MarkKind.Area or MarkKind.Part or MarkKind.Named
            || (mark.Kind == MarkKind.None && (areas.Count == 0 || ofAreas is MarkKind.Named or MarkKind.None));
        if (isArea)
        {
            AddArea(mark, budget, place, isApart);
        }
        else
        {
            AddGroup(mark, verbatim ?? (mark.Number.Length == 0 ? mark.Text : $"{mark.Number}. {mark.Text}"), place);
        }
    }

    private void AddGroup(Mark mark, string text, string place)
    {
        if (pendingHeading is { } heading)
        {
            AddHeading(Mark.Of(heading), null, place);
        }
        numbering.Group(mark, Words.One(text));
    }

    private void AddArea(Mark mark, long? budget, string place, bool isApart)
    {
        pendingHeading = null;
        var text = Words.One(mark.Text);
        (ofAreas, areasApart) = (mark.Kind, isApart);
        var id = mark.Number.Length == 0 ? Mark.Initials(text) : mark.Number;
        if (areas.Count > 0 && areas[^1].Id == id && areas[^1].Name == text)
        {
            // A repeated heading of the area: the following lines belong to no group.
            numbering.Area();
            return;
        }
        for (var again = 2; areas.Exists(area => area.Id == id); again++)
        {
            id = $"{(mark.Number.Length == 0 ? Mark.Initials(text) : mark.Number)}-{again.ToString(CultureInfo.InvariantCulture)}";
        }
        areas.Add(new DraftArea(id, text, null, budget, place));
        numbering.Area();
    }

    private void AddLine(AnnexTableRow row, AnnexHead head, bool tellsMerges)
    {
        ReadGeneral(row);
        var number = row.OwnTextOf(ColumnRole.Number);
        var (task, product) = (row.TextOf(ColumnRole.Task), row.OwnTextOf(ColumnRole.Product));
        var below = groupsTasks || (product.Length > 0 && task.Length > 0 && (row.IsFromAbove(ColumnRole.Task) || row.GoesOnBelow(ColumnRole.Task)));
        if (below && row.OwnTextOf(ColumnRole.Task) is { Length: > 0 } heading)
        {
            numbering.Group(Mark.OfCell(number, heading), Words.One(heading));
            number = "";
        }
        var text = below && product.Length > 0 ? product : task.Length > 0 ? task : product;
        var area = areas.Count == 0 ? null : areas[^1].Id;
        var isWhole = Mark.IsCode(number) || Numbering.Bare(number, area) != number;
        var mark = isWhole ? new Mark(MarkKind.None, "", text) : Mark.OfCell(number, text);
        if (isWhole)
        {
            numbering.Whole(Mark.Bare(number), area);
        }
        else
        {
            numbering.Line(mark);
        }
        var title = Words.Dash().Replace(Words.One(mark.Text), "");
        ImmutableArray<string> products = below ? [title] : Words.Items(product);
        if (!tellsMerges)
        {
            GoOn(row);
        }
        lines.Add(new DraftLine(
            "", row.Place, row.Cells, null, area, numbering.GroupText, Words.OrNull(title), products,
            Words.OrNull(tellsMerges ? row.TextOf(ColumnRole.Lead) : leads),
            Words.OrNull(tellsMerges ? row.TextOf(ColumnRole.Coordinator) : coordinators),
            Words.OrNull(Words.One(row.TextOf(ColumnRole.Approver))), Words.OrNull(Words.One(tellsMerges ? row.TextOf(ColumnRole.Time) : times)),
            Money.Read(row.OwnMoney(), head.Unit), null));
    }

    /// <summary>A column of headings may name an area or a group for the lines beside it.</summary>
    private void ReadGeneral(AnnexTableRow row)
    {
        if (row.OwnTextOf(ColumnRole.General) is not { Length: > 0 } general)
        {
            return;
        }
        AddHeading(Mark.Of(general), null, row.Place);
    }

    /// <summary>Every line has a lead and a time: empty ones continue the line above, and coordinators follow their leads.</summary>
    private void GoOn(AnnexTableRow row)
    {
        var (lead, coordinator, time) = (row.TextOf(ColumnRole.Lead), row.TextOf(ColumnRole.Coordinator), row.TextOf(ColumnRole.Time));
        coordinators = coordinator.Length > 0 || lead.Length > 0 ? coordinator : coordinators;
        leads = lead.Length > 0 ? lead : leads;
        times = time.Length > 0 ? time : times;
    }

    private static void Bound(AnnexTableRow row)
    {
        if (row.Columns > Limits.DraftCellsMax)
        {
            throw DraftFileException.TooLargeAt(row.Place, $"hơn {Limits.DraftCellsMax} cột; chép phụ lục sang một bảng ít cột hơn");
        }
        if (row.Own.Exists(own => own.Cell.Text.Length > Limits.TextMax))
        {
            throw DraftFileException.TooLargeAt(row.Place, $"một ô có hơn {Limits.TextMax} ký tự; rút ngắn ô");
        }
    }

    [GeneratedRegex("^(tong cong|tong so|tong kinh phi|tong)( \\(.*)?[ :]*$")]
    private static partial Regex Total();

    [GeneratedRegex("^cong( [ivx]+| \\(.*)?[ :]*$")]
    private static partial Regex Subtotal();

    /// <summary>Texts across a table that are not headings.</summary>
    [GeneratedRegex("^(muc tieu|ghi chu|chi tieu)\\b")]
    private static partial Regex Aside();
}
