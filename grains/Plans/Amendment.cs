namespace Hierarchy.Grains.Plans;

/// <summary>The changes of an adopted plan by a document, before and after, so that every version can be shown.</summary>
/// <param name="Version">The version that it creates; 2 for the first amendment.</param>
/// <param name="Title">Null where the plan keeps its title.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.amendment")]
public sealed record Amendment(
    int Version, Document Document, DateOnly EffectiveOn, ImmutableArray<AmendedLine> Lines, ImmutableArray<AmendedObjective> Objectives,
    AmendedTitle? Title = null)
{
    /// <summary>The units that it may concern: those that owe, or owed, a line whose terms it changed.</summary>
    public ImmutableArray<string> Targets => [.. Lines.SelectMany(line => line.Targets).Distinct(StringComparer.Ordinal)];

    /// <summary>Its effect on the obligations of one unit. Pure, so that a message need not carry the event's content.</summary>
    public ImmutableArray<AmendedTerms> TermsOf(Plan plan, string unit) =>
        [.. Lines.SelectMany(line => line.TermsOf(plan, unit)).Select(terms => terms with
        {
            After = terms.After with { PlanVersion = Version, EffectiveOn = terms.Before is null ? EffectiveOn : null },
        })];

    /// <summary>The owner's lines after it.</summary>
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
/// <param name="Units">The units that owe it afterwards; for a withdrawn line, those that owed it.</param>
/// <param name="UnitsBefore">Null when they are the same.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.amended-line")]
public sealed record AmendedLine(PlanTask? Before, PlanTask After, ImmutableArray<string> Units, ImmutableArray<string>? UnitsBefore = null)
{
    private ImmutableArray<string> Earlier => Before is null ? [] : UnitsBefore ?? Units;

    /// <summary>Whether it withdraws the line.</summary>
    public bool Withdraws => After.WithdrawnIn is not null && Before is not { WithdrawnIn: not null };

    /// <summary>Whether the remaining obligations get other shares of the line's budget than before.</summary>
    internal bool SplitsAnew => Before is not null && (Before.Budget != After.Budget || UnitsBefore is not null || HasOtherOccurrences);

    /// <summary>Number of obligations that the line gave before but does not give afterwards.</summary>
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

    /// <summary>Maximum number of obligations that it may touch.</summary>
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
        // Their share of the budget now belongs to the units that owe the line.
        foreach (var terms in before.Values)
        {
            yield return new AmendedTerms(terms, terms with { Planned = 0 }, Ends: true);
        }
    }

    private static IEnumerable<ObligationTerms> Owed(Plan plan, PlanTask? task, ImmutableArray<string> units, string unit) =>
        task is not null && units.Contains(unit) ? Imposition.Of(plan, new OwnedTask(task, units, 0), unit) : [];

    private static HashSet<string> Keys(PlanTask task) => [.. task.Schedule.Occurrences().Select(occurrence => occurrence.Key)];
}

/// <param name="Before">Null for an objective that an amendment added.</param>
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

/// <summary>The effect of an amendment on one obligation.</summary>
/// <param name="Before">Null for an obligation that it creates, or that is owed again.</param>
/// <param name="Ends">Whether it ends the obligation: cancelled, unless it is done.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.amended-terms")]
public sealed record AmendedTerms(ObligationTerms? Before, ObligationTerms After, bool Ends)
{
    /// <summary>Whether the amendment applies to an obligation. Done obligations keep their terms, and a late message changes nothing
    /// that a later amendment has set.</summary>
    internal bool Concerns(Obligation? o) => o is null || (o.Status != ObligationStatus.Done && (o.Terms.PlanVersion ?? 1) < After.PlanVersion);
}

/// <summary>A version of a plan.</summary>
/// <param name="Amendment">Null for the first, which is the plan as it was adopted.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.plan-version")]
public sealed record PlanVersion(int Version, Amendment? Amendment, DateTimeOffset At, string Actor)
{
    /// <summary>Maximum number of versions of one plan: all are read whenever its text on a day is.</summary>
    public const int VersionsMax = 100;

    /// <summary>Maximum number of lines in all amendments of one unit together: the unit keeps them.</summary>
    public const int LinesMax = 20_000;
}

/// <summary>Changes of a line; null leaves a term as it is.</summary>
/// <param name="Approver">Empty removes it.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.task-change")]
public sealed record TaskChange(
    string Task, string? Code = null, string? Title = null, ImmutableArray<string>? Products = null, string? Approver = null,
    ImmutableArray<Assignee>? Coordinators = null, Schedule? Schedule = null, int? Weight = null, long? Budget = null);

/// <summary>Units to add to, or remove from, the leads of a line.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.leads-change")]
public sealed record LeadsChange(string Task, ImmutableArray<Assignee> Leads);
