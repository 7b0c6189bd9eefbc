namespace Hierarchy.Simulation.Callers;

/// <summary>Random commands about periodic reports, indicators and inspections.</summary>
internal sealed partial class Wishes
{
    private const int RegimesMax = 2;
    private const int IndicatorsMax = 3;

    private static readonly ImmutableArray<UnitKind> Reporting = [UnitKind.Province, UnitKind.Department, UnitKind.District, UnitKind.Commune];

    private readonly bool _asksReports;
    private int _regimes;
    private int _indicators;
    private int _inspections;
    private int _papers;

    /// <summary>The counted figures, which seldom stay the same.</summary>
    public ReportFigures Counted() => new(
        _timeline.Chance(0.1)
            ? []
            : [new CountedFigure("1", new FigureValue(_timeline.Next(10), 10)), new CountedFigure("3", new FigureValue(_timeline.Next(50), 0))],
        _timeline.Chance(0.3) ? [new IncludedReport(_timeline.Any(Units).Id, 1, new string('a', 64))] : [], []);

    private (string Unit, UnitCommand Command) Periodic()
    {
        var states = Units.Select(unit => _ledger.StateOf(unit.Id)).Where(state => state.Unit is not null).ToList();
        if (_regimes == 0 || (_regimes < RegimesMax && _timeline.Chance(0.05)))
        {
            _regimes++;
            return Demand(_timeline.Any(Units.Take(3).ToList()).Id);
        }
        if (_indicators == 0 || (_indicators < IndicatorsMax && _timeline.Chance(0.1)))
        {
            return Define(_timeline.Any(Units.Take(3).ToList()).Id);
        }
        return (_timeline.Next(20) switch
        {
            < 12 => OfReport(states),
            < 18 => OfValue(states),
            _ => null,
        }) ?? Inspect();
    }

    /// <summary>The template of a regime's reports; empty in runs without reports, so that their seeds keep their meaning.</summary>
    private Regime WithForm(Regime regime) => !_asksReports ? regime : regime with
    {
        Reporters = regime.TakesOver ? [] : [.. regime.Reporters.Where(reporter => reporter.UnitClass is not null || reporter.Unit != Units[0].Id)
            .DefaultIfEmpty(new Assignee(null, _timeline.Any([UnitKind.District, UnitKind.Commune]), "lớp"))],
        Collector = _timeline.Chance(0.2) ? _timeline.Any(Units).Id : null,
        Sections = [new SectionRule("I", "Chỉ đạo")],
        Template =
        [
            new TemplateRow("1", null, "Nhiệm vụ", "nhiệm vụ", RowSource.Progress),
            new TemplateRow("2", null, "Thủ tục", "hồ sơ", RowSource.Entered, Required: _timeline.Chance(0.3)),
            new TemplateRow("3", null, "Ở dưới", "hồ sơ", RowSource.SumOfBelow, Required: false),
        ],
    };

    /// <summary>Null if nobody owes a report.</summary>
    private (string Unit, UnitCommand Command)? OfReport(List<UnitState> states)
    {
        var reports = states.SelectMany(state => state.Reports.Values.OrderBy(report => report.Period, StringComparer.Ordinal)).ToList();
        if (reports.Count > 0 && _timeline.Chance(0.75))
        {
            var report = _timeline.Any(reports);
            return (report.Unit, OfReport(report));
        }
        var owing = states.SelectMany(state => state.Obligations.Values.Where(o => o is { IsHere: true, Terms.Period: not null })
            .OrderBy(o => o.Id, StringComparer.Ordinal).Select(o => (State: state, Owner: o.Terms.PlanOwner, Period: o.Terms.Period!))).ToList();
        var owned = states.SelectMany(state => state.Regimes.Values.OrderBy(regime => regime.Place)
            .SelectMany(regime => regime.Regime.AllPeriods().Select(period => (State: state, Owner: state.Unit!.Id, Period: period.Key)))).ToList();
        var all = owing.Count > 0 && _timeline.Chance(0.8) ? owing : owned;
        if (all.Count == 0)
        {
            return null;
        }
        var (opening, owner, key) = _timeline.Any(all);
        var kind = opening.Unit!.Kind;
        return _ledger.StateOf(owner).Regimes.GetValueOrDefault(ReportPeriod.RegimeOf(key)!)?.Regime is { } regime && regime.FindPeriod(key) is { } period
            ? (opening.Unit.Id, new UnitCommand.OpenReport(ReportForm.Of(_timeline.Chance(0.9) ? regime.PaperOf(period, kind) : period, kind)))
            : null;
    }

