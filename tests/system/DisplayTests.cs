using Hierarchy.Silo.Commands;

namespace Hierarchy.Tests.System;

/// <summary>Long work has a progress bar on a terminal, and plain lines elsewhere.</summary>
public sealed class DisplayTests(RunningSystem running)
{
    private const char Escape = '\u001b';

    [Theory]
    [InlineData(false, "xterm-256color", null, true)]
    [InlineData(true, "xterm-256color", null, false)]
    [InlineData(false, "dumb", null, false)]
    [InlineData(false, null, null, false)]
    [InlineData(false, "xterm-256color", "1", false)]
    [InlineData(false, "xterm-256color", "", true)]
    public void A_bar_is_for_terminals_that_can_draw_it_and_people_who_want_it(
        bool isRedirected, string? term, string? noColor, bool isTerminal) =>
        Assert.Equal(isTerminal, Display.IsTerminal(isRedirected, name => name == "TERM" ? term : noColor));

    [Fact]
    public async Task Elsewhere_a_line_now_and_then_says_that_work_goes_on()
    {
        using var output = new StringWriter();
        var time = new SteppedTime();
        var display = new Display(output, null, time);

        var answer = await display.ShowAsync("recounting", share =>
        {
            time.Step(TimeSpan.FromSeconds(10));
            share.Report(0.426);
            display.Report("a step");
            time.Step(TimeSpan.FromSeconds(10));
            return Task.FromResult(7);
        });

        Assert.Equal(7, answer);
        Assert.Equal("still recounting after 10 s\na step\nstill recounting after 20 s, 43% done\n", output.ToString());
    }

    [Theory]
    [InlineData("xterm-256color", "", true)]
    [InlineData("dumb", "", false, Traits = ["Length", "long"])]
    [InlineData("xterm-256color", "1", false, Traits = ["Length", "long"])]
    public async Task A_recount_on_a_terminal_has_a_bar(string term, string noColor, bool hasBar)
    {
        await using var process = await FilledFolder.CreateProcessAsync();
        (process.Environment["TERM"], process.Environment["NO_COLOR"]) = (term, noColor);

        Assert.Equal(ExitCode.Ok, await process.RunAsync(OnTerminal("verify")));
        Assert.Contains(process.Output, line => line.Contains("verify: no difference", StringComparison.Ordinal));
        var all = string.Join('\n', process.Output);
        Assert.Equal(hasBar, all.Contains('━'));
        // .NET sets the keypad mode on terminals that support it.
        Assert.Equal(hasBar, all.Replace(Escape + "[?1h" + Escape + "=", "", StringComparison.Ordinal).Contains(Escape));
        // A cursor hidden by the bar is restored.
        Assert.Equal(all.Split(Escape + "[?25l").Length, all.Split(Escape + "[?25h").Length);
    }

    [Fact]
    public async Task A_running_system_tells_how_far_it_is()
    {
        var folder = (await running.GetAsync()).DataFolder;
        await using var other = HierarchyProcess.Create(("HIERARCHY_DATA", folder), ("TERM", "xterm-256color"), ("NO_COLOR", ""));

        Assert.Equal(ExitCode.Ok, await other.RunAsync(OnTerminal("verify")));
        Assert.Contains(other.Output, line => line.Contains("verify: no difference", StringComparison.Ordinal));
        Assert.Matches(@"recounting.* [1-9]\d?%", string.Join(' ', other.Output));
    }

    [Theory]
    [InlineData("verify", Traits = ["Length", "long"])]
    [InlineData("backup")]
    public async Task Into_a_file_goes_nothing_but_text(string operation)
    {
        await using var process = await FilledFolder.CreateProcessAsync();
        process.Environment["TERM"] = "xterm-256color";
        process.Environment["NO_COLOR"] = "";

        Assert.Equal(ExitCode.Ok, await process.RunAsync(operation == "verify" ? [operation] : [operation, Path.Combine(process.DataFolder, "all.backup")]));
        Assert.DoesNotContain(Escape, string.Join('\n', process.Output));
    }

    /// <summary>Runs the program on a pseudo-terminal.</summary>
    private static ProcessStartInfo OnTerminal(string command) => new(
        "script", ["-qec", $"dotnet '{HierarchyProcess.Built}' {command}", "/dev/null"]);

    /// <summary>A manually advanced clock; due timers fire at once.</summary>
    private sealed class SteppedTime : TimeProvider
    {
        private readonly List<Timer> _timers = [];
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Step(TimeSpan by)
        {
            _now += by.Ticks;
            _timers.ForEach(timer => timer.Ring());
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new Timer(() => callback(state));
            _timers.Add(timer);
            return timer;
        }

        private sealed class Timer(Action ring) : ITimer
        {
            public void Ring() => ring();

            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
