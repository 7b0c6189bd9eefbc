namespace Hierarchy.Api.Plans.Drafts;

/// <summary>Tells files apart by how they begin, since names lie.</summary>
internal static class FileKind
{
    public const string Package = "zip";
    public const string Text = "text";
    private const string OldOffice = "ole";
    private const string Pdf = "pdf";
    private const string Rtf = "rtf";
    private const string Nothing = "nothing";
    private const string Unknown = "unknown";

    public static string Of(ReadOnlySpan<byte> bytes) =>
        bytes.Length == 0 ? Nothing
        : bytes.StartsWith("PK"u8) ? Package
        : bytes.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0]) ? OldOffice
        : bytes.StartsWith("%PDF"u8) ? Pdf
        : bytes.StartsWith("{\\rtf"u8) ? Rtf
        : TextFile.IsWide(bytes) || !bytes.Contains((byte)0) ? Text
        : Unknown;

    public static string Advice(string kind) => kind switch
    {
        Nothing => "tệp trống",
        OldOffice => "tệp DOC, XLS kiểu cũ hoặc có mật khẩu: mở ra, bỏ mật khẩu và lưu lại thành DOCX hoặc XLSX",
        Pdf => "tệp PDF không giữ bảng: gửi bản DOCX hoặc XLSX",
        Rtf => "tệp RTF: mở bằng Word và lưu lại thành DOCX",
        Package => "tệp nén này không phải là DOCX hay XLSX",
        _ => "không phải là DOCX, XLSX, CSV hay văn bản có bảng",
    };
}
