namespace Orleans.Configuration;

/// <summary>What holds for calls inside the silo.</summary>
public class SiloMessagingOptions : MessagingOptions
{
    /// <summary>How many calls may wait in one grain's mailbox; at least 1, default 10,000 (the genuine packages: 0, which means no
    /// limit).</summary>
    /// <remarks>A waiting call costs about 200 bytes and its arguments. Beyond it a call gets a
    /// <see cref="Runtime.LimitExceededException"/>.</remarks>
    public int MaxEnqueuedRequestsHardLimit { get; set; } = 10_000;

    /// <summary>How often a call may move on to a next activation because the one it waited for ended; default 2.</summary>
    public int MaxForwardCount { get; set; } = 2;
}
