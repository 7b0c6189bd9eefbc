namespace Hierarchy.Grains.Reports;

/// <summary>What a report may contain, and which obligations it discharges. Pure.</summary>
internal static class ReportRules
{
    /// <summary>The unit's obligations that a report of this form discharges.</summary>
    public static IEnumerable<Obligation> ServedBy(ReportForm form, UnitState state) => state.Obligations.Values
        .Where(o => o.IsHere && o.Terms.Kind == ObligationKind.Report && form.Covers(o.Terms.Period) && form.Owner == o.Terms.PlanOwner)
        .OrderBy(o => o.Id, StringComparer.Ordinal);

    public static ImmutableArray<ServedObligation> Named(IEnumerable<Obligation> obligations) =>
        [.. obligations.Select(o => new ServedObligation(o.Id))];

    /// <summary>Null unless one of them is being handed over.</summary>
    public static Refusal? FaultOfMoving(IEnumerable<Obligation> obligations) =>
        obligations.FirstOrDefault(o => o.HandingTo is not null) is { } moving
            ? Refusal.Conflict($"The obligation '{moving.Id}' is being handed over to another unit.", "report")
            : null;

    public static Refusal? FaultOfTexts(Report report, ImmutableArray<SectionText> sections)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return PlanRules.First(sections, (section, i) =>
                !report.Form.Sections.Any(rule => rule.Key == section.Key)
                    ? Refusal.Invalid($"The report has no section '{Text.Shown(section.Key)}'.", $"sections[{i}].key")
                : !seen.Add(section.Key) ? Refusal.Invalid($"The section '{section.Key}' is given twice.", $"sections[{i}].key")
                : Text.Fault(section.Text, $"sections[{i}].text", required: false, Limits.SectionTextMax))
            ?? (report.With(sections, []).Sections.Sum(section => section.Text.Length) > Limits.ReportTextMax
                ? Refusal.Invalid($"The sections of a report have at most {Limits.ReportTextMax} characters together.", "sections") : null);
    }

    public static Refusal? FaultOfRows(Report report, ImmutableArray<RowEntry> rows)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return PlanRules.First(rows, (entry, i) =>
        {
            var place = $"rows[{i}]";
            return report.Form.Rows.FirstOrDefault(row => row.Code == entry.Code) is not { } row
                    ? Refusal.Invalid($"The report has no row '{Text.Shown(entry.Code)}'.", place + ".code")
                : !seen.Add(entry.Code) ? Refusal.Invalid($"The row '{entry.Code}' is given twice.", place + ".code")
                : entry.NothingOccurred && entry.Numerator is not null
                    ? Refusal.Invalid("A row that is marked as without occurrence cannot have a figure.", place + ".nothingOccurred")
                : !entry.Clears && row.Source != RowSource.Entered && string.IsNullOrWhiteSpace(entry.Reason)
                    ? Refusal.Invalid("A value that replaces a counted one needs a reason.", place + ".reason")
                : FaultOfFigure(entry.Numerator, place + ".numerator")
                    ?? (entry.Denominator < 0 ? Refusal.Invalid("denominator must not be negative.", place + ".denominator") : null)
                    ?? FaultOfFigure(entry.Denominator, place + ".denominator")
                    ?? Text.Fault(entry.Reason, place + ".reason", required: false);
        });
    }

    private static Refusal? FaultOfFigure(long? figure, string place) => figure is < -Limits.MoneyMax or > Limits.MoneyMax
        ? Refusal.Invalid($"A figure must lie in {-Limits.MoneyMax}..{Limits.MoneyMax}.", place)
        : null;

    /// <summary>Codes of the required rows that are empty.</summary>
    public static ImmutableArray<string> MissingRows(Report report, ReportFigures figures) =>
        [.. report.Form.Rows.Where(row => row.Required && report.EntryOf(row.Code) is null && figures.Of(row.Code) is null).Select(row => row.Code)];
}
