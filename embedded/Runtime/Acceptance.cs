namespace Hierarchy.Embedded;

/// <summary>What became of a call that was put into a mailbox.</summary>
internal enum Acceptance
{
    Accepted,

    /// <summary>The mailbox holds as many calls as it may.</summary>
    Full,

    /// <summary>The activation has ended; the key has another one, or none.</summary>
    Gone,
}
