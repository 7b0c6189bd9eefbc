using System.CommandLine;
using Hierarchy.Hosting;

namespace Hierarchy.Silo.Commands;

internal static class LoadCommand
{
    public static ServerCommand Create()
    {
        var file = new Argument<string>("FILE")
        {
            Description = "A plan (.yaml), a list of units (.csv), or, with --units, a mapping of units (.csv); see docs/PLAN-FILES.md.",
        };
        var person = Text("--as", "PERSON", "The id of the administrator who loads it; needed where people sign in.");
        var amend = Text(
            "--amend", "\"NUMBER YYYY-MM-DD\"", "The document that amends a plan which is there, so that it becomes what the file says: its number and its day.");
        var units = Text("--units", "FILE", "FILE says which units go on in which (old_code,new_code,kind,extent); this one is the official list of the new units.");
        var preview = new Option<bool>("--preview") { Description = "With --units: shows what the reorganisation would do, and does not carry it out." };
        var yes = new Option<bool>("--yes") { Description = "With --units: carries it out without asking." };
        var act = Text("--act", "NUMBER", "With --units: the document that reorganises.");
        var signed = Text("--signed", "YYYY-MM-DD", "With --units: the day on which it was signed.");
        var effective = Text("--effective", "YYYY-MM-DD", "With --units: the day from which names, codes and membership change.");
        var operates = Text("--operates-from", "YYYY-MM-DD", "With --units: the day from which the new units act; the day of effect where it is not given.");
        var divided = Text(
            "--divided", "province", "With --units: open work of what was divided or has no successor stays in its place, and the province acts for it.");
        return new(
            "load", "Loads a plan or a list of units, all or nothing; or carries a reorganisation out. Also while the system serves.",
            "DATA", "SIGN_IN", "TOOLS", "DB", "DB_OWNER")
        {
            Takes = file,
            Can = [person, amend, units, preview, yes, act, signed, effective, operates, divided],
            Run = (result, scope) =>
            {
                var words = new ReorganisationWords(
                    result.GetValue(act), result.GetValue(signed), result.GetValue(effective), result.GetValue(operates), result.GetValue(divided));
                return result.GetValue(units) is { } list
                    ? result.GetValue(amend) is null
                        ? ReorganiseAsync(
                            scope, result.GetRequiredValue(file), list, words, result.GetValue(person), result.GetValue(preview), result.GetValue(yes))
                        : throw new StartupProblem("--amend is for plans, and --units for reorganisations.", ExitCode.Configuration)
                    : RunAsync(
                        scope, result.GetRequiredValue(file), result.GetValue(person), result.GetValue(amend),
                        result.GetValue(preview) || result.GetValue(yes) || words != ReorganisationWords.None);
            },
        };

        static Option<string?> Text(string name, string value, string description) => new(name) { Description = description, HelpName = value };
    }

    private static Task<int> RunAsync(CommandScope scope, string file, string? person, string? amend, bool isReorganisation)
    {
        Check(file);
        return isReorganisation
            ? throw new StartupProblem("A reorganisation needs the list of the new units as well: name it with --units.", ExitCode.Configuration)
            : ExistingSystem.OperateAsync(
                scope, "load", $"loading {Path.GetFileName(file)}", [file],
                (node, share) => Operations.LoadAsync(node, file, person, amend, scope.Display.Report, share, scope.Stop),
                new Parameters(("as", person), ("amend", amend)));
    }

    /// <summary>Shows what it would do first, and asks.</summary>
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
        if (!yes && !IsConfirmed())
        {
            scope.Display.Report("nothing was changed");
            return ExitCode.Ok;
        }
        return await ExistingSystem.OperateAsync(
            scope, "reorganise", $"carrying out {name}", [mapping, units],
            (node, share) => ReorganisationOperations.CarryOutAsync(node, mapping, units, words, person, scope.Display.Report, share, scope.Stop),
            words.ToParameters(person));
    }

    private static bool IsConfirmed()
    {
        if (Console.IsInputRedirected)
        {
            throw new StartupProblem("Nobody can be asked here: carry it out with --yes, or look at it alone with --preview.", ExitCode.Configuration);
        }
        Console.Write("Carry it out? [y/N] ");
        return Console.ReadLine()?.Trim() is "y" or "Y" or "yes" or "c" or "có";
    }

    private static void Check(string file)
    {
        if (!File.Exists(file))
        {
            throw new StartupProblem($"There is no file {file}.", ExitCode.Configuration);
        }
    }
}
