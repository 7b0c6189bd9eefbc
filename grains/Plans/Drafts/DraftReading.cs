namespace Hierarchy.Grains.Plans.Drafts;

/// <summary>Interprets the texts of a draft and reports every doubt. Pure: reads only what the directory already knows.</summary>
public static partial class DraftReading
{
    public const string TitleColumn = "Nội dung";
    public const string CodeColumn = "STT";
    public const string AreaColumn = "Lĩnh vực";
    public const string LeadsColumn = "Cơ quan chủ trì";
    public const string CoordinatorsColumn = "Cơ quan phối hợp";
    public const string ScheduleColumn = "Thời gian";
    public const string BudgetColumn = "Kinh phí";

    /// <summary>Its cost grows with the lines plus the units below the owner, not with their product.</summary>
    public static UnderstoodDraft Understand(DraftText text, string owner, IUnitDirectory directory)
    {
        var doubts = new DraftDoubts();
        CheckHead(text, doubts);
        var units = new DraftUnits(directory.Find(owner) ?? new Unit(owner, owner, UnitKind.Province, null, null), directory);
        var areas = text.Areas.Select(area => area.Id).ToHashSet(StringComparer.Ordinal);
        var codes = new Dictionary<string, DraftLine>(StringComparer.Ordinal);
        foreach (var line in text.Lines.Where(line => !string.IsNullOrWhiteSpace(line.Code)))
        {
            codes.TryAdd(line.Code!.Trim(), line);
        }
        var lines = ImmutableArray.CreateBuilder<UnderstoodLine>(text.Lines.Length);
        foreach (var line in text.Lines)
        {
            CheckLine(line, text, areas, codes, doubts);
            var leads = Leads(line, units, doubts);
            lines.Add(new UnderstoodLine(
                line, leads, LeadModeOf(line, leads, doubts), Coordinators(line, units), ScheduleOf(line, text, doubts)));
        }
        DraftBudget.Check(text, doubts);
        return new UnderstoodDraft(lines.MoveToImmutable(), doubts.ToImmutable());
    }

    /// <summary>The reform area of an area of a draft: the one chosen, else the one that its heading suggests.</summary>
    public static ReformArea ReformOf(DraftArea area) => area.Reform ?? AreaWording.Read(area.Name);

    private static void CheckHead(DraftText text, DraftDoubts doubts)
    {
        if (string.IsNullOrWhiteSpace(text.Title))
        {
            doubts.Error("Tên", "TITLE_MISSING", "Kế hoạch chưa có tên: ghi tên như trong văn bản ban hành.");
        }
        if (text.StartYear is not { } start || text.EndYear is not { } end)
        {
            doubts.Error("Năm", "YEARS_MISSING", "Kế hoạch chưa có năm bắt đầu và năm kết thúc: ghi cả hai, kế hoạch một năm thì hai "
                + "năm bằng nhau.");
        }
        else if (start > end || end - start >= Limits.PlanYearsMax || start < Limits.YearMin || end > Limits.YearMax)
        {
            doubts.Error("Năm", "YEARS_MISSING",
                $"Năm bắt đầu {start} và năm kết thúc {end} không hợp lệ: năm kết thúc không trước năm bắt đầu, không quá "
                    + $"{Limits.PlanYearsMax} năm.");
        }
        foreach (var area in text.Areas.Where(area => area.Reform is null))
        {
            var reform = ReformOf(area);
            doubts.Warning(area, AreaColumn, "AREA_REFORM",
                $"Lĩnh vực “{area.Name}” được tính vào “{AreaWording.Name(reform)}”: chọn lại nếu không đúng.", [Text.Constant(reform)]);
        }
    }

    private static void CheckLine(
        DraftLine line, DraftText text, HashSet<string> areas, Dictionary<string, DraftLine> codes, DraftDoubts doubts)
    {
        if (string.IsNullOrWhiteSpace(line.Title))
        {
            doubts.Error(line, TitleColumn, "TITLE_MISSING", "Dòng chưa có nội dung: ghi tên nhiệm vụ, hoặc bỏ dòng.");
        }
        if (line.Area is null || !areas.Contains(line.Area))
        {
            doubts.Error(line, AreaColumn, "AREA_MISSING",
                text.Areas.IsEmpty ? "Kế hoạch chưa có lĩnh vực nào: thêm lĩnh vực, rồi chọn cho dòng."
                    : "Dòng không thuộc lĩnh vực nào: chọn một lĩnh vực của kế hoạch.",
                [.. text.Areas.Take(DraftUnits.NearestCount).Select(area => area.Id)]);
        }
        if (line.Code?.Trim() is { Length: > 0 } code && codes[code] is var first && first.Key != line.Key)
        {
            doubts.Error(line, CodeColumn, "CODE_DUPLICATE",
                $"Số “{code}” đã có ở {DraftDoubts.PlaceOf(first)}: mỗi dòng một số riêng.", FreeCode(code, codes));
        }
    }

    /// <summary>The schedule that a reworded time means; null, with suggested wordings, when it is not understood.</summary>
    public static (Schedule? Schedule, ImmutableArray<string> Suggestions) ScheduleOf(
        string text, string title, ImmutableArray<string> products, Plan plan)
    {
        var reading = ScheduleWording.Read(text, IsReport(Results(title, products)), plan.StartYear, plan.EndYear);
        return (reading.Schedule, reading.Suggestions);
    }

    private static ImmutableArray<string> FreeCode(string code, Dictionary<string, DraftLine> codes)
    {
        for (var letter = 'a'; letter <= 'z'; letter++)
        {
            if (!codes.ContainsKey(code + letter))
            {
                return [code + letter];
            }
        }
        return [];
    }

