namespace Hierarchy.Api.Plans.Export;

/// <summary>The content of a cell of an annex.</summary>
/// <param name="Money">Whole đồng; null for a text.</param>
internal readonly record struct AnnexCell(string Text, long? Money = null);

internal enum AnnexRowKind { Area, Group, Line }

/// <summary>One row. A heading has its number, its name and its money; its other cells are empty.</summary>
/// <param name="Across">Number of columns covered by the name of a heading; 1 for a line.</param>
internal sealed record AnnexRow(AnnexRowKind Kind, ImmutableArray<AnnexCell> Cells, int Across)
{
    /// <summary>Index of the column for names of headings and texts of lines.</summary>
    public const int NameColumn = 1;
}

internal sealed record AnnexColumn(string Name, int Width);

/// <summary>The annex of a plan in its present wording, in the columns usual for its kind of document, with the result of each
/// line.</summary>
internal sealed record Annex(
    string Title, string? Number, DateOnly? AdoptedOn, string Owner, DateOnly AsOf, ImmutableArray<AnnexColumn> Columns, ImmutableArray<AnnexRow> Rows)
{
    private const string MoneyColumn = "Kinh phí (đồng)";

    private const string ResultColumn = "Tình hình thực hiện";

    /// <summary>The reference to its document, in the form of Nghị định 30/2020/NĐ-CP.</summary>
    public string Reference
    {
        get
        {
            var number = Number is null ? "" : $" số {Number}";
            var day = AdoptedOn is { } on ? $" ngày {on.Day:00} tháng {on.Month:00} năm {on.Year}" : "";
            return $"Kèm theo văn bản{number}{day} của {Owner}";
        }
    }

    /// <summary>Null if there is no column of results.</summary>
    public string? ResultsAsOf => Columns.Any(column => column.Name == ResultColumn) ? $"Tình hình thực hiện đến ngày {AsOf:dd/MM/yyyy}" : null;

    /// <summary>Builds the annex, without lines that an amendment withdrew.</summary>
    /// <param name="results">The measures of each line.</param>
    /// <param name="withTotals">Whether the reader may see results.</param>
    public static Annex Of(PlanContents contents, IReadOnlyList<Measures> results, IUnitDirectory directory, DateOnly today, bool withTotals)
    {
        var lines = contents.Tasks.Select((task, i) => (Task: task, Measures: results[i])).Where(line => line.Task.WithdrawnIn is null).ToList();
        var shows = new Shows(
            lines.Any(line => line.Task.Products.Length > 0), lines.Any(line => line.Task.Coordinators.Length > 0),
            lines.Any(line => line.Task.Approver is not null),
            contents.Plan.Areas.Any(area => area.Budget > 0) || lines.Any(line => line.Task.Budget > 0), withTotals);
        var rows = ImmutableArray.CreateBuilder<AnnexRow>();
        foreach (var area in contents.Plan.Areas)
        {
            rows.Add(Heading(AnnexRowKind.Area, area.Id, area.Name, area.Budget > 0 ? area.Budget : null, shows));
            // A heading precedes its lines, and is repeated where their own numbers do not show that they belong to it.
            string? group = null;
            foreach (var (task, measures) in lines.Where(line => line.Task.Area == area.Id))
            {
                var goesOn = group is not null && Numbering.GoesOn(Mark.Of(group).Number, Numbering.Bare(task.Code, area.Id));
                if (task.Group is { } heading && (heading != group || !goesOn))
                {
                    rows.Add(Heading(AnnexRowKind.Group, "", heading, null, shows));
                }
                else if (task.Group is null && goesOn)
                {
                    rows.Add(Heading(AnnexRowKind.Area, area.Id, area.Name, null, shows));
                }
                group = task.Group;
                rows.Add(Line(task, measures, directory, today, shows));
            }
        }
        var plan = contents.Plan;
        return new Annex(
            plan.Title, plan.Number, plan.AdoptedOn, directory.Find(plan.Owner)?.Name ?? plan.Owner, today, shows.Columns(), rows.ToImmutable());
    }

    private static AnnexRow Heading(AnnexRowKind kind, string number, string name, long? money, Shows shows)
    {
        var cells = new AnnexCell[shows.Columns().Length];
        Array.Fill(cells, new AnnexCell(""));
        (cells[0], cells[AnnexRow.NameColumn]) = (new AnnexCell(number), new AnnexCell(name));
        var end = cells.Length;
        if (shows.Money && money is not null)
        {
            end = Array.FindIndex([.. shows.Columns()], column => column.Name == MoneyColumn);
            cells[end] = new AnnexCell("", money);
        }
        return new AnnexRow(kind, [.. cells], end - AnnexRow.NameColumn);
    }

    private static AnnexRow Line(PlanTask task, Measures measures, IUnitDirectory directory, DateOnly today, Shows shows)
    {
        var cells = ImmutableArray.CreateBuilder<AnnexCell>();
        cells.Add(new AnnexCell(task.Code));
        cells.Add(new AnnexCell(task.Title));
        if (shows.Products)
        {
            cells.Add(new AnnexCell(string.Join('\n', task.Products)));
        }
        cells.Add(new AnnexCell(Names(task.Leads, directory)));
        if (shows.Coordinators)
        {
            cells.Add(new AnnexCell(Names(task.Coordinators, directory)));
        }
        if (shows.Approver)
        {
            cells.Add(new AnnexCell(task.Approver ?? ""));
        }
        cells.Add(new AnnexCell(task.Schedule.Text.Length > 0 || task.Schedule.Due is not { } due ? task.Schedule.Text : $"{due:dd/MM/yyyy}"));
        if (shows.Money)
        {
            cells.Add(new AnnexCell("", task.Budget > 0 ? task.Budget : null));
        }
        if (shows.Totals)
        {
            cells.Add(new AnnexCell(ResultOf(new ProgressView(measures, today, 0))));
        }
        return new AnnexRow(AnnexRowKind.Line, cells.ToImmutable(), 1);
    }

    private static string Names(ImmutableArray<Assignee> assignees, IUnitDirectory directory) => string.Join(
        "; ", assignees.Select(assignee => assignee.Label.Length > 0 || assignee.Unit is not { } unit ? assignee.Label : directory.Find(unit)?.Name ?? unit)
            .Distinct());

    /// <summary>The result, such as "Hoàn thành 3/27 (trễ hạn 1); quá hạn 4; hủy 1".</summary>
    private static string ResultOf(ProgressView view)
    {
        var sums = view.Sums;
        var late = sums.DoneLate > 0 ? $" (trễ hạn {sums.DoneLate})" : "";
        var parts = new List<string> { $"Hoàn thành {sums.Done}/{sums.Owed}{late}" };
        Add(view.Overdue, "quá hạn");
        Add(view.WithinTerm - sums.Waiting, "trong hạn");
        Add(sums.Waiting, "chờ sự kiện");
        Add(sums.Cancelled, "hủy");
        return string.Join("; ", parts);

        void Add(long count, string word)
        {
            if (count > 0)
            {
                parts.Add($"{word} {count}");
            }
        }
    }

    /// <summary>The columns shown: those with any content.</summary>
    private sealed record Shows(bool Products, bool Coordinators, bool Approver, bool Money, bool Totals)
    {
        public ImmutableArray<AnnexColumn> Columns() =>
        [
            new("STT", 7), new("Nội dung, nhiệm vụ", 40), .. Products ? [new AnnexColumn("Sản phẩm", 22)] : Array.Empty<AnnexColumn>(),
            new("Cơ quan chủ trì", 20), .. Coordinators ? [new AnnexColumn("Cơ quan phối hợp", 20)] : Array.Empty<AnnexColumn>(),
            .. Approver ? [new AnnexColumn("Cấp ban hành/phê duyệt", 16)] : Array.Empty<AnnexColumn>(),
            new("Thời gian", 16), .. Money ? [new AnnexColumn(MoneyColumn, 16)] : Array.Empty<AnnexColumn>(),
            .. Totals ? [new AnnexColumn(ResultColumn, 20)] : Array.Empty<AnnexColumn>(),
        ];
    }
}
