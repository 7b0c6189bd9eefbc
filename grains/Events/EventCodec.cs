using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization.Metadata;

namespace Hierarchy.Grains.Events;

/// <summary>The stored form of events and states: a stable name and JSON. Every name and field ever stored remains decodable; the tests'
/// golden file holds one of each. An unknown or missing member is an error.</summary>
public static class EventCodec
{
    private const string NullStored = "null is stored where a value belongs.";

    private static readonly JsonSerializerOptions Options = Build();

    /// <summary>Each stored name with its event's JSON type; both are declared in the event's own file.</summary>
    private static readonly FrozenDictionary<string, JsonTypeInfo> Forms = Options.GetTypeInfo(typeof(UnitEvent)).PolymorphismOptions!.DerivedTypes
        .ToFrozenDictionary(kind => (string)kind.TypeDiscriminator!, kind => Options.GetTypeInfo(kind.DerivedType), StringComparer.Ordinal);

    private static readonly FrozenDictionary<Type, string> Names = Forms.ToFrozenDictionary(form => form.Value.Type, form => form.Key);

    /// <exception cref="JsonException">The data is not what was stored under this name.</exception>
    public static UnitEvent Decode(string name, ReadOnlySpan<byte> data) => Forms.TryGetValue(name, out var form)
        ? (UnitEvent)(JsonSerializer.Deserialize(data, form) ?? throw new JsonException(NullStored))
        : throw new JsonException($"No event is stored under the name '{name}'.");

    /// <summary>Like <see cref="Decode"/>, but returns <see cref="UnitEvent.Unreadable"/> for an unreadable record, so that one record
    /// never stops a replay.</summary>
    public static UnitEvent Read(string name, ReadOnlySpan<byte> data)
    {
        try
        {
            return Decode(name, data);
        }
        catch (Exception fault) when (IsUnreadable(fault))
        {
            return new UnitEvent.Unreadable(name, fault.Message);
        }
    }

    /// <summary>Whether an exception means that stored data is damaged or unknown to this program.</summary>
    public static bool IsUnreadable(Exception fault) => fault is JsonException or FormatException or ArgumentException
        or InvalidOperationException or NotSupportedException or OverflowException;

    public static string NameOf(UnitEvent happened) => happened is UnitEvent.Unreadable unreadable ? unreadable.Name : NameOf(happened.GetType());

    /// <summary>The stored name of events of this type.</summary>
    internal static string NameOf(Type kind) => Names[kind];

    /// <summary>A text member in its encoded form. It can match nothing else in encoded data, because quotes within texts are
    /// escaped.</summary>
    public static byte[] MemberOf(string name, string value) =>
        [.. "\""u8, .. System.Text.Encoding.UTF8.GetBytes(name), .. "\":\""u8, .. JsonEncodedText.Encode(value, Options.Encoder).EncodedUtf8Bytes, .. "\""u8];

    /// <summary>UTF-8 JSON without a byte order mark.</summary>
    public static byte[] Encode(UnitEvent happened) =>
        JsonSerializer.SerializeToUtf8Bytes(happened, Options.GetTypeInfo(happened.GetType()));

    /// <summary>The state of an obligation, as stored in the projection.</summary>
    public static byte[] Encode(Obligation obligation) => JsonSerializer.SerializeToUtf8Bytes(obligation, Options.GetTypeInfo(typeof(Obligation)));

    public static Obligation DecodeObligation(ReadOnlySpan<byte> data) => Read<Obligation>(data);

    /// <summary>A grant, as stored in the projection.</summary>
    public static byte[] Encode(People.Grant grant) => JsonSerializer.SerializeToUtf8Bytes(grant, Options.GetTypeInfo(typeof(People.Grant)));

    public static People.Grant DecodeGrant(ReadOnlySpan<byte> data) => Read<People.Grant>(data);

    /// <summary>An appointment, as stored in the projection.</summary>
    public static byte[] Encode(People.FocalAgency focal) =>
        JsonSerializer.SerializeToUtf8Bytes(focal, Options.GetTypeInfo(typeof(People.FocalAgency)));

