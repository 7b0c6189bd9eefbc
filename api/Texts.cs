using System.Diagnostics.CodeAnalysis;

namespace Hierarchy.Api;

/// <summary>Text normalisation and bounds shared by many inputs.</summary>
internal static class Texts
{
    /// <summary>A text as stored: letters composed, surrounding white space removed.</summary>
    public static string Kept(string text) => Vietnamese.Compose(text).Trim();

    /// <summary>The same; null for a blank text.</summary>
    public static string? KeptOrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : Kept(text);

    /// <summary>A page size within its bounds; null for the default.</summary>
    public static int PageSize(int? first, int usual, int max)
    {
        var size = first ?? usual;
        return size >= 1 && size <= max ? size : throw ApiError.Invalid($"first lies in 1..{max}.", "first");
    }

    /// <summary>Checks the bounds of a day; null stays null.</summary>
    /// <param name="place">Its path; the last name is that of the field.</param>
    public static DateOnly? Day(DateOnly? day, params ReadOnlySpan<object> place) =>
        day is not null && Limits.FaultOfDay(day, place[^1].ToString()!) is { } fault ? throw ApiError.Invalid(fault.Message, [.. place]) : day;

    /// <summary>Refuses text that cannot occur in stored text, before it reaches a query; null stays null.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Searchable(string? text, params ReadOnlySpan<object> place) =>
        Text.Fault(text, place[^1].ToString()!, required: false, Limits.NameMax) is { } fault
            ? throw ApiError.Invalid(fault.Message, [.. place])
            : text;
}
