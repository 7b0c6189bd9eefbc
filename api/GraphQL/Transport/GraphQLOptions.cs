using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Hierarchy.Api.GraphQL.Transport;

/// <summary>Which HTTP statuses stand for which outcome.</summary>
public enum StatusProfile {
    /// <summary>
    /// What clients and audit suites of today expect: 400 for a refused request, but with <c>application/json</c> 200 where its document or
    /// its variables are at fault; partial success is 200.
    /// </summary>
    Audit,

    /// <summary>The draft of July 2026: 422 for a refused request whatever the media type, 294 for partial success.</summary>
    Draft2026,
}

/// <summary>How an endpoint serves a schema. Every bound is enforced; what exceeds one gets an error that names it.</summary>
internal sealed class GraphQLOptions {
    /// <summary>Makes the caller of an HTTP request, or of a connection; by default its <c>ClaimsPrincipal</c>.</summary>
    public Func<HttpContext, object?> Caller { get; init; } = static http => http.User;

    /// <summary>
    /// Decides on a WebSocket's <c>connection_init</c>, whose payload may be undefined: the caller of its operations, or null to close it
    /// with 4403. By default everybody may, as <see cref="Caller"/>.
    /// </summary>
    public Func<HttpContext, JsonElement, ValueTask<object?>>? Connect { get; init; }

    /// <summary>
    /// Names who holds a connection, for <see cref="ConnectionsPerCallerMax"/>; null for nobody. By default the identity's name.
    /// </summary>
    public Func<HttpContext, string?> CallerKey { get; init; } = static http => http.User.Identity?.Name;

    /// <summary>The HTTP statuses. Default <see cref="StatusProfile.Audit"/>.</summary>
    public StatusProfile Status { get; init; }

    /// <summary>The clock of time-outs and heartbeats.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Bytes of a request body, or of a query string. Default 256 KB.</summary>
    public int BodyBytesMax { get; init; } = 256 * 1024;

    /// <summary>Time for a request body to arrive, while it holds one of the places; a slower one gets 408. Default 10 s.</summary>
    public TimeSpan BodyTimeMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Answers longer than this are compressed with Brotli or gzip where the client accepts it; event streams never are. Default 4 KB;
    /// <see cref="int.MaxValue"/> for never, as where secrets stand beside what a stranger chose to have echoed over TLS.
    /// </summary>
    public int CompressAboveBytes { get; init; } = 4 * 1024;

    /// <summary>Requests executed at once; further ones get 503 <c>OVERLOADED</c> before their body is read. Default 1,024.</summary>
    public int ConcurrencyMax { get; init; } = 1024;

    /// <summary>WebSockets and event streams open at once; further ones get 503. Default 10,000.</summary>
    public int ConnectionsMax { get; init; } = 10_000;

    /// <summary>Of those, how many one caller may hold; further ones get 429. Default 20.</summary>
    public int ConnectionsPerCallerMax { get; init; } = 20;

    /// <summary>Operations under way on one connection; a further one is refused. Default 100.</summary>
    public int OperationsPerConnectionMax { get; init; } = 100;

    /// <summary>Bytes of one WebSocket message; a longer one closes the connection with 1009. Default 64 KB.</summary>
    public int MessageBytesMax { get; init; } = 64 * 1024;

    /// <summary>Messages that wait for a slow client; one more closes its connection with 4290. Default 256.</summary>
    public int QueueMessagesMax { get; init; } = 256;

    /// <summary>
    /// Bytes that wait for a slow client; more closes its connection with 4290. Default 1 MB (one message may be longer).
    /// </summary>
    public int QueueBytesMax { get; init; } = 1024 * 1024;

    /// <summary>
    /// Bytes that wait for all slow clients together, counted for each though they may share them. Beyond it whoever is behind by more
    /// than an even share (this by <see cref="ConnectionsMax"/>) is cut off with 4290; others notice nothing. Default 256 MB.
    /// </summary>
    public long AllQueuesBytesMax { get; init; } = 256L * 1024 * 1024;

    /// <summary>Time until <c>connection_init</c>, after which a WebSocket is closed with 4408. Default 3 s.</summary>
    public TimeSpan InitTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Time after which a quiet event stream gets a comment, and a quiet WebSocket a ping. Default 12 s.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>Time for a reserved event stream to be opened. Default 30 s.</summary>
    public TimeSpan ReservationTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time for the client to answer a closing WebSocket, and for a slow one to take what is left. Default 2 s.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(2);
}
