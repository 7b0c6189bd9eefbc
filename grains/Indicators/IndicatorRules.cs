namespace Hierarchy.Grains.Indicators;

/// <summary>What makes an indicator, a value and an inspection acceptable. Pure.</summary>
public static class IndicatorRules
{
    internal static Indicator WithLists(Indicator indicator) => indicator with
    {
        Reporters = PlanRules.Given(indicator.Reporters),
        Targets = PlanRules.Given(indicator.Targets),
    };

    internal static Indicator Kept(Indicator indicator) => WithLists(indicator) with
    {
        Text = Text.Note(indicator.Text),
        NumeratorLabel = Text.Name(indicator.NumeratorLabel),
        DenominatorLabel = Text.NameOrNull(indicator.DenominatorLabel),
        Reporters = PlanRules.Each(indicator.Reporters, PlanRules.Kept),
    };

    /// <summary>What is wrong with the indicator in itself.</summary>
    internal static Refusal? Fault(Indicator indicator, IUnitDirectory directory) =>
        PlanRules.FaultOfId(indicator.Id, "id")
        ?? Text.Fault(indicator.Text, "text", required: true)
        ?? Limits.FaultOfWord<IndicatorMethod>(indicator.Method, "method")
        ?? Limits.FaultOfWord(indicator.System, "system")
        ?? Text.Fault(indicator.NumeratorLabel, "numeratorLabel", required: true, Limits.NameMax)
        ?? Text.Fault(indicator.DenominatorLabel, "denominatorLabel", required: false, Limits.NameMax)
        ?? FaultOfMethod(indicator)
        ?? FaultOfTargets(indicator.Targets)
        ?? PlanRules.FaultOfAssignees(
            indicator.Owner, indicator.Reporters, "reporters", directory, led: indicator.Method != IndicatorMethod.System || !indicator.Reporters.IsEmpty)
        ?? FaultOfClasses(indicator);

    private static Refusal? FaultOfMethod(Indicator indicator) =>
        (indicator.Method == IndicatorMethod.System) != (indicator.System is not null)
            ? Refusal.Invalid("system is required for an indicator with the method SYSTEM, and not allowed for any other.", "system")
        : indicator.Method == IndicatorMethod.Ratio && indicator.DenominatorLabel is null
            ? Refusal.Invalid("A RATIO needs a denominatorLabel, which names what the numerator is a part of.", "denominatorLabel")
        : indicator.Method == IndicatorMethod.Sum && indicator.DenominatorLabel is not null
            ? Refusal.Invalid("A SUM has no denominator: leave denominatorLabel out.", "denominatorLabel")
        : null;

    private static Refusal? FaultOfTargets(ImmutableArray<Target> targets)
    {
        if (targets.Length > Limits.TargetsMax)
        {
            return Refusal.Invalid($"An indicator has at most {Limits.TargetsMax} targets.", "targets");
        }
        var seen = new HashSet<(UnitKind?, int?)>();
        return PlanRules.First(targets, (target, i) =>
        {
            var place = $"targets[{i}]";
            return Limits.FaultOfWord<Comparison>(target.Comparison, place + ".comparison")
                ?? Limits.FaultOfWord(target.UnitKind, place + ".unitKind")
                ?? (!(Math.Abs(target.Value) <= Limits.TargetMax)
                    ? Refusal.Invalid($"value must lie in -{Limits.TargetMax:0}..{Limits.TargetMax:0}.", place + ".value")
                : Math.Round((decimal)target.Value, 6) != (decimal)target.Value
                    ? Refusal.Invalid("value must have at most six decimals.", place + ".value")
                : target.Year is < Limits.YearMin or > Limits.YearMax
                    ? Refusal.Invalid($"year must lie in {Limits.YearMin}..{Limits.YearMax}.", place + ".year")
                : !seen.Add((target.UnitKind, target.Year))
                    ? Refusal.Invalid("Only one target is allowed for a class and year.", place)
                : null);
        });
    }

    // The system counts either all units below, or whole classes.
    private static Refusal? FaultOfClasses(Indicator indicator) =>
        indicator.System is not { } measure ? null
        : PlanRules.First(indicator.Reporters, (reporter, i) => reporter.Unit is not null
            ? Refusal.Invalid("For an indicator that the system counts, give targets by class, not by unit.", $"reporters[{i}].unit")
            : null)
        ?? (measure == SystemMeasure.UnitsInspected && indicator.Reporters.IsEmpty
            ? Refusal.Invalid("reporters must name the classes whose inspected units are counted.", "reporters")
        : measure != SystemMeasure.UnitsInspected && !indicator.Reporters.IsEmpty
            ? Refusal.Invalid("The system counts the obligations of all units below: leave reporters empty.", "reporters")
        : null);

