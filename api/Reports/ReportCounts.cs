namespace Hierarchy.Api.Reports;

/// <summary>Counts the figures that the system provides for the rows of a report.</summary>
internal sealed class ReportCounts(Backend backend)
{
    /// <summary>Maximum number of concurrent queries for one report.</summary>
    private const int AtOnceMax = 4;

    private const int PageSize = 500;

    public async Task<ReportFigures> CountAsync(Report report, CancellationToken cancellation)
    {
        var (form, found) = (report.Form, new ConcurrentDictionary<string, FigureValue>(StringComparer.Ordinal));
        await Parallel.ForEachAsync(
            form.Rows, new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = cancellation },
            async (row, stop) =>
            {
                if (await CountAsync(row, report, stop) is { } value)
                {
                    found[row.Code] = value;
                }
            });
        var previous = form.Rows.Any(row => row.Source == RowSource.Previous) ? await PreviousAsync(report, cancellation) : null;
        ImmutableArray<ReportStanding> below = [];
        ImmutableArray<string> missing = [];
        if (form.Rows.Any(row => row.Source == RowSource.SumOfBelow))
        {
            (below, missing) = await BelowAsync(report, cancellation);
        }
        foreach (var row in form.Rows)
        {
            var value = row.Source switch
            {
                RowSource.Previous => previous is null ? null : ValueIn(previous, row.Code),
                RowSource.SumOfBelow => SumOf(below, row.Code),
                _ => null,
            };
            if (value is { } known)
            {
                found[row.Code] = known;
            }
        }
        return new ReportFigures(
            [.. form.Rows.Where(row => found.ContainsKey(row.Code)).Select(row => new CountedFigure(row.Code, found[row.Code]))],
            [.. below.Select(one => new IncludedReport(
                one.Report.Unit, one.Revision, one.Sha256!, one.Report.Period == report.Period ? null : one.Report.Period))], missing);
    }

    /// <summary>The obligations behind an indicator in a report; none if units report its values.</summary>
    /// <param name="on">The day of the count; null for now.</param>
    public ObligationQuery Behind(Indicator? indicator, Report report, DateOnly? on) =>
        Below(report, on) is var all && indicator is not null && IndicatorReads.CountedOf(indicator, report.Form.To.Year, all) is { } counted
            ? counted
            : None(all);

    /// <summary>The obligations behind a counted row, except for indicators; null for entered rows.</summary>
    /// <param name="content">The content of the report.</param>
    /// <param name="on">The day of the count; null for now.</param>
    public async Task<ObligationQuery?> BehindAsync(
        TemplateRow row, Report report, ReportContent content, DateOnly? on, CancellationToken cancellation)
    {
        var all = Below(report, on);
        return row.Source switch
        {
            RowSource.Progress => QueryOf(row, report, on),
            RowSource.SumOfBelow when content.Includes.IsEmpty && content.Missing.IsEmpty => null,
            RowSource.SumOfBelow => all with
            {
                Units = [.. content.Includes.Select(one => one.Unit)],
                Period = report.Period,
                Kind = ObligationKind.Report,
            },
            RowSource.Previous => await PreviousAsync(report, cancellation) is { } previous
                ? all with { Units = [report.Unit], Period = previous.Report.Period, Kind = ObligationKind.Report }
                : None(all),
            _ => null,
        };
    }

    private static ObligationQuery None(ObligationQuery query) => query with { Units = [] };

    private ObligationQuery Below(Report report, DateOnly? on)
    {
        var day = on ?? backend.Today;
        var isPast = day < backend.Today;
        return new ObligationQuery(report.Unit, Below: true, day)
        {
            IsPast = isPast,
            Units = isPast ? UnitsOnDays.Below(report.Unit, day, backend.Directory) : null,
        };
    }

    /// <summary>The obligations that a row counts within the report's window; null for another source.</summary>
    private ObligationQuery? QueryOf(TemplateRow row, Report report, DateOnly? on)
    {
        if (row.Source != RowSource.Progress)
        {
            return null;
        }
        var count = row.Count ?? new ProgressCount(null, null, null);
        return Below(report, on) with
        {
            Kind = count.Kind,
            ReformArea = count.ReformArea,
            Plan = count.Plan,
            Own = count.Plan is null ? false : null,
            Window = new DayRange(report.Form.From, report.Form.To),
        };
    }

    private async Task<FigureValue?> CountAsync(TemplateRow row, Report report, CancellationToken cancellation)
    {
        if (row.Source == RowSource.Indicator)
        {
            return await IndicatorReads.RateAsync(backend, row.Indicator!, report.Unit, report.Form.To.Year, report.Period, cancellation) is { } rate
                ? new FigureValue(rate.Numerator, rate.Denominator)
                : null;
        }
        if (QueryOf(row, report, on: null) is not { } query)
        {
            return null;
        }
        var all = await backend.QueryAsync(queries => queries.CountObligationsAsync(query, cancellation));
        var some = row.Count?.Numerator is { } timeliness
            ? await backend.QueryAsync(queries => queries.CountObligationsAsync(query with { Timeliness = [timeliness] }, cancellation))
            : all;
        return new FigureValue(some, all);
    }

    /// <summary>The unit's last signed report whose period ended before that of this one.</summary>
    private async Task<ReportStanding?> PreviousAsync(Report report, CancellationToken cancellation) =>
        (await backend.QueryAsync(queries => queries.SignedAsync(report.Unit, report.Form.Regime, cancellation)))
        .Where(one => one.To < report.Form.To).MaxBy(one => one.To);

    /// <summary>The topmost reporting units below: their received reports, and the units without one.</summary>
    private async Task<(ImmutableArray<ReportStanding> Received, ImmutableArray<string> Missing)> BelowAsync(Report report, CancellationToken cancellation)
    {
        if (await RegimeReads.FindPeriodAsync(report.Period, backend, cancellation) is not { } period)
        {
            return ([], []);
        }
        var reporters = await ReportersAsync(report, cancellation);
        var nearest = reporters.Where(unit => !backend.Directory.Ancestors(unit).Reverse().TakeWhile(above => above.Id != report.Unit)
            .Any(above => reporters.Contains(above.Id)));
        var received = ImmutableArray.CreateBuilder<ReportStanding>();
        var missing = ImmutableArray.CreateBuilder<string>();
        foreach (var ofPaper in nearest.GroupBy(unit => period.Regime.PaperOf(period, backend.Directory.Find(unit)!.Kind).Key, StringComparer.Ordinal))
        {
            string[] units = [.. ofPaper];
            var standings = (await backend.QueryAsync(queries => queries.StandingsAsync(ofPaper.Key, units, cancellation)))
                .Where(one => one.Status == ReportStatus.Received).ToList();
            received.AddRange(standings);
            missing.AddRange(units.Except(standings.Select(one => one.Report.Unit), StringComparer.Ordinal));
        }
        received.Sort((one, other) => string.CompareOrdinal(one.Report.Unit, other.Report.Unit));
        missing.Sort(StringComparer.Ordinal);
        return (received.ToImmutable(), missing.ToImmutable());
    }

    private async Task<HashSet<string>> ReportersAsync(Report report, CancellationToken cancellation)
    {
        var units = new HashSet<string>(StringComparer.Ordinal);
        var query = new ObligationQuery(report.Unit, Below: true, backend.Today, PageSize) { Period = report.Period, Kind = ObligationKind.Report };
        for (var hasNext = true; hasNext;)
        {
            var page = await backend.QueryAsync(queries => queries.ObligationsAsync(query, cancellation));
            units.UnionWith(page.Items.Where(o => o.Status != ObligationStatus.Cancelled).Select(o => o.Unit));
            hasNext = page.HasNext && !page.Items.IsEmpty;
            query = hasNext ? query with { After = ObligationCursor.Of(query.Order, page.Items[^1]) } : query;
        }
        units.Remove(report.Unit);
        units.RemoveWhere(unit => backend.Directory.Find(unit) is null);
        return units;
    }

    /// <summary>Null if there is nothing to add up, or the sum exceeds the API's range.</summary>
    private static FigureValue? SumOf(ImmutableArray<ReportStanding> below, string code)
    {
        (Int128 Numerator, Int128 Denominator, bool Any) sum = default;
        foreach (var standing in below)
        {
            if (ValueIn(standing, code) is { } value)
            {
                sum = (sum.Numerator + value.Numerator, sum.Denominator + value.Denominator, true);
            }
        }
        return sum.Any && Int128.Abs(sum.Numerator) <= Limits.MoneyMax && sum.Denominator <= Limits.MoneyMax
            ? new FigureValue((long)sum.Numerator, (long)sum.Denominator)
            : null;
    }

    private static FigureValue? ValueIn(ReportStanding standing, string code)
    {
        foreach (var value in standing.Values)
        {
            if (value.Code == code)
            {
                return value.Value;
            }
        }
        return null;
    }
}
