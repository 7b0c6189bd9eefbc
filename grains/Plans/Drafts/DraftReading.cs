using System.Globalization;
using System.Text.RegularExpressions;

namespace Hierarchy.Grains.Plans.Drafts;

/// <summary>Makes of the texts of a draft what they mean. Pure.</summary>
public static partial class DraftReading
{
    public static UnderstoodDraft Understand(DraftText text, string owner, IUnitDirectory directory)
    {
        var issues = ImmutableArray.CreateBuilder<DraftIssue>();
        if (string.IsNullOrWhiteSpace(text.Title))
        {
            issues.Add(new DraftIssue(null, "Tên", "kế hoạch", "TITLE_MISSING", DraftSeverity.Error, "Kế hoạch chưa có tên.", []));
        }
        if (text.StartYear is null || text.EndYear is null)
        {
            issues.Add(new DraftIssue(null, "Năm", "kế hoạch", "YEARS_MISSING", DraftSeverity.Error, "Kế hoạch chưa có năm bắt đầu, năm kết thúc.", []));
        }
        var units = Units(owner, directory);
        var lines = text.Lines.Select(line => Understand(line, text, units, issues)).ToImmutableArray();
        return new UnderstoodDraft(lines, issues.ToImmutable());
    }

    private static Dictionary<string, Unit> Units(string owner, IUnitDirectory directory)
    {
        var units = new Dictionary<string, Unit>(StringComparer.OrdinalIgnoreCase);
        foreach (var unit in directory.All().Where(unit => directory.IsAtOrBelow(unit.Id, owner)))
        {
            units.TryAdd(unit.Name, unit);
        }
        return units;
    }

    private static UnderstoodLine Understand(
        DraftLine line, DraftText text, Dictionary<string, Unit> units, ImmutableArray<DraftIssue>.Builder issues)
    {
        void Doubt(string column, string code, string message) => issues.Add(new DraftIssue(
            line.Key, column, $"{(line.Place.Length > 0 ? line.Place : $"dòng {line.Key}")}, cột {column}", code, DraftSeverity.Error, message, []));

        if (string.IsNullOrWhiteSpace(line.Title))
        {
            Doubt("Nội dung", "TITLE_MISSING", "Dòng chưa có nội dung.");
        }
        if (text.Areas.All(area => area.Id != line.Area))
        {
            Doubt("Nội dung", "AREA_MISSING", "Dòng không thuộc lĩnh vực nào.");
        }
        if (line.Code is { } code && text.Lines.Any(other => other.Key != line.Key && other.Code == code))
        {
            Doubt("STT", "CODE_DUPLICATE", $"Số “{code}” có ở hai dòng.");
        }
        var leads = Named(line.LeadsText, units);
        if (leads.IsEmpty || leads.Any(lead => lead.Unit is null))
        {
            Doubt("Cơ quan chủ trì", "LEAD_UNKNOWN", $"Không nhận ra cơ quan “{line.LeadsText}”.");
            leads = [.. leads.Where(lead => lead.Unit is not null)];
        }
        var schedule = ScheduleOf(line.ScheduleText, text);
        if (schedule is null)
        {
            Doubt("Thời gian", "SCHEDULE_UNKNOWN", $"Không hiểu thời gian “{line.ScheduleText}”.");
        }
        return new UnderstoodLine(line, leads, line.LeadMode ?? LeadMode.Each, Named(line.CoordinatorsText, units), schedule);
    }

    private static ImmutableArray<Assignee> Named(string? names, Dictionary<string, Unit> units) =>
    [
        .. (names ?? "").Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(name => new Assignee(units.GetValueOrDefault(name)?.Id, null, name)),
    ];

    private static Schedule? ScheduleOf(string? wording, DraftText text)
    {
        var words = wording?.Trim() ?? "";
        if (words == "Thường xuyên")
        {
            return new Schedule(ScheduleKind.Continuous, words, null, null, [], text.StartYear, text.EndYear, [], []);
        }
        if (Quarter().Match(words) is { Success: true } quarter)
        {
            return new Schedule(
                ScheduleKind.Quarters, words, null, null, [Array.IndexOf(["I", "II", "III", "IV"], quarter.Groups[1].Value) + 1],
                int.Parse(quarter.Groups[2].Value, CultureInfo.InvariantCulture), null, [], []);
        }
        return Year().Match(words) is { Success: true } year
            ? new Schedule(
                ScheduleKind.Year, words, null, null, [], int.Parse(year.Groups[1].Value, CultureInfo.InvariantCulture), null, [], [])
            : null;
    }

    [GeneratedRegex(@"^Quý (I|II|III|IV) năm ([12]\d{3})$")]
    private static partial Regex Quarter();

    [GeneratedRegex(@"^Năm ([12]\d{3})$")]
    private static partial Regex Year();
}
