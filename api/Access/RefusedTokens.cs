using System.Net;

namespace Hierarchy.Api.Access;

/// <summary>
/// Counts the refused tokens of each address, minute by minute. Whoever brings too many is told to wait, and a valid token is never
/// refused: it is looked at first. So whoever guesses behind the address of others keeps none of them out.
/// </summary>
public sealed partial class RefusedTokens(TimeProvider time, ILogger<RefusedTokens> log)
{
    /// <summary>Refused tokens of one address in a minute that are answered as what they are; further ones with 429.</summary>
    public const int PerMinuteMax = 20;

    /// <summary>Addresses that are counted apart in a minute; all further ones together.</summary>
    public const int AddressesMax = 10_000;

    /// <summary>How long each further one waits for its answer, so that one connection asks no more than ten times a second.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(100);

    /// <summary>Answers that wait at once; further ones are given without delay.</summary>
    public const int DelayedMax = 1_000;

    public const string Code = "LIMIT_REFUSED_TOKENS";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private ConcurrentDictionary<IPAddress, int> _counts = [];
    private DateTimeOffset _since;
    private int _delayed;

    /// <summary>Has whoever brought one too many wait a little.</summary>
    public async Task SlowDownAsync(CancellationToken cancellation)
    {
        try
        {
            if (Interlocked.Increment(ref _delayed) <= DelayedMax)
            {
                await Task.Delay(Delay, time, cancellation);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _delayed);
        }
    }

    /// <summary>Counts one more.</summary>
    /// <returns>Whether it is one too many.</returns>
    public bool Count(IPAddress? address)
    {
        var counts = CountsOfThisMinute();
        var counted = address is not null && (counts.ContainsKey(address) || counts.Count < AddressesMax) ? address : IPAddress.None;
        var count = counts.AddOrUpdate(counted, 1, static (_, before) => before < int.MaxValue ? before + 1 : before);
        if (count == PerMinuteMax + 1)
        {
            LogTooMany(counted, PerMinuteMax);
        }
        return count > PerMinuteMax;
    }

    private ConcurrentDictionary<IPAddress, int> CountsOfThisMinute()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now - _since >= Minute)
            {
                (_counts, _since) = ([], now);
            }
            return _counts;
        }
    }

    [LoggerMessage(3101, LogLevel.Warning, "More than {Max} tokens of {Address} were refused within a minute")]
    private partial void LogTooMany(IPAddress address, int max);
}
