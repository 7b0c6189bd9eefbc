namespace Orleans;

/// <summary>Subscribes, for every stream of one namespace, the grain of this class whose key is the key of the stream.</summary>
/// <remarks>The class must be an <see cref="Streams.Core.IStreamSubscriptionObserver"/>; the silo refuses to start otherwise.</remarks>
/// <param name="streamNamespace">Compared ordinally.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public class ImplicitStreamSubscriptionAttribute(string streamNamespace) : Attribute
{
    internal string Namespace { get; } = streamNamespace;
}
