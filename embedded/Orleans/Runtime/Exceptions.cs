namespace Orleans.Runtime;

/// <summary>The base of what the runtime itself reports.</summary>
public class OrleansException : Exception
{
    /// <summary>Without particulars.</summary>
    public OrleansException() : base("Unexpected error.")
    {
    }

    /// <summary>With a message.</summary>
    public OrleansException(string message) : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public OrleansException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

/// <summary>A mailbox is full. The call has not run; it can be tried again later.</summary>
public sealed class LimitExceededException : OrleansException
{
    /// <summary>Without particulars.</summary>
    public LimitExceededException() : base("Limit exceeded")
    {
    }

    /// <summary>With a message.</summary>
    public LimitExceededException(string message) : base(message)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public LimitExceededException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>With the limit's name, what was found and what is allowed.</summary>
    public LimitExceededException(string limitName, int current, int threshold, object extraInfo)
        : base($"Limit exceeded: {limitName}, current {current}, threshold {threshold}. {extraInfo}")
    {
    }
}

/// <summary>A call was turned away before it ran. It can be tried again.</summary>
public class OrleansMessageRejectionException : OrleansException
{
    internal OrleansMessageRejectionException(string message) : base(message)
    {
    }

    internal OrleansMessageRejectionException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

/// <summary>The silo stops, has stopped or has crashed. A call that was already running may or may not have taken effect.</summary>
public sealed class SiloUnavailableException : OrleansMessageRejectionException
{
    /// <summary>Without particulars.</summary>
    public SiloUnavailableException() : base("The silo is not available.")
    {
    }

    /// <summary>With a message.</summary>
    public SiloUnavailableException(string msg) : base(msg)
    {
    }

    /// <summary>With a message and a cause.</summary>
    public SiloUnavailableException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
