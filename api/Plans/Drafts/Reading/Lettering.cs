namespace Hierarchy.Api.Plans.Drafts;

/// <summary>Detects texts in pre-Unicode encodings, and lost letters.</summary>
internal static class Lettering
{
    /// <summary>Letters that do not occur in Vietnamese, which TCVN3 uses for its own: "Tỉnh Bắc" reads "TØnh B¾c".</summary>
    private const string OfTcvn3 = "µ¸¶¹¨»¾¼½Æ©ÇË®ÑªÖ×ØÜÞßä«åæç¬ëîïñøö÷ûþ";

    /// <summary>The same for VNI: "Tỉnh Bắc" reads "Tænh Baéc", "đ" reads "ñ".</summary>
    private const string OfVni = "äåæëïîñöøûüÄÅÆËÏÎÑÖØÛÜ";

    /// <summary>A foreign name may contain one.</summary>
    private const int StrangeMax = 1;

    /// <exception cref="DraftFileException">A line is in such an encoding, or contains a lost letter.</exception>
    public static void Check(List<Block> blocks)
    {
        var paragraph = 0;
        foreach (var block in blocks)
        {
            if (block is Block.Paragraph text)
            {
                Check(text.Text, $"đoạn {++paragraph}");
                continue;
            }
            var grid = ((Block.Table)block).Grid;
            for (var row = 0; row < grid.Rows.Count; row++)
            {
                foreach (var cell in grid.Rows[row].Cells)
                {
                    if (!cell.IsEmpty)
                    {
                        Check(cell.Text, grid.PlaceOf(row));
                    }
                }
            }
        }
    }

    private static void Check(string text, string place)
    {
        if (text.Contains('\uFFFD'))
        {
            throw DraftFileException.DamagedAt(place, "có chữ đã mất (�): lấy lại từ bản gốc");
        }
        var (tcvn3, vni) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] > '\u007F' && StandsInWord(text, i))
            {
                tcvn3 += OfTcvn3.Contains(text[i]) ? 1 : 0;
                vni += OfVni.Contains(text[i]) ? 1 : 0;
            }
        }
        if (Math.Max(tcvn3, vni) > StrangeMax)
        {
            var font = vni >= tcvn3 ? "VNI" : "TCVN3";
            throw DraftFileException.DamagedAt(place, $"phông chữ {font} (\"{Text.Shown(text)}\"): chuyển sang Unicode rồi gửi lại");
        }
    }

    private static bool StandsInWord(string text, int at) =>
        (at + 1 < text.Length && char.IsLetter(text[at + 1]))
        || (text[at] is not ('®' or '©' or '»') && at > 0 && char.IsLetter(text[at - 1]));
}
