namespace Hierarchy.Grains.Obligations;

/// <summary>What a document must be that goes with a change of an obligation.</summary>
internal static class DocumentRules
{
    /// <summary>Itself with its texts as they are kept.</summary>
    public static Document Kept(Document document) => new(
        Text.Name(document.Number), document.IssuedOn, Text.NameOrNull(document.Title), Text.NameOrNull(document.Uri));

    public static Refusal? Fault(Document? document, DateOnly today) =>
        document is null ? null
        : document.IssuedOn > today ? Refusal.Invalid($"issuedOn lies in the future; today is {today:yyyy-MM-dd}.", "document.issuedOn")
        : Limits.FaultOfDay(document.IssuedOn, "document.issuedOn")
            ?? Text.Fault(document.Number, "document.number", required: true, Limits.NameMax)
            ?? Text.Fault(document.Title, "document.title", required: false)
            ?? Text.Fault(document.Uri, "document.uri", required: false);
}
