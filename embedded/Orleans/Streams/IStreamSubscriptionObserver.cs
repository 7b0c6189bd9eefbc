namespace Orleans.Streams.Core;

/// <summary>A grain that is subscribed by <see cref="ImplicitStreamSubscriptionAttribute"/>.</summary>
public interface IStreamSubscriptionObserver
{
    /// <summary>Comes before the first item of a stream in each activation. Must resume the handle, or the items are dropped.</summary>
    Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory);
}
