namespace Hierarchy.Api.GraphQL.Transport;

/// <summary>How an endpoint serves a schema. Exceeding a bound gives an error that names it (see the README's table). The library bounds no
/// connection, no queue and no time.</summary>
internal sealed class GraphQLOptions {
    /// <summary>Identifies the caller of an HTTP request or a connection; by default its <c>ClaimsPrincipal</c>.</summary>
    public Func<HttpContext, object?> Caller { get; init; } = static http => http.User;
    /// <summary>Identifies a WebSocket's caller by its <c>connection_init</c>; null closes it with 4403.</summary>
    public Func<HttpContext, JsonElement, ValueTask<object?>>? Connect { get; init; }
    /// <summary>Identifies the caller again by a ping's payload; null if it names none, or one that is not admitted.</summary>
    public Func<HttpContext, JsonElement, ValueTask<object?>>? Renew { get; init; }
    /// <summary>Whether a caller may keep a connection, checked every <see cref="HoldsEvery"/>.</summary>
    public Func<object?, bool> Holds { get; init; } = static _ => true;
    public TimeSpan HoldsEvery { get; init; } = TimeSpan.FromSeconds(2);
    /// <summary>The holder of a connection, for <see cref="ConnectionsPerCallerMax"/>; null for none.</summary>
    public Func<object?, string?> CallerKey { get; init; } = static caller => (caller as System.Security.Claims.ClaimsPrincipal)?.Identity?.Name;
    /// <summary>Counts an operation started on a WebSocket, or throws a <see cref="RequestRefusal"/> with 429.</summary>
    public Action<object?> Admit { get; init; } = static _ => { };
    /// <summary>Takes one of a caller's places for subscriptions until disposed, or throws a <see cref="RequestRefusal"/>.</summary>
    public Func<object?, IDisposable?> Watch { get; init; } = static _ => null;
    public TimeProvider Time { get; init; } = TimeProvider.System;
    // Bounds of a request's body or query string, and of concurrent executions.
    public int BodyBytesMax { get; init; } = 256 * 1024;
    public TimeSpan BodyTimeMax { get; init; } = TimeSpan.FromSeconds(10);
    public int ConcurrencyMax { get; init; } = 1024;
    /// <summary>Answers longer than this are compressed with Brotli or gzip where the client accepts it; event streams never are. <see
    /// cref="int.MaxValue"/> for never, as where secrets stand beside what a stranger chose to have echoed over TLS.</summary>
    public int CompressAboveBytes { get; init; } = 4 * 1024;
    // Bounds of WebSockets and event streams, and of the operations of one.
    public int ConnectionsMax { get; init; } = 10_000;
    public int ConnectionsPerCallerMax { get; init; } = 20;
    public int OperationsPerConnectionMax { get; init; } = 100;
    // Bounds of a WebSocket's message and of a slow client's queue; a single message may exceed the queue's bytes.
    public int MessageBytesMax { get; init; } = 64 * 1024;
    public int QueueMessagesMax { get; init; } = 256;
    public int QueueBytesMax { get; init; } = 1024 * 1024;
    /// <summary>Bytes that wait for all slow clients together, counted for each though they may share them. Beyond it whoever is behind by
    /// more than an even share (this by <see cref="ConnectionsMax"/>) is cut off with 4290; others notice nothing.</summary>
    public long AllQueuesBytesMax { get; init; } = 256L * 1024 * 1024;
    // Timeouts: for connection_init, for opening a reserved event stream, for a closing client to answer or a slow one to take the rest.
    public TimeSpan InitTimeout { get; init; } = TimeSpan.FromSeconds(3);
    public TimeSpan ReservationTimeout { get; init; } = TimeSpan.FromSeconds(30);
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(2);
    /// <summary>Time after which a quiet event stream gets a comment, and a quiet WebSocket a ping.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(12);
}
