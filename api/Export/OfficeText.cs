using System.Xml;

namespace Hierarchy.Api.Export;

/// <summary>Texts and numbers in the official form of documents.</summary>
internal static class OfficeText
{
    public const string Font = "Times New Roman";

    public static readonly NumberFormatInfo Vietnamese = new() { NumberGroupSeparator = ".", NumberDecimalSeparator = "," };

    /// <summary>Formats a number such as 13.166.600.</summary>
    public static string Written(long number) => number.ToString("#,0", Vietnamese);

    /// <summary>The part of a text that XML can contain, with uniform line breaks. Stored texts never contain unpaired
    /// surrogates.</summary>
    public static string Plain(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Replace('\t', ' ');
        return lines.All(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c))
            ? lines
            : string.Concat(lines.Where(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c)));
    }
}
