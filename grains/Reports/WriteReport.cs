namespace Hierarchy.Grains;

public partial record UnitCommand
{
    /// <summary>Writes texts and figures; what is not named stays. On a returned report it begins the next revision.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.write-report")]
    public sealed record WriteReport(
        string Period, ImmutableArray<SectionText> Sections, ImmutableArray<RowEntry> Rows, long? ExpectedVersion) : OfReport(Period)
    {
        public override string Subject => SubjectOf<UnitEvent.ReportWritten>();

        internal override UnitCommand WithLists() =>
            this with { Sections = PlanRules.Given(Sections), Rows = PlanRules.Given(Rows) };

        internal override UnitCommand Kept() => this with
        {
            Sections = PlanRules.Each(PlanRules.Given(Sections), section => section with { Text = Text.Note(section.Text) }),
            Rows = PlanRules.Each(PlanRules.Given(Rows), row => row with { Reason = Text.NoteOrNull(row.Reason) }),
        };

        internal override Decision Decide(Report report, UnitState state, in Circumstances now)
        {
            if (ExpectedVersion is { } expected && expected != report.Version)
            {
                return Refusal.Conflict($"The report has version {report.Version}, not {expected}: read it again.", "expectedVersion");
            }
            if (report.IsFrozen)
            {
                return WrongStatus(report, "written", "DRAFT or RETURNED");
            }
            if (Sections.IsEmpty && Rows.IsEmpty)
            {
                return Refusal.Invalid("Give sections, rows, or both.", "rows");
            }
            return Sections.Length > Limits.SectionsMax ? Refusal.Invalid($"A report has at most {Limits.SectionsMax} sections.", "sections")
                : Rows.Length > Limits.TemplateRowsMax ? Refusal.Invalid($"A report has at most {Limits.TemplateRowsMax} rows.", "rows")
                : ReportRules.FaultOfTexts(report, Sections)
                    ?? ReportRules.FaultOfRows(report, Rows)
                    ?? (report.Status == ReportStatus.Returned && report.Revision >= Limits.RevisionsMax ? TooManyRevisions : null)
                    ?? (Decision)new UnitEvent.ReportWritten(Period, [.. Sections], [.. Rows], []);
        }
    }

    private static Refusal TooManyRevisions => Refusal.Conflict($"A report has at most {Limits.RevisionsMax} revisions.", "report");
}

[JsonDerivedType(typeof(UnitEvent.ReportWritten), "report-written")]
public partial record UnitEvent
{
    public sealed record ReportWritten(
        string Period, ImmutableArray<SectionText> Sections, ImmutableArray<RowEntry> Rows, ImmutableArray<ServedObligation> Obligations)
        : OfReport(Period, Obligations)
    {
        internal override Report Apply(Report report, StoredEvent stored) =>
            (report.Status == ReportStatus.Returned ? NextOf(report) : report).With(Sections, Rows);
    }

    /// <summary>The revision to write after the report was returned or reopened.</summary>
    private static Report NextOf(Report report) =>
        report with { Revision = report.Revision + 1, Status = ReportStatus.Draft, Signature = null };
}
