using Hierarchy.Simulation.Runtime;

namespace Hierarchy.Simulation.Callers;

/// <summary>Carries out reorganisations during faults, as the product does: a few steps at a time, and after a crash from a step number
/// that may lag behind. Some are undone.</summary>
internal sealed class Reorganiser(SimulatedCluster cluster, Wishes wishes)
{
    /// <summary>How often unfinished steps are tried; reorganisations that have become impossible are abandoned.</summary>
    private const int TriesMax = 12;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly Caller Administrator = new("sắp xếp", null);

    private int _drafted;

    private VirtualTime Timeline => cluster.VirtualTime;

    /// <summary>All reorganisations started.</summary>
    public List<Reorganisation> CarriedOut { get; } = [];

    /// <summary>Whether a stored request is that of a step.</summary>
    public static bool IsOf(string request) => request.Contains(":reorg:", StringComparison.Ordinal);

    public async Task RunAsync()
    {
        if (cluster.AnyReady() is not { } silo || Draft(silo.Directory) is not { } content)
        {
            return;
        }
        CarriedOut.Add(content);
        wishes.Units.AddRange(content.Establish);
        if (Timeline.IsTraced)
        {
            Timeline.Note($"reorganisation {content.Id}: closes {string.Join(", ", content.Close.Select(closing => closing.Unit))}, founds "
                + $"{string.Join(", ", content.Establish.Select(unit => unit.Id))}, moves {string.Join(", ", content.Move.Select(moving => moving.Unit))}");
        }
        // Some are stopped in the middle, as by an undo.
        var until = Timeline.Chance(0.2) ? Timeline.Next(1, 6) : int.MaxValue;
        var done = await GoAsync(content, 0, until, (work, at) => work.Next(at), (work, step) => work.DoAsync(step, CancellationToken.None), 1);
        if (Timeline.Chance(0.4) || until < int.MaxValue)
        {
            await GoAsync(
                content, Math.Min(done + ReorganisationWork.AtOnceMax, ReorganisationStep.CountOf(content)), 0,
                (work, at) => work.Last(at), (work, step) => work.UndoAsync(step, "nhầm", CancellationToken.None), -1);
        }
    }

    /// <returns>Number of steps known to be done.</returns>
    private async Task<int> GoAsync(
        Reorganisation content, int done, int until, Func<ReorganisationWork, int, ImmutableArray<ReorganisationStep>> next,
        Func<ReorganisationWork, ReorganisationStep, Task> go, int direction)
    {
        var last = direction > 0 ? Math.Min(until, ReorganisationStep.CountOf(content)) : 0;
        for (var tries = 0; tries < TriesMax && (direction > 0 ? done < last : done > last);)
        {
            if (cluster.AnyReady() is { } silo)
            {
                try
                {
                    await silo.Directory.CatchUpAsync();
                    var work = silo.Work(content, Administrator);
                    var steps = next(work, done);
                    await Task.WhenAll(steps.Select(step => go(work, step)));
                    // The recorded progress may lag behind.
                    done += direction * (Timeline.Chance(0.8) ? steps.Length : Timeline.Next(steps.Length + 1));
                    continue;
                }
                catch (Exception fault) when (fault is StepRefusedException or StoreUnavailableException or OrleansException or TimeoutException)
                {
                    Timeline.Note($"  reorganisation {content.Id}: {fault.Message}");
                }
            }
            tries++;
            await Timeline.Delay(Pause, "callers");
        }
        return done;
    }

    /// <summary>Units merge into a new or an existing one, are divided, or end without a successor; others are renamed and moved. Null if
    /// the random draft is impossible.</summary>
    private Reorganisation? Draft(IUnitDirectory directory)
    {
        var id = $"sx{_drafted++}";
        var carriers = wishes.Units.Where(unit => unit.Kind <= UnitKind.Province && directory.Find(unit.Id) is { IsClosed: false }).ToList();
        var carrier = carriers.Count > 0 ? Timeline.Any(carriers).Id : "";
        var below = directory.Subtree(carrier).Skip(1).Where(unit => !unit.IsClosed).ToList();
        var leaves = below.Where(unit => directory.Children(unit.Id).Count == 0).ToList();
        if (leaves.Count == 0)
        {
            return null;
        }
        var first = Timeline.Any(leaves);
        var closed = leaves.Where(unit => unit == first || (unit.Kind == first.Kind && Timeline.Chance(0.4))).ToList();
        var left = below.Except(closed).ToList();
        var founded = Timeline.Chance(0.5) ? new Unit($"{id}-mới", "Đơn vị mới", first.Kind, first.Parent, null) : null;
        var heirs = left.Where(unit => unit.Kind == first.Kind).Select(unit => unit.Id).ToList();
        var heir = founded?.Id ?? (heirs.Count > 0 ? Timeline.Any(heirs) : null);
        var others = left.Where(unit => unit.Kind == UnitKind.Commune).ToList();
        var parents = left.Where(unit => unit.Kind is UnitKind.Province or UnitKind.District).Select(unit => unit.Id).ToList();
        var today = VietnameseDay.Of(cluster.Calendar.Now(Timeline));
        var content = new Reorganisation(
            id, carrier, "Sắp xếp", new Document("1/NQ", today, null, null), today.AddDays(-Timeline.Next(2)), today, founded is null ? [] : [founded],
            others.Count > 0 && Timeline.Chance(0.3) ? [new Renaming(Timeline.Any(others).Id, $"Tên mới {id}", null, null)] : [],
            others.Count > 0 && parents.Count > 0 && Timeline.Chance(0.3) ? [new Moving(Timeline.Any(others).Id, Timeline.Any(parents))] : [],
            [.. closed.Select(unit => new Closing(unit.Id, HeirsOf(heir, heirs)))],
            []);
        content = content with { Rules = [.. content.Close.Where(closing => closing.WholeHeir is null).Select(closing => RuleOf(closing, carrier))] };
        content = content.Ordered(directory);
        return ReorganisationRules.FaultsOf(content).IsEmpty && ReorganisationRules.ConflictsOf(content, directory).IsEmpty ? content : null;
    }

    private ImmutableArray<Kin> HeirsOf(string? heir, List<string> others) =>
        heir is null || Timeline.Chance(0.1) ? []
        : others.Count > 0 && Timeline.Chance(0.25) && Timeline.Any(others) is var other && other != heir
            ? [new Kin(heir, Extent.Partial), new Kin(other, Extent.Partial)]
        : [new Kin(heir, Extent.Full)];

    private AssignmentRule RuleOf(Closing closing, string carrier)
    {
        var rule = new AssignmentRule(closing.Unit, null, null, null, null, null, null, null);
        return closing.Heirs is [var part, ..] && Timeline.Chance(0.7) ? rule with { Heir = part.Unit }
            : Timeline.Chance(0.7) ? rule with { Steward = carrier }
            : rule with { Cancel = "thôi" };
    }
}
