namespace Hierarchy.Api.Reports.Export;

/// <summary>A report in the form of Nghị định 30/2020/NĐ-CP, independent of the file format.</summary>
/// <param name="Above">The agency above the issuing one; null for none, as for a People's Committee.</param>
/// <param name="Place">The place of issue.</param>
/// <param name="Number">Null for a draft; likewise the next two.</param>
/// <param name="Capacity">The signer's capacity, line by line.</param>
internal sealed record ReportPaper(
    string? Above, string Agency, string Place, string? Number, DateOnly? IssuedOn, string Title, string Window,
    ImmutableArray<ContentSection> Sections, ImmutableArray<ContentRow> Rows, ImmutableArray<string> Recipients, ImmutableArray<string> Capacity,
    string? Signer, ImmutableArray<string> Missing)
{
    public const string Draft = "DỰ THẢO";

    private const string Committee = "Ủy ban nhân dân";

    // Kinds of units, which are left out of names of places.
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

    /// <summary>Place and day, such as "Tây Ninh, ngày 08 tháng 6 năm 2013": days before the tenth and months before the third have two
    /// digits.</summary>
    public string PlaceAndDay => IssuedOn is { } day
        ? string.Create(CultureInfo.InvariantCulture, $"{Place}, ngày {day.Day:00} tháng {(day.Month < 3 ? $"0{day.Month}" : $"{day.Month}")} năm {day.Year}")
        : $"{Place}, ngày … tháng … năm …";

    /// <summary>An agency for the heading, line by line: the place of a committee has its own line.</summary>
    public static IEnumerable<string> HeadOf(string agency) =>
        agency.StartsWith(Committee + " ", StringComparison.Ordinal) ? [Committee, agency[(Committee.Length + 1)..]] : [agency];

    /// <summary>The agency of a unit: for a province, a district or a commune its People's Committee.</summary>
    private static string AgencyOf(Unit? unit, string name) => !IsPlace(unit) ? name
        : _kinds.Any(kind => name.StartsWith(kind, StringComparison.Ordinal)) ? $"{Committee} {char.ToLowerInvariant(name[0])}{name[1..]}"
        : $"{Committee} {name}";

    private static bool IsPlace(Unit? unit) => unit?.Kind is UnitKind.Commune or UnitKind.District or UnitKind.Province;

    /// <summary>The place of a unit: itself for communes, districts and provinces, otherwise the one to which it belongs.</summary>
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

/// <summary>Formats figures for documents.</summary>
internal static class ReportText
{
    public static readonly ImmutableArray<string> Columns =
        ["STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Trên tổng số", "Tỷ lệ (%)", "Hệ thống tính", "Ghi chú"];

    public static readonly ImmutableArray<int> Widths = [8, 40, 14, 14, 14, 12, 16, 32];

    public static string Written(long? number) => number is { } value ? OfficeText.Written(value) : "";

    public static string Written(FigureValue? value) => value is not { } figure ? ""
        : figure.Denominator == 0 ? Written(figure.Numerator)
        : $"{Written(figure.Numerator)}/{Written(figure.Denominator)}";

    /// <summary>Null if there is no ratio.</summary>
    public static double? PercentOf(FigureValue? value) =>
        value is { Denominator: > 0 } figure ? (double)((Int128)figure.Numerator * 100) / figure.Denominator : null;

    public static string Percent(FigureValue? value) => PercentOf(value)?.ToString("#,0.##", OfficeText.Vietnamese) ?? "";

    public static string NoteOf(ContentRow row) => row.NothingOccurred
        ? "Không phát sinh" + (row.Reason is null ? "" : ": " + row.Reason)
        : row.Reason ?? "";
}
