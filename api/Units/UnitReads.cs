namespace Hierarchy.Api.Units;

/// <param name="Version">Version of the roll-up to which the measures belong.</param>
internal sealed record Reading(Measures Measures, long Version)
{
    public static readonly Reading Nothing = new(Measures.Zero, 0);

    /// <summary>The sum of both.</summary>
    public Reading With(Reading other) => new(Measures + other.Measures, Version + other.Version);
}

/// <summary>Asks units: one call to each for everything that an answer's fields want at the same time, and all of it again if a later
/// question finds another version, so that the figures of one answer are of one version of a unit. A unit whose children are shown is also
/// asked for their figures, so that the whole equals the sum of its parts.</summary>
internal static class UnitReads
{
    /// <summary>Maximum number of questions of one answer at the same time.</summary>
    public const int QuestionsMax = 100_000;

    private static readonly BatchLoader<Question, object> Loader = new(FetchAsync, int.MaxValue);
    private static readonly object Answers = new();

    /// <summary>Marks the unit's children as part of the answer.</summary>
    public static void ShowChildren(string unit, CallContext call) => AnswersIn(call).Show(unit);

    /// <summary>Whether the unit's children are part of the answer.</summary>
    public static bool IsShown(string unit, CallContext call) => AnswersIn(call).IsShown(unit);

    public static IDataLoaderResult<Reading> Cell(string unit, Cell cell, CallContext call) =>
        Ask<Reading>(new(unit, Subject.Cell, cell), call);

    /// <summary>A cell of the unit; read from its parent if the parent's children are shown.</summary>
    public static IDataLoaderResult<Reading> Cell(Hierarchy.Grains.Units.Unit unit, Cell cell, CallContext call) =>
        unit.Parent is { } parent && cell.RisesAbove(unit.Id) && AnswersIn(call).IsShown(parent)
            ? Parts(parent, cell, call).Then(parts =>
                parts.Children.GetValueOrDefault(unit.Id) is { } part ? new Reading(part.Measures, part.Version) : Reading.Nothing)
            : Cell(unit.Id, cell, call);

    /// <summary>A cell of the unit and everything below it. A plan's cells end at its owner, so for units above they are read there;
    /// obligations handed over to units outside the owner's tree rise from those.</summary>
    public static IDataLoaderResult<Reading> Whole(Hierarchy.Grains.Units.Unit unit, Cell cell, CallContext call)
    {
        var here = (Load<Reading>)Cell(unit, cell, call);
        if (!EndsBelow(unit.Id, cell, BackendOf(call).Directory))
        {
            return here;
        }
        var owner = (Load<Reading>)Cell(cell.Owner, cell, call);
        return new Made<Reading>(call, () => here.Value.With(owner.Value));
    }

    public static IDataLoaderResult<IReadOnlyList<Reading>> Wholes(Hierarchy.Grains.Units.Unit unit, IEnumerable<Cell> cells, CallContext call)
    {
        Load<Reading>[] loads = [.. cells.Select(cell => (Load<Reading>)Whole(unit, cell, call))];
        return new Made<IReadOnlyList<Reading>>(call, () => Array.ConvertAll(loads, load => load.Value));
    }

    /// <summary>A cell of a plan over all units.</summary>
    public static IDataLoaderResult<Reading> Everywhere(Cell cell, CallContext call) => Whole(TopOf(cell, BackendOf(call).Directory), cell, call);

    /// <summary>The root above a plan's owner, below which all its obligations are.</summary>
    public static Hierarchy.Grains.Units.Unit TopOf(Cell cell, IUnitDirectory directory) =>
        directory.Ancestors(cell.Owner) is [var top, ..] ? top : directory.Find(cell.Owner)!;

    /// <summary>Whether it is the cell of a plan whose owner is below the unit.</summary>
    public static bool EndsBelow(string unit, Cell cell, IUnitDirectory directory) =>
        !cell.RisesAbove(cell.Owner) && cell.Owner != unit && directory.IsAtOrBelow(cell.Owner, unit);

    /// <summary>The parts of a cell: the unit's own and each child's.</summary>
    public static IDataLoaderResult<ChildrenReading> Parts(string unit, Cell cell, CallContext call) =>
        Ask<ChildrenReading>(new(unit, Subject.Parts, cell), call);

    public static IDataLoaderResult<IReadOnlyList<Plan>> Plans(string unit, CallContext call) =>
        Ask<IReadOnlyList<Plan>>(new(unit, Subject.Plans), call);

    /// <summary>A plan with its lines and duties; null when there is none.</summary>
    public static IDataLoaderResult<Contents?> Contents(string plan, CallContext call) =>
        Loader.Load(ContentsOf(plan, call), call).Then(found => (Contents?)found);

    public static IDataLoaderResult<IReadOnlyList<Contents?>> AllContents(IEnumerable<string> plans, CallContext call) =>
        Loader.LoadMany(plans.Select(plan => ContentsOf(plan, call)),
            call).Then(IReadOnlyList<Contents?> (found) => [.. found.Cast<Contents?>()]);

    /// <summary>The reported values of an indicator at the unit and below.</summary>
    public static IDataLoaderResult<IndicatorReading> Indicator(string unit, IndicatorKey indicator, CallContext call) =>
        Ask<IndicatorReading>(new(unit, Subject.Indicator, Id: indicator.Id, Owner: indicator.Owner), call);

    /// <summary>The obligation with this id; null if there is none.</summary>
    public static IDataLoaderResult<Obligation?> Obligation(string id, CallContext call) =>
        Loader.Load(ObligationOf(id, BackendOf(call)), call).Then(found => (Obligation?)found);

