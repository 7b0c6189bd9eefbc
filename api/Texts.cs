using System.Diagnostics.CodeAnalysis;

namespace Hierarchy.Api;

/// <summary>Texts and bounds that many inputs share.</summary>
internal static class Texts
{
    /// <summary>A text as it is kept: letters composed, white space around it cut.</summary>
    public static string Kept(string text) => Vietnamese.Compose(text).Trim();

    /// <summary>The same; null for a text of nothing.</summary>
    public static string? KeptOrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : Kept(text);

    /// <summary>A page size within its bounds; null asks for the usual one.</summary>
    public static int PageSize(int? first, int usual, int max)
    {
        var size = first ?? usual;
        return size >= 1 && size <= max ? size : throw ApiError.Invalid($"first lies in 1..{max}.", "first");
    }

    /// <summary>A day within the bounds of every day; null stays null.</summary>
    /// <param name="place">The way to it; its last name is the field's.</param>
    public static DateOnly? Day(DateOnly? day, params ReadOnlySpan<object> place) =>
        day is not null && Limits.FaultOfDay(day, place[^1].ToString()!) is { } fault ? throw ApiError.Invalid(fault.Message, [.. place]) : day;

    /// <summary>Refuses what cannot be in any text that is kept, before it reaches a list query; null stays null.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Searchable(string? text, params ReadOnlySpan<object> place) =>
        Text.Fault(text, place[^1].ToString()!, required: false, Limits.NameMax) is { } fault
            ? throw ApiError.Invalid(fault.Message, [.. place])
            : text;
}
