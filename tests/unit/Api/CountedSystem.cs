using System.Reflection;
using Hierarchy.Tests.Grains;

namespace Hierarchy.UnitTests.Api;

/// <summary>An API that knows nothing yet, in front of units that exist, and that counts what it asks of them and of the lists.</summary>
public sealed class CountedSystem : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    // The deepest fields of a list of lists would cost more than a client may ask for.
    private static readonly GraphQLServer _server = new(
        ApiSchema.Build(new ServiceCollection().BuildServiceProvider()),
        new GraphQLLimits { CostMax = long.MaxValue, AliasesPerFieldMax = 200, AliasesMax = 400 });

    private readonly ServiceProvider _services;

    private int _number;

    /// <param name="host">Where the units are.</param>
    /// <param name="patience">How it waits for them; not at all by default.</param>
    public CountedSystem(IServiceProvider host, CallPatience? patience = null) =>
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(host.GetRequiredService<TimeProvider>())
            .AddSingleton(host.GetRequiredService<IUnitDirectory>()).AddSingleton(host.GetRequiredService<IPeople>())
            .AddSingleton(host.GetRequiredService<IGrants>()).AddSingleton(host.GetRequiredService<IFiles>())
            .AddSingleton(host.GetRequiredService<IReorganisations>()).AddSingleton<ReorganisationPreviews>()
            .AddSingleton(Watched.Over(host.GetRequiredService<IDrafts>(), statement =>
            {
                Statements.Add(statement);
                return Task.CompletedTask;
            }))
            .AddSingleton<IGrainFactory>(new CountedGrains(host.GetRequiredService<IGrainFactory>(), this))
            .AddSingleton(Watched.Over(host.GetRequiredService<IQueries>(), statement =>
            {
                Statements.Add(statement);
                return Task.CompletedTask;
            }))
            .AddSingleton(patience ?? new CallPatience(TimeSpan.Zero))
            .AddHierarchyApi()
            .BuildServiceProvider();

    /// <summary>Calls to units since the last <see cref="Reset"/>, by unit.</summary>
    public ConcurrentDictionary<string, int> Calls { get; } = [];

    /// <summary>Statements since then: each method of the port is one.</summary>
    public ConcurrentBag<string> Statements { get; } = [];

    /// <summary>Where set, units answer only once so many calls to them are under way together.</summary>
    public int Together { get; set; }

    /// <summary>A unit that answers at once all the same: what the others are asked depends on its answer.</summary>
    public string? Ahead { get; set; }

    /// <summary>Number of the call, from 1, that is never answered.</summary>
    public int Lost { get; set; }

    /// <summary>What happens after each reading of a unit, before whoever asked has it.</summary>
    public Func<Task>? Meanwhile { get; set; }

    public void Reset()
    {
        Calls.Clear();
        Statements.Clear();
    }

    /// <summary>The data of an answer without errors.</summary>
    public async Task<JsonElement> DataAsync(string query)
    {
        var response = await _server.ExecuteAsync(
            new GraphQLCall
            {
                Query = Encoding.UTF8.GetBytes(query),
                Services = _services,
                Caller = Callers.Anybody,
            },
            TestContext.Current.CancellationToken);
        var answer = JsonDocument.Parse(response.Bytes).RootElement;
        Assert.False(answer.TryGetProperty("errors", out var errors), $"{query}: {errors}");
        return answer.GetProperty("data");
    }

    public void Dispose() => _services.Dispose();

    private async Task CountAsync(string unit, string method)
    {
        Calls.AddOrUpdate(unit, 1, (_, count) => count + 1);
        if (Together > 0 && Calls.Values.Sum() >= Together)
        {
            _enough.TrySetResult();
        }
        if (Interlocked.Increment(ref _number) == Lost)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan);
        }
        if (Together > 0 && unit != Ahead)
        {
            await _enough.Task.WaitAsync(Patience);
        }
        if (Meanwhile is { } meanwhile && method == nameof(IUnitGrain.ReadAsync))
        {
            await meanwhile();
        }
    }

    private sealed class CountedGrains(IGrainFactory grains, CountedSystem system) : NamedGrains
    {
        public override TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null) =>
            Watched.Over(grains.GetGrain<TGrainInterface>(primaryKey, grainClassNamePrefix), method => system.CountAsync(primaryKey, method));
    }

    /// <summary>Something whose methods tell that they are called. An answer is held back until that has been taken in.</summary>
    public class Watched : DispatchProxy
    {
        private static readonly MethodInfo _held = typeof(Watched).GetMethod(nameof(HeldAsync), BindingFlags.NonPublic | BindingFlags.Static)!;

        private object _target = null!;
        private Func<string, Task> _called = null!;

        internal static T Over<T>(T target, Func<string, Task> called)
        {
            var watched = Create<T, Watched>();
            ((Watched)(object)watched!)._target = target!;
            ((Watched)(object)watched)._called = called;
            return watched;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var answer = targetMethod!.Invoke(_target, args);
            if (targetMethod.IsSpecialName)
            {
                // A property is at hand.
                return answer;
            }
            var called = _called(targetMethod.Name);
            return called.IsCompletedSuccessfully
                ? answer
                : _held.MakeGenericMethod(targetMethod.ReturnType.GetGenericArguments()).Invoke(null, [called, answer]);
        }

        private static async Task<T> HeldAsync<T>(Task called, Task<T> answer)
        {
            await called;
            return await answer;
        }
    }
}
