namespace Hierarchy.Grains.Reorganisations;

/// <summary>The effects of carrying out a reorganisation.</summary>
/// <param name="ObligationsMoved">Open obligations that another unit will owe.</param>
/// <param name="ObligationsStaying">Open obligations that stay where they are, with a steward.</param>
/// <param name="ObligationsCancelled">Open obligations that a rule cancels.</param>
/// <param name="Unassigned">Open obligations that are assigned to nobody, by due day.</param>
/// <param name="PlansTakenOver">Plans of closed units.</param>
/// <param name="GrantsEnded">Grants and appointments at closed units.</param>
/// <param name="Change">The change in the carrier's figures: from the number of units, silent units and their percents, and from
/// cancelled obligations.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.reorganisation-preview")]
public sealed record ReorganisationPreview(
    int Established, int Renamed, int Moved, int Closed, int ObligationsMoved, int ObligationsStaying, int ObligationsCancelled,
    ImmutableArray<Obligation> Unassigned, int PlansTakenOver, int GrantsEnded, ImmutableArray<ReorganisationConflict> Conflicts, Measures Change)
{
    /// <summary>The preview of a reorganisation that cannot be carried out: its content and the conflicts.</summary>
    public static ReorganisationPreview None(Reorganisation reorganisation, ImmutableArray<ReorganisationConflict> conflicts) => new(
        reorganisation.Establish.Length, reorganisation.Rename.Length, reorganisation.Move.Length, reorganisation.Close.Length,
        0, 0, 0, [], 0, 0, conflicts, Measures.Zero);
}

/// <summary>Predicts the effects of a reorganisation, obligation by obligation.</summary>
/// <param name="directory">The units before the reorganisation.</param>
public sealed class Foretelling(Reorganisation reorganisation, IUnitDirectory directory)
{
    private readonly Assignment _assignment = new(reorganisation);
    private readonly Dictionary<string, Work> _works = new(StringComparer.Ordinal);
    private readonly List<Obligation> _unassigned = [];
    private int _moved;
    private int _staying;
    private int _cancelled;

    /// <summary>Units whose obligations must be added: those that close, and their heirs.</summary>
    public IReadOnlySet<string> Units { get; } = (HashSet<string>)
    [
        .. reorganisation.Close.Select(closing => closing.Unit),
        .. reorganisation.Close.SelectMany(closing => closing.Heirs).Select(heir => heir.Unit),
        .. reorganisation.Rules.Select(rule => rule.Heir).OfType<string>(),
    ];

    public bool IsAbout(string unit) => Units.Contains(unit);

    /// <summary>Adds an obligation of such a unit.</summary>
    public void Add(Obligation obligation)
    {
        var work = WorkOf(obligation.Unit);
        var sums = Contribution.Of(obligation).Sums;
        work.Before += sums;
        if (!_assignment.IsAbout(obligation.Unit) || obligation.IsClosed)
        {
            work.After += sums;
            return;
        }
        switch (_assignment.Of(obligation, directory.Find(obligation.Unit)!.Kind))
        {
            case Fate.Moved moved:
                _moved++;
                WorkOf(moved.Heir).After += sums;
                break;
            case Fate.Stays:
                _staying++;
                work.After += sums;
                break;
            case Fate.Cancelled:
                _cancelled++;
                work.After += Contribution.Of(obligation with { Status = ObligationStatus.Cancelled }).Sums;
                work.Due.Add(Contribution.Of(obligation).Due);
                break;
            default:
                _unassigned.Add(obligation);
                work.After += sums;
                break;
        }
    }

    /// <param name="plans">Plans of closed units.</param>
    /// <param name="grants">How many grants and appointments end.</param>
    public ReorganisationPreview Preview(IReadOnlyList<PlanEntry> plans, int grants)
    {
        var left = plans.Where(plan => _assignment.OfPlan(plan.Owner, directory.Find(plan.Owner)!.Kind, plan.Id) is null)
            .Select(plan => new ReorganisationConflict(
                Reasons.SplitUnassigned, plan.Owner,
                $"Nobody goes on with its plan '{plan.Id}': a rule names an heir or a steward.", "rules"));
        return new(
            reorganisation.Establish.Length, reorganisation.Rename.Length, reorganisation.Move.Length, reorganisation.Close.Length,
            _moved, _staying, _cancelled, [.. _unassigned.OrderBy(o => o.Due ?? DateOnly.MaxValue).ThenBy(o => o.Id, StringComparer.Ordinal)],
            plans.Count, grants, [.. left], Change());
    }

    private Measures Change()
    {
        var (sums, due) = (default(Sums), Measures.Zero);
        foreach (var work in _works.Values)
        {
            sums += work.After + work.After.ToUnitPart() - work.Before - work.Before.ToUnitPart();
            due = work.Due.Aggregate(due, (all, days) => all + new Measures(default, [.. days.Select(day => day with { Count = -day.Count })]));
        }
        return new Measures(sums, [.. due.Due.Where(day => day.Count != 0)]);
    }

    private Work WorkOf(string unit) => _works.TryGetValue(unit, out var work) ? work : _works[unit] = new Work();

    /// <summary>The work of a unit before and after.</summary>
    private sealed class Work
    {
        public Sums Before { get; set; }

        public Sums After { get; set; }

        /// <summary>Due days of cancelled obligations.</summary>
        public List<ImmutableArray<DueCount>> Due { get; } = [];
    }
}
