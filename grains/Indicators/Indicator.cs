namespace Hierarchy.Grains.Indicators;

/// <summary>How an indicator is counted.</summary>
public enum IndicatorMethod
{
    /// <summary>Each reporting unit gives a numerator and a denominator. The total is the sum of numerators over the sum of
    /// denominators.</summary>
    Ratio,

    /// <summary>Each unit of a class meets the criterion or does not. The total is the number that do over the number of all.</summary>
    Units,

    /// <summary>Each unit gives a number; the total is their sum.</summary>
    Sum,

    /// <summary>No unit reports values: the system counts from what is recorded.</summary>
    System,
}

/// <summary>What the system counts where no unit reports values.</summary>
public enum SystemMeasure
{
    /// <summary>Tasks done, out of those not cancelled.</summary>
    TasksDone,

    /// <summary>Reports handed in by their due day, out of those owed.</summary>
    ReportsOnTime,

    /// <summary>Units of given classes inspected in the year, out of all of those classes.</summary>
    UnitsInspected,

    /// <summary>Inspection findings settled, out of all findings.</summary>
    FindingsSettled,

    /// <summary>Units' own plans handed in, out of those owed.</summary>
    PlansAdopted,
}

/// <summary>A measurement that a unit demands from the units below it, in numbers that add up.</summary>
/// <param name="Plan">The plan whose objective it measures; null, like <paramref name="Objective"/>, for none.</param>
/// <param name="DenominatorLabel">Null for an indicator without a denominator.</param>
/// <param name="Reporters">Who reports it. For what the system counts: the classes that it counts, if any.</param>
/// <param name="Reform">The area of the objective; null for none in particular.</param>
/// <param name="System">What the system counts; null where units report values.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.indicator")]
public sealed record Indicator(
    string Id, string Owner, string? Plan, string? Objective, string Text, IndicatorMethod Method, string NumeratorLabel, string? DenominatorLabel,
    ImmutableArray<Assignee> Reporters, ImmutableArray<Target> Targets, ReformArea? Reform, SystemMeasure? System)
{
    /// <summary>The largest number that a unit may report: the sum over the 34,165 units of <see cref="TreeBound"/>, rounded up, stays
    /// below 2^53.</summary>
    public const long NumberMax = 100_000_000_000;

    /// <summary>The classes among its reporters.</summary>
    public IEnumerable<UnitKind> Classes() => Reporters.Select(reporter => reporter.UnitClass).OfType<UnitKind>().Distinct();

    /// <summary>The target for units of a class in a year. The target that specifies most of class and year wins.</summary>
    /// <param name="unitKind">Null when several classes are taken together.</param>
    public Target? TargetOf(UnitKind? unitKind, int year) => Targets
        .Where(target => (target.UnitKind is null || target.UnitKind == unitKind) && (target.Year is null || target.Year == year))
        .MaxBy(target => (target.UnitKind is null ? 0 : 2) + (target.Year is null ? 0 : 1));
}

/// <summary>The target of an indicator.</summary>
/// <param name="Value">In percent for a share; at most six decimals.</param>
/// <param name="UnitKind">The class that it is set for; null for all.</param>
/// <param name="Year">The year that it is set for; null for every year.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.target")]
public sealed record Target(Comparison Comparison, double Value, UnitKind? UnitKind, int? Year)
{
    /// <summary>The smallest fraction in which a target is stated: six decimals.</summary>
    private const long Parts = 1_000_000;

    /// <summary>The value in millionths.</summary>
    public long Whole => (long)Math.Round(Value * Parts);

    /// <summary>Whether a sum reaches the target. Compares whole numbers, never a rounded share.</summary>
    /// <param name="denominator">0 for a plain number.</param>
    public bool IsReached(long numerator, long denominator)
    {
        var (reached, wanted) = denominator == 0
            ? ((Int128)numerator * Parts, (Int128)Whole)
            : ((Int128)numerator * 100 * Parts, (Int128)denominator * Whole);
        return Comparison switch
        {
            Comparison.MoreThan => reached > wanted,
            Comparison.AtLeast => reached >= wanted,
            Comparison.Equal => reached == wanted,
            Comparison.AtMost => reached <= wanted,
            _ => reached < wanted,
        };
    }
}

/// <summary>How a value compares with its target.</summary>
public enum TargetStatus
{
    Achieved,
    NotAchieved,

    /// <summary>Not all reporters have given a value.</summary>
    Provisional,
    NoData,
    NoTarget,
}

/// <param name="Reporters">The units that report it, each with its class; empty where the system counts.</param>
/// <param name="Place">Sequence number of the event that defined it.</param>
public sealed record OwnedIndicator(Indicator Indicator, ImmutableArray<Reporter> Reporters, long Place);

/// <summary>What a unit needs to know of an indicator to report it.</summary>
/// <param name="Class">The class of the unit when the indicator was defined; the unit counts in that class.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.indicator-terms")]
public sealed record IndicatorTerms(string Id, string Owner, string Text, IndicatorMethod Method, UnitKind Class, ReformArea? Reform);

/// <summary>An indicator that a unit reports, with its values.</summary>
/// <param name="Values">One for each year and period, in the order in which they were first given.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.given-indicator")]
public sealed record GivenIndicator(IndicatorTerms Terms, ImmutableArray<GivenValue> Values)
{
    /// <summary>Null while no value is given.</summary>
    public GivenValue? Find(int year, string? period) => Values.FirstOrDefault(value => value.Year == year && value.Period == period);

    internal GivenIndicator With(GivenValue value) => Find(value.Year, value.Period) is { } before
        ? this with { Values = Values.Replace(before, value) }
        : this with { Values = Values.Add(value) };
}

/// <summary>The value of one unit for a year, or for one period of it.</summary>
/// <param name="Period">Key of the period; null for the year itself.</param>
/// <param name="Denominator">0 for a plain number.</param>
/// <param name="By">The person who gave it; null without sign-in.</param>
/// <param name="Verified">Whether a unit above has verified it.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.given-value")]
public sealed record GivenValue(
    int Year, string? Period, long Numerator, long Denominator, string? Note, Document? Document, string? By, bool Verified);
