using Orleans.Streams;
using Orleans.Streams.Core;

namespace Hierarchy.Bench.Habits;

/// <summary>As many obligations as a commune of the five plans has.</summary>
[GenerateSerializer]
public sealed class CommuneState
{
    public const int ObligationsMax = 25;

    [Id(0)]
    public List<ObligationState> Obligations { get; set; } = [];
}

[GenerateSerializer]
public sealed class ObligationState
{
    [Id(0)]
    public string Id { get; set; } = "";

    [Id(1)]
    public string Title { get; set; } = "";

    [Id(2)]
    public int Percent { get; set; }

    [Id(3)]
    public DateTimeOffset ChangedAt { get; set; }
}

public interface ICommune : IGrainWithStringKey
{
    /// <summary>Returns once the whole state is written.</summary>
    Task ReportAsync(int obligation, int percent);
}

public sealed class Commune([PersistentState("state", "Default")] IPersistentState<CommuneState> state) : Grain, ICommune
{
    public async Task ReportAsync(int obligation, int percent)
    {
        var all = state.State.Obligations;
        while (all.Count < CommuneState.ObligationsMax)
        {
            all.Add(new ObligationState { Id = $"{this.GetPrimaryKeyString()}~plan/{all.Count}", Title = "Rà soát, đơn giản hóa thủ tục hành chính" });
        }
        (all[obligation].Percent, all[obligation].ChangedAt) = (percent, DateTimeOffset.UtcNow);
        await state.WriteStateAsync();
    }
}

public interface ILevel : IGrainWithStringKey
{
    Task TellAsync(int number);
}

/// <summary>A unit that forwards what it receives to its parent through a stream: "3" to "2" to "1".</summary>
[ImplicitStreamSubscription(Stream)]
public sealed class Level(Arrivals arrivals) : Grain, ILevel, IStreamSubscriptionObserver, IAsyncObserver<int>
{
    public const string Stream = "levels";

    public Task TellAsync(int number) => OnNextAsync(number);

    public async Task OnNextAsync(int item, StreamSequenceToken? token = null)
    {
        var level = int.Parse(this.GetPrimaryKeyString(), global::System.Globalization.CultureInfo.InvariantCulture);
        if (level == 1)
        {
            arrivals.Of(item).TrySetResult();
            return;
        }
        await this.GetStreamProvider(Stream).GetStream<int>(StreamId.Create(Stream, $"{level - 1}")).OnNextAsync(item);
    }

    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => await handleFactory.Create<int>().ResumeAsync(this);

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;

    public Task OnCompletedAsync() => Task.CompletedTask;
}

/// <summary>Completes when a number has arrived at the top.</summary>
public sealed class Arrivals
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _all = new();

    public TaskCompletionSource Of(int number) => _all.GetOrAdd(number, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
