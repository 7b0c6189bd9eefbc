namespace Hierarchy.Api.GraphQL.Transport;

/// <summary>How an endpoint serves a schema. Every bound is enforced; what exceeds one gets an error that names it, by the README's table.
/// The library bounds no connection, no queue and no time.</summary>
internal sealed class GraphQLOptions {
    /// <summary>Makes the caller of an HTTP request, or of a connection; by default its <c>ClaimsPrincipal</c>.</summary>
    public Func<HttpContext, object?> Caller { get; init; } = static http => http.User;
    /// <summary>Makes the caller of a WebSocket's operations of its <c>connection_init</c>, or null to close it with 4403.</summary>
    public Func<HttpContext, JsonElement, ValueTask<object?>>? Connect { get; init; }
    /// <summary>Makes the caller anew of the payload of a ping; null where that says nothing of one, or of one who may not enter.</summary>
    public Func<HttpContext, JsonElement, ValueTask<object?>>? Renew { get; init; }
    /// <summary>Whether a caller may go on holding a connection, asked every <see cref="HoldsEvery"/>.</summary>
    public Func<object?, bool> Holds { get; init; } = static _ => true;
    public TimeSpan HoldsEvery { get; init; } = TimeSpan.FromSeconds(2);
    /// <summary>Names who holds a connection, for <see cref="ConnectionsPerCallerMax"/>; null for nobody.</summary>
    public Func<object?, string?> CallerKey { get; init; } = static caller => (caller as System.Security.Claims.ClaimsPrincipal)?.Identity?.Name;
    /// <summary>Counts an operation that a caller starts on a WebSocket, or throws a <see cref="RequestRefusal"/> of 429.</summary>
    public Action<object?> Admit { get; init; } = static _ => { };
    /// <summary>Takes one of a caller's places for subscriptions until disposed, or throws a <see cref="RequestRefusal"/>.</summary>
    public Func<object?, IDisposable?> Watch { get; init; } = static _ => null;
    public TimeProvider Time { get; init; } = TimeProvider.System;
    // Of a request's body or query string, and of requests that are executed at once.
    public int BodyBytesMax { get; init; } = 256 * 1024;
    public TimeSpan BodyTimeMax { get; init; } = TimeSpan.FromSeconds(10);
    public int ConcurrencyMax { get; init; } = 1024;
    /// <summary>Answers longer than this are compressed with Brotli or gzip where the client accepts it; event streams never are. <see
    /// cref="int.MaxValue"/> for never, as where secrets stand beside what a stranger chose to have echoed over TLS.</summary>
    public int CompressAboveBytes { get; init; } = 4 * 1024;
    // Of WebSockets and event streams, and of the operations of one.
    public int ConnectionsMax { get; init; } = 10_000;
    public int ConnectionsPerCallerMax { get; init; } = 20;
    public int OperationsPerConnectionMax { get; init; } = 100;
    // Of a WebSocket's message, and of what waits for a slow client; one message may be longer than all that waits.
    public int MessageBytesMax { get; init; } = 64 * 1024;
    public int QueueMessagesMax { get; init; } = 256;
    public int QueueBytesMax { get; init; } = 1024 * 1024;
    /// <summary>Bytes that wait for all slow clients together, counted for each though they may share them. Beyond it whoever is behind by
    /// more than an even share (this by <see cref="ConnectionsMax"/>) is cut off with 4290; others notice nothing.</summary>
    public long AllQueuesBytesMax { get; init; } = 256L * 1024 * 1024;
    // Until connection_init; until a reserved event stream is opened; for a closing client to answer, or a slow one to take what is left.
    public TimeSpan InitTimeout { get; init; } = TimeSpan.FromSeconds(3);
    public TimeSpan ReservationTimeout { get; init; } = TimeSpan.FromSeconds(30);
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(2);
    /// <summary>Time after which a quiet event stream gets a comment, and a quiet WebSocket a ping.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(12);
}
