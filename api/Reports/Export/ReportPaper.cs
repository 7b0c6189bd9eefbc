namespace Hierarchy.Api.Reports.Export;

/// <summary>A report as the form of Nghị định 30/2020/NĐ-CP has it, whatever file it is written in.</summary>
/// <param name="Above">The agency above the one that issues; null for none, as with a People's Committee.</param>
/// <param name="Place">Where it was issued.</param>
/// <param name="Number">Null for a draft, like the next two.</param>
/// <param name="Capacity">In which it is signed, a line each.</param>
internal sealed record ReportPaper(
    string? Above, string Agency, string Place, string? Number, DateOnly? IssuedOn, string Title, string Window,
    ImmutableArray<ContentSection> Sections, ImmutableArray<ContentRow> Rows, ImmutableArray<string> Recipients, ImmutableArray<string> Capacity,
    string? Signer, ImmutableArray<string> Missing)
{
    public const string Draft = "DỰ THẢO";

    private const string Committee = "Ủy ban nhân dân";

    // What a place is called without the kind of its unit.
    private static readonly ImmutableArray<string> _kinds = ["Thành phố ", "Thị trấn ", "Thị xã ", "Đặc khu ", "Phường ", "Huyện ", "Tỉnh ", "Quận ", "Xã "];

    public static ReportPaper Of(Report report, WrittenContent written, IUnitDirectory directory)
    {
        var (content, signature) = (written.Content, report.Signature);
        var unit = directory.Find(report.Unit);
        var above = unit?.Parent is { } parent && !IsPlace(unit) ? directory.Find(parent) : null;
        Unit?[] recipients =
        [
            report.Unit == report.Form.Owner ? null : directory.Find(report.Form.Owner),
            report.Form.Collector is { } collector && collector != report.Unit ? directory.Find(collector) : null,
        ];
        return new(
            above is null ? null : AgencyOf(above, above.Name), AgencyOf(unit, content.UnitName), PlaceOf(unit, directory),
            content.Document?.Number, content.Document?.IssuedOn,
            $"{content.Title} ({content.Label})",
            $"Số liệu từ ngày {content.From:dd/MM/yyyy} đến ngày {content.To:dd/MM/yyyy}", content.Sections, content.Rows,
            [.. recipients.OfType<Unit>().Select(one => AgencyOf(one, one.Name)).Distinct().Select(name => $"- {name};"), "- Lưu: VT."],
            signature is null ? [] : [.. signature.Capacity.Split(['/', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
            signature?.Signer, [.. content.Missing.Select(id => directory.Find(id)?.Name ?? id)]);
    }

    /// <summary>Such as "Tây Ninh, ngày 08 tháng 6 năm 2013": days before the tenth and months before the third have two figures.</summary>
    public string PlaceAndDay => IssuedOn is { } day
        ? string.Create(CultureInfo.InvariantCulture, $"{Place}, ngày {day.Day:00} tháng {(day.Month < 3 ? $"0{day.Month}" : $"{day.Month}")} năm {day.Year}")
        : $"{Place}, ngày … tháng … năm …";

    /// <summary>An agency as it stands at the head, a line each: of a committee the name of its place apart.</summary>
    public static IEnumerable<string> HeadOf(string agency) =>
        agency.StartsWith(Committee + " ", StringComparison.Ordinal) ? [Committee, agency[(Committee.Length + 1)..]] : [agency];

    /// <summary>Who acts for a unit: of a province, a district or a commune its People's Committee.</summary>
    private static string AgencyOf(Unit? unit, string name) => !IsPlace(unit) ? name
        : _kinds.Any(kind => name.StartsWith(kind, StringComparison.Ordinal)) ? $"{Committee} {char.ToLowerInvariant(name[0])}{name[1..]}"
        : $"{Committee} {name}";

    private static bool IsPlace(Unit? unit) => unit?.Kind is UnitKind.Commune or UnitKind.District or UnitKind.Province;

    /// <summary>The communes, districts and provinces themselves; of what belongs to one, that one.</summary>
    private static string PlaceOf(Unit? unit, IUnitDirectory directory)
    {
        if (unit is null)
        {
            return "…";
        }
        var place = directory.Ancestors(unit.Id).Append(unit).Reverse()
            .FirstOrDefault(IsPlace);
        var name = place?.Name ?? "Hà Nội";
        return _kinds.FirstOrDefault(kind => name.StartsWith(kind, StringComparison.Ordinal)) is { } kind ? name[kind.Length..] : name;
    }
}

/// <summary>How figures are written on paper.</summary>
internal static class ReportText
{
    public static readonly ImmutableArray<string> Columns =
        ["STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Trên tổng số", "Tỷ lệ (%)", "Hệ thống tính", "Ghi chú"];

    public static readonly ImmutableArray<int> Widths = [8, 40, 14, 14, 14, 12, 16, 32];

    public static string Written(long? number) => number is { } value ? OfficeText.Written(value) : "";

    public static string Written(FigureValue? value) => value is not { } figure ? ""
        : figure.Denominator == 0 ? Written(figure.Numerator)
        : $"{Written(figure.Numerator)}/{Written(figure.Denominator)}";

    /// <summary>Null where there is no share.</summary>
    public static double? PercentOf(FigureValue? value) =>
        value is { Denominator: > 0 } figure ? (double)((Int128)figure.Numerator * 100) / figure.Denominator : null;

    public static string Percent(FigureValue? value) => PercentOf(value)?.ToString("#,0.##", OfficeText.Vietnamese) ?? "";

    public static string NoteOf(ContentRow row) => row.NothingOccurred
        ? "Không phát sinh" + (row.Reason is null ? "" : ": " + row.Reason)
        : row.Reason ?? "";
}
