using System.Security.Cryptography;

namespace Hierarchy.Grains;

/// <summary>Tells a repeated request from another one: its caller, the id that the caller gave it, and its content. Pure.</summary>
/// <param name="Id">The stored request id: "m:" and the id of a message between units or of the loader, or "p:", the caller's key, ":" and
/// the caller's own id.</param>
/// <param name="Earlier">The id under which versions without the caller's key would have stored it; null for the system.</param>
/// <param name="Digest">Digest of the whole command; null for the system, whose ids identify their content.</param>
public sealed record RequestKey(string Id, string? Earlier, string? Digest)
{
    /// <summary>Bytes kept of a hash. Enough to tell requests apart, as callers could forge collisions only against themselves.</summary>
    private const int KeptBytes = 15;

    /// <summary>How commands are serialised for digests. Nulls are omitted, so that a member added later does not change earlier
    /// digests.</summary>
    private static readonly JsonSerializerOptions Digested = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Prefix of the ids of messages between units and of the loader's requests.</summary>
    public const string MessagePrefix = "m:";

    /// <summary>Prefix of the ids of all callers, in versions that stored no caller.</summary>
    public const string EarlierPrefix = "c:";

    /// <summary>Null if the caller may use the id.</summary>
    public static Refusal? Fault(string requestId, Caller caller) =>
        caller.IsSystem ? null
        : requestId.Length is 0 or > Limits.IdMax
            ? Refusal.Invalid($"requestId has 1 to {Limits.IdMax} characters.", "requestId")
        : requestId.Any(char.IsControl) || Text.Fault(requestId, "requestId", required: false) is not null
            ? Refusal.Invalid("requestId must not contain control characters or unpaired surrogates.", "requestId")
        : null;

    public static RequestKey Of(UnitCommand command, string requestId, Caller caller) => caller.IsSystem
        ? new RequestKey(MessagePrefix + requestId, null, null)
        : new RequestKey($"p:{caller.Key}:{requestId}", EarlierPrefix + requestId, DigestOf(command.WithLists()));

    /// <summary>A digest of 20 characters, the same for the same text.</summary>
    public static string DigestOf(string text) => DigestOf(System.Text.Encoding.UTF8.GetBytes(text));

    private static string DigestOf(UnitCommand command) =>
        DigestOf(JsonSerializer.SerializeToUtf8Bytes(command, command.GetType(), Digested));

    private static string DigestOf(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(data, hash);
        return Convert.ToBase64String(hash[..KeptBytes]);
    }
}
