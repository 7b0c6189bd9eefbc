using System.Collections.Concurrent;
using Orleans;
using Orleans.Concurrency;

namespace Hierarchy.Tests.Embedded;

/// <summary>A grain that calls others at random, comes and goes, and notes any overlap that must not be.</summary>
internal interface ISailor : IGrainWithStringKey
{
    Task<int> Sail(int seed, int depth);

    [ReadOnly]
    Task<int> Look();

    [AlwaysInterleave]
    Task<int> Shout();
}

/// <summary>What must hold of all sailors together.</summary>
internal sealed class Voyage
{
    public ConcurrentDictionary<string, int> Living { get; } = new();

    public ConcurrentQueue<string> Faults { get; } = new();

    public int Sailed;
}

internal sealed class Sailor(Voyage voyage) : Grain, ISailor
{
    private int _writers;
    private int _readers;
    private int _turns;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Expect(voyage.Living.AddOrUpdate(this.GetPrimaryKeyString(), 1, static (_, n) => n + 1) == 1, "two activations");
        await Task.Yield();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Expect(_writers == 0 && _readers == 0, "deactivated during a call");
        await Task.Yield();
        Expect(voyage.Living.AddOrUpdate(this.GetPrimaryKeyString(), 0, static (_, n) => n - 1) == 0, "two activations");
    }

    public async Task<int> Sail(int seed, int depth)
    {
        Expect(_writers++ == 0 && _readers == 0, "a writer beside another call");
        try
        {
            await Turn();
            var random = new Random(seed);
            if (depth > 0)
            {
                // Only ever to a higher number, so that no chain of calls comes back.
                var next = int.Parse(this.GetPrimaryKeyString()) + 1 + random.Next(5);
                var other = GrainFactory.GetGrain<ISailor>(next.ToString());
                await Task.WhenAll(other.Look(), other.Shout(), other.Sail(random.Next(), depth - 1));
            }

            await Turn();
            if (random.Next(50) == 0)
            {
                DeactivateOnIdle();
            }

            return Interlocked.Increment(ref voyage.Sailed);
        }
        finally
        {
            Expect(--_writers == 0, "a writer beside another call");
        }
    }

    public async Task<int> Look()
    {
        _readers++;
        Expect(_writers == 0, "a reader beside a writer");
        await Turn();
        Expect(_writers == 0, "a reader beside a writer");
        return --_readers;
    }

    public async Task<int> Shout()
    {
        await Turn();
        return 0;
    }

    private async Task Turn()
    {
        Expect(Interlocked.Increment(ref _turns) == 1, "two turns at once");
        Thread.SpinWait(10);
        Interlocked.Decrement(ref _turns);
        await Task.Yield();
    }

    private void Expect(bool holds, string fault)
    {
        if (!holds)
        {
            voyage.Faults.Enqueue($"{fault} in {this.GetPrimaryKeyString()}");
        }
    }
}
