using System.Xml;

namespace Hierarchy.Api.Export;

/// <summary>Texts and numbers as documents in the official form write them.</summary>
internal static class OfficeText
{
    public const string Font = "Times New Roman";

    public static readonly NumberFormatInfo Vietnamese = new() { NumberGroupSeparator = ".", NumberDecimalSeparator = "," };

    /// <summary>Such as 13.166.600.</summary>
    public static string Written(long number) => number.ToString("#,0", Vietnamese);

    /// <summary>What XML can hold of it, with one kind of line break. Half a character is kept nowhere.</summary>
    public static string Plain(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Replace('\t', ' ');
        return lines.All(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c))
            ? lines
            : string.Concat(lines.Where(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c)));
    }
}
