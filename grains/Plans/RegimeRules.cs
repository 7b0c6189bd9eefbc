namespace Hierarchy.Grains.Plans;

/// <summary>What makes a regime acceptable, and what it imposes. Pure.</summary>
public static class RegimeRules
{
    internal static Regime Kept(Regime regime) => WithLists(regime) with
    {
        Title = Text.Name(regime.Title),
        Act = DocumentRules.Kept(regime.Act),
        Periods = PlanRules.Each(regime.Periods, rule => WithLists(rule) with { Label = Text.Name(rule.Label) }),
        Reporters = PlanRules.Each(regime.Reporters, PlanRules.Kept),
        Sections = TemplateRules.Kept(regime.Sections),
        Template = TemplateRules.Kept(regime.Template),
    };

    internal static Regime WithLists(Regime regime) => regime with
    {
        Act = DocumentRules.Given(regime.Act),
        Periods = [.. PlanRules.Given(regime.Periods).Select(WithLists)],
        Reporters = PlanRules.Given(regime.Reporters),
        Holidays = PlanRules.Given(regime.Holidays),
        Sections = TemplateRules.Given(regime.Sections),
        Template = TemplateRules.Given(regime.Template),
    };

    /// <summary>Whether another regime, as it would be stored, has the same content, ignoring its holidays and ids.</summary>
    public static bool IsSame(Regime regime, Regime other)
    {
        other = Kept(other) with { Id = regime.Id, Holidays = regime.Holidays };
        return regime with { Periods = [], Reporters = [], Act = null, Holidays = [], Sections = null, Template = null }
            == other with { Periods = [], Reporters = [], Act = null, Holidays = [], Sections = null, Template = null }
            && TemplateRules.IsSame(regime.Sections, other.Sections) && TemplateRules.IsSame(regime.Template, other.Template)
            && regime.Act == other.Act && regime.Reporters.AsSpan().SequenceEqual(other.Reporters.AsSpan())
            && regime.Periods.Length == other.Periods.Length && regime.Periods.Zip(other.Periods).All(pair => IsSame(pair.First, pair.Second));
    }

    private static bool IsSame(PeriodRule rule, PeriodRule other) =>
        rule with { Due = [], Serves = [], TakesOver = null } == other with { Due = [], Serves = [], TakesOver = null }
        && rule.Due.AsSpan().SequenceEqual(other.Due.AsSpan()) && rule.Serves.AsSpan().SequenceEqual(other.Serves.AsSpan())
        && (rule.TakesOver == other.TakesOver || rule.TakesOver?.EndsWith(OwnedId.Separator + (other.TakesOver ?? " "), StringComparison.Ordinal) == true);

    private static PeriodRule WithLists(PeriodRule rule) => rule with
    {
        Due = PlanRules.Given(rule.Due),
        Serves = PlanRules.Given(rule.Serves),
    };

    /// <summary>What is wrong with the regime in itself.</summary>
    public static Refusal? Fault(Regime regime, DateOnly today) =>
        Text.Fault(regime.Title, "title", required: true)
        ?? DocumentRules.Fault(regime.Act, "act", today)
        ?? PlanRules.FaultOfYears(regime.StartYear, regime.EndYear, "regime")
        ?? (regime.Holidays.Length > Limits.HolidaysMax * (Limits.PlanYearsMax + 3)
            ? Refusal.Invalid("There are too many holidays.", "nextWorkingDay") : null)
        ?? PlanRules.First(regime.Holidays, (day, _) => Limits.FaultOfDay(day, "nextWorkingDay"))
        ?? (regime.Periods.Length is 0 or > Limits.PeriodsMax
            ? Refusal.Invalid($"A regime has 1 to {Limits.PeriodsMax} periods.", "periods") : null)
        ?? FaultOfKeys(regime)
        ?? PlanRules.First(regime.Periods, (rule, i) => FaultOf(rule, regime, $"periods[{i}]"))
        ?? FaultOfTaking(regime)
        ?? TemplateRules.Fault(regime.Sections ?? [], regime.Template ?? []);

