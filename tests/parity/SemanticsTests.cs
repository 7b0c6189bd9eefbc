namespace Hierarchy.Tests.Parity;

/// <summary>
/// What grains may rely on, on either runtime: the same tests are built against embedded/ and against the Microsoft.Orleans packages. What
/// differs stands in embedded/README.md.
/// </summary>
public sealed class SemanticsTests(Runtime runtime)
{
    private Witness Witness => runtime.Witness;

    [Fact]
    public async Task First_calls_that_come_together_make_one_activation()
    {
        var clerk = runtime.New<IClerk>(out var key);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => clerk.AddAsync(1)));

        Assert.Equal(40, await clerk.AddAsync(0));
        Assert.Single(Witness.Said, said => said == $"{key} activated");
    }

    [Fact]
    public async Task A_call_waits_until_the_one_before_it_has_ended_across_its_awaits()
    {
        var clerk = runtime.New<IClerk>(out var key);
        var first = clerk.WorkAsync($"{key}-1");
        await Witness.HearAsync($"{key}-1 begins");
        var second = clerk.WorkAsync($"{key}-2");
        await Task.Delay(100);
        Assert.DoesNotContain($"{key}-2 begins", Witness.Said);

        Witness.Open($"{key}-1");
        await first;
        Witness.Open($"{key}-2");
        await second;
    }

    [Fact]
    public async Task Turns_of_one_grain_never_overlap()
    {
        var clerk = runtime.New<IClerk>(out _);

        var totals = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => clerk.HopAsync()));

        Assert.Equal(1_000, totals.Max());
        Assert.DoesNotContain("two turns at once", Witness.Said);
    }

    [Fact]
    public async Task Interleaving_calls_run_beside_anything()
    {
        var clerk = runtime.New<IClerk>(out var key);
        var work = clerk.WorkAsync($"{key}-w");
        await Witness.HearAsync($"{key}-w begins");

        Witness.Open($"{key}-l");
        await clerk.LookAsync($"{key}-l");

        Assert.False(work.IsCompleted);
        Witness.Open($"{key}-w");
        await work;
    }

    [Fact]
    public async Task Read_only_calls_run_beside_each_other_and_keep_writing_ones_out()
    {
        var clerk = runtime.New<IClerk>(out var key);
        var one = clerk.ReadAsync($"{key}-1");
        var two = clerk.ReadAsync($"{key}-2");
        await Witness.HearAsync($"{key}-1 begins");
        await Witness.HearAsync($"{key}-2 begins");
        var write = clerk.AddAsync(1);
        await Task.Delay(100);
        Assert.False(write.IsCompleted);

        Witness.Open($"{key}-1");
        Witness.Open($"{key}-2");
        await Task.WhenAll(one, two, write);
    }

    [Fact]
    public async Task An_exception_arrives_as_it_was_thrown_and_the_grain_goes_on()
    {
        var clerk = runtime.New<IClerk>(out var key);
        await clerk.AddAsync(1);

        var fault = await Assert.ThrowsAsync<FormatException>(() => clerk.FailAsync("sai"));

        Assert.Equal("sai", fault.Message);
        Assert.Equal(1, await clerk.AddAsync(0));
        Assert.Single(Witness.Said, said => said == $"{key} activated");
    }

    [Fact]
    public async Task A_call_that_takes_too_long_fails_for_its_caller_and_goes_on_in_the_grain()
    {
        var clerk = runtime.New<IClerk>(out var key);

        await Assert.ThrowsAsync<TimeoutException>(() => clerk.WorkAsync($"{key}-w"));

        Assert.DoesNotContain($"{key}-w ends", Witness.Said);
        Witness.Open($"{key}-w");
        await Witness.HearAsync($"{key}-w ends");
        Assert.Equal(0, await clerk.AddAsync(0));
    }

    [Fact]
    public async Task A_chain_of_calls_that_comes_back_to_a_busy_grain_is_not_let_in()
    {
        var clerk = runtime.New<IClerk>(out _);
        runtime.New<IClerk>(out var other);

        await Assert.ThrowsAsync<TimeoutException>(() => clerk.CallBackAsync(other));
    }

    [Fact]
    public async Task A_failed_activation_fails_its_calls_and_the_next_call_tries_again()
    {
        var stubborn = runtime.New<IStubborn>(out _);

        var fault = await Assert.ThrowsAnyAsync<Exception>(stubborn.AttemptsAsync);

        Assert.Contains("not yet", fault.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await stubborn.AttemptsAsync());
    }

    [Fact]
    public async Task A_grain_that_ends_is_deactivated_and_the_next_call_finds_a_new_one()
    {
        var clerk = runtime.New<IClerk>(out var key);
        await clerk.AddAsync(5);

        await clerk.EndAsync();
        await Witness.HearAsync($"{key} deactivated");

        Assert.Equal(0, await clerk.AddAsync(0));
        await Witness.HearAsync($"{key} activated", 2);
    }

    [Fact]
    public async Task Calls_that_wait_for_a_grain_that_ends_go_to_the_next_one()
    {
        var clerk = runtime.New<IClerk>(out var key);
        var work = clerk.WorkAsync($"{key}-w");
        await Witness.HearAsync($"{key}-w begins");
        var end = clerk.EndAsync();
        var add = clerk.AddAsync(1);

        Witness.Open($"{key}-w");
        await Task.WhenAll(work, end);

        Assert.Equal(1, await add);
    }

    [Fact]
    public async Task An_idle_grain_is_deactivated_after_its_age()
    {
        var idler = runtime.New<IIdler>(out var key);
        await idler.TouchAsync();

        await Witness.HearAsync($"{key} idle");
    }

    [Fact]
    public async Task A_full_mailbox_refuses_the_next_call()
    {
        var clerk = runtime.New<IClerk>(out var key);
        var work = clerk.WorkAsync($"{key}-w");
        await Witness.HearAsync($"{key}-w begins");

        var calls = Enumerable.Range(0, Runtime.WaitingMax + 20).Select(_ => clerk.AddAsync(1)).ToList();
        var refused = await Task.WhenAny(calls);

        await Assert.ThrowsAsync<LimitExceededException>(() => refused);
        Witness.Open($"{key}-w");
        await work;
        await Task.WhenAll(calls.Select(async call => await ((Task)call).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing)));
        Assert.InRange(await clerk.AddAsync(0), Runtime.WaitingMax - 1, Runtime.WaitingMax + 1);
    }

    [Fact]
    public async Task A_token_reaches_the_grain()
    {
        var clerk = runtime.New<IClerk>(out var key);
        using var stop = new CancellationTokenSource();
        var wait = clerk.WaitAsync(key, stop.Token);
        await Witness.HearAsync($"{key} begins");

        await stop.CancelAsync();

        await Witness.HearAsync($"{key} cancelled");
        await Task.WhenAny(wait);
        Assert.Equal(0, await clerk.AddAsync(0));
    }

    [Fact]
    public async Task A_one_way_call_returns_before_it_has_run()
    {
        var clerk = runtime.New<IClerk>(out var key);

        await clerk.TellAsync($"{key}-t");

        Assert.DoesNotContain($"{key}-t ends", Witness.Said);
        Witness.Open($"{key}-t");
        await Witness.HearAsync($"{key}-t ends");
    }

    [Fact]
    public async Task Ticks_of_a_timer_never_overlap_and_end_with_it()
    {
        var clerk = runtime.New<IClerk>(out var key);

        await clerk.TickAsync(5);

        await Witness.HearAsync($"{key} ticked", 5);
        await Task.Delay(100);
        Assert.Equal(5, Witness.Said.Count(said => said == $"{key} ticked"));
        Assert.DoesNotContain("two ticks at once", Witness.Said);
    }

    [Fact]
    public async Task What_is_published_reaches_the_grain_of_the_stream_in_order_and_activates_it()
    {
        runtime.New<IReader>(out var key);
        var stream = runtime.Streams.GetStream<int>(StreamId.Create("parity", key));

        for (var i = 1; i <= 20; i++)
        {
            await stream.OnNextAsync(i);
        }

        await Witness.HearAsync($"{key} heard 20");
        Assert.Equal(
            Enumerable.Range(1, 20).Select(i => $"{key} heard {i}"), Witness.Said.Where(said => said.StartsWith($"{key} heard ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_item_that_a_reader_cannot_take_is_lost_and_those_after_it_are_not()
    {
        runtime.New<IReader>(out var key);
        var stream = runtime.Streams.GetStream<int>(StreamId.Create("parity", key));

        foreach (var item in (int[])[1, 2, Reader.Unbearable, 3, 4])
        {
            await stream.OnNextAsync(item);
        }

        await Witness.HearAsync($"{key} heard 4");
        Assert.Equal([1, 2, 3, 4], HeardBy(key));
    }

    [Fact]
    public async Task A_reader_that_ends_in_the_middle_of_a_stream_loses_none_of_it()
    {
        var reader = runtime.New<IReader>(out var key);
        var stream = runtime.Streams.GetStream<int>(StreamId.Create("parity", key));
        await reader.EndAfterAsync(5);

        for (var i = 1; i <= 20; i++)
        {
            await stream.OnNextAsync(i);
        }

        await Witness.HearAsync($"{key} heard 20");
        await Witness.HearAsync($"{key} gone");
        Assert.Equal(Enumerable.Range(1, 20), HeardBy(key));
    }

    private IEnumerable<int> HeardBy(string key) => Witness.Said
        .Where(said => said.StartsWith($"{key} heard ", StringComparison.Ordinal))
        .Select(said => int.Parse(said.Split(' ')[^1], global::System.Globalization.CultureInfo.InvariantCulture));
}
