using Spectre.Console;
using Spectre.Console.Rendering;

namespace Hierarchy.Silo.Commands;

/// <summary>Prints a command's progress: each step at once and in order, which <see cref="Progress{T}"/> does not guarantee. On a terminal
/// long work has a progress bar; elsewhere an occasional line says that it continues, and only plain text is printed.</summary>
/// <param name="openTerminal">Null if no progress bar can be drawn.</param>
internal sealed class Display(TextWriter output, Func<IAnsiConsole>? openTerminal, TimeProvider time) : IProgress<string>
{
    /// <summary>Interval between lines that say that work continues.</summary>
    public static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(10);

    /// <summary>The terminal that currently shows a progress bar; null for none.</summary>
    private volatile IAnsiConsole? _terminal;

    public static Display OfConsole(TimeProvider time) => new(
        Console.Out,
        IsTerminal(Console.IsOutputRedirected, Environment.GetEnvironmentVariable) ? OpenTerminal : null,
        time);

    /// <summary>Whether a progress bar can be drawn and is wanted.</summary>
    public static bool IsTerminal(bool isRedirected, Func<string, string?> variable) =>
        !isRedirected && string.IsNullOrEmpty(variable("NO_COLOR")) && variable("TERM") is { Length: > 0 } and not "dumb";

    /// <summary>Prints a line, above the progress bar if there is one.</summary>
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

    /// <summary>Shows that work continues until it ends.</summary>
    /// <param name="what">What is being done, for instance "recounting".</param>
    /// <param name="work">The work; it may report the fraction done, 0 to 1.</param>
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

    /// <summary>Shows nothing if no fraction is reported.</summary>
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
