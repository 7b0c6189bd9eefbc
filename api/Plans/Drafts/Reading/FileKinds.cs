namespace Hierarchy.Api.Plans.Drafts;

internal enum FileKind { Unknown, Nothing, Package, OldOffice, Pdf, Rtf, Text }

/// <summary>Determines the type of a file by its first bytes, since names are unreliable.</summary>
internal static class FileKinds
{
    public static FileKind Of(ReadOnlySpan<byte> bytes) =>
        bytes.Length == 0 ? FileKind.Nothing
        : bytes.StartsWith("PK"u8) ? FileKind.Package
        : bytes.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0]) ? FileKind.OldOffice
        : bytes.StartsWith("%PDF"u8) ? FileKind.Pdf
        : bytes.StartsWith("{\\rtf"u8) ? FileKind.Rtf
        : TextFile.IsWide(bytes) || !bytes.Contains((byte)0) ? FileKind.Text
        : FileKind.Unknown;

    public static string Advice(FileKind kind) => kind switch
    {
        FileKind.Nothing => "tệp trống",
        FileKind.OldOffice => "tệp DOC, XLS kiểu cũ hoặc có mật khẩu: mở ra, bỏ mật khẩu và lưu lại thành DOCX hoặc XLSX",
        FileKind.Pdf => "tệp PDF không giữ bảng: gửi bản DOCX hoặc XLSX",
        FileKind.Rtf => "tệp RTF: mở bằng Word và lưu lại thành DOCX",
        FileKind.Package => "tệp nén này không phải là DOCX hay XLSX",
        _ => "không phải là DOCX, XLSX, CSV hay văn bản có bảng",
    };
}
