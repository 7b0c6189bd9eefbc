using System.Collections.Concurrent;
using System.Collections.Immutable;
using Hierarchy.Api.Plans;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Plans;
using Hierarchy.Grains.Rollup;

namespace Hierarchy.Api.Units;

/// <param name="Version">Of the roll-up that the measures are of.</param>
internal sealed record Reading(Measures Measures, long Version)
{
    public static readonly Reading Nothing = new(Measures.Zero, 0);
}

/// <summary>
/// Asks units: one call to each for all that an answer's fields want of it at the same time, however many they are, so that the figures are
/// of one version of it. A unit whose children are shown is asked for their figures too, because it holds them: a whole is then the sum of
/// its parts.
/// </summary>
internal static class UnitReads
{
    /// <summary>Questions that are collected before units are asked.</summary>
    private const int QuestionsMax = 100_000;

    private static readonly BatchLoader<Question, object> Loader = new(FetchAsync, QuestionsMax);
    private static readonly object Shown = new();

    /// <summary>Says that the unit's children are part of the answer.</summary>
    public static void ShowChildren(string unit, CallContext call) => ShownIn(call)[unit] = true;

    public static IDataLoaderResult<Reading> Cell(string unit, Cell cell, CallContext call) =>
        Ask<Reading>(new(unit, Subject.Cell, cell), call);

    public static IDataLoaderResult<IReadOnlyList<Reading>> Cells(string unit, IEnumerable<Cell> cells, CallContext call) =>
        Cells(cells.Select(cell => (unit, cell)), call);

    public static IDataLoaderResult<IReadOnlyList<Reading>> Cells(IEnumerable<(string Unit, Cell Cell)> cells, CallContext call) =>
        Loader.LoadMany(cells.Select(at => new Question(at.Unit, Subject.Cell, at.Cell)), call)
            .Then(IReadOnlyList<Reading> (readings) => [.. readings.Cast<Reading>()]);

    /// <summary>A cell of the unit, as the unit above holds it where that one's children are shown.</summary>
    public static IDataLoaderResult<Reading> Cell(Hierarchy.Grains.Units.Unit unit, Cell cell, CallContext call) =>
        unit.Parent is { } parent && ShownIn(call).ContainsKey(parent)
            ? Parts(parent, cell, call).Then(parts =>
                parts.Children.GetValueOrDefault(unit.Id) is { } part ? new Reading(part.Measures, part.Version) : Reading.Nothing)
            : Cell(unit.Id, cell, call);

    /// <summary>The unit's own part of a cell, and each child's.</summary>
    public static IDataLoaderResult<ChildrenReading> Parts(string unit, Cell cell, CallContext call) =>
        Ask<ChildrenReading>(new(unit, Subject.Parts, cell), call);

    public static IDataLoaderResult<IReadOnlyList<Plan>> Plans(string unit, CallContext call) =>
        Ask<IReadOnlyList<Plan>>(new(unit, Subject.Plans), call);

    /// <summary>A plan with its lines and duties; null when there is none.</summary>
    public static IDataLoaderResult<Contents?> Contents(string plan, CallContext call) =>
        Loader.Load(ContentsOf(plan, call), call).Then(found => (Contents?)found);

    /// <summary>A plan and a cell of the unit that owns it, of one version.</summary>
    public static IDataLoaderResult<(Contents Contents, Reading Reading)> ContentsAndCell(string plan, string owner, Cell cell,
        CallContext call) =>
        Loader.LoadMany([ContentsOf(plan, call), new Question(owner, Subject.Cell, cell)], call)
            .Then(found => ((Contents)found[0]!, (Reading)found[1]!));

    public static IDataLoaderResult<IReadOnlyList<Contents?>> AllContents(IEnumerable<string> plans, CallContext call) =>
        Loader.LoadMany(plans.Select(plan => ContentsOf(plan, call)),
            call).Then(IReadOnlyList<Contents?> (found) => [.. found.Cast<Contents?>()]);