    private static ImmutableArray<Assignee> Leads(DraftLine line, DraftUnits units, DraftDoubts doubts)
    {
        var read = units.Leads(line.LeadsText ?? "");
        if (read is { Assignees.IsEmpty: true, Unknown.IsEmpty: true })
        {
            doubts.Error(line, LeadsColumn, "LEAD_UNKNOWN", "Dòng chưa có cơ quan chủ trì: ghi tên ít nhất một cơ quan.");
        }
        foreach (var unknown in read.Unknown)
        {
            var namesakes = units.Namesakes(unknown);
            var (message, names) = namesakes.Count > 1
                ? ($"Có {namesakes.Count} đơn vị tên “{unknown}”: ghi thêm tên đơn vị cấp trên.",
                    [.. namesakes.Take(DraftUnits.NearestCount).Select(unit => $"{unit.Name}, {units.ParentName(unit)}")])
                : units.IsElsewhere(unknown)
                ? ($"“{unknown}” không thuộc {units.OwnerName} nên kế hoạch này không giao việc được.", units.Nearest(unknown))
                : ($"Không nhận ra cơ quan “{unknown}”: ghi đúng tên trong danh mục đơn vị.", units.Nearest(unknown));
            doubts.Error(line, LeadsColumn, "LEAD_UNKNOWN", message, names);
        }
        foreach (var doubt in read.Doubts)
        {
            doubts.Warning(line, LeadsColumn, "LEAD_SUBSET", doubt);
        }
        foreach (var none in read.Assignees.Where(lead => lead.UnitClass is { } kind && !units.HasMembers(kind)))
        {
            doubts.Warning(line, LeadsColumn, "LEAD_SUBSET", $"Dưới {units.OwnerName} chưa có đơn vị nào là “{none.Label}”: chưa giao "
                + $"được cho ai.");
        }
        return read.Assignees;
    }

    private static LeadMode LeadModeOf(DraftLine line, ImmutableArray<Assignee> leads, DraftDoubts doubts)
    {
        if (line.LeadMode is null && leads.Length > 1)
        {
            doubts.Warning(line, LeadsColumn, "LEAD_MODE",
                $"Dòng có {leads.Length} cơ quan chủ trì: mỗi cơ quan được tính là có một kết quả riêng; nếu cùng làm chung một kết "
                    + $"quả thì chọn lại.",
                [Text.Constant(LeadMode.Each), Text.Constant(LeadMode.Joint)]);
        }
        return line.LeadMode ?? LeadMode.Each;
    }

    private static ImmutableArray<Assignee> Coordinators(DraftLine line, DraftUnits units) =>
        string.IsNullOrWhiteSpace(line.CoordinatorsText) ? [] : units.Coordinators(line.CoordinatorsText).Assignees;

    private static Schedule? ScheduleOf(DraftLine line, DraftText text, DraftDoubts doubts)
    {
        var results = Results(line.Title ?? "", line.Products);
        var reading = ScheduleWording.Read(line.ScheduleText ?? "", IsReport(results), text.StartYear, text.EndYear);
        if (reading.Schedule is null)
        {
            // Missing years are reported once, for the whole draft.
            if (!reading.WantsYears)
            {
                doubts.Error(line, ScheduleColumn, "SCHEDULE_UNKNOWN",
                    $"Không hiểu thời gian “{line.ScheduleText}”: ghi ngày, tháng, quý, năm hoặc chu kỳ, như các gợi ý.",
                        reading.Suggestions);
            }
            return null;
        }
        if (reading.Doubt is { } doubt)
        {
            doubts.Warning(line, ScheduleColumn, "SCHEDULE_AMBIGUOUS", doubt, reading.Suggestions);
        }
        else if (OtherTerm(reading.Schedule, results) is var (named, better))
        {
            doubts.Warning(line, ScheduleColumn, "SCHEDULE_AMBIGUOUS", $"Nội dung hoặc sản phẩm nêu “{named}”, cột {ScheduleColumn} "
                + $"thì không.", [better]);
        }
        return reading.Schedule;
    }

    /// <summary>For a yearly line: a day or first year that its products name and its time cell does not.</summary>
    private static (string Named, string Better)? OtherTerm(Schedule schedule, string results)
    {
        if (schedule is not { Kind: ScheduleKind.Recurring, Every: [Recurrence.Year], Days.IsEmpty: true })
        {
            return null;
        }
        if (YearlyPart().Match(results) is { Success: true } part)
        {
            var number = TimeWords.Number(part.Groups["n"].Value);
            var named = part.Groups["u"].Value == "quy" ? $"Quý {TimeWords.Roman(number)} hằng năm" : $"Tháng {number} hằng năm";
            return (named, named);
        }
        return FirstYear().Match(results) is { Success: true } from && TimeWords.Number(from.Groups["y"].Value) is var year
            && year > schedule.StartYear && year <= schedule.EndYear
            ? ($"từ năm {year}", $"Từ năm {year}, hằng năm")
            : null;
    }

    private static string Results(string title, ImmutableArray<string> products) => Vietnamese.Fold(string.Join('\n', products.Prepend(title)));

    private static bool IsReport(string results) => Report().IsMatch(results);

    [GeneratedRegex(@"\bbao cao\b")]
    private static partial Regex Report();

    [GeneratedRegex(@"\b(?<u>quy|thang) (?<n>iv|iii|ii|i|1[0-2]|0?[1-9]) hang nam\b")]
    private static partial Regex YearlyPart();

    [GeneratedRegex(@"\btu nam (?<y>\d{4})\b")]
    private static partial Regex FirstYear();
}
