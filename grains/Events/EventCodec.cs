using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Hierarchy.Grains.Obligations;

namespace Hierarchy.Grains.Events;

/// <summary>
/// The stored form of events and states: a name of ours and JSON. A name and a field that were ever stored decode for ever; the golden
/// file of the tests holds one of each. A member that is unknown or missing is an error, not a guess.
/// </summary>
public static class EventCodec
{
    private static readonly JsonSerializerOptions Options = Build();

    /// <exception cref="JsonException">The data is not what was stored under this name.</exception>
    public static UnitEvent Decode(string name, ReadOnlySpan<byte> data) => name switch
    {
        "unit-registered" => Read<UnitEvent.UnitRegistered>(data),
        "plan-adopted" => Read<UnitEvent.PlanAdopted>(data),
        "task-added" => Read<UnitEvent.TaskAdded>(data),
        "duty-added" => Read<UnitEvent.DutyAdded>(data),
        "obligations-imposed" => Read<UnitEvent.ObligationsImposed>(data),
        "progress-reported" => Read<UnitEvent.ProgressReported>(data),
        "obligation-submitted" => Read<UnitEvent.Submitted>(data),
        "obligation-accepted" => Read<UnitEvent.Accepted>(data),
        "obligation-sent-back" => Read<UnitEvent.SentBack>(data),
        "obligation-cancelled" => Read<UnitEvent.Cancelled>(data),
        "obligation-triggered" => Read<UnitEvent.Triggered>(data),
        "difficulty-raised" => Read<UnitEvent.DifficultyRaised>(data),
        "difficulty-escalated" => Read<UnitEvent.DifficultyEscalated>(data),
        "difficulty-resolved" => Read<UnitEvent.DifficultyResolved>(data),
        "difficulty-received" => Read<UnitEvent.DifficultyReceived>(data),
        _ => throw new JsonException($"No event is stored under the name '{name}'."),
    };

    /// <summary>As <see cref="Decode"/>, but what cannot be read comes as <see cref="UnitEvent.Unreadable"/>: one record stops nothing.</summary>
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

    public static string NameOf(UnitEvent happened) => happened switch
    {
        UnitEvent.Unreadable e => e.Name,
        UnitEvent.UnitRegistered => "unit-registered",
        UnitEvent.PlanAdopted => "plan-adopted",
        UnitEvent.TaskAdded => "task-added",
        UnitEvent.DutyAdded => "duty-added",
        UnitEvent.ObligationsImposed => "obligations-imposed",
        UnitEvent.ProgressReported => "progress-reported",
        UnitEvent.Submitted => "obligation-submitted",
        UnitEvent.Accepted => "obligation-accepted",
        UnitEvent.SentBack => "obligation-sent-back",
        UnitEvent.Cancelled => "obligation-cancelled",
        UnitEvent.Triggered => "obligation-triggered",
        UnitEvent.DifficultyRaised => "difficulty-raised",
        UnitEvent.DifficultyEscalated => "difficulty-escalated",
        UnitEvent.DifficultyResolved => "difficulty-resolved",
        UnitEvent.DifficultyReceived => "difficulty-received",
        _ => throw new InvalidOperationException($"{happened.GetType()} has no stored name."),
    };

    /// <summary>UTF-8 JSON without a byte order mark.</summary>
    public static byte[] Encode(UnitEvent happened) =>
        JsonSerializer.SerializeToUtf8Bytes(happened, Options.GetTypeInfo(happened.GetType()));

    /// <summary>The state of an obligation as the projection keeps it.</summary>
    public static byte[] Encode(Obligation obligation) => JsonSerializer.SerializeToUtf8Bytes(obligation, Options.GetTypeInfo(typeof(Obligation)));

    public static Obligation DecodeObligation(ReadOnlySpan<byte> data) => Read<Obligation>(data);

    public static byte[] Encode(UnitSnapshot snapshot) => JsonSerializer.SerializeToUtf8Bytes(snapshot, Options.GetTypeInfo(typeof(UnitSnapshot)));

    public static UnitSnapshot DecodeSnapshot(ReadOnlySpan<byte> data) => Read<UnitSnapshot>(data);

    private static T Read<T>(ReadOnlySpan<byte> data) =>
        JsonSerializer.Deserialize(data, (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T)))
        ?? throw new JsonException("null is stored where a value belongs.");

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
[JsonSerializable(typeof(UnitEvent.UnitRegistered))]
[JsonSerializable(typeof(UnitEvent.PlanAdopted))]
[JsonSerializable(typeof(UnitEvent.TaskAdded))]
[JsonSerializable(typeof(UnitEvent.DutyAdded))]
[JsonSerializable(typeof(UnitEvent.ObligationsImposed))]
[JsonSerializable(typeof(UnitEvent.ProgressReported))]
[JsonSerializable(typeof(UnitEvent.Submitted))]
[JsonSerializable(typeof(UnitEvent.Accepted))]
[JsonSerializable(typeof(UnitEvent.SentBack))]
[JsonSerializable(typeof(UnitEvent.Cancelled))]
[JsonSerializable(typeof(UnitEvent.Triggered))]
[JsonSerializable(typeof(UnitEvent.DifficultyRaised))]
[JsonSerializable(typeof(UnitEvent.DifficultyEscalated))]
[JsonSerializable(typeof(UnitEvent.DifficultyResolved))]
[JsonSerializable(typeof(UnitEvent.DifficultyReceived))]
[JsonSerializable(typeof(Obligation))]
[JsonSerializable(typeof(UnitSnapshot))]
internal sealed partial class StoredJson : JsonSerializerContext;
