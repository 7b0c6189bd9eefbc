namespace Hierarchy.Grains.Plans;

/// <summary>What a document changed of an adopted plan: before and after, so that every version can be shown again.</summary>
/// <param name="Version">The one that it made: 2 for the first.</param>
/// <param name="Title">Null where the plan keeps its title.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.amendment")]
public sealed record Amendment(
    int Version, Document Document, DateOnly EffectiveOn, ImmutableArray<AmendedLine> Lines, ImmutableArray<AmendedObjective> Objectives,
    AmendedTitle? Title = null)
{
    /// <summary>The units to which it may mean something: who owes, or owed, a line whose terms it changed.</summary>
    public ImmutableArray<string> Targets => [.. Lines.SelectMany(line => line.Targets).Distinct(StringComparer.Ordinal)];

    /// <summary>What it means for one of them. Pure, so that a message need not carry what the event says.</summary>
    public ImmutableArray<AmendedTerms> TermsOf(Plan plan, string unit) =>
        [.. Lines.SelectMany(line => line.TermsOf(plan, unit)).Select(terms => terms with
        {
            After = terms.After with { PlanVersion = Version, EffectiveOn = terms.Before is null ? EffectiveOn : null },
        })];

    /// <summary>The lines of the owner after it.</summary>
    internal ImmutableDictionary<string, OwnedTask> After(ImmutableDictionary<string, OwnedTask> tasks, long place)
    {
        var after = tasks.ToBuilder();
        for (var i = 0; i < Lines.Length; i++)
        {
            var line = Lines[i];
            after[line.After.Id] = line.Before is null ? new OwnedTask(line.After, line.Units, place, i) : after[line.After.Id].With(line);
        }
        return after.ToImmutable();
    }

    /// <summary>The plan after it.</summary>
    internal Plan After(Plan plan) => plan with
    {
        Title = Title?.After ?? plan.Title,
        Objectives = AmendedObjective.Applied(plan.Objectives, Objectives),
        Amended = Version,
    };

    /// <summary>The plan before it.</summary>
    internal PlanContents Before(PlanContents after) => after with
    {
        Plan = after.Plan with
        {
            Title = Title?.Before ?? after.Plan.Title,
            Objectives = AmendedObjective.TakenBack(after.Plan.Objectives, Objectives),
            Amended = Version > 2 ? Version - 1 : null,
        },
        Tasks = BeforeOf(after.Tasks),
    };

    private ImmutableArray<PlanTask> BeforeOf(ImmutableArray<PlanTask> tasks)
    {
        var lines = Lines.ToDictionary(line => line.After.Id, StringComparer.Ordinal);
        return [.. tasks.Select(task => lines.TryGetValue(task.Id, out var line) ? line.Before : task).OfType<PlanTask>()];
    }
}

/// <summary>A line of a plan before and after an amendment.</summary>
/// <param name="Before">Null for a line that it added.</param>
/// <param name="Units">The units that owe it afterwards; of a line that it withdrew, those that owed it.</param>
/// <param name="UnitsBefore">Null where those are the same.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.amended-line")]
public sealed record AmendedLine(PlanTask? Before, PlanTask After, ImmutableArray<string> Units, ImmutableArray<string>? UnitsBefore = null)
{
    private ImmutableArray<string> Earlier => Before is null ? [] : UnitsBefore ?? Units;

    /// <summary>Whether it withdraws the line.</summary>
    public bool Withdraws => After.WithdrawnIn is not null && Before is not { WithdrawnIn: not null };

    /// <summary>Whether the obligations that it leaves have other shares of the line's money than those before.</summary>
    internal bool SplitsAnew => Before is not null && (Before.Budget != After.Budget || UnitsBefore is not null || HasOtherOccurrences);

    /// <summary>Obligations that the line gave before and does not give afterwards.</summary>
    internal long Ended
    {
        get
        {
            if (Before is null || (UnitsBefore is null && !HasOtherOccurrences))
            {
                return 0;
            }
            var kept = Keys(After);
            kept.IntersectWith(Keys(Before));
            return (Earlier.Length * Before.Schedule.Count) - ((long)Earlier.Intersect(Units).Count() * kept.Count);
        }
    }

    /// <summary>Obligations that it touches, at most.</summary>
    internal long Touched => Math.Max(Earlier.Length, Units.Length) * Math.Max(Before?.Schedule.Count ?? 0, After.Schedule.Count);

    internal IEnumerable<string> Targets => Before is null ? Units
        : ChangesAll ? Earlier.Union(Units, StringComparer.Ordinal)
        : Earlier.Except(Units, StringComparer.Ordinal).Concat(Units.Except(Earlier, StringComparer.Ordinal));