    public static People.FocalAgency DecodeFocalAgency(ReadOnlySpan<byte> data) => Read<People.FocalAgency>(data);

    /// <summary>A draft, as stored.</summary>
    public static byte[] Encode(Plans.Drafts.PlanDraft draft) =>
        JsonSerializer.SerializeToUtf8Bytes(draft, Options.GetTypeInfo(typeof(Plans.Drafts.PlanDraft)));

    public static Plans.Drafts.PlanDraft DecodeDraft(ReadOnlySpan<byte> data) => Read<Plans.Drafts.PlanDraft>(data);

    /// <summary>A reorganisation, as stored.</summary>
    public static byte[] Encode(Reorganisations.Reorganisation content) =>
        JsonSerializer.SerializeToUtf8Bytes(content, Options.GetTypeInfo(typeof(Reorganisations.Reorganisation)));

    public static Reorganisations.Reorganisation DecodeReorganisation(ReadOnlySpan<byte> data) => Read<Reorganisations.Reorganisation>(data);

    /// <summary>The progress of a reorganisation, as stored.</summary>
    public static byte[] Encode(Reorganisations.ReorganisationProgress progress) =>
        JsonSerializer.SerializeToUtf8Bytes(progress, Options.GetTypeInfo(typeof(Reorganisations.ReorganisationProgress)));

    public static Reorganisations.ReorganisationProgress DecodeProgress(ReadOnlySpan<byte> data) => Read<Reorganisations.ReorganisationProgress>(data);

    /// <summary>A report, as stored.</summary>
    public static byte[] Encode(Reports.Report report) => JsonSerializer.SerializeToUtf8Bytes(report, Options.GetTypeInfo(typeof(Reports.Report)));

    public static Reports.Report DecodeReport(ReadOnlySpan<byte> data) => Read<Reports.Report>(data);

    /// <summary>The rows of a signed report, as stored.</summary>
    public static byte[] Encode(ImmutableArray<Reports.CountedFigure> figures) =>
        JsonSerializer.SerializeToUtf8Bytes(figures, Options.GetTypeInfo(typeof(ImmutableArray<Reports.CountedFigure>)));

    public static ImmutableArray<Reports.CountedFigure> DecodeFigures(ReadOnlySpan<byte> data) => Read<ImmutableArray<Reports.CountedFigure>>(data);

    public static byte[] Encode(UnitSnapshot snapshot) => JsonSerializer.SerializeToUtf8Bytes(snapshot, Options.GetTypeInfo(typeof(UnitSnapshot)));

    public static UnitSnapshot DecodeSnapshot(ReadOnlySpan<byte> data) => Read<UnitSnapshot>(data);

    private static T Read<T>(ReadOnlySpan<byte> data) =>
        JsonSerializer.Deserialize(data, (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T)))
        ?? throw new JsonException(NullStored);

    private static JsonSerializerOptions Build() => new(StoredJson.Default.Options)
    {
        // Keeps Vietnamese readable and half as long; this JSON is never embedded in HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = StoredJson.Default.WithAddedModifier(RequireMembers),
    };

    // Nulls are not written, so nullable members may be missing, as may members added later with a default.
    private static void RequireMembers(JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
        {
            member.IsRequired = member.AssociatedParameter is { HasDefaultValue: false, IsNullable: false } parameter
                && Nullable.GetUnderlyingType(parameter.ParameterType) is null;
        }
    }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(UnitEvent))]
[JsonSerializable(typeof(Obligation))]
[JsonSerializable(typeof(UnitSnapshot))]
[JsonSerializable(typeof(People.Grant))]
[JsonSerializable(typeof(People.FocalAgency))]
[JsonSerializable(typeof(Plans.Drafts.PlanDraft))]
[JsonSerializable(typeof(Reports.Report))]
[JsonSerializable(typeof(ImmutableArray<Reports.CountedFigure>))]
[JsonSerializable(typeof(Reorganisations.Reorganisation))]
[JsonSerializable(typeof(Reorganisations.ReorganisationProgress))]
internal sealed partial class StoredJson : JsonSerializerContext;
