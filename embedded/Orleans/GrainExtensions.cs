using Orleans.Runtime;

namespace Orleans;

/// <summary>What can be asked of a grain and of a reference alike.</summary>
public static class GrainExtensions
{
    /// <summary>The key that the grain was called by.</summary>
    /// <exception cref="ArgumentException">The argument is neither a grain nor a reference made by <see cref="IGrainFactory"/>.</exception>
    public static string GetPrimaryKeyString(this IAddressable grain) => grain switch
    {
        Grain activated => activated.Runtime.Key,
        GrainReference reference => reference.Key,
        null => throw new ArgumentNullException(nameof(grain)),
        _ => throw new ArgumentException($"{grain.GetType()} is neither a grain nor a reference to one.", nameof(grain)),
    };
}
