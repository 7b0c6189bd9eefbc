using Hierarchy.Api.GraphQL.Transport;

namespace Hierarchy.Api.Access;

/// <summary>The limits of one person per process.</summary>
/// <param name="Requests">Maximum number of HTTP requests and WebSocket operations in a minute.</param>
/// <param name="Watches">Maximum number of open subscriptions.</param>
public sealed record PersonBounds(int Requests = PersonBounds.RequestsUsual, int Watches = PersonBounds.WatchesUsual)
{
    /// <summary>A thousand a second: more than a page or a well-behaved program needs.</summary>
    public const int RequestsUsual = 60_000;

    /// <summary>A page needs a handful; a program that watches a province unit by unit needs some hundreds.</summary>
    public const int WatchesUsual = 1_000;
}

/// <summary>Limits what one person may ask of this process, over all tokens, sessions and connections, so that nobody keeps others from
/// being served. Without sign-in there are no persons, and nothing is counted.</summary>
public sealed class PersonLimits(TimeProvider time, PersonBounds bounds)
{
    public const string RequestsCode = "LIMIT_REQUESTS_PER_PERSON", WatchesCode = "LIMIT_WATCHES_PER_PERSON";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly HeldPlaces _watches = new(int.MaxValue, bounds.Watches);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _requests = new(StringComparer.Ordinal);
    private DateTimeOffset _since;

    /// <summary>Counts one more request.</summary>
    /// <returns>Whether it may be answered.</returns>
    internal bool MayAsk(Caller? caller)
    {
        if (caller?.Person is not { } person)
        {
            return true;
        }
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now - _since >= Minute)
            {
                _requests.Clear();
                _since = now;
            }
            var count = _requests.GetValueOrDefault(person);
            _requests[person] = Math.Min(count, bounds.Requests) + 1;
            return count < bounds.Requests;
        }
    }

    /// <summary>Counts an operation on a WebSocket.</summary>
    /// <exception cref="RequestRefusal">The limit is exceeded.</exception>
    internal void Admit(object? visitor)
    {
        if (!MayAsk((visitor as Visitor)?.Caller))
        {
            throw new RequestRefusal(StatusCodes.Status429TooManyRequests, TooManyRequests, RequestsCode);
        }
    }

    /// <summary>Reserves a place for a subscription until disposed; null for callers who are not persons.</summary>
    /// <exception cref="RequestRefusal">The limit is exceeded.</exception>
    internal IDisposable? Watch(object? visitor) => visitor is not Visitor { Caller.Person: { } person } ? null
        : _watches.Take(person)
        ?? throw new RequestRefusal(StatusCodes.Status429TooManyRequests, $"More than {bounds.Watches} subscriptions of one person are open.", WatchesCode);

    internal string TooManyRequests => $"More than {bounds.Requests} requests of one person in a minute; wait until it is over.";
}