    /// <summary>Resolves the objective that an indicator names, in a plan of its owner. If several plans have an objective of that id,
    /// the name must be the plan's id, a slash and the objective's id.</summary>
    internal static (Indicator? Found, Refusal? Fault) Resolved(Indicator indicator, UnitState state)
    {
        if (indicator.Objective is not { } given)
        {
            return (indicator with { Plan = null, Reform = null }, null);
        }
        var meant = state.Plans.Values.SelectMany(plan => plan.Objectives.Select(objective => (Plan: plan, Objective: objective)))
            .Where(one => $"{one.Plan.Id}/{one.Objective.Id}" == given || (one.Objective.Id == given && (indicator.Plan ?? one.Plan.Id) == one.Plan.Id))
            .Take(2).ToList();
        if (meant.Count != 1)
        {
            return (null, meant.Count == 0
                ? Refusal.NotFound($"'{indicator.Owner}' has no objective '{Text.Shown(given)}' in a plan.", "objective")
                : Refusal.Invalid($"Several plans have an objective '{Text.Shown(given)}': name it PLAN/{Text.Shown(given)}.", "objective"));
        }
        var (plan, objective) = meant[0];
        if (state.Indicators.Values.FirstOrDefault(owned => owned.Indicator.Plan == plan.Id && owned.Indicator.Objective == objective.Id) is { } other)
        {
            return (null, Refusal.Conflict($"The indicator '{other.Indicator.Id}' already measures that objective.", "objective"));
        }
        return (indicator with
        {
            Plan = plan.Id,
            Objective = objective.Id,
            Reform = objective.Area is { } area ? plan.FindArea(area)?.Reform : null,
            Targets = indicator.Targets.IsEmpty && objective is { Target: { } target, Comparison: { } comparison }
                ? [new Target(comparison, target, null, objective.Due?.Year)]
                : indicator.Targets,
        }, null);
    }

    /// <summary>What is wrong with the numbers that a unit reports.</summary>
    internal static Refusal? FaultOfValue(IndicatorMethod method, long numerator, long? denominator) =>
        numerator is < 0 or > Indicator.NumberMax
            ? Refusal.Invalid($"numerator must lie in 0..{Indicator.NumberMax}.", "numerator")
        : denominator is < 0 or > Indicator.NumberMax
            ? Refusal.Invalid($"denominator must lie in 0..{Indicator.NumberMax}.", "denominator")
        : method switch
        {
            IndicatorMethod.Ratio => denominator is not { } whole
                ? Refusal.Invalid("A RATIO needs a numerator and a denominator.", "denominator")
                : numerator <= whole ? null
                : Refusal.Invalid($"numerator {numerator} is greater than denominator {whole}.", "numerator") with { Reason = Reasons.NumeratorAbove },
            IndicatorMethod.Units => numerator > 1 ? Refusal.Invalid("The value must be 1 (the unit has it) or 0 (it has not).", "numerator")
                : denominator is not (null or 1) ? Refusal.Invalid("One unit counts as 1: leave denominator out.", "denominator")
                : null,
            _ => denominator is not (null or 0) ? Refusal.Invalid("A SUM has no denominator: leave it out.", "denominator") : null,
        };

    /// <summary>The denominator as it is stored.</summary>
    internal static long DenominatorOf(IndicatorMethod method, long? given) => method == IndicatorMethod.Units ? 1 : given ?? 0;

    internal static Refusal? FaultOfPeriod(int year, string? period) =>
        year is < Limits.YearMin or > Limits.YearMax
            ? Refusal.Invalid($"year must lie in {Limits.YearMin}..{Limits.YearMax}.", "year")
        : period is null ? null
        : Text.Fault(period, "period", required: true, OwnedId.LengthMax + PeriodRule.KeyMax + 6)
            ?? (ReportPeriod.YearOf(period) != year
                ? Refusal.Invalid($"'{Text.Shown(period)}' is not a period of {year}; the id of a period is REGIME~YEAR-KEY.", "period")
                : null);

    internal static Inspection WithLists(Inspection inspection) => inspection with
    {
        Act = DocumentRules.Given(inspection.Act),
        Findings = PlanRules.Given(inspection.Findings),
    };

    internal static Inspection Kept(Inspection inspection) => WithLists(inspection) with
    {
        Act = DocumentRules.Kept(inspection.Act),
        Findings = PlanRules.Each(inspection.Findings, finding => finding with { Text = Text.Note(finding.Text) }),
    };

    /// <summary>What is wrong with an inspection in itself, or between these two units.</summary>
    internal static Refusal? Fault(Inspection inspection, IUnitDirectory directory, DateOnly today) =>
        PlanRules.FaultOfId(inspection.Id, "id")
        ?? FaultOfUnits(inspection, directory)
        ?? Limits.FaultOfDay(inspection.On, "on")
        ?? Limits.FaultOfFuture(inspection.On, "on", today)
        ?? DocumentRules.Fault(inspection.Act, "act", today)
        ?? FaultOfFindings(inspection);

    internal static Refusal? FaultOfFindings(Inspection inspection) =>
        inspection.Findings.Length > Limits.FindingsMax
            ? Refusal.Invalid($"An inspection has at most {Limits.FindingsMax} findings.", "findings")
            : PlanRules.First(inspection.Findings, (finding, i) =>
                Text.Fault(finding.Text, $"findings[{i}].text", required: true)
                ?? Limits.FaultOfDay(finding.Due, $"findings[{i}].due")
                ?? (finding.Due < inspection.On
                    ? Refusal.Invalid($"due must not lie before the inspection, {inspection.On:yyyy-MM-dd}.", $"findings[{i}].due")
                    : null));

    private static Refusal? FaultOfUnits(Inspection inspection, IUnitDirectory directory)
    {
        if (directory.Find(inspection.Unit) is not { } unit)
        {
            return Refusal.NoUnit(inspection.Unit, "unit");
        }
        var above = directory.Ancestors(unit.Id);
        var stands = unit.Id != inspection.Inspector
            && above.Any(one => one.Id == inspection.Inspector || one.Id == directory.Find(inspection.Inspector)?.Parent);
        return stands
            ? UnitRules.FaultOfClosed(unit, "unit")
            : Refusal.Invalid($"'{inspection.Inspector}' is neither above '{unit.Id}' nor directly below a unit above it.", "inspector");
    }
}
