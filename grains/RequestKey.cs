using System.Security.Cryptography;

namespace Hierarchy.Grains;

/// <summary>What tells a repeated request from another one: who made it, the id that he gave it, and all that it asked for. Pure.</summary>
/// <param name="Id">The stored request id: "m:" and the id of a message between units or of the loader, or "p:", the caller's key, ":" and
/// the caller's own id.</param>
/// <param name="Earlier">The id under which a program before the caller's key came in would have stored it; null for the system.</param>
/// <param name="Digest">Of the whole command; null for the system, whose ids say what they are about.</param>
public sealed record RequestKey(string Id, string? Earlier, string? Digest)
{
    /// <summary>Of a digest, which is enough to tell requests apart that nobody forges against himself.</summary>
    private const int KeptBytes = 15;

    /// <summary>Commands as they are digested. What is null is not written, so that a member added later changes no digest of
    /// before.</summary>
    private static readonly JsonSerializerOptions Digested = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Before the ids of messages between units and of the loader's requests.</summary>
    public const string MessagePrefix = "m:";

    /// <summary>Before the ids of all callers, in programs that kept no caller.</summary>
    public const string EarlierPrefix = "c:";

    /// <summary>Null when a caller may choose the id.</summary>
    public static Refusal? Fault(string requestId, Caller caller) =>
        caller.IsSystem ? null
        : requestId.Length is 0 or > Limits.IdMax
            ? Refusal.Invalid($"requestId has 1 to {Limits.IdMax} characters.", "requestId")
        : requestId.Any(char.IsControl) || Text.Fault(requestId, "requestId", required: false) is not null
            ? Refusal.Invalid("requestId must not hold control characters or half a character.", "requestId")
        : null;

    public static RequestKey Of(UnitCommand command, string requestId, Caller caller) => caller.IsSystem
        ? new RequestKey(MessagePrefix + requestId, null, null)
        : new RequestKey($"p:{caller.Key}:{requestId}", EarlierPrefix + requestId, DigestOf(command.WithLists()));

    /// <summary>Twenty letters that are the same whenever this text comes.</summary>
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
