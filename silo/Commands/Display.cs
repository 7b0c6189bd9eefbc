using Spectre.Console;
using Spectre.Console.Rendering;

namespace Hierarchy.Silo.Commands;

/// <summary>
/// What a command prints: each step at once and in order, which <see cref="Progress{T}"/> does not promise. On a terminal long work has a
/// bar; elsewhere a line now and then says that it goes on, and nothing but text is printed.
/// </summary>
/// <param name="openTerminal">Null where no bar can be drawn.</param>
internal sealed class Display(TextWriter output, Func<IAnsiConsole>? openTerminal, TimeProvider time) : IProgress<string>
{
    /// <summary>Between lines that say that work goes on.</summary>
    public static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(10);

    /// <summary>Has a bar on it just now.</summary>
    private volatile IAnsiConsole? _terminal;

    public static Display OfConsole(TimeProvider time) => new(
        Console.Out,
        IsTerminal(Console.IsOutputRedirected, Environment.GetEnvironmentVariable) ? OpenTerminal : null,
        time);

    /// <summary>Whether a bar can be drawn, and is wanted.</summary>
    public static bool IsTerminal(bool isRedirected, Func<string, string?> variable) =>
        !isRedirected && string.IsNullOrEmpty(variable("NO_COLOR")) && variable("TERM") is { Length: > 0 } and not "dumb";

    /// <summary>Prints a line, above the bar where there is one.</summary>
    public void Report(string value)
    {
        if (_terminal is { } terminal)
        {
            terminal.WriteLine(value);
        }
        else
        {
            output.WriteLine(value);
        }
    }

    /// <summary>Shows that work goes on until it ends.</summary>
    /// <param name="what">For instance "recounting".</param>
    /// <param name="work">Is given where to say how much of it is done, 0 to 1; need not say it.</param>
    public Task<T> ShowAsync<T>(string what, Func<IProgress<double>, Task<T>> work) =>
        openTerminal is null ? ShowLinesAsync(what, work) : ShowBarAsync(openTerminal(), what, work);

    private async Task<T> ShowLinesAsync<T>(string what, Func<IProgress<double>, Task<T>> work)
    {
        var started = time.GetTimestamp();
        var share = new Share();
        await using var timer = time.CreateTimer(_ => Report(Line()), null, SayEvery, SayEvery);
        return await work(share);

        string Line() => string.Create(
            CultureInfo.InvariantCulture,
            $"still {what} after {time.GetElapsedTime(started).TotalSeconds:0} s{(share.Done is { } done ? $", {done:0%} done" : "")}");
    }

    private async Task<T> ShowBarAsync<T>(IAnsiConsole terminal, string what, Func<IProgress<double>, Task<T>> work)
    {
        _terminal = terminal;
        try
        {
            var name = new TaskDescriptionColumn { Alignment = Justify.Left };
            var bars = terminal.Progress().AutoClear(true)
                .Columns(name, new ProgressBarColumn(), new PercentColumn(), new ElapsedTimeColumn());
            return await bars.StartAsync(context =>
            {
                var bar = context.AddTask(Markup.Escape(what), maxValue: 1);
                bar.IsIndeterminate = true;
                return work(new Bar(bar));
            });
        }
        finally
        {
            _terminal = null;
        }
    }

    private static IAnsiConsole OpenTerminal() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.Yes,
        Interactive = InteractionSupport.Yes,
        Out = new AnsiConsoleOutput(Console.Out),
    });

    /// <summary>Nothing where nobody says how much is done.</summary>
    private sealed class PercentColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Spectre.Console.Text(task.IsIndeterminate ? "" : string.Create(CultureInfo.InvariantCulture, $"{task.Value:0%}").PadLeft(4));
    }

    private sealed class Bar(ProgressTask bar) : IProgress<double>
    {
        public void Report(double value)
        {
            bar.IsIndeterminate = false;
            bar.Value = value;
        }
    }
}
