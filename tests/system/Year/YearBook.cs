namespace Hierarchy.Tests.System.Year;

/// <summary>The acts of the year, counted plainly from reports, values and inspections.</summary>
internal sealed class YearBook
{
    public const string Shipped = "bao-cao-tay-ninh-2013";
    public const string OfCommunes = "bao-cao-xa";
    public const string Indicator = "tay-ninh-2013.MT1";

    /// <summary>V.1.f of the plan: before the tenth of the last month of each quarter, of June and September with that of the half year and of
    /// nine months; the year's before the tenth of November.</summary>
    public static readonly ImmutableArray<Rule> ShippedRules =
    [
        new(Shipped, "Q1", [], "03-09"), new(Shipped, "H1", ["Q2"], "06-09"), new(Shipped, "M9", ["Q3"], "09-09"),
        new(Shipped, "Y", [], "11-09"), new(Shipped, "Q4", [], "12-09"),
    ];

    public YearBook(Province province, int seed)
    {
        (Province, Dice) = (province, new Random(seed));
        string[] agencies = [.. Reporters.Except(province.Communes)];
        Papers = [.. ShippedRules.SelectMany(rule => agencies.Select(unit => Draw(unit, rule)))];
        foreach (var quarter in Enumerable.Range(1, 4))
        {
            Papers.AddRange(province.Communes.Select(unit => Draw(unit, CommuneRule(quarter))));
            Papers.AddRange(province.Districts.Keys.Order(StringComparer.Ordinal).Select(unit => Draw(unit, DistrictRule(quarter))));
        }
        // Some units report nothing all year.
        var silent = Dice.GetItems(Reporters.ToArray(), 5).Append(province.Departments[0]).ToHashSet();
        Papers = [.. Papers.Select(paper => silent.Contains(paper.Unit) ? paper with { Story = Story.None } : paper)];
    }

    public Province Province { get; }

    public Random Dice { get; }

    /// <summary>In their order.</summary>
    public List<Paper> Papers { get; }

    /// <summary>Who gives the indicator.</summary>
    public ImmutableArray<string> Reporters => Province.Reporters;

    /// <summary>What each unit gives of it for a period, or for the year.</summary>
    public Dictionary<(string Unit, string? Period), Given> Values { get; } = [];

    public List<Inspected> Inspections { get; } = [];

    public static Rule CommuneRule(int quarter) => new(OfCommunes, $"Q{quarter}", [], $"{3 * quarter:00}-10");

    public static Rule DistrictRule(int quarter) => CommuneRule(quarter) with { Due = $"{3 * quarter:00}-20" };

    /// <summary>The rules that end in a quarter.</summary>
    public static bool IsOf(Rule rule, int quarter) => (rule.LastDay.Month + 2) / 3 == quarter;

    public static DateOnly EndOf(int quarter) => new DateOnly(2013, 3 * quarter, 1).AddMonths(1).AddDays(-1);

    /// <summary>The reports for a period at and below a unit.</summary>
    public IEnumerable<Paper> Owed(string top, string period) =>
        Papers.Where(paper => Province.IsUnder(paper.Unit, top) && paper.Rule.Periods.Contains(period));

    public PeriodCount Count(string top, string period, DateOnly? on)
    {
        Paper[] owed = [.. Owed(top, period)];
        var completed = owed.Select(paper => (paper, Day: paper.CompletedOn(on))).ToArray();
        return new PeriodCount(
            owed.Length, completed.Count(one => one.Day is not null), completed.Count(one => one.Day <= one.paper.Rule.LastDay),
            [.. completed.Where(one => one.Day is null).Select(one => one.paper.Unit).Order(StringComparer.Ordinal)]);
    }

    /// <summary>The state of all reports owed at and below a unit; a report for two periods counts twice.</summary>
    public Standing Stand(string top) => Sum(Papers
        .Where(paper => Province.IsUnder(paper.Unit, top))
        .SelectMany(paper => paper.Rule.Periods.Select(_ => Standing.Of(paper.Status, paper.CompletedOn(null), paper.Rule.LastDay))));

    public Standing StandOfFindings(string top) => Sum(Inspections
        .Where(one => Province.IsUnder(one.Unit, top))
        .SelectMany(one => one.Findings.Select(finding => Standing.Of(finding.Status, finding.CompletedOn, one.Due))));

    public Measured Measure(string top, string? period)
    {
        string[] asked = [.. Reporters.Where(unit => Province.IsUnder(unit, top))];
        Given[] given = [.. asked.Where(unit => Values.ContainsKey((unit, period))).Select(unit => Values[(unit, period)])];
        return new Measured(
            given.Sum(one => one.Numerator), given.Sum(one => one.Denominator), given.Length, asked.Length, given.Count(one => one.IsVerified),
            [.. asked.Where(unit => !Values.ContainsKey((unit, period))).Order(StringComparer.Ordinal)]);
    }

    /// <summary>Inspected units of a kind below a unit, each once, and their total number.</summary>
    public (int Inspected, int All) Cover(string top, string kind)
    {
        string[] all = [.. Reporters.Where(unit => Province.KindOf(unit) == kind && Province.IsUnder(unit, top))];
        return (all.Count(unit => Inspections.Any(one => one.Unit == unit)), all.Length);
    }

    private static Standing Sum(IEnumerable<Standing> all) => all.Aggregate(new Standing(0, 0, 0, 0, 0, 0, 0), (sum, one) => sum + one);

    private Paper Draw(string unit, Rule rule)
    {
        var story = Dice.Next(100) switch
        {
            < 5 => Story.None,
            < 10 => Story.Opened,
            < 18 => Story.Signed,
            < 70 => Story.Received,
            < 80 => Story.Returned,
            < 84 => Story.LeftReturned,
            < 95 => Story.Reopened,
            _ => Story.LeftReopened,
        };
        var first = rule.LastDay.AddDays(Dice.Next(4) > 0 ? -Dice.Next(9) : 1 + Dice.Next(30));
        return new Paper(unit, rule, story, first, first.AddDays(Dice.Next(20)), (Dice.Next(1_000), Dice.Next(1_000)));
    }
}

/// <summary>The counts of a period at a unit.</summary>
internal sealed record PeriodCount(int Owed, int Complete, int InTime, string[] Missing);

/// <summary>What units gave of an indicator.</summary>
internal sealed record Given(int Numerator, int Denominator, bool IsVerified);

/// <summary>The value of an indicator at a unit.</summary>
internal sealed record Measured(int Numerator, int Denominator, int Given, int Expected, int Verified, string[] NotGiven)
{
    /// <summary>MT1 of the plan: more than 60 %.</summary>
    public string Status => Given == 0 ? "NO_DATA" : Given < Expected ? "PROVISIONAL" : 100 * Numerator > 60 * Denominator ? "ACHIEVED" : "NOT_ACHIEVED";
}

/// <summary>That a unit was inspected, and what was found.</summary>
internal sealed record Inspected(string Id, string Inspector, string Unit, DateOnly On, ImmutableArray<Finding> Findings)
{
    public DateOnly Due => On.AddDays(30);
}

/// <summary>A finding of an inspection, with its outcome.</summary>
/// <param name="wanted">The intended outcome.</param>
/// <param name="day">The day of its submission, if any.</param>
internal sealed class Finding(string wanted, DateOnly day)
{
    public string Wanted => wanted;

    public DateOnly Day => day;

    public string Status { get; set; } = "NOT_STARTED";

    public DateOnly? CompletedOn => Status is "SUBMITTED" or "DONE" ? day : null;
}
