using System.CommandLine;

namespace Hierarchy.Silo.Commands;

internal static class LoadCommand
{
    private const string Stands = "What was acknowledged so far is kept, and nothing else has changed: run the same command again to continue.";

    public static ServerCommand Create()
    {
        var file = new Argument<string>("FILE")
        {
            Description = "A plan, a regime or a reorganisation (.yaml), a list of units (.csv), or with --units a mapping of units (.csv); see docs/PLAN-FILES.md.",
        };
        var person = Text("--as", "PERSON", "The id of the administrator who loads the file; required where people sign in.");
        var amend = Text(
            "--amend", "\"NUMBER YYYY-MM-DD\"", "Amends the existing plan to match the file: number and day of the amending document.");
        var units = Text("--units", "FILE", "The official list of the new units; FILE maps old units to new ones (old_code,new_code,kind,extent).");
        var preview = new Option<bool>("--preview") { Description = "With --units: shows what the reorganisation would do, without carrying it out." };
        var yes = new Option<bool>("--yes") { Description = "With --units: carries it out without asking." };
        var rename = Text(
            "--rename", "YYYY-MM-DD", "Gives existing units the names, kinds and codes of the list from this day. Without it they keep theirs.");
        var move = Text("--move", "YYYY-MM-DD", "Moves existing units under the parents of the list from this day. Without it they stay.");
        var undo = new Option<bool>("--undo") { Description = "Undoes the reorganisation that FILE defined." };
        var act = Text("--act", "\"NUMBER\"", "The number of the document that renames, moves or reorganises units.");
        var signed = Text("--signed", "YYYY-MM-DD", "The day of that document.");
        var effective = Text("--effective", "YYYY-MM-DD", "With --units: the day from which names, codes and membership change.");
        var operates = Text("--operates-from", "YYYY-MM-DD", "With --units: the day from which the new units act; the day of effect where it is not given.");
        var divided = Text(
            "--divided", "province", "With --units: open work of divided units and of those without a successor stays where it is, and the province acts for it.");
        return new(
            "load", "Loads a plan, a regime or a list of units, all or nothing; or carries out a reorganisation. Also while the system serves.",
            "DATA", "SIGN_IN", "TOOLS", "DB", "DB_OWNER")
        {
            ExitCodes = [ExitCode.Ok, ExitCode.Fault, ExitCode.Configuration, ExitCode.DataFolder, ExitCode.Postgres, ExitCode.Interrupted],
            Takes = file,
            Can = [person, amend, rename, move, units, preview, yes, undo, act, signed, effective, operates, divided],
            Run = (result, scope) =>
            {
                var path = result.GetRequiredValue(file);
                var given = new LoadOptions(
                    result.GetValue(person), result.GetValue(amend), result.GetValue(rename), result.GetValue(move), result.GetValue(act),
                    result.GetValue(signed));
                var words = new ReorganisationWords(given.Act, given.Signed, result.GetValue(effective), result.GetValue(operates), result.GetValue(divided));
                var isReorganisation = result.GetValue(preview) || result.GetValue(yes) || (words.Effective ?? words.Operates ?? words.Divided) is not null;
                return Interruptible(scope, () => result.GetValue(undo) ? UndoAsync(scope, path, given.As)
                    : result.GetValue(units) is null && IsReorganisation(path)
                        ? (words.Act ?? words.Signed ?? words.Effective ?? words.Operates ?? words.Divided) is null
                            ? ReorganiseAsync(scope, path, given.As, result.GetValue(preview), result.GetValue(yes))
                            : throw Refused("The file names the document and the days: leave out --act, --signed, --effective and --operates-from.")
                    : result.GetValue(units) is not { } list
                        ? isReorganisation ? throw Refused("A reorganisation needs the list of the new units as well: name it with --units.")
                        : RunAsync(scope, path, given)
                    : (given.Amend ?? given.Rename ?? given.Move) is not null
                        ? throw Refused("--amend, --rename and --move cannot be combined with --units.")
                    : ReorganiseAsync(scope, path, list, words, given.As, result.GetValue(preview), result.GetValue(yes)));
            },
        };

        static StartupProblem Refused(string why) => new(why, ExitCode.Configuration);

        static Option<string?> Text(string name, string value, string description) => new(name) { Description = description, HelpName = value };
    }

