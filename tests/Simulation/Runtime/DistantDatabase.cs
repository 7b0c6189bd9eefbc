namespace Hierarchy.Simulation.Runtime;

/// <summary>The connection from a process to the database: calls take time, get lost, or are done without an answer, even after the process
/// has died.</summary>
internal sealed class DistantDatabase(SimulatedSilo silo)
{
    private static readonly TimeSpan LateMax = TimeSpan.FromSeconds(5);

    public Task<T> AskAsync<T>(
        string what, string unit, Func<Task<T>> work, Moment? sent = null, Moment? done = null, Moment? answered = null)
    {
        var timeline = silo.VirtualTime;
        var weather = silo.Cluster.Weather;
        var answer = new TaskCompletionSource<T>();
        if (silo.IsDead)
        {
            return answer.Task;
        }
        silo.Reach(sent);
        var fate = weather.NextFate();
        timeline.After(weather.StoreDelay, "", unit, () =>
        {
            // A call of a dying process may or may not have been sent.
            if (fate == Fate.Lost || (silo.IsDead && timeline.Chance(0.5)))
            {
                timeline.After(weather.StoreDelay, $"lost: {what}", unit, Fail);
            }
            else if (fate == Fate.DoneLate)
            {
                timeline.After(weather.StoreDelay, $"not known: {what}", unit, Fail);
                timeline.After(timeline.Between(TimeSpan.Zero, LateMax), $"late: {what}", unit, () => _ = Do());
            }
            else
            {
                Answer(Do(), fate);
            }
        });
        return answer.Task;

        void Answer(Task<T> result, Fate fate)
        {
            if (timeline.IsTraced)
            {
                timeline.Note($"database: {what} {unit} for {silo.Name}{(fate == Fate.Fine ? "" : ", answer lost")}");
            }
            silo.Reach(done);
            timeline.After(weather.StoreDelay, "", unit, () =>
            {
                if (fate == Fate.AnswerLost)
                {
                    Fail();
                    return;
                }
                _ = result.Exception is { InnerException: { } fault } ? answer.TryFail(fault) : answer.TrySetResult(result.Result);
                silo.Reach(answered);
            });
        }

        void Fail() => answer.TryFail(new StoreUnavailableException($"{what}: the run says so"));

        Task<T> Do()
        {
            try
            {
                return Task.FromResult(work() is { IsCompleted: true } result
                    ? result.GetAwaiter().GetResult()
                    : throw new InvalidOperationException("A memory store answers at once."));
            }
            catch (Exception fault) when (fault is OperationCanceledException or ArgumentException or InvalidOperationException)
            {
                // The caller has ended in the meantime, or asked for something impossible.
                return Task.FromException<T>(fault);
            }
        }
    }
}
