namespace Orleans.Configuration;

/// <summary>What holds for every call.</summary>
public abstract class MessagingOptions
{
    /// <summary>How long a caller waits before it gets a <see cref="TimeoutException"/>; default 30 seconds. The grain goes on with
    /// the call.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
