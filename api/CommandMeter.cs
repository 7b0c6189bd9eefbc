using System.Diagnostics.Metrics;

namespace Hierarchy.Api;

/// <summary>Counts commands by kind and outcome. Costs nothing while nobody listens.</summary>
internal static class CommandMeter
{
    private static readonly Meter Meter = new("Hierarchy.Api");

    private static readonly Counter<long> Commands =
        Meter.CreateCounter<long>("hierarchy.api.commands", "{command}", "Commands that units decided on, by their kind and what became of them.");

    public static void Decided(UnitCommand command, Outcome outcome)
    {
        if (Commands.Enabled)
        {
            Commands.Add(
                1,
                new KeyValuePair<string, object?>("command", command.GetType().Name),
                new KeyValuePair<string, object?>("outcome", outcome is Outcome.Refused refused ? Text.Constant(refused.Refusal.Code) : "ACCEPTED"));
        }
    }
}