    /// <summary>A plan's lines and duties with the cell of each, all of one version.</summary>
    public static IDataLoaderResult<(SourcesReading Sources, long Version)> Sources(PlanEntry plan, CallContext call) =>
        Ask<VersionedSources>(new(plan.Owner, Subject.Sources, Id: plan.Id), call).Then(found => (found.Sources, found.Version));

    /// <summary>Null when there is none of the id.</summary>
    public static IDataLoaderResult<Obligation?> Obligation(string id, CallContext call)
    {
        var unit = Grains.Obligations.Obligation.UnitOf(id) is { } owner && BackendOf(call).Directory.Find(owner) is not null
            ? owner : null;
        return Loader.Load(new Question(unit, Subject.Obligation, Id: id), call).Then(found => (Obligation?)found);
    }

    private static IDataLoaderResult<T> Ask<T>(Question question, CallContext call) => Loader.Load(question, call).Then(found => (T)found!);

    private static Question ContentsOf(string plan, CallContext call) =>
        new(BackendOf(call).Directory.FindPlan(plan)?.Owner, Subject.Contents, Id: plan);

    private static ConcurrentDictionary<string, bool> ShownIn(CallContext call) =>
        call.StateOf(Shown, _ => new ConcurrentDictionary<string, bool>(StringComparer.Ordinal));

    private static Backend BackendOf(CallContext call) => (Backend)call.Services.GetService(typeof(Backend))!;

    private static async Task<IReadOnlyDictionary<Question, object>> FetchAsync(
        IReadOnlyList<Question> questions, CallContext call, CancellationToken cancellation)
    {
        var backend = BackendOf(call);
        var ofUnits = questions.Where(question => question.Unit is not null).ToLookup(question => question.Unit!);
        var found = new ConcurrentDictionary<Question, object>();
        await Parallel.ForEachAsync(
            ofUnits, new ParallelOptions { MaxDegreeOfParallelism = Backend.CallsMax, CancellationToken = cancellation },
            async (ofUnit, _) => await AskAsync(backend, ofUnit.Key, [.. ofUnit], found).ConfigureAwait(false)).ConfigureAwait(false);
        return found;
    }

    private static async Task AskAsync(Backend backend, string unit, Question[] questions, ConcurrentDictionary<Question, object> found)
    {
        var reading = await backend.AskAsync(unit, grain => grain.ReadAsync(new UnitQuestions(
            CellsOf(Subject.Cell), CellsOf(Subject.Parts), Array.Exists(questions, question => question.Subject == Subject.Plans),
            IdsOf(Subject.Contents), IdsOf(Subject.Sources), IdsOf(Subject.Obligation)))).ConfigureAwait(false);
        Keep(Subject.Cell, reading.Cells.Select(measures => new Reading(measures, reading.Version)));
        Keep(Subject.Parts, reading.Parts);
        Keep(Subject.Plans, [reading.Plans]);
        foreach (var plan in reading.Contents)
        {
            found[new(unit, Subject.Contents, Id: plan.Plan.Id)] = new Contents(plan);
        }
        foreach (var plan in reading.Sources)
        {
            found[new(unit, Subject.Sources, Id: plan.Contents.Plan.Id)] = new VersionedSources(plan, reading.Version);
        }
        foreach (var obligation in reading.Obligations)
        {
            found[new(unit, Subject.Obligation, Id: obligation.Id)] = obligation;
        }

        ImmutableArray<Cell> CellsOf(Subject subject) =>
            [.. questions.Where(question => question.Subject == subject).Select(question => question.Cell)];

        ImmutableArray<string> IdsOf(Subject subject) =>
            [.. questions.Where(question => question.Subject == subject).Select(question => question.Id!)];

        void Keep(Subject subject, IEnumerable<object> answers)
        {
            foreach (var (question, answer) in questions.Where(question => question.Subject == subject).Zip(answers))
            {
                found[question] = answer;
            }
        }
    }

    private enum Subject : byte { Cell, Parts, Plans, Contents, Sources, Obligation }

    /// <param name="Unit">Null for what cannot be anybody's: it has no answer.</param>
    private readonly record struct Question(string? Unit, Subject Subject, Cell Cell = default, string? Id = null);

    private sealed record VersionedSources(SourcesReading Sources, long Version);
}
