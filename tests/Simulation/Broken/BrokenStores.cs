using Hierarchy.Simulation.Runtime;

namespace Hierarchy.Simulation.Broken;

/// <summary>A database that accepts an event regardless of the version that the decider saw.</summary>
internal sealed class SkipsTheVersionCheck : Rules
{
    public override IEventStore Database(IEventStore database) => new Trusting(database);

    private sealed class Trusting(IEventStore database) : PassingStore(database)
    {
        public override async Task<AppendResult> AppendAsync(Append append, CancellationToken cancellation)
        {
            var head = await ReadAsync(append.Unit, 1, long.MaxValue, cancellation).CountAsync(cancellation);
            return await base.AppendAsync(append with { ExpectedSeq = head }, cancellation);
        }
    }
}

/// <summary>A writer that does not learn that another one has written before it.</summary>
internal sealed class DropsTheFencing : Rules
{
    public override IEventStore Store(IEventStore store, SimulatedSilo silo) => new Deaf(store);

    private sealed class Deaf(IEventStore store) : PassingStore(store)
    {
        public override async Task<AppendResult> AppendAsync(Append append, CancellationToken cancellation) =>
            await base.AppendAsync(append, cancellation) is var result && result is AppendResult.Fenced
                ? new AppendResult.Appended(append.ExpectedSeq + append.Events.Length)
                : result;
    }
}

/// <summary>Drops the last of several target units of an event.</summary>
internal sealed class ForgetsAnOutboxRow : Rules
{
    public override IEventStore Store(IEventStore store, SimulatedSilo silo) => new Forgetful(store);

    private sealed class Forgetful(IEventStore store) : PassingStore(store)
    {
        public override Task<AppendResult> AppendAsync(Append append, CancellationToken cancellation) => base.AppendAsync(
            append.Targets.Length > 1 ? append with { Targets = append.Targets[..^1] } : append, cancellation);
    }
}

/// <summary>A message is removed when it is read, not when its receiver has it.</summary>
internal sealed class AcknowledgesBeforeDelivery : Rules
{
    public override IEventStore Store(IEventStore store, SimulatedSilo silo) => new Hasty(store);

    private sealed class Hasty(IEventStore store) : PassingStore(store)
    {
        public override async Task<ImmutableArray<PendingMessage>> PendingMessagesAsync(
            string unit, long after, int limit, CancellationToken cancellation)
        {
            var pending = await base.PendingMessagesAsync(unit, after, limit, cancellation);
            await AcknowledgeAsync([.. pending.Select(message => message.Id)], cancellation);
            return pending;
        }
    }
}

/// <summary>A unit publishes a change to its parent before the change is on disk.</summary>
internal sealed class PublishesBeforeTheCommit : Rules
{
    private readonly Dictionary<string, long> _told = [];

    public override IEventStore Store(IEventStore store, SimulatedSilo silo) => new Eager(store, silo, _told);

    public override IEnumerable<(string Parent, ChildRollup Rollup)> Told(string parent, ChildRollup rollup, SimulatedSilo silo)
    {
        _told[rollup.Unit] = rollup.Version;
        return base.Told(parent, rollup, silo);
    }

    private sealed class Eager(IEventStore store, SimulatedSilo silo, Dictionary<string, long> told) : PassingStore(store)
    {
        public override async Task<AppendResult> AppendAsync(Append append, CancellationToken cancellation)
        {
            var state = silo.Cluster.Ledger.StateOf(append.Unit);
            if (append.Events is [UnitEvent.OfObligation happened] && state.Unit?.Parent is { } parent && state.Seq == append.ExpectedSeq
                && silo.Directory.Children(append.Unit).Count == 0 && told.TryGetValue(append.Unit, out var version))
            {
                var next = state.Apply(new StoredEvent(append.Unit, state.Seq + 1, happened, append.Actor, append.At, append.RequestId));
                await new RollupChannel(silo, parent).Publish(UnitRollup.Of(next, append.Unit).Publish(version + 1));
            }
            return await base.AppendAsync(append, cancellation);
        }
    }
}

/// <summary>Drops the last of the obligations that a report covers.</summary>
internal sealed class ForgetsWhatAPaperServes : Rules
{
    public override IEventStore Store(IEventStore store, SimulatedSilo silo) => new Forgetful(store);

    private sealed class Forgetful(IEventStore store) : PassingStore(store)
    {
        public override Task<AppendResult> AppendAsync(Append append, CancellationToken cancellation) => base.AppendAsync(
            append.Events is [UnitEvent.ReportSigned { Obligations.IsEmpty: false } signed]
                ? append with { Events = [signed with { Obligations = signed.Obligations[..^1] }], Obligations = append.Obligations[..^1] }
                : append,
            cancellation);
    }
}

/// <summary>A signed revision is overwritten in the table by the next one.</summary>
internal sealed class OverwritesASignedRevision : Rules
{
    public override IEventStore Store(IEventStore store, SimulatedSilo silo) => new Overwriting(store);

    private sealed class Overwriting(IEventStore store) : PassingStore(store)
    {
        public override Task<AppendResult> AppendAsync(Append append, CancellationToken cancellation) => base.AppendAsync(
            append with
            {
                Reports = [.. append.Reports.Select(
                    record => record.Report.Revision == 1 ? record : record with { Report = record.Report with { Revision = record.Report.Revision - 1 } })],
            },
            cancellation);
    }
}
