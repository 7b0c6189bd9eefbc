namespace Hierarchy.Loading;

/// <summary>What a list of units may change in existing units, and by which document.</summary>
/// <param name="Rename">The day from which existing units have the names, kinds and codes of the list; null: they keep their own.</param>
/// <param name="Move">The day from which existing units have the parents of the list; null: they keep their own.</param>
public sealed record UnitActs(DateOnly? Rename, DateOnly? Move, Document Act);

public sealed partial class Loader
{
    /// <summary>How many differences are reported one by one; the rest are only counted.</summary>
    private const int NamedMax = 20;

    private const string Reorganise =
        " A unit that replaces another one needs a reorganisation: ./run load MERGERS --units UNITS --act … --signed … --effective …";

    private async Task LoadUnitsAsync(string path, UnitActs? acts, bool isGiven, IProgress<double>? share, CancellationToken cancellation)
    {
        await directory.CatchUpAsync();
        var file = Path.GetFileName(path);
        var (units, lines) = Read(UnitFile.Read(path, directory.All().Select(unit => unit.Id).ToHashSet()));
        var missing = units.Where(unit => directory.Find(unit.Id) is null).ToList();
        var changes = units.Select(unit => (Row: unit, Is: directory.Find(unit.Id))).Where(row => row.Is is not null)
            .Select(row => new UnitDifference(row.Row, row.Is!)).Where(difference => !difference.IsNothing).ToList();
        var (moved, renamed) = (changes.Where(one => acts?.Move is not null && one.Moves).ToList(),
            changes.Where(one => acts?.Rename is not null && one.Renames).ToList());
        Check(missing, moved, renamed, acts, lines, file);
        if (missing.Count > 0)
        {
            progress.Report($"loading {missing.Count} units of {file}");
        }
        var (done, all) = (0, missing.Count + moved.Count + renamed.Count);
        foreach (var level in LevelsOf(missing))
        {
            await EachAsync(level, unit => DoAsync(unit.Id, new UnitCommand.RegisterUnit(unit), "load"), cancellation);
        }
        // Request ids need not be stable: a repeated load finds no differences, and one after an interruption only those that remain.
        var run = $"load:{Guid.NewGuid():n}";
        foreach (var one in moved)
        {
            await DoAsync(one.Row.Id, one.Move(acts!), run + ":move");
        }
        foreach (var one in moved)
        {
            await OpenDifficulties.PassAsync(
                one.Row.Id, $"{run}:difficulty:{one.Row.Id}", directory, queries, VietnameseDay.Of(time.GetUtcNow()),
                (unit, command, requestId) => ExecuteAsync(unit, command, requestId, path), cancellation);
        }
        foreach (var one in renamed)
        {
            await DoAsync(one.Row.Id, one.Rename(acts!), run + ":rename");
        }
        if (isGiven)
        {
            Tell(moved.Count, renamed.Count, [.. changes.Select(one => one.Left(acts)).OfType<UnitDifference>()], lines, file);
        }

        async Task DoAsync(string unit, UnitCommand command, string requestId)
        {
            await ExecuteAsync(unit, command, requestId, path);
            share?.Report((double)Interlocked.Increment(ref done) / all);
        }
    }