    private bool ChangesAll => Withdraws || Before!.Title != After.Title || Before.Weight != After.Weight || HasOtherDays
        || (SplitsAnew && Before.Budget + After.Budget > 0);

    private bool HasOtherDays => !Before!.Schedule.Occurrences().SequenceEqual(After.Schedule.Occurrences())
        || Before.Schedule.Waits != After.Schedule.Waits;

    private bool HasOtherOccurrences => !Keys(Before!).SetEquals(Keys(After));

    internal IEnumerable<AmendedTerms> TermsOf(Plan plan, string unit)
    {
        var before = Owed(plan, Before, Earlier, unit).ToDictionary(terms => terms.Id, StringComparer.Ordinal);
        foreach (var terms in Owed(plan, After, Units, unit))
        {
            before.Remove(terms.Id, out var earlier);
            if (Withdraws || earlier != terms)
            {
                yield return new AmendedTerms(earlier, terms, Ends: Withdraws);
            }
        }
        // Their shares are with those who owe it now.
        foreach (var terms in before.Values)
        {
            yield return new AmendedTerms(terms, terms with { Planned = 0 }, Ends: true);
        }
    }

    private static IEnumerable<ObligationTerms> Owed(Plan plan, PlanTask? task, ImmutableArray<string> units, string unit) =>
        task is not null && units.Contains(unit) ? Imposition.Of(plan, new OwnedTask(task, units, 0), unit) : [];

    private static HashSet<string> Keys(PlanTask task) => [.. task.Schedule.Occurrences().Select(occurrence => occurrence.Key)];
}

/// <param name="Before">Null for one that an amendment added.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.amended-objective")]
public sealed record AmendedObjective(Objective? Before, Objective After)
{
    internal static ImmutableArray<Objective> Applied(ImmutableArray<Objective> objectives, ImmutableArray<AmendedObjective> changes)
    {
        var changed = changes.Where(change => change.Before is not null).ToDictionary(change => change.After.Id, change => change.After);
        return
        [
            .. objectives.Select(objective => changed.GetValueOrDefault(objective.Id, objective)),
            .. changes.Where(change => change.Before is null).Select(change => change.After),
        ];
    }

    internal static ImmutableArray<Objective> TakenBack(ImmutableArray<Objective> objectives, ImmutableArray<AmendedObjective> changes)
    {
        var changed = changes.ToDictionary(change => change.After.Id, change => change.Before);
        return [.. objectives.Select(objective => changed.TryGetValue(objective.Id, out var before) ? before : objective).OfType<Objective>()];
    }
}

[GenerateSerializer, Immutable, Alias("hierarchy.amended-title")]
public sealed record AmendedTitle(string Before, string After);

/// <summary>What an amendment means for one obligation.</summary>
/// <param name="Before">Null for one that it makes, or owes again.</param>
/// <param name="Ends">Whether it is owed no longer: cancelled, unless it is done.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.amended-terms")]
public sealed record AmendedTerms(ObligationTerms? Before, ObligationTerms After, bool Ends)
{
    /// <summary>Whether an obligation is still under what the amendment replaces. What is done keeps what it was done under, and a message
    /// that comes late changes nothing that a later amendment has set.</summary>
    internal bool Concerns(Obligation? o) => o is null || (o.Status != ObligationStatus.Done && (o.Terms.PlanVersion ?? 1) < After.PlanVersion);
}

/// <summary>A version of a plan.</summary>
/// <param name="Amendment">Null for the first, which is the plan as it was adopted.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.plan-version")]
public sealed record PlanVersion(int Version, Amendment? Amendment, DateTimeOffset At, string Actor)
{
    /// <summary>Versions that one plan may have: each is read whenever its text of a day is.</summary>
    public const int VersionsMax = 100;

    /// <summary>Lines that all amendments of one unit name together: they are kept with it.</summary>
    public const int LinesMax = 20_000;
}

/// <summary>What is to change about a line; null leaves a term as it is.</summary>
/// <param name="Approver">Empty for none.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.task-change")]
public sealed record TaskChange(
    string Task, string? Code = null, string? Title = null, ImmutableArray<string>? Products = null, string? Approver = null,
    ImmutableArray<Assignee>? Coordinators = null, Schedule? Schedule = null, int? Weight = null, long? Budget = null);

/// <summary>Who is to lead a line too, or no longer.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.leads-change")]
public sealed record LeadsChange(string Task, ImmutableArray<Assignee> Leads);
