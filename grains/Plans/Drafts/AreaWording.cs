namespace Hierarchy.Grains.Plans.Drafts;

/// <summary>Determines the common reform area from the heading of an area.</summary>
internal static partial class AreaWording
{
    private static readonly (ReformArea Reform, Regex Words)[] Areas =
    [
        (ReformArea.Steering, Steering()),
        (ReformArea.Procedures, Procedures()),
        (ReformArea.Institutions, Institutions()),
        (ReformArea.Apparatus, Apparatus()),
        (ReformArea.CivilService, CivilService()),
        (ReformArea.PublicFinance, PublicFinance()),
        (ReformArea.Modernisation, Modernisation()),
    ];

    /// <summary>The reform area whose words come first; Other when none do.</summary>
    public static ReformArea Read(string heading)
    {
        var words = Vietnamese.Fold(heading);
        var (reform, first) = (ReformArea.Other, int.MaxValue);
        foreach (var (area, pattern) in Areas)
        {
            if (pattern.Match(words) is { Success: true } found && found.Index < first)
            {
                (reform, first) = (area, found.Index);
            }
        }
        return reform;
    }

    public static string Name(ReformArea reform) => reform switch
    {
        ReformArea.Institutions => "Cải cách thể chế",
        ReformArea.Procedures => "Cải cách thủ tục hành chính",
        ReformArea.Apparatus => "Cải cách tổ chức bộ máy",
        ReformArea.CivilService => "Cải cách chế độ công vụ",
        ReformArea.PublicFinance => "Cải cách tài chính công",
        ReformArea.Modernisation => "Hiện đại hóa hành chính",
        ReformArea.Steering => "Chỉ đạo, điều hành",
        _ => "Khác",
    };

    [GeneratedRegex(@"\b(?:chi dao|dieu hanh|tuyen truyen|su lanh dao|to chuc thuc hien$)")]
    private static partial Regex Steering();

    [GeneratedRegex(@"\b(?:thu tuc|tthc|mot cua)\b")]
    private static partial Regex Procedures();

    [GeneratedRegex(@"\b(?:the che|van ban quy pham|vbqppl|qppl)\b")]
    private static partial Regex Institutions();

    [GeneratedRegex(@"\b(?:to chuc bo may|bo may)\b")]
    private static partial Regex Apparatus();

    [GeneratedRegex(@"\b(?:cong vu|can bo|cong chuc|vien chuc|cbcc|cbccvc)\b")]
    private static partial Regex CivilService();

    [GeneratedRegex(@"\btai chinh\b")]
    private static partial Regex PublicFinance();

    [GeneratedRegex(@"\b(?:hien dai|chuyen doi so|chinh quyen so|chinh phu so|dien tu|iso|cong nghe thong tin|cntt)\b")]
    private static partial Regex Modernisation();
}
