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
    /// <exception cref="JsonException">The data is not what was stored under this name.</exception>
    public static UnitEvent Decode(string name, ReadOnlySpan<byte> data) => name switch
    {
        "unit-registered" => Read(data, StoredJson.Default.UnitRegistered),
        "plan-adopted" => Read(data, StoredJson.Default.PlanAdopted),
        "task-added" => Read(data, StoredJson.Default.TaskAdded),
        "duty-added" => Read(data, StoredJson.Default.DutyAdded),
        "obligations-imposed" => Read(data, StoredJson.Default.ObligationsImposed),
        "progress-reported" => Read(data, StoredJson.Default.ProgressReported),
        "obligation-submitted" => Read(data, StoredJson.Default.Submitted),
        "obligation-accepted" => Read(data, StoredJson.Default.Accepted),
        "obligation-sent-back" => Read(data, StoredJson.Default.SentBack),
        "obligation-cancelled" => Read(data, StoredJson.Default.Cancelled),
        "obligation-triggered" => Read(data, StoredJson.Default.Triggered),
        "difficulty-raised" => Read(data, StoredJson.Default.DifficultyRaised),
        "difficulty-escalated" => Read(data, StoredJson.Default.DifficultyEscalated),
        "difficulty-resolved" => Read(data, StoredJson.Default.DifficultyResolved),
        "difficulty-received" => Read(data, StoredJson.Default.DifficultyReceived),
        _ => throw new JsonException($"No event is stored under the name '{name}'."),
    };

    public static string NameOf(UnitEvent happened) => happened switch
    {
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
        JsonSerializer.SerializeToUtf8Bytes(happened, StoredJson.Default.GetTypeInfo(happened.GetType())!);

    /// <summary>The state of an obligation as the projection keeps it.</summary>
    public static byte[] Encode(Obligation obligation) => JsonSerializer.SerializeToUtf8Bytes(obligation, StoredJson.Default.Obligation);

    public static Obligation DecodeObligation(ReadOnlySpan<byte> data) => Read(data, StoredJson.Default.Obligation);

    public static byte[] Encode(UnitSnapshot snapshot) => JsonSerializer.SerializeToUtf8Bytes(snapshot, StoredJson.Default.UnitSnapshot);

    public static UnitSnapshot DecodeSnapshot(ReadOnlySpan<byte> data) => Read(data, StoredJson.Default.UnitSnapshot);

    private static T Read<T>(ReadOnlySpan<byte> data, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(data, type) ?? throw new JsonException("null is stored where a value belongs.");
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
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