    private UnitCommand OfReport(Report report) => (_timeline.Next(10) + (report.IsFrozen ? 10 : 0)) switch
    {
        < 3 => new UnitCommand.WriteReport(
            report.Period, [new SectionText("I", $"Đã làm {_timeline.Next(100)} việc")],
            [
                _timeline.Chance(0.2) ? new RowEntry("2", null, 0, null, NothingOccurred: true) : new RowEntry("2", _timeline.Next(100), 0, null),
                .. _timeline.Chance(0.3) ? (RowEntry[])[new RowEntry("1", _timeline.Next(10), 10, "Trùng một nhiệm vụ")] : [],
            ],
            _timeline.Chance(0.3) ? report.Version : null),
        < 9 or 19 => new UnitCommand.SignReport(
            report.Period, "Nguyễn Văn A", "KT. GIÁM ĐỐC", new Document($"{++_papers}/BC", Today.AddDays(-_timeline.Next(20)), null, null),
            _timeline.Chance(0.2) ? report.Revision : null, Counted()),
        < 13 => new UnitCommand.ReceiveReport(report.Period, null),
        < 16 => new UnitCommand.ReturnReport(report.Period, "Thiếu số liệu"),
        _ => new UnitCommand.ReopenReport(report.Period, "Sai số liệu"),
    };

    private (string Unit, UnitCommand Command) Define(string owner)
    {
        // Now and then two owners define an indicator with the same id.
        var id = _indicators > 0 && _timeline.Chance(0.15) ? $"i{_indicators - 1}" : $"i{_indicators++}";
        var method = _timeline.Any([IndicatorMethod.Ratio, IndicatorMethod.Units, IndicatorMethod.Sum]);
        return (owner, new UnitCommand.DefineIndicator(new Indicator(
            id, owner, null, null, "Chỉ tiêu", method, "tử số", method == IndicatorMethod.Sum ? null : "mẫu số",
            [new Assignee(null, _timeline.Any(Reporting), "lớp"), .. Leads(owner)], [], null, null)));
    }

    /// <summary>Null if nobody has to report an indicator.</summary>
    private (string Unit, UnitCommand Command)? OfValue(List<UnitState> states)
    {
        var asked = states.SelectMany(state => state.GivenIndicators.Values.OrderBy(given => given.Terms.Id, StringComparer.Ordinal)
            .Select(given => (state.Unit!.Id, Given: given))).ToList();
        if (asked.Count == 0)
        {
            return null;
        }
        var (unit, (terms, values)) = _timeline.Any(asked);
        if (values.Length > 0 && _timeline.Chance(0.35))
        {
            var value = _timeline.Any(values);
            return (unit, new UnitCommand.VerifyIndicator(terms.Id, value.Year, value.Period, null));
        }
        var year = Today.Year - _timeline.Next(2);
        var whole = _timeline.Next(1, 100);
        return (unit, new UnitCommand.ReportIndicator(
            terms.Id, year, _timeline.Chance(0.3) ? $"k~{year}-Q{_timeline.Next(1, 5)}" : null,
            // Now and then greater than the denominator, which is refused.
            terms.Method == IndicatorMethod.Units ? _timeline.Next(2) : _timeline.Next(whole + 3), terms.Method == IndicatorMethod.Ratio ? whole : null,
            null, null));
    }

    /// <summary>Mostly of a unit below the inspector; sometimes of another, which is refused.</summary>
    private (string Unit, UnitCommand Command) Inspect()
    {
        var inspector = _timeline.Any(Units.Take(3).ToList()).Id;
        var on = Today.AddDays(-_timeline.Next(400));
        ImmutableArray<Finding> findings =
            [.. Enumerable.Range(0, _timeline.Next(3)).Select(i => new Finding($"Sai phạm {i}", on.AddDays(_timeline.Next(200))))];
        return (inspector, new UnitCommand.RecordInspection(
            new Inspection($"k{_inspections++}", inspector, _timeline.Any(Units.Skip(1).ToList()).Id, on, null, findings)));
    }
}
