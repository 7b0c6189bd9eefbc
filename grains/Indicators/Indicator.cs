namespace Hierarchy.Grains.Indicators;

/// <summary>How an indicator is counted.</summary>
public enum IndicatorMethod
{
    /// <summary>Each reporting unit gives numerator and denominator; the total is sum over sum.</summary>
    Ratio,

    /// <summary>Each unit of a class has it or not; the total is those that have it, over all of them.</summary>
    Units,

    /// <summary>Each unit gives a number; the total is their sum.</summary>
    Sum,

    /// <summary>Nobody gives anything: it is counted from what is recorded.</summary>
    System,
}

/// <summary>What is counted where nobody gives anything.</summary>
public enum SystemMeasure
{
    /// <summary>Tasks that are done, of those that are not cancelled.</summary>
    TasksDone,

    /// <summary>Reports that were handed in by their due day, of those that are owed.</summary>
    ReportsOnTime,

    /// <summary>Units of some classes that were inspected in the year, of all of them.</summary>
    UnitsInspected,

    /// <summary>Findings of inspections that are settled, of all.</summary>
    FindingsSettled,

    /// <summary>Own plans that were handed in, of those that are owed.</summary>
    PlansAdopted,
}

/// <summary>What a unit demands to be measured at the units below it, in numbers that add up.</summary>
/// <param name="Plan">The plan whose objective it measures; null, like <paramref name="Objective"/>, for none.</param>
/// <param name="DenominatorLabel">Null for a number without one.</param>
/// <param name="Reporters">Who gives it; what the system counts itself names the classes that it counts, if any.</param>
/// <param name="Reform">The area of the objective; null for none in particular.</param>
/// <param name="System">What is counted; null where units give it.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.indicator")]
public sealed record Indicator(
    string Id, string Owner, string? Plan, string? Objective, string Text, IndicatorMethod Method, string NumeratorLabel, string? DenominatorLabel,
    ImmutableArray<Assignee> Reporters, ImmutableArray<Target> Targets, ReformArea? Reform, SystemMeasure? System)
{
    /// <summary>The largest number that a unit may give: 34,165 units of <see cref="TreeBound"/>, rounded up, stay below 2^53.</summary>
    public const long NumberMax = 100_000_000_000;

    /// <summary>The classes that it names.</summary>
    public IEnumerable<UnitKind> Classes() => Reporters.Select(reporter => reporter.UnitClass).OfType<UnitKind>().Distinct();

    /// <summary>The target that counts for units of a class in a year: the one that names most of the two.</summary>
    /// <param name="unitKind">Null where several classes are taken together.</param>
    public Target? TargetOf(UnitKind? unitKind, int year) => Targets
        .Where(target => (target.UnitKind is null || target.UnitKind == unitKind) && (target.Year is null || target.Year == year))
        .MaxBy(target => (target.UnitKind is null ? 0 : 2) + (target.Year is null ? 0 : 1));
}

/// <summary>What is aimed at.</summary>
/// <param name="Value">Of a share in percent, with at most six decimals.</param>
/// <param name="UnitKind">The class that it is set for; null for all.</param>
/// <param name="Year">The year that it is set for; null for each.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.target")]
public sealed record Target(Comparison Comparison, double Value, UnitKind? UnitKind, int? Year)
{
    /// <summary>Parts of one that a target may be told in.</summary>
    private const long Parts = 1_000_000;

    /// <summary>The value in whole parts.</summary>
    public long Whole => (long)Math.Round(Value * Parts);

    /// <summary>Whether a sum reaches it. Whole numbers are compared, never a rounded share.</summary>
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

/// <summary>How a value stands to its target.</summary>
public enum TargetStatus
{
    Achieved,
    NotAchieved,

    /// <summary>Not all have given.</summary>
    Provisional,
    NoData,
    NoTarget,
}

/// <param name="Reporters">The units that give it, each with its class; none where the system counts.</param>
/// <param name="Place">Sequence number of the event that defined it.</param>
public sealed record OwnedIndicator(Indicator Indicator, ImmutableArray<Reporter> Reporters, long Place);

/// <summary>What a unit is to know of an indicator to give it.</summary>
/// <param name="Class">Of the unit, when the indicator was defined: it counts in that class.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.indicator-terms")]
public sealed record IndicatorTerms(string Id, string Owner, string Text, IndicatorMethod Method, UnitKind Class, ReformArea? Reform);

/// <summary>An indicator that a unit gives, with what it has given.</summary>
/// <param name="Values">One for each year and period, in the order in which they were first given.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.given-indicator")]
public sealed record GivenIndicator(IndicatorTerms Terms, ImmutableArray<GivenValue> Values)
{
    /// <summary>Null while nothing is given.</summary>
    public GivenValue? Find(int year, string? period) => Values.FirstOrDefault(value => value.Year == year && value.Period == period);

    internal GivenIndicator With(GivenValue value) => Find(value.Year, value.Period) is { } before
        ? this with { Values = Values.Replace(before, value) }
        : this with { Values = Values.Add(value) };
}

/// <summary>What a unit has given for one year, or for one period of it.</summary>
/// <param name="Period">Key of the period; null for the year itself.</param>
/// <param name="Denominator">0 for a plain number.</param>
/// <param name="By">The person who gave it; null where nobody signs in.</param>
/// <param name="Verified">Whether a unit above stands by it.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.given-value")]
public sealed record GivenValue(
    int Year, string? Period, long Numerator, long Denominator, string? Note, Document? Document, string? By, bool Verified);
