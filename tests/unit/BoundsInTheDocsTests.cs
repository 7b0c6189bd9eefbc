using System.Runtime.Versioning;
using Hierarchy.Api.Files;
using Hierarchy.Api.GraphQL.Transport;
using Hierarchy.Api.Obligations;
using Hierarchy.Api.Plans.Drafts;
using Hierarchy.Api.Plans.Export;
using Hierarchy.Api.Reports.Export;
using Hierarchy.Hosting;
using Hierarchy.Silo;

namespace Hierarchy.UnitTests;

/// <summary>docs/API.md tells the bounds that the code has.</summary>
[SupportedOSPlatform("linux")]
public sealed class BoundsInTheDocsTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs/API.md"));

    public static TheoryData<string, string> Rows { get; } = new()
    {
        { "days, in changes and in filters", $"{Limits.DayMin:yyyy-MM-dd} to {Limits.DayMax:yyyy-MM-dd}" },
        { "years of plans and schedules", $"{Limits.YearMin} to {Limits.YearMax}; a plan spans at most {Limits.PlanYearsMax}" },
        { "new ids; codes of units", $"1 to {Limits.IdMax} of a-z A-Z 0-9 - _ ." },
        { "`requestId`", $"1 to {Limits.IdMax} characters" },
        { "names of units, codes of lines, numbers of documents", $"{Written(Limits.NameMax)} characters" },
        {
            "cells of one row of a draft, characters of one; characters of its key",
            $"{Limits.DraftCellsMax}, {Written(Limits.DraftCellMax)}; {Limits.DraftKeyMax}"
        },
        {
            "a wording of time that is understood; of a name that units are suggested for; such names of one draft",
            $"{Limits.DraftTimeMax} characters; {Limits.DraftNameMax} characters; {Limits.DraftNearestMax}"
        },
        { "titles, notes, reasons and other texts", $"{Written(Limits.TextMax)} characters" },
        { "areas, objectives, products, leads of one plan or line", Written(Limits.PartsMax) },
        { "obligations of one line", Written(Limits.ObligationsMax) },
        { "files of one document", $"{Limits.FilesMax}, each once" },
        { "name of a file, its media type", $"{Limits.NameMax} and {Limits.MediaTypeMax} characters" },
        { "times that a line falls due", $"{Written(Schedule.OccurrencesMax)}; days of the year that it names: {Limits.DaysMax}" },
        { "`weight`", $"above 0, at most {Written(Limits.WeightMax / 1000)}, at most three decimals" },
        { "`target`", $"{Written((long)-Limits.TargetMax)} to {Written((long)Limits.TargetMax)}" },
        { "one amount of money", $"0 to {Written(Limits.MoneyMax)} đồng" },
        {
            "units that one reorganisation founds, renames, moves and closes; its rules; characters of its id",
            $"{Written(Limits.ReorganisationActsMax)}; {Written(Limits.ReorganisationRulesMax)}; {Limits.ReorganisationIdMax}"
        },
        { "levels of the hierarchy", Written(Limits.DepthMax) },
    };

    public static TheoryData<string, string, RefusalCode> Quotas { get; } = new()
    {
        { "tasks of all plans of one owner", Written(Limits.TasksMax), RefusalCode.Invalid },
        { "duties of all plans of one owner", Written(Limits.DutiesMax), RefusalCode.Invalid },
        {
            "indicators of one owner; targets of one; values that a unit gives of it",
            $"{Limits.IndicatorsMax}; {Limits.TargetsMax}; {Written(Limits.IndicatorValuesMax)}", RefusalCode.Invalid
        },
        { "numbers that a unit gives", $"0 to {Written(Grains.Indicators.Indicator.NumberMax)}", RefusalCode.Invalid },
        { "inspections of one inspector; findings of one", $"{Written(Limits.InspectionsMax)}; {Limits.FindingsMax}", RefusalCode.Invalid },
        { "regimes of one owner", Written(Limits.RegimesMax), RefusalCode.Invalid },
        { "periods of one regime; holidays of one year", $"{Limits.PeriodsMax}; {Limits.HolidaysMax}", RefusalCode.Invalid },
        { "sections of one report; rows of one template", $"{Limits.SectionsMax}; {Limits.TemplateRowsMax}", RefusalCode.Invalid },
        {
            "characters of one section, and of all of one report", $"{Written(Limits.SectionTextMax)}; {Written(Limits.ReportTextMax)}", RefusalCode.Invalid
        },
        { "revisions of one report; reports of one unit", $"{Limits.RevisionsMax}; {Written(Limits.ReportsMax)}", RefusalCode.Conflict },
        { "grants and focal agencies of one unit that have not ended", Written(Limits.GrantsMax), RefusalCode.Invalid },
        { "obligations that all plans of one owner give", "by its kind (below)", RefusalCode.Invalid },
        { "difficulties that are open on one obligation", "1", RefusalCode.Conflict },
        { "versions of one plan", Written(PlanVersion.VersionsMax), RefusalCode.Conflict },
        { "lines that all amendments of one owner name", Written(PlanVersion.LinesMax), RefusalCode.Conflict },
        {
            "obligations that one `amendPlan` may touch", $"{Written(Limits.ObligationsMax)}; of one unit {Written(AmendmentDraft.OfUnitMax)}",
            RefusalCode.Invalid
        },
        { "changes of one due day by `changeDue`", Written(Obligation.DueChangesMax), RefusalCode.Conflict },
        { "drafts of one owner", Written(Limits.DraftsMax), RefusalCode.Invalid },
        { "rows of one draft", Written(Limits.DraftRowsMax), RefusalCode.Invalid },
        { "bytes of one draft as it is kept", $"{Written(Limits.DraftBytesMax)} (10 MB)", RefusalCode.Invalid },
        { "units that the lines of one draft name, each line by itself, when it is adopted", Written(Limits.DraftLeadsMax), RefusalCode.Invalid },
        { "obligations of one unit by one `adoptDraft`", Written(Limits.ObligationsOfMessageMax), RefusalCode.Invalid },
        { "obligations of one `reportMany`, `acceptMany` or `changeDueMany`", Written(ManyCommands.ManyMax), RefusalCode.Invalid },
    };

    public static TheoryData<string, string, string> OfCallers { get; } = new()
    {
        { "requests of one person in a minute", $"{Variable(nameof(DoorSettings.RequestsPerPerson))} | {Written(PersonBounds.RequestsUsual)}",
            PersonLimits.RequestsCode },
        { "open subscriptions of one person", $"{Variable(nameof(DoorSettings.WatchesPerPerson))} | {Written(PersonBounds.WatchesUsual)}",
            PersonLimits.WatchesCode },
        { "WebSockets and event streams of one caller", $"| {new GraphQLOptions().ConnectionsPerCallerMax}", Codes.CallerConnectionLimit },
        { "refused tokens of one address in a minute", $"| {RefusedTokens.PerMinuteMax}", RefusedTokens.Code },
        { "files of one caller that no document names yet", $"{IFiles.UnnamedMax}", FileUploads.CountCode },
        { "bytes of one file", $"{Written(Limits.FileBytesMax)} (20 MB)", Codes.BodyLimit },
        { "minutes that bringing one file takes", $"{FileUploads.TimeMax.TotalMinutes:0}", Codes.BodyTimeLimit },
        {
            "rows of a file of which a draft is made",
            $"{Written(Limits.DraftRowsMax)}; {Limits.DraftCellsMax}; {Written(Limits.TextMax)} ([ANNEX-FILES.md](ANNEX-FILES.md))",
            DraftFileException.TooManyRows
        },
        { "parts of a DOCX or XLSX", $"{Written(OfficePackage.PartsMax)}; {Written(OfficePackage.PartBytesMax)} (64 MB)", DraftFileException.TooLarge },
        { "files that are brought at once", $"{FileUploads.AtOnceMax}, {FileUploads.OfOneAtOnceMax}", Codes.Overloaded },
        { "files that are handed out at once", $"{FileDownloads.AtOnceMax}, {FileDownloads.OfOneAtOnceMax}", Codes.Overloaded },
        { "reports that are written at once", $"{ReportDownloads.AtOnceMax}, {ReportDownloads.OfOneAtOnceMax}", Codes.Overloaded },
        { "annexes that are written at once", $"{AnnexDownloads.AtOnceMax}, {AnnexDownloads.OfOneAtOnceMax}", Codes.Overloaded },
        { "rows of one `createDraft` or `editDraft`", $"{Written(Limits.DraftRowsOfCallMax)} each", Text.Constant(RefusalCode.Invalid) },
        { "units of one hierarchy", "| by their kind (below)", Text.Constant(RefusalCode.Conflict) },
        { "plans that one unit adopts", $"| {Written(Limits.PlansMax)}", Text.Constant(RefusalCode.Invalid) },
    };

    [Theory]
    [MemberData(nameof(OfCallers))]
    public void A_limit_is_told_as_it_is(string what, string bound, string code)
    {
        var row = Assert.Single(Page.Split('\n'), line => line.StartsWith($"| {what}", StringComparison.Ordinal));

        Assert.Contains($"| {bound.Trim()} | `{code}`", row);
    }

    [Fact]
    public void How_long_a_refused_token_waits_is_told_as_it_is() =>
        Assert.Contains($"waits {RefusedTokens.Delay.TotalMilliseconds} ms for its answer", Page);

    private static string Variable(string property) =>
        $"`{Settings.Of(typeof(DoorSettings)).Single(of => of.Property.Name == property).Setting.Variable}`";

    [Theory]
    [MemberData(nameof(Quotas))]
    public void A_quota_is_told_as_it_is(string what, string bound, RefusalCode code) =>
        Assert.Contains($"| {what} | {bound} | `{Text.Constant(code)}` |", Page);

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_bound_is_told_as_it_is(string what, string bound) => Assert.Contains($"| {what} | {bound} |", Page);

    [Fact]
    public void All_reasons_of_refusals_are_told_and_no_other() => Assert.Equal(
        typeof(Reasons).GetFields().Select(field => (string)field.GetRawConstantValue()!),
        Page.Split("| `reason` | when |")[1].Split("\n\n")[0].Split('\n').Skip(2).Select(row => row.Split('`')[1]));

    [Fact]
    public void The_bounds_of_a_hierarchy_are_told_as_they_are()
    {
        Assert.All(TreeBound.All, bound => Assert.Contains(
            $"| {string.Join(", ", bound.Kinds.Select(Text.Constant))} | {Written(bound.UnitsMax)} | {Written(bound.MoneyMax)} "
            + $"| {Written(bound.ObligationsMax)} |",
            Page));
        var money = Written(TreeBound.All.Sum(bound => bound.UnitsMax * bound.MoneyMax));
        var obligations = Written(TreeBound.All.Sum(bound => bound.UnitsMax * (long)bound.ObligationsMax));
        Assert.Contains($"| together | | {money} < 2^53 | {obligations} < 2^31 |", Page);
    }

    private static string Written(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
