namespace Hierarchy.GraphQL.Transport;

/// <summary>Close codes of <c>graphql-transport-ws</c>, and one of our own.</summary>
internal static class CloseCodes
{
    public const int InvalidMessage = 4400;
    public const int Unauthorized = 4401;
    public const int Forbidden = 4403;
    public const int SubprotocolNotAcceptable = 4406;
    public const int InitTimeout = 4408;
    public const int SubscriberExists = 4409;
    public const int TooManyInits = 4429;
    public const int InternalError = 4500;
    /// <summary>The client reads more slowly than messages come.</summary>
    public const int TooSlow = 4290;
    public const int GoingAway = 1001;
    public const int MessageTooBig = 1009;
}

/// <summary>The messages of <c>graphql-transport-ws</c> as JSON.</summary>
internal static class WebSocketMessages
{
    /// <summary>How an operation's messages look.</summary>
    public static FrameFormat Format(string id)
    {
        var json = JsonSerializer.Serialize(id);
        return new(
            Encoding.UTF8.GetBytes($"{{\"id\":{json},\"type\":\"next\",\"payload\":"), "}"u8.ToArray(),
            Encoding.UTF8.GetBytes($"{{\"id\":{json},\"type\":\"error\",\"payload\":"),
            Encoding.UTF8.GetBytes($"{{\"id\":{json},\"type\":\"complete\"}}"));
    }

    /// <summary>The answer to a ping, with its payload.</summary>
    public static byte[] Pong(JsonElement ping) =>
        ping.TryGetProperty("payload", out var payload) && payload.ValueKind == JsonValueKind.Object
            ? Encoding.UTF8.GetBytes($"{{\"type\":\"pong\",\"payload\":{payload.GetRawText()}}}")
            : """{"type":"pong"}"""u8.ToArray();

    /// <summary>Whether a member is an object, null or missing.</summary>
    public static bool IsObjectOrNothing(JsonElement parent, string name) =>
        !parent.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Object or JsonValueKind.Null;

    /// <summary>The operation's id, which must be a string and not empty.</summary>
    public static bool TryGetId(JsonElement message, out string id)
    {
        id = message.TryGetProperty("id", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        return id.Length > 0;
    }

    /// <summary>A member that is a string, or null when it is missing or JSON null; false when it is something else.</summary>
    public static bool TryGetText(JsonElement payload, string name, out string? text)
    {
        text = null;
        if (!payload.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }
        text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return text is not null;
    }

    // RFC 6455 5.5: a close frame's reason has at most 123 bytes.
    public static string Fit(string reason)
    {
        while (Encoding.UTF8.GetByteCount(reason) > 123)
        {
            reason = reason[..^1];
        }
        return reason;
    }
}