    private static Refusal? FaultOfKeys(Regime regime)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        return PlanRules.First(regime.Periods, (rule, i) =>
            Limits.FaultOfNewId(rule.Key) is { } fault ? Refusal.Invalid($"key {fault}.", $"periods[{i}].key")
            : rule.Key.Length > PeriodRule.KeyMax
                ? Refusal.Invalid($"key has at most {PeriodRule.KeyMax} characters, such as Q1.", $"periods[{i}].key")
            : !keys.Add(rule.Key) ? Refusal.Invalid($"The period '{rule.Key}' is named twice.", $"periods[{i}].key")
            : null);
    }

    private static Refusal? FaultOf(PeriodRule rule, Regime regime, string place) =>
        Text.Fault(rule.Label, place + ".label", required: true, Limits.NameMax)
        ?? FaultOf(rule.From, place + ".from") ?? FaultOf(rule.To, place + ".to")
        ?? FaultOfOffset(rule.FromYearOffset, place + ".fromYearOffset")
        ?? (rule.From.In(2000 + rule.FromYearOffset) > rule.To.In(2000)
            ? Refusal.Invalid("The window ends before it begins; if it begins in the year before, set fromYearOffset to -1.", place + ".to")
            : null)
        ?? FaultOfDue(rule, regime, place + ".due")
        ?? FaultOfServes(rule, regime, place + ".serves");

    private static Refusal? FaultOf(MonthDay day, string place) =>
        MonthDay.TryParse(day.ToString(), out _) ? null : Refusal.Invalid("Give a day of the year as MM-DD.", place);

    private static Refusal? FaultOfOffset(int offset, string place) =>
        offset is < -1 or > 1 ? Refusal.Invalid("The offset must be -1, 0 or 1: the year before, the year itself or the year after.", place) : null;

    private static Refusal? FaultOfDue(PeriodRule rule, Regime regime, string place)
    {
        var kinds = new HashSet<UnitKind>();
        return rule.Due.Length > Limits.PartsMax ? Refusal.Invalid($"At most {Limits.PartsMax} last days are allowed.", place)
            : PlanRules.First(rule.Due, (due, i) =>
                Limits.FaultOfWord<UnitKind>(due.Kind, $"{place}[{i}].kind")
                ?? (kinds.Add(due.Kind)
                    ? null : Refusal.Invalid($"A {Text.Constant(due.Kind)} has two last days.", $"{place}[{i}].kind"))
                ?? FaultOf(due.LastDay, $"{place}[{i}].lastDay")
                ?? FaultOfOffset(due.YearOffset, $"{place}[{i}].yearOffset")
                ?? (regime.EndYear + due.YearOffset >= Limits.YearMax || regime.StartYear + due.YearOffset < Limits.YearMin
                    ? Refusal.Invalid($"The last day lies outside {Limits.YearMin}..{Limits.YearMax}.", $"{place}[{i}].yearOffset") : null));
    }

    private static Refusal? FaultOfServes(PeriodRule rule, Regime regime, string place) =>
        rule.Serves.Length > Limits.PeriodsMax ? Refusal.Invalid($"At most {Limits.PeriodsMax} are allowed.", place)
        : PlanRules.First(rule.Serves, (key, i) =>
            regime.Periods.FirstOrDefault(other => other.Key == key) is not { } served
                ? Refusal.Invalid($"The regime has no period '{Text.Shown(key)}'.", $"{place}[{i}]")
            : served == rule ? Refusal.Invalid("A period always serves itself: leave it out.", $"{place}[{i}]")
            : !served.Serves.IsEmpty
                ? Refusal.Invalid($"'{key}' itself serves another period: a report serves only the periods of one list.", $"{place}[{i}]")
            : regime.Periods.Sum(other => other.Serves.Count(one => one == key)) > 1
                ? Refusal.Invalid($"'{key}' is served twice.", $"{place}[{i}]")
            : null);

    private static Refusal? FaultOfTaking(Regime regime) =>
        !regime.TakesOver ? null
        : regime.Periods.Any(rule => rule.TakesOver is null)
            ? Refusal.Invalid("A regime takes over duties for each of its periods or for none.", "periods")
        : !regime.Reporters.IsEmpty
            ? Refusal.Invalid("The duties that the regime takes over determine the reporters: leave reporters empty.", "reporters")
        : regime.NextWorkingDay
            ? Refusal.Invalid("The last days are those of the duties that the regime takes over and cannot be changed.", "nextWorkingDay")
        : null;

    /// <summary>The regime with the ids of its duties as the owner has them: they have the owner's prefix if another owner uses the plain
    /// ids.</summary>
    internal static Regime Resolved(Regime regime, UnitState state) => regime with
    {
        Periods = [.. regime.Periods.Select(rule =>
            rule.TakesOver is { } given && !state.Duties.ContainsKey(given) && OwnedId.Of(regime.Owner, given) is var id && state.Duties.ContainsKey(id)
                ? rule with { TakesOver = id }
                : rule)],
    };

    /// <summary>The reporters: the units named, as of now, or those of the duties that the regime takes over.</summary>
    internal static ImmutableArray<Reporter> Reporters(Regime regime, UnitState state, IUnitDirectory directory)
    {
        var units = regime.TakesOver
            ? regime.Periods.SelectMany(rule => state.Duties[rule.TakesOver!].Units).Distinct(StringComparer.Ordinal)
            : PlanRules.Resolve(regime.Owner, regime.Reporters, directory);
        return [.. units.Select(unit => new Reporter(unit, directory.Find(unit)!.Kind))];
    }

    /// <summary>What is wrong with the duties that it takes over.</summary>
    internal static Refusal? FaultOfDuties(Regime regime, UnitState state) => PlanRules.First(regime.Periods, (rule, i) =>
    {
        var place = $"periods[{i}].takesOver";
        if (rule.TakesOver is not { } id)
        {
            return null;
        }
        if (!state.Duties.TryGetValue(id, out var owned))
        {
            return Refusal.NotFound($"'{regime.Owner}' has no duty '{Text.Shown(id)}'.", place);
        }
        if (owned.Duty.Kind != ObligationKind.Report)
        {
            return Refusal.Invalid($"The duty '{id}' asks for a plan, not for a report.", place);
        }
        if (state.Regimes.Values.Any(other => other.Regime.Periods.Any(taken => taken.TakesOver == id)))
        {
            return Refusal.Conflict($"Another regime already covers the duty '{id}'.", place);
        }
        return null;
    });

    /// <summary>What is wrong with the reporters: each must owe something, and every report taken over must exist, once.</summary>
    internal static Refusal? FaultOfReporters(Regime regime, ImmutableArray<Reporter> reporters, UnitState state)
    {
        foreach (var (unit, kind) in reporters)
        {
            if (OwnedRegime.CountOf(regime, kind) == 0)
            {
                return Refusal.Invalid($"No period has a last day for a {Text.Constant(kind)}, such as '{unit}'.", "periods");
            }
        }
        foreach (var kind in regime.TakesOver ? reporters.Select(reporter => reporter.Kind).Distinct() : [])
        {
            var taken = new HashSet<(string, DateOnly)>();
            foreach (var period in regime.AllPeriods())
            {
                var place = $"periods[{regime.Periods.IndexOf(period.Rule)}]";
                if (period.DueOf(kind) is { } due
                    && (Taken(state.Duties[period.Rule.TakesOver!].Duty, due) is null || !taken.Add((period.Rule.TakesOver!, due))))
                {
                    return Refusal.Invalid(
                        $"The duty '{period.Rule.TakesOver}' has no report of its own that is due on {due:yyyy-MM-dd}.", place + ".due");
                }
            }
        }
        return null;
    }

    /// <summary>The occurrence of a duty that falls due on a day.</summary>
    private static Occurrence? Taken(Duty duty, DateOnly due)
    {
        foreach (var occurrence in duty.Schedule.Occurrences())
        {
            if (occurrence.Due == due)
            {
                return occurrence;
            }
        }
        return null;
    }

    /// <summary>The obligations that it imposes on one of its reporters.</summary>
    public static ImmutableArray<ObligationTerms> TermsOf(OwnedRegime owned, UnitState owner, string unit)
    {
        var (regime, terms) = (owned.Regime, ImmutableArray.CreateBuilder<ObligationTerms>());
        var kind = owned.Reporters.First(reporter => reporter.Unit == unit).Kind;
        foreach (var period in regime.AllPeriods())
        {
            if (period.DueOf(kind) is not { } due)
            {
                continue;
            }
            if (period.Rule.TakesOver is null)
            {
                terms.Add(new ObligationTerms(
                    Obligation.IdOf(unit, regime.Id, period.Occurrence), ObligationKind.Report, null, regime.Owner, regime.Id, "",
                    ReformArea.Steering, period.Year, period.Year, $"{regime.Title} ({period.Label})", Imposition.DefaultWeight, 0, due, false,
                    regime.From, Period: period.Key));
            }
            else if (owner.Duties[period.Rule.TakesOver] is var duty && duty.Units.Contains(unit))
            {
                var taken = Imposition.Of(owner.Plans[duty.Duty.Plan], duty, unit).First(given => given.Due == due);
                terms.Add(taken with { Period = period.Key });
            }
        }
        return terms.ToImmutable();
    }
}
