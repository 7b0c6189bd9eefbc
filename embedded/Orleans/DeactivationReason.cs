namespace Orleans;

/// <summary>Why an activation ends.</summary>
public readonly struct DeactivationReason
{
    /// <summary>A reason without an exception.</summary>
    public DeactivationReason(DeactivationReasonCode code, string text) : this(code, null, text)
    {
    }

    /// <summary>A reason that an exception gave.</summary>
    public DeactivationReason(DeactivationReasonCode code, Exception? exception, string text) =>
        (ReasonCode, Exception, Description) = (code, exception, text);

    /// <summary>For the log.</summary>
    public string Description { get; }

    /// <summary>For decisions.</summary>
    public DeactivationReasonCode ReasonCode { get; }

    /// <summary>Null unless an exception was the reason.</summary>
    public Exception? Exception { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        Exception is null ? $"{ReasonCode}: {Description}" : $"{ReasonCode}: {Description} ({Exception})";
}
