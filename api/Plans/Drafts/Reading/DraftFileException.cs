namespace Hierarchy.Api.Plans.Drafts;

/// <summary>Why no plan can be read from a file: what is wrong, where, and what would be right, in Vietnamese for the uploader.</summary>
/// <param name="code">One of the constants below.</param>
/// <param name="place">The place, such as "bảng 1, dòng 12"; empty for the whole file.</param>
internal sealed class DraftFileException(string code, string place, string reason)
    : Exception(place.Length == 0 ? reason : $"{place}: {reason}")
{
    public const string NotATable = "NOT_A_TABLE";
    public const string TooManyRows = "TOO_MANY_ROWS";
    public const string Damaged = "FILE_DAMAGED";
    public const string TooLarge = "FILE_TOO_LARGE";

    public string Code => code;

    public string Place => place;

    /// <summary>INVALID, with the code as its reason.</summary>
    public FieldError ToError() => new(Message, Codes.Invalid, ["file"]) { Reason = code };

    public static DraftFileException DamagedAt(string place, string reason) => new(Damaged, place, reason);

    public static DraftFileException TooLargeAt(string place, string reason) => new(TooLarge, place, reason);
}
