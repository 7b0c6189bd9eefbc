namespace Hierarchy.Grains.Obligations;

/// <summary>What a document must be that goes with a command.</summary>
internal static class DocumentRules
{
    /// <summary>Itself with its texts as they are kept.</summary>
    public static Document? Kept(Document? document) => document is not { } d ? null
        : new Document(Text.Name(d.Number), d.IssuedOn, Text.NameOrNull(d.Title), Text.NameOrNull(d.Uri));

    /// <param name="field">Where the document stands in the input.</param>
    public static Refusal? Fault(Document? document, string field, DateOnly today) =>
        document is null ? null
        : document.IssuedOn > today ? Refusal.Invalid($"issuedOn lies in the future; today is {today:yyyy-MM-dd}.", field + ".issuedOn")
        : Limits.FaultOfDay(document.IssuedOn, field + ".issuedOn")
            ?? Text.Fault(document.Number, field + ".number", required: true, Limits.NameMax)
            ?? Text.Fault(document.Title, field + ".title", required: false)
            ?? Text.Fault(document.Uri, field + ".uri", required: false);
}
