using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Hierarchy.Embedded;

public sealed partial class EmbeddedSilo
{
    [LoggerMessage(3001, LogLevel.Debug, "Embedded silo started with {Classes} grain classes")]
    private partial void Started(int classes);

    [LoggerMessage(3002, LogLevel.Warning, "Embedded silo stopped before {Activations} activations could end in order")]
    private partial void StopTimedOut(int activations);

    [LoggerMessage(3003, LogLevel.Error, "{Activation} could not be activated; the next call tries again")]
    private partial void LogActivationFailed(Exception fault, IGrainContext activation);

    [LoggerMessage(3004, LogLevel.Error, "{Activation} ended without finishing its OnDeactivateAsync")]
    private partial void LogDeactivationFailed(Exception fault, IGrainContext activation);

    [LoggerMessage(3005, LogLevel.Warning, "A timer of {Activation} failed; it goes on ticking")]
    private partial void LogTickFailed(Exception fault, IGrainContext activation);

    [LoggerMessage(3006, LogLevel.Warning, "One-way call {Method} failed, and nobody waits for it")]
    private partial void LogOneWayFailed(Exception fault, string method);

    [LoggerMessage(3007, LogLevel.Warning, "An item of stream {Stream} was not taken by {Subscriber} and is dropped")]
    private partial void LogDeliveryFailed(Exception fault, StreamId stream, string subscriber);

    internal void ActivationFailed(IGrainContext activation, Exception fault) => LogActivationFailed(fault, activation);

    internal void DeactivationFailed(IGrainContext activation, Exception fault) => LogDeactivationFailed(fault, activation);

    internal void TickFailed(IGrainContext activation, Exception fault) => LogTickFailed(fault, activation);

    internal void OneWayFailed(GrainCall call, Exception fault) => LogOneWayFailed(fault, call.Method);

    internal void DeliveryFailed(StreamId stream, string subscriber, Exception fault) => LogDeliveryFailed(fault, stream, subscriber);
}
