using FsCheck;
using FsCheck.Fluent;

namespace Hierarchy.UnitTests.Support;

/// <summary>Of indicators and inspections.</summary>
public static partial class AnyCommand
{
    private static Gen<UnitCommand> Define() =>
        from id in Ids()
        from texts in Texts().ArrayOf(3)
        from method in Words<IndicatorMethod>()
        from objective in OrNull(Ids("MT1"))
        from reporters in Leads()
        from value in Numbers()
        from comparison in Words<Comparison>()
        from kind in Maybe(Words<UnitKind>())
        from year in Maybe(Years())
        from count in Gen.Elements(0, 0, 1, 1, 2, -1)
        from system in Maybe(Words<SystemMeasure>())
        select (UnitCommand)new UnitCommand.DefineIndicator(new Indicator(
            id, Given.Province, null, objective, texts[0], method, texts[1], texts[2], reporters,
            count < 0 ? default : [.. Enumerable.Repeat(new Target(comparison, value, kind, year), count)], null, system));

    private static Gen<UnitCommand> Ask() =>
        from id in Ids()
        from text in Texts()
        from method in Words<IndicatorMethod>()
        from kind in Words<UnitKind>()
        from reform in Maybe(Words<ReformArea>())
        select (UnitCommand)new UnitCommand.ImposeIndicator(new IndicatorTerms(id, Given.Province, text, method, kind, reform));

    private static Gen<UnitCommand> Value() =>
        from id in Mostly("i", "", "none", "a\0")
        from year in Years()
        from period in OrNull(Mostly("r~2013-Q1", "", "r~2014-Q1", "a\0", new string('a', 1_000)))
        from numbers in Mostly(5L, 0, -1, 6, Indicator.NumberMax, Indicator.NumberMax + 1, long.MaxValue, long.MinValue).ArrayOf(2)
        from note in OrNull(Texts())
        from document in OrNull(Documents())
        from verifies in Gen.Elements(true, false)
        select verifies
            ? (UnitCommand)new UnitCommand.VerifyIndicator(id, year, period, note)
            : new UnitCommand.ReportIndicator(id, year, period, numbers[0], numbers[1], note, document);

    private static Gen<UnitCommand> Inspect() =>
        from id in Ids()
        from unit in Ids(Given.Department, Given.Ministry)
        from days in Days().ArrayOf(2)
        from act in OrNull(Documents())
        from text in Texts()
        from count in Mostly(1, 0, -1, Limits.FindingsMax, Limits.FindingsMax + 1)
        from arrives in Gen.Elements(true, false)
        let inspection = new Inspection(
            id, Given.Province, unit == "x1" ? Given.Department : unit, days[0], act,
            count < 0 ? default : [.. Enumerable.Repeat(new Finding(text, days[1]), count)])
        select arrives ? (UnitCommand)new UnitCommand.ReceiveInspection(inspection) : new UnitCommand.RecordInspection(inspection);
}