    private static IEnumerable<IEnumerable<Unit>> LevelsOf(List<Unit> missing)
    {
        var depths = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var unit in missing)
        {
            depths[unit.Id] = unit.Parent is { } parent && depths.TryGetValue(parent, out var above) ? above + 1 : 0;
        }
        return missing.GroupBy(unit => depths[unit.Id]).OrderBy(level => level.Key);
    }

    private void Tell(int moved, int renamed, List<UnitDifference> left, IReadOnlyDictionary<string, int> lines, string file)
    {
        if (moved + renamed > 0)
        {
            progress.Report($"moved {moved} and renamed {renamed} units of {file}");
        }
        foreach (var one in left.Take(NamedMax))
        {
            progress.Report($"{file}, line {lines[one.Row.Id]}: {one.Row.Id} unchanged: {one.Words}");
        }
        if (left.Count > NamedMax)
        {
            progress.Report($"{file}: {left.Count - NamedMax} further units are unchanged");
        }
        if (left.Exists(one => !one.Is.IsClosed))
        {
            progress.Report("to apply the differences: --rename DAY, --move DAY, with --act \"NUMBER\" --signed DAY");
        }
    }

    /// <summary>Checks all changes, in the order of execution, against every rule of the hierarchy.</summary>
    /// <param name="missing">Parents before children.</param>
    /// <exception cref="LoadRefusedException">A rule refuses a change. Lists every fault with its line.</exception>
    private void Check(
        List<Unit> missing, List<UnitDifference> moved, List<UnitDifference> renamed, UnitActs? acts, IReadOnlyDictionary<string, int> lines, string file)
    {
        var planned = new PlannedDirectory(directory);
        var today = VietnameseDay.Of(time.GetUtcNow());
        var (faults, refused) = (new List<FileError>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var unit in missing)
        {
            if (unit.Parent is { } parent && refused.Contains(parent))
            {
                // Only the refused parent is reported, not everything below it.
                refused.Add(unit.Id);
            }
            else if (IsAdmitted(UnitState.Empty, new UnitCommand.RegisterUnit(unit), unit.Id))
            {
                planned.Plan(unit);
            }
            else
            {
                refused.Add(unit.Id);
            }
        }
        foreach (var one in moved)
        {
            Try(one, one.Move(acts!), unit => unit with { Parent = one.Row.Parent });
        }
        foreach (var one in renamed)
        {
            Try(one, one.Rename(acts!), unit => unit with { Name = one.Row.Name, Kind = one.Row.Kind, Code = one.Row.Code ?? unit.Code });
        }
        if (faults.Count > 0)
        {
            throw new LoadRefusedException([.. faults.OrderBy(fault => fault.Line)]);
        }

        void Try(UnitDifference one, UnitCommand command, Func<Unit, Unit> after)
        {
            if (!(one.Row.Parent is { } parent && refused.Contains(parent)) && IsAdmitted(StateOf(one.Row.Id, planned), command, one.Row.Id))
            {
                planned.Change(after(planned.Find(one.Row.Id)!));
            }
        }

        bool IsAdmitted(UnitState state, UnitCommand command, string unit)
        {
            if (UnitDecider.Decide(state, command, today, planned) is not Decision.Refused { Refusal: var fault })
            {
                return true;
            }
            faults.Add(new FileError(file, lines[unit], $"{unit}: {fault.Message}{(fault.Reason == Reasons.CodeTaken ? Reorganise : "")}"));
            return false;
        }
    }

    /// <summary>The part of a unit's state that the rules for moving and renaming read, rebuilt from the directory.</summary>
    private UnitState StateOf(string id, PlannedDirectory planned) => UnitState.Empty.Apply(new StoredEvent(
        id, 1, new UnitEvent.UnitRegistered(planned.Find(id)!, directory.Names(id)[^1].From), "", default, null));

    /// <summary>How a row of the list differs from the existing unit.</summary>
    private sealed record UnitDifference(Unit Row, Unit Is)
    {
        public bool Moves => !Is.IsClosed && Row.Parent is not null && Row.Parent != Is.Parent;

        public bool Renames => !Is.IsClosed && (Row.Name != Is.Name || Row.Kind != Is.Kind || (Row.Code is not null && Row.Code != Is.Code));

        public bool IsNothing => !Moves && !Renames && !Is.IsClosed;

        public string Words
        {
            get
            {
                (string What, string? Here, string? There)[] members =
                [
                    ("name", Is.Name, Row.Name), ("kind", Text.Constant(Is.Kind), Text.Constant(Row.Kind)), ("code", Is.Code, Row.Code ?? Is.Code),
                    ("parent", Is.Parent, Row.Parent ?? Is.Parent),
                ];
                return Is.To is { } last
                    ? $"it ended on {last:yyyy-MM-dd}"
                    : string.Join(", ", members.Where(member => member.Here != member.There)
                        .Select(member => $"{member.What} '{member.Here}', not '{member.There}'"));
            }
        }

        public UnitCommand Move(UnitActs acts) => new UnitCommand.MoveUnit(Row.Parent!, acts.Move!.Value, acts.Act);

        public UnitCommand Rename(UnitActs acts) => new UnitCommand.RenameUnit(Row.Name, Row.Kind, Row.Code, acts.Rename!.Value, acts.Act);

        /// <summary>The difference that remains after the acts; null for none.</summary>
        public UnitDifference? Left(UnitActs? acts)
        {
            var row = acts?.Move is null ? Row : Row with { Parent = Is.Parent };
            row = acts?.Rename is null ? row : row with { Name = Is.Name, Kind = Is.Kind, Code = Is.Code };
            var left = this with { Row = row };
            return left.IsNothing ? null : left;
        }
    }
}
