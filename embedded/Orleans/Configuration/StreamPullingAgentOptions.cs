namespace Orleans.Configuration;

/// <summary>Accepted for the sake of the genuine packages. Embedded streams push: there is no period to wait for.</summary>
public class StreamPullingAgentOptions
{
    /// <summary>No effect; default 1.</summary>
    public int BatchContainerBatchSize { get; set; } = 1;

    /// <summary>No effect; default 100 ms.</summary>
    public TimeSpan GetQueueMsgsTimerPeriod { get; set; } = TimeSpan.FromMilliseconds(100);
}
