using System.Diagnostics.Metrics;

namespace Hierarchy.Store;

/// <summary>Metrics of the writers. Costs nothing while nobody listens.</summary>
internal static class StoreMeters
{
    private const string Name = "Hierarchy.Store";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Events =
        Meter.CreateCounter<long>("hierarchy.store.events", "{event}", "Events committed.");

    private static readonly Histogram<int> Appends = Meter.CreateHistogram(
        "hierarchy.store.batch.appends", "{append}", "Appends committed in one transaction.", null,
        new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512] });

    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "hierarchy.store.commit.duration", "s", "Duration of one transaction, including the disk.", null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] });

    private static readonly Counter<long> Failed =
        Meter.CreateCounter<long>("hierarchy.store.appends.unavailable", "{append}", "Appends that failed because the database was unavailable.");

    public static void Committed(ArraySegment<PendingAppend> appends, TimeSpan took)
    {
        if (Events.Enabled)
        {
            Events.Add(appends.Sum(append => append.Append.Events.Length));
            Appends.Record(appends.Count);
            Duration.Record(took.TotalSeconds);
        }
    }

    public static void Unavailable(int appends) => Failed.Add(appends);
}
