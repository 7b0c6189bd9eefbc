using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization.Metadata;

namespace Hierarchy.Grains.Reports;

/// <summary>A figure as two whole numbers; the second is 0 for a plain number.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.figure-value")]
public readonly record struct FigureValue(long Numerator, long Denominator);

/// <summary>The figures of a row when it was signed.</summary>
/// <param name="Counted">The system's count; null where it counts nothing.</param>
/// <param name="Entered">The figure entered instead; null for none.</param>
/// <param name="Value">The figure that the report states.</param>
public sealed record ContentRow(
    string Code, string? Section, string Label, string? UnitOfMeasure, string Source, FigureValue? Counted, FigureValue? Entered, FigureValue? Value,
    string? Reason, bool NothingOccurred = false);

public sealed record ContentSection(string Key, string Title, string Text);

public sealed record ContentDocument(string Number, DateOnly IssuedOn, string? Title);

/// <summary>A report whose figures another report adds up, in the revision that was added.</summary>
/// <param name="Period">Its period, if it differs from that of the adding report; null for the same.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.included-report")]
public sealed record IncludedReport(string Unit, int Revision, string Sha256, string? Period = null);

/// <summary>The whole content of a report: what is signed, and what its JSON address returns. Its bytes are stored, so that later
/// versions of the program cannot change them.</summary>
/// <param name="Format">Name of this format.</param>
/// <param name="Missing">Units below whose reports had not been received at the signing.</param>
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

    /// <summary>The content of a report with these figures.</summary>
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

    /// <exception cref="JsonException">The text was not signed in this format.</exception>
    public static ReportContent Read(string text) => JsonSerializer.Deserialize(text, Json) ?? throw new JsonException("It is null.");

    public static string Sha256Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>The system's counts for a report.</summary>
/// <param name="Rows">By code; omits rows for which the system counts nothing.</param>
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
