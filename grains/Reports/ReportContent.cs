using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization.Metadata;

namespace Hierarchy.Grains.Reports;

/// <summary>A figure: two whole numbers, of which the second is 0 for a plain number.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.figure-value")]
public readonly record struct FigureValue(long Numerator, long Denominator);

/// <summary>What a row said when it was signed.</summary>
/// <param name="Counted">What the system counted; null where it counts nothing.</param>
/// <param name="Entered">What was entered instead; null for nothing.</param>
/// <param name="Value">What the report says.</param>
public sealed record ContentRow(
    string Code, string? Section, string Label, string? UnitOfMeasure, string Source, FigureValue? Counted, FigureValue? Entered, FigureValue? Value,
    string? Reason, bool NothingOccurred = false);

public sealed record ContentSection(string Key, string Title, string Text);

public sealed record ContentDocument(string Number, DateOnly IssuedOn, string? Title);

/// <summary>A report that another one adds up, in the revision that it added.</summary>
/// <param name="Period">Of its paper, where that is another than that of the one which adds it; null for the same.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.included-report")]
public sealed record IncludedReport(string Unit, int Revision, string Sha256, string? Period = null);

/// <summary>All that a report says: what is signed, and what its json address answers. Its bytes are kept, so that they stay what they were
/// whatever later programs make of it.</summary>
/// <param name="Format">Names this form.</param>
/// <param name="Missing">Units below whose report was not received when it was signed.</param>
public sealed record ReportContent(
    string Format, string Report, int Revision, string Unit, string UnitName, string Regime, string Title, string Period, string Label, DateOnly From,
    DateOnly To, ImmutableArray<string> Serves, ContentDocument? Document, ImmutableArray<ContentSection> Sections, ImmutableArray<ContentRow> Rows,
    ImmutableArray<IncludedReport> Includes, ImmutableArray<string> Missing)
{
    public const string Form = "hierarchy-report-1";

    private static readonly JsonTypeInfo<ReportContent> Json = (JsonTypeInfo<ReportContent>)new JsonSerializerOptions(ReportJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = ReportJson.Default,
    }.GetTypeInfo(typeof(ReportContent));

    /// <summary>What a report says with these figures.</summary>
    /// <param name="document">Null for a draft.</param>
    public static ReportContent Of(Report report, string unitName, ReportFigures figures, Document? document)
    {
        var form = report.Form;
        return new(
            Form, report.Key.Id, report.Revision, report.Unit, unitName, form.Regime, form.Title, form.Period, form.Label, form.From, form.To, form.Serves,
            document is null ? null : new ContentDocument(document.Number, document.IssuedOn, document.Title),
            [.. report.SectionsAsWritten()],
            [.. form.Rows.Select(row => RowOf(row, report.EntryOf(row.Code), figures.Of(row.Code)))],
            figures.Includes, figures.Missing);
    }

    private static ContentRow RowOf(TemplateRow row, RowEntry? entry, FigureValue? counted)
    {
        FigureValue? entered = entry is null ? null : new FigureValue(entry.Numerator ?? 0, entry.NothingOccurred ? 0 : entry.Denominator);
        return new(
            row.Code, row.Section, row.Label, row.UnitOfMeasure, Text.Constant(row.Source), counted, entered, entered ?? counted, entry?.Reason,
            entry?.NothingOccurred ?? false);
    }

    public string Written() => JsonSerializer.Serialize(this, Json);

    /// <exception cref="JsonException">It is not what was signed under this form.</exception>
    public static ReportContent Read(string text) => JsonSerializer.Deserialize(text, Json) ?? throw new JsonException("It is null.");

    public static string Sha256Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>What the system counts for a report.</summary>
/// <param name="Rows">By code; what it counts nothing for is missing.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.report-figures")]
public sealed record ReportFigures(ImmutableArray<CountedFigure> Rows, ImmutableArray<IncludedReport> Includes, ImmutableArray<string> Missing)
{
    public static readonly ReportFigures None = new([], [], []);

    public FigureValue? Of(string code)
    {
        foreach (var row in Rows)
        {
            if (row.Code == code)
            {
                return row.Value;
            }
        }
        return null;
    }
}

[GenerateSerializer, Immutable, Alias("hierarchy.counted-figure")]
public readonly record struct CountedFigure(string Code, FigureValue Value);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(ReportContent))]
internal sealed partial class ReportJson : JsonSerializerContext;
