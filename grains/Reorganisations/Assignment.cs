namespace Hierarchy.Grains.Reorganisations;

/// <summary>Assigns the work of closed units by the rules of a reorganisation. Where no rule fits, the single successor of the whole unit
/// inherits it.</summary>
public sealed class Assignment
{
    private readonly ImmutableArray<AssignmentRule> _rules;
    private readonly int[] _general;
    private readonly Dictionary<string, int[]> _ofUnit;
    private readonly Dictionary<string, Closing> _closings;

    public Assignment(Reorganisation reorganisation)
    {
        _rules = reorganisation.Rules;
        var places = Enumerable.Range(0, _rules.Length).ToLookup(at => _rules[at].From is null);
        _general = [.. places[true]];
        _ofUnit = places[false].GroupBy(at => _rules[at].From!, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.ToArray(), StringComparer.Ordinal);
        _closings = reorganisation.Close.ToDictionary(closing => closing.Unit, StringComparer.Ordinal);
    }

    /// <summary>Whether the work of this unit is to be assigned.</summary>
    public bool IsAbout(string unit) => _closings.ContainsKey(unit);

    /// <summary>What happens to an open obligation of a closed unit; null if undecided.</summary>
    /// <param name="kind">The kind of the unit.</param>
    public Fate? Of(Obligation obligation, UnitKind kind) =>
        First(obligation.Unit, rule => Fits(rule, obligation, kind)) ?? Whole(obligation.Unit);

    /// <summary>The unit that takes on a plan of a closed unit; null for none.</summary>
    /// <param name="kind">The kind of the unit.</param>
    public string? OfPlan(string unit, UnitKind kind, string plan) =>
        (First(unit, rule => rule.Cancel is null && rule.Obligations is null && rule.ReformArea is null
                && (rule.FromKind ?? kind) == kind && (rule.Plan ?? plan) == plan)
            ?? Whole(unit)) switch
        {
            Fate.Moved moved => moved.Heir,
            Fate.Stays stays => stays.Steward,
            _ => null,
        };

    /// <summary>The one unit that a rule names for a whole closed unit, whatever other rules say about parts; null for none.</summary>
    public string? OfWhole(string unit, UnitKind kind) =>
        First(unit, rule => rule.IsOfWhole && (rule.FromKind ?? kind) == kind) is Fate.Moved moved ? moved.Heir : null;

    private Fate.Moved? Whole(string unit) => _closings[unit].WholeHeir is { } heir ? new Fate.Moved(heir) : null;

    private Fate? First(string unit, Func<AssignmentRule, bool> fits)
    {
        var own = _ofUnit.GetValueOrDefault(unit) ?? [];
        for (int i = 0, j = 0; i < own.Length || j < _general.Length;)
        {
            var rule = _rules[j == _general.Length || (i < own.Length && own[i] < _general[j]) ? own[i++] : _general[j++]];
            if (fits(rule))
            {
                return rule switch
                {
                    { Heir: { } heir } => new Fate.Moved(heir),
                    { Steward: { } steward } => new Fate.Stays(steward),
                    _ => new Fate.Cancelled(rule.Cancel!),
                };
            }
        }
        return null;
    }

    private static bool Fits(AssignmentRule rule, Obligation obligation, UnitKind kind) =>
        (rule.FromKind ?? kind) == kind
        && (rule.ReformArea ?? obligation.Terms.Reform) == obligation.Terms.Reform
        && (rule.Plan ?? obligation.Terms.Plan) == obligation.Terms.Plan
        && rule.Obligations?.Contains(obligation.Id) != false;
}

/// <summary>What happens to an open obligation of a closed unit.</summary>
public abstract record Fate
{
    private Fate() { }

    /// <summary>Another unit owes it.</summary>
    public sealed record Moved(string Heir) : Fate;

    /// <summary>It stays where it is, and a unit acts for it.</summary>
    public sealed record Stays(string Steward) : Fate;

    public sealed record Cancelled(string Reason) : Fate;
}