    private static Question ObligationOf(string id, Backend backend) => new(
        Grains.Obligations.Obligation.UnitOf(id) is { } owner && backend.Directory.Find(owner) is not null ? owner : null, Subject.Obligation, Id: id);

    private static IDataLoaderResult<T> Ask<T>(Question question, CallContext call) => Loader.Load(question, call).Then(found => (T)found!);

    private static Question ContentsOf(string plan, CallContext call) =>
        new(BackendOf(call).Directory.FindPlan(plan)?.Owner, Subject.Contents, Id: plan);

    private static UnitAnswers<Question> AnswersIn(CallContext call) => call.StateOf(Answers, static (_, call) => new UnitAnswers<Question>(
        forget => call.Forget = () =>
        {
            forget();
            call.ForgetStateOf(Loader);
        }));

    private static Backend BackendOf(CallContext call) => (Backend)call.Services.GetService(typeof(Backend))!;

    private static Task<IReadOnlyDictionary<Question, object>> FetchAsync(
        IReadOnlyList<Question> questions, CallContext call, CancellationToken cancellation) => FetchAsync(questions, call, 0, cancellation);

    /// <param name="moves">Number of hand-overs followed so far.</param>
    private static async Task<IReadOnlyDictionary<Question, object>> FetchAsync(
        IReadOnlyList<Question> questions, CallContext call, int moves, CancellationToken cancellation)
    {
        if (questions.Count > QuestionsMax)
        {
            throw new FieldError($"The answer would hold more than {QuestionsMax} figures: ask for fewer of them.", Codes.Limit);
        }
        var (backend, answers) = (BackendOf(call), AnswersIn(call));
        var ofUnits = questions.Where(question => question.Unit is not null).ToLookup(question => question.Unit!);
        // Most answers concern one unit.
        await (ofUnits.Count == 1
            ? AskAsync(ofUnits.Single())
            : Parallel.ForEachAsync(
                ofUnits, new ParallelOptions { MaxDegreeOfParallelism = Backend.CallsMax, CancellationToken = cancellation },
                async (ofUnit, _) => await AskAsync(ofUnit).ConfigureAwait(false))).ConfigureAwait(false);
        var found = questions.ToDictionary(question => question, question => answers.AnswerTo(question)!);
        var moved = found.Where(answer => answer.Value is Obligation { IsHere: false })
            .ToDictionary(answer => answer.Key, answer => ObligationOf(((Obligation)answer.Value).MovedTo!, backend));
        if (moved.Count > 0)
        {
            // The id of a handed-over obligation refers to it at its present unit.
            var there = moves == Commands.MovesMax
                ? throw ApiError.Unavailable()
                : await FetchAsync([.. moved.Values.Distinct()], call, moves + 1, cancellation).ConfigureAwait(false);
            foreach (var (question, next) in moved)
            {
                found[question] = there[next];
            }
        }
        return found;

        Task AskAsync(IGrouping<string, Question> ofUnit) =>
            UnitReads.AskAsync(backend, ofUnit.Key, answers.Missing(ofUnit.Key, ofUnit), answers);
    }

    private static async Task AskAsync(Backend backend, string unit, Question[] questions, UnitAnswers<Question> answers)
    {
        if (questions.Length == 0)
        {
            return;
        }
        var reading = await backend.AskAsync(unit, grain => grain.ReadAsync(new UnitQuestions(
            CellsOf(Subject.Cell), CellsOf(Subject.Parts), Array.Exists(questions, question => question.Subject == Subject.Plans),
            IdsOf(Subject.Contents), IdsOf(Subject.Obligation),
            [.. questions.Where(question => question.Subject == Subject.Indicator).Select(question => new IndicatorKey(question.Owner!, question.Id!))])))
            .ConfigureAwait(false);
        var contents = reading.Contents.ToDictionary(plan => plan.Plan.Id, object (plan) => new Contents(plan));
        var obligations = reading.Obligations.ToDictionary(obligation => obligation.Id, object (obligation) => obligation);
        var (cells, parts, indicators) = (0, 0, 0);
        answers.Tell(unit, reading.Version, questions.Select(question => (question, (object?)(question.Subject switch
        {
            Subject.Cell => new Reading(reading.Cells[cells++], reading.Version),
            Subject.Parts => reading.Parts[parts++],
            Subject.Plans => reading.Plans,
            Subject.Contents => contents.GetValueOrDefault(question.Id!),
            Subject.Indicator => reading.Indicators[indicators++],
            _ => obligations.GetValueOrDefault(question.Id!),
        }))));

        ImmutableArray<Cell> CellsOf(Subject subject) =>
            [.. questions.Where(question => question.Subject == subject).Select(question => question.Cell)];

        ImmutableArray<string> IdsOf(Subject subject) =>
            [.. questions.Where(question => question.Subject == subject).Select(question => question.Id!)];
    }

    private enum Subject : byte { Cell, Parts, Plans, Contents, Obligation, Indicator }

    /// <param name="Unit">Null for an impossible id, which has no answer.</param>
    private readonly record struct Question(string? Unit, Subject Subject, Cell Cell = default, string? Id = null, string? Owner = null)
    {
        /// <summary>Uses only distinguishing members: hashing the whole cell would cost more than the question.</summary>
        public override int GetHashCode() => HashCode.Combine(Unit, Subject, Id, Cell.Scope, Cell.Key, Cell.Year, Cell.Reform, Cell.Kind);
    }
}