    private static Task<int> RunAsync(CommandScope scope, string file, LoadOptions given)
    {
        Check(file);
        return ExistingSystem.OperateAsync(
            scope, "load", $"loading {Path.GetFileName(file)}", [file, .. TemplatesOf(file)],
            (node, share) => Operations.LoadAsync(node, file, given, scope.Display.Report, share, scope.Stop),
            new Parameters(
                ("as", given.As), ("amend", given.Amend), ("rename", given.Rename), ("move", given.Move), ("act", given.Act), ("signed", given.Signed)));
    }

    private static IEnumerable<string> TemplatesOf(string file) => Path.GetExtension(file) is ".yaml" or ".yml" ? TemplateFile.NamedBy(file) : [];

    private static bool IsReorganisation(string file) =>
        Path.GetExtension(file) is ".yaml" or ".yml" && File.Exists(file) && ReorganisationFile.IsOne(file);

    private static Task<int> ReorganiseAsync(CommandScope scope, string file, string? person, bool preview, bool yes)
    {
        var read = ReorganisationFile.Read(file);
        return read.Value is { } document
            ? ReorganiseAsync(scope, document.Mapping, document.Units, ReorganisationWords.Of(document.Terms), person, preview, yes)
            : throw new StartupProblem(new LoadRefusedException(read.Errors).Message, ExitCode.Configuration);
    }

    /// <summary>Shows a preview and asks for confirmation first.</summary>
    private static async Task<int> ReorganiseAsync(
        CommandScope scope, string mapping, string units, ReorganisationWords words, string? person, bool preview, bool yes)
    {
        Check(mapping);
        Check(units);
        var name = Path.GetFileName(mapping);
        var shown = await ExistingSystem.OperateAsync(
            scope, "preview", $"looking at {name}", [mapping, units],
            (node, share) => ReorganisationOperations.PreviewAsync(node, mapping, units, words, scope.Display.Report, share, scope.Stop),
            words.ToParameters());
        if (shown != ExitCode.Ok || preview)
        {
            return shown;
        }
        if (!yes && !await IsConfirmedAsync(scope.Stop))
        {
            scope.Display.Report("nothing was changed");
            return ExitCode.Ok;
        }
        return await Interruptible(scope, () => ExistingSystem.OperateAsync(
            scope, "reorganise", $"carrying out {name}", [mapping, units],
            (node, share) => ReorganisationOperations.CarryOutAsync(node, mapping, units, words, person, scope.Display.Report, share, scope.Stop),
            words.ToParameters(person)), ReorganisationOperations.GoesOn);
    }

    /// <summary>On interruption, tells what was done and how to continue.</summary>
    private static async Task<int> Interruptible(CommandScope scope, Func<Task<int>> load, string stands = Stands)
    {
        try
        {
            return await load();
        }
        catch (OperationCanceledException) when (scope.Stop.IsCancellationRequested)
        {
            scope.Display.Report("Interrupted. " + stands);
            return ExitCode.Interrupted;
        }
    }

    private static Task<int> UndoAsync(CommandScope scope, string mapping, string? person)
    {
        var id = Path.GetFileNameWithoutExtension(mapping);
        return Interruptible(scope, () => ExistingSystem.OperateAsync(
            scope, "undo", $"undoing {id}", [],
            (node, share) => ReorganisationOperations.UndoAsync(node, id, person, scope.Display.Report, share, scope.Stop),
            new Parameters(("id", id), ("as", person))), ReorganisationOperations.GoesOn);
    }

    private static async Task<bool> IsConfirmedAsync(CancellationToken stop)
    {
        if (Console.IsInputRedirected)
        {
            throw new StartupProblem("No terminal to confirm on: carry it out with --yes, or only show it with --preview.", ExitCode.Configuration);
        }
        Console.Write("Carry it out? [y/N] ");
        return (await Task.Run(Console.ReadLine, CancellationToken.None).WaitAsync(stop))?.Trim() is "y" or "Y" or "yes" or "c" or "có";
    }

    private static void Check(string file)
    {
        if (!File.Exists(file))
        {
            throw new StartupProblem($"There is no file {file}.", ExitCode.Configuration);
        }
    }
}
