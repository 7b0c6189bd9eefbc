using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization.Metadata;

namespace Hierarchy.Grains.Events;

/// <summary>
/// The stored form of events and states: a name of ours and JSON. A name and a field that were ever stored decode for ever; the golden
/// file of the tests holds one of each. A member that is unknown or missing is an error, not a guess.
/// </summary>
public static class EventCodec
{
    private const string NullStored = "null is stored where a value belongs.";

    private static readonly JsonSerializerOptions Options = Build();

    /// <summary>Each stored name with the form of its event: both stand in the event's own file.</summary>
    private static readonly FrozenDictionary<string, JsonTypeInfo> Forms = Options.GetTypeInfo(typeof(UnitEvent)).PolymorphismOptions!.DerivedTypes
        .ToFrozenDictionary(kind => (string)kind.TypeDiscriminator!, kind => Options.GetTypeInfo(kind.DerivedType), StringComparer.Ordinal);

    private static readonly FrozenDictionary<Type, string> Names = Forms.ToFrozenDictionary(form => form.Value.Type, form => form.Key);

    /// <exception cref="JsonException">The data is not what was stored under this name.</exception>
    public static UnitEvent Decode(string name, ReadOnlySpan<byte> data) => Forms.TryGetValue(name, out var form)
        ? (UnitEvent)(JsonSerializer.Deserialize(data, form) ?? throw new JsonException(NullStored))
        : throw new JsonException($"No event is stored under the name '{name}'.");

    /// <summary>As <see cref="Decode"/>, but what cannot be read comes as <see cref="UnitEvent.Unreadable"/>: one record stops
    /// nothing.</summary>
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

    /// <summary>Whether a fault says that what is stored is damaged or unknown to this program.</summary>
    public static bool IsUnreadable(Exception fault) => fault is JsonException or FormatException or ArgumentException
        or InvalidOperationException or NotSupportedException or OverflowException;

    public static string NameOf(UnitEvent happened) => happened is UnitEvent.Unreadable unreadable ? unreadable.Name : NameOf(happened.GetType());

    /// <summary>Under which events of this kind are stored.</summary>
    internal static string NameOf(Type kind) => Names[kind];

    /// <summary>A text member as it stands within what is encoded; it can stand there as nothing else, since a text's own quotes are
    /// escaped.</summary>
    public static byte[] MemberOf(string name, string value) =>
        [.. "\""u8, .. System.Text.Encoding.UTF8.GetBytes(name), .. "\":\""u8, .. JsonEncodedText.Encode(value, Options.Encoder).EncodedUtf8Bytes, .. "\""u8];

    /// <summary>UTF-8 JSON without a byte order mark.</summary>
    public static byte[] Encode(UnitEvent happened) =>
        JsonSerializer.SerializeToUtf8Bytes(happened, Options.GetTypeInfo(happened.GetType()));

    /// <summary>The state of an obligation as the projection keeps it.</summary>
    public static byte[] Encode(Obligation obligation) => JsonSerializer.SerializeToUtf8Bytes(obligation, Options.GetTypeInfo(typeof(Obligation)));

    public static Obligation DecodeObligation(ReadOnlySpan<byte> data) => Read<Obligation>(data);

    /// <summary>A grant as the projection keeps it.</summary>
    public static byte[] Encode(People.Grant grant) => JsonSerializer.SerializeToUtf8Bytes(grant, Options.GetTypeInfo(typeof(People.Grant)));

    public static People.Grant DecodeGrant(ReadOnlySpan<byte> data) => Read<People.Grant>(data);

    /// <summary>An appointment as the projection keeps it.</summary>
    public static byte[] Encode(People.FocalAgency focal) =>
        JsonSerializer.SerializeToUtf8Bytes(focal, Options.GetTypeInfo(typeof(People.FocalAgency)));

    public static People.FocalAgency DecodeFocalAgency(ReadOnlySpan<byte> data) => Read<People.FocalAgency>(data);

    /// <summary>A draft as it is kept.</summary>
    public static byte[] Encode(Plans.Drafts.PlanDraft draft) =>
        JsonSerializer.SerializeToUtf8Bytes(draft, Options.GetTypeInfo(typeof(Plans.Drafts.PlanDraft)));

    public static Plans.Drafts.PlanDraft DecodeDraft(ReadOnlySpan<byte> data) => Read<Plans.Drafts.PlanDraft>(data);

    /// <summary>A reorganisation as it is kept.</summary>
    public static byte[] Encode(Reorganisations.Reorganisation content) =>
        JsonSerializer.SerializeToUtf8Bytes(content, Options.GetTypeInfo(typeof(Reorganisations.Reorganisation)));

    public static Reorganisations.Reorganisation DecodeReorganisation(ReadOnlySpan<byte> data) => Read<Reorganisations.Reorganisation>(data);

    /// <summary>How far it has come, as that is kept.</summary>
    public static byte[] Encode(Reorganisations.ReorganisationProgress progress) =>
        JsonSerializer.SerializeToUtf8Bytes(progress, Options.GetTypeInfo(typeof(Reorganisations.ReorganisationProgress)));

    public static Reorganisations.ReorganisationProgress DecodeProgress(ReadOnlySpan<byte> data) => Read<Reorganisations.ReorganisationProgress>(data);

    /// <summary>A report as it is kept.</summary>
    public static byte[] Encode(Reports.Report report) => JsonSerializer.SerializeToUtf8Bytes(report, Options.GetTypeInfo(typeof(Reports.Report)));

    public static Reports.Report DecodeReport(ReadOnlySpan<byte> data) => Read<Reports.Report>(data);

    /// <summary>What the rows of a signed report say, as that is kept.</summary>
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
        // Vietnamese stays readable, and half as long; this JSON never stands inside HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = StoredJson.Default.WithAddedModifier(RequireMembers),
    };

    // Null is not written, so what may be null may be missing; so may a member that was added later with a default.
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
