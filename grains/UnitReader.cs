namespace Hierarchy.Grains;

/// <summary>Answers reads of a unit from its current state and roll-up. Pure.</summary>
internal readonly record struct UnitReader(string Unit, UnitState State, UnitRollup Rollup, long Version)
{
    public UnitReading Read(UnitQuestions questions) => new(
        Version, Cells(questions.Cells), [.. questions.Parts.Select(Parts)], questions.Plans ? Plans() : [],
        Contents(questions.Contents), Obligations(questions.Obligations),
        [.. questions.Indicators.Select(Indicator)]);

    public ImmutableArray<Measures> Cells(ImmutableArray<Cell> cells)
    {
        var read = ImmutableArray.CreateBuilder<Measures>(cells.Length);
        foreach (var cell in cells)
        {
            read.Add(Rollup.Read(cell));
        }
        return read.MoveToImmutable();
    }

    public ChildrenReading Children(Cell cell)
    {
        var children = ImmutableDictionary.CreateBuilder<string, ChildMeasures>();
        foreach (var (child, rollup) in Rollup.Children)
        {
            var measures = rollup.Read(cell);
            if (!measures.IsZero)
            {
                children[child] = new ChildMeasures(rollup.Version, measures);
            }
        }
        return new ChildrenReading(Version, Rollup.ReadOwn(cell), children.ToImmutable());
    }

    public ImmutableArray<Plan> Plans() =>
        [.. State.Plans.Values.OrderByDescending(p => p.StartYear).ThenByDescending(p => p.AdoptedOn).ThenBy(p => p.Id, StringComparer.Ordinal)];

    public ImmutableArray<Regime> Regimes() => [.. State.Regimes.Values.OrderBy(owned => owned.Place).Select(owned => owned.Regime)];

    public RollupReading Rolled() => new(Version, State.Seq, Rollup.ReadAll(), Rollup.ReadIndicators());

    public MeasuringReading Measuring(IUnitDirectory directory) => new(
        Version, [.. State.Indicators.Values.OrderBy(owned => owned.Place).Select(owned => owned.Indicator)], Rollup.ReadIndicatorKeys(),
        [.. State.GivenIndicators.Values.OrderBy(given => given.Terms.Id, StringComparer.Ordinal)],
        [.. State.Inspected.Values.OrderBy(inspection => inspection.On).ThenBy(inspection => inspection.Id, StringComparer.Ordinal)])
    {
        Acting = HandOverRules.ActingFor(State, directory),
    };

    private IndicatorReading Indicator(IndicatorKey asked) => Rollup.ReadIndicator(asked.Owner, asked.Id, Version);

    public ImmutableArray<PlanContents> Contents(ImmutableArray<string> plans) =>
        [.. plans.Select(State.Plans.GetValueOrDefault).OfType<Plan>().Select(Contents)];

    public ImmutableArray<Obligation> Obligations(ImmutableArray<string> obligations) =>
        [.. obligations.Select(State.Obligations.GetValueOrDefault).OfType<Obligation>()];

    private PlanContents Contents(Plan plan) => new(
        plan,
        [.. State.Tasks.Values.Where(t => t.Task.Plan == plan.Id).OrderBy(t => t.Place).ThenBy(t => t.Turn).Select(t => t.Task)],
        [.. State.Duties.Values.Where(d => d.Duty.Plan == plan.Id).OrderBy(d => d.Place).Select(d => d.Duty)],
        State.Versions.GetValueOrDefault(plan.Id, []));

    // Includes every child that has sent the unit a roll-up.
    private ChildrenReading Parts(Cell cell) => new(Version, Rollup.ReadOwn(cell), Rollup.ReadChildren(cell));
}
