namespace Hierarchy.Tests.GraphQL.Fuzz;

/// <summary>Feeds a target with damaged inputs and shrinks the first one that breaks it. A target returns null or its fault. Time limits
/// are generous and retried, because test machines are busy; memory limits count the thread's allocations.</summary>
internal sealed class Fuzzer(string name, Mutator mutator, Func<byte[], ValueTask<string?>> target)
{
    private const int ShrinkTriesMax = 3_000;
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(5);

    /// <summary>Seed of the inputs; <c>HIERARCHY_SEED</c> repeats a run.</summary>
    public static int Seed { get; } = Number("HIERARCHY_SEED", 1);

    /// <summary>Total number of inputs for all targets; <c>HIERARCHY_BYTE_FUZZ</c> sets it.</summary>
    public static int Count { get; } = Number("HIERARCHY_BYTE_FUZZ", 20_000);

    /// <summary>Runs a share, in hundredths, of the inputs.</summary>
    public async Task RunAsync(int share)
    {
        var count = (int)((long)Count * share / 100);
        var watch = Stopwatch.StartNew();
        for (var number = 0; number < count; number++)
        {
            var input = mutator.Make(Seed, number);
            if (await FaultAsync(input) is { } fault)
            {
                var small = await ShrinkAsync(input, fault);
                Assert.Fail($"HIERARCHY_SEED={Seed.ToString(CultureInfo.InvariantCulture)}, {name}, input {number}: {fault}\n" +
                    $"{input.Length} bytes, made smaller to {small.Length}:\n{Encoding.UTF8.GetString(small)}\n" +
                    $"base64: {Convert.ToBase64String(small)}\nthen: {await FaultAsync(small)}");
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{name}: {count} inputs of seed {Seed}, none breaks it; {watch.Elapsed.TotalSeconds:F1} s");
    }

    /// <summary>What an input breaks, or null.</summary>
    public async ValueTask<string?> FaultAsync(byte[] input)
    {
        var took = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var watch = Stopwatch.StartNew();
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var isWhole = false;
            try
            {
                var run = target(input);
                // If it waited, other work on this thread has allocated, too.
                isWhole = run.IsCompleted;
                if (await run is { } fault)
                {
                    return fault;
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                return e.ToString();
            }
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            if (isWhole && allocated > AllocatedMax(input.Length))
            {
                return $"allocated {allocated} bytes for {input.Length}";
            }
            took = watch.Elapsed < took ? watch.Elapsed : took;
            if (took < TimeMax)
            {
                return null;
            }
        }
        return $"took {took.TotalSeconds:F1} s";
    }

    // An answer may have 8 MB, and exists twice while it grows; the reader keeps a copy of a body, and the fuzzer a copy of everything.
    private static long AllocatedMax(int length) => (64L << 20) + (length * 64L);

    private async Task<byte[]> ShrinkAsync(byte[] input, string fault)
    {
        var tries = 0;
        for (var size = input.Length / 2; size > 0; size /= 2)
        {
            for (var at = 0; at + size <= input.Length && tries < ShrinkTriesMax;)
            {
                tries++;
                byte[] smaller = [.. input.AsSpan(0, at), .. input.AsSpan(at + size)];
                if (await FaultAsync(smaller) is { } same && Kind(same) == Kind(fault))
                {
                    input = smaller;
                }
                else
                {
                    at += size;
                }
            }
        }
        return input;
    }

    private static string Kind(string fault) => fault[..Math.Max(0, fault.IndexOfAny([':', ' ', '\n']))];

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : otherwise;
}
