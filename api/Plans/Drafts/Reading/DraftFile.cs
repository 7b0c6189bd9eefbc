namespace Hierarchy.Api.Plans.Drafts;

/// <summary>Finds the lines of a plan in a DOCX, XLSX or CSV file or in text pasted from Word or Excel. It finds their places and texts;
/// <c>DraftReading</c> interprets them. Links and macros are never followed.</summary>
internal static class DraftFile
{
    /// <param name="name">Name of the file; its type is determined by its content.</param>
    /// <exception cref="DraftFileException">The file has no such table, is damaged or too large.</exception>
    public static DraftText Read(Stream content, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var bytes = Bounded(content);
        var blocks = FileKinds.Of(bytes) switch
        {
            FileKind.Package => ReadPackage(bytes),
            FileKind.Text => TextFile.Read(bytes),
            var other => throw new DraftFileException(DraftFileException.NotATable, "", FileKinds.Advice(other)),
        };
        Lettering.Check(blocks);
        return AnnexReader.Read(blocks);
    }

    private static List<Block> ReadPackage(byte[] bytes)
    {
        using var package = OfficePackage.Open(bytes);
        return package.Main switch
        {
            OfficePackage.Document => WordFile.Read(package),
            OfficePackage.Workbook => SheetFile.Read(package),
            _ => throw new DraftFileException(DraftFileException.NotATable, "", FileKinds.Advice(FileKind.Package)),
        };
    }

    private static byte[] Bounded(Stream content)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[80 * 1024];
        while (content.Read(buffer) is > 0 and var read)
        {
            if (kept.Length + read > Limits.FileBytesMax)
            {
                throw DraftFileException.TooLargeAt("", $"tệp lớn hơn {Limits.FileBytesMax} byte (20 MB); chỉ giữ lại phụ lục rồi gửi lại");
            }
            kept.Write(buffer, 0, read);
        }
        return kept.ToArray();
    }
}
