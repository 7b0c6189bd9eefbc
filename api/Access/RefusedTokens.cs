using System.Net;

namespace Hierarchy.Api.Access;

/// <summary>Counts the refused tokens of each address per minute. An address with too many must wait. Valid tokens are checked first and
/// never refused, so guessing from a shared address locks nobody out.</summary>
public sealed partial class RefusedTokens(TimeProvider time, ILogger<RefusedTokens> log)
{
    /// <summary>Refused tokens of one address per minute that get 401; further ones get 429.</summary>
    public const int PerMinuteMax = 20;

    /// <summary>Addresses counted separately per minute; further ones are counted together.</summary>
    public const int AddressesMax = 10_000;

    /// <summary>Delay of each further answer, so that one connection can try no more than ten times a second.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(100);

    /// <summary>Maximum number of delayed answers at a time; further ones are sent without delay.</summary>
    public const int DelayedMax = 1_000;

    public const string Code = "LIMIT_REFUSED_TOKENS";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private ConcurrentDictionary<IPAddress, int> _counts = [];
    private DateTimeOffset _since;
    private int _delayed;

    /// <summary>Delays the answer to one too many.</summary>
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

    /// <summary>Counts one more refused token.</summary>
    /// <returns>Whether it exceeds the limit.</returns>
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
