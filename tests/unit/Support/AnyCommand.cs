using FsCheck;
using FsCheck.Fluent;

namespace Hierarchy.UnitTests.Support;

/// <summary>Commands whose members stand at, within and beyond their bounds.</summary>
public static partial class AnyCommand
{
    private const string Id = "tn-snv~t";

    /// <summary>Of a draft of the province's.</summary>
    public const string DraftId = Given.Province + ":0123456789abcdef0123";

    public static Arbitrary<UnitCommand> Any() => Arb.From(Gen.OneOf(
        Register(), Adopt(), AdoptDraft(), Amend(), AmendTerms(),
        AddTask(), AddDuty(), AddRegime(), Define(), Ask(), Value(), Inspect(), Impose(), HandOver(), TakeIn(), Release(), Entrust(), TakePlan(),
        Report(), Submit(), Trigger(), ChangeDue(), WithText(), Receive(), Escalate(), Give(), Pass(), Appoint(), End(), Rename(), Move(), Close(),
        Open(), OfReport()));

    private static Gen<UnitCommand> Report() =>
        from percent in Numbers()
        from note in OrNull(Texts())
        from spent in Maybe(Money())
        from version in Gen.Elements<long?>(null, 1, 2, -1, long.MaxValue)
        from day in MaybeDay()
        select (UnitCommand)new UnitCommand.ReportProgress(Id, percent, note, spent, version, day);

    private static Gen<UnitCommand> OfReport() =>
        from keys in Mostly("I", "", "II", new string('a', 200)).ListOf()
        from text in OrNull(Texts())
        from codes in Mostly("I.1", "I.2", "I.3", "", "I.9").ListOf()
        from numbers in Mostly(1L, 0, -1, Limits.MoneyMax, -Limits.MoneyMax, Limits.MoneyMax + 1, long.MaxValue, long.MinValue).ArrayOf(2)
        from reason in OrNull(Texts())
        from nothing in Gen.Elements(false, false, true)
        from version in Gen.Elements<long?>(null, 1, 2, -1)
        from document in Documents()
        from command in Gen.Elements<UnitCommand>(
            Given.OpenReport(),
            new UnitCommand.WriteReport(
                "r~2013-H1", [.. keys.Select(key => new SectionText(key, text ?? ""))],
                [.. codes.Select(code => new RowEntry(code, nothing ? null : numbers[0], numbers[1], reason, nothing))], version),
            Given.SignReport() with { Signer = text ?? "", Document = document, ExpectedRevision = (int?)version },
            Given.SignReport() with { Capacity = reason ?? "" },
            new UnitCommand.ReceiveReport("r~2013-H1", text),
            new UnitCommand.ReturnReport("r~2013-H1", text ?? ""),
            new UnitCommand.ReopenReport("r~2013-H1", text ?? ""),
            new UnitCommand.ReopenReport("r~2013-Q9", "Sai"))
        select command;

    private static Gen<UnitCommand> ChangeDue() =>
        from due in Days()
        from reason in Texts()
        from document in OrNull(Documents())
        select (UnitCommand)new UnitCommand.ChangeDue(Id, due, reason, document);

    private static Gen<UnitCommand> Submit() =>
        from document in OrNull(Documents())
        from day in MaybeDay()
        select (UnitCommand)new UnitCommand.Submit(Id, document, day, null);

    private static Gen<UnitCommand> Trigger() =>
        from occurred in Days()
        from due in Days()
        select (UnitCommand)new UnitCommand.Trigger(Id, occurred, due);

    private static Gen<UnitCommand> WithText() =>
        from text in Texts()
        from day in MaybeDay()
        from which in Gen.Choose(0, 7)
        select which switch
        {
            0 => (UnitCommand)new UnitCommand.Accept(Id, text, day),
            1 => new UnitCommand.SendBack(Id, text),
            2 => new UnitCommand.Cancel(Id, text),
            3 => new UnitCommand.RaiseDifficulty(Id, text),
            4 => new UnitCommand.Withdraw(Id, text),
            5 => new UnitCommand.Reopen(Id, text),
            6 => new UnitCommand.Restore(Id, text),
            _ => new UnitCommand.ResolveDifficulty(Id, text),
        };

    private static Gen<UnitCommand> Receive() =>
        from id in Ids()
        from text in Texts()
        from title in Texts()
        select (UnitCommand)new UnitCommand.ReceiveDifficulty(id, id, title, text);

    private static Gen<UnitCommand> Escalate() =>
        from id in Ids(Id)
        from command in Gen.Elements<UnitCommand>(new UnitCommand.EscalateDifficulty(id), new UnitCommand.PassDifficulty(id))
        select command;

    private static Gen<UnitCommand> Register() =>
        from id in Ids()
        from name in Texts()
        from kind in Words<UnitKind>()
        from parent in OrNull(Ids(Given.Ministry, Given.Province))
        from code in OrNull(Ids())
        from day in MaybeDay()
        from act in OrNull(Documents())
        from before in Maybe(Kins())
        from part in OrNull(Ids())
        select (UnitCommand)new UnitCommand.RegisterUnit(new Unit(id, name, kind, parent, code), day, act, before, part);

    private static Gen<UnitCommand> Rename() =>
        from name in Texts()
        from kind in Maybe(Words<UnitKind>())
        from code in OrNull(Ids())
        from day in Days()
        from act in OrNull(Documents())
        select (UnitCommand)new UnitCommand.RenameUnit(name, kind, code, day, act!);

    private static Gen<UnitCommand> Move() =>
        from parent in Ids(Given.Ministry, "hy")
        from day in Days()
        from act in OrNull(Documents())
        select (UnitCommand)new UnitCommand.MoveUnit(parent, day, act!);

    private static Gen<UnitCommand> Close() =>
        from day in Days()
        from act in OrNull(Documents())
        from heirs in Kins()
        from part in OrNull(Ids())
        select (UnitCommand)new UnitCommand.CloseUnit(day, act!, heirs, part);

    private static Gen<UnitCommand> Open() =>
        from part in Ids()
        from reason in Texts()
        select (UnitCommand)new UnitCommand.ReopenUnit(part, reason);

    private static Gen<ImmutableArray<Kin>> Kins() =>
        (from unit in Ids(Given.District, Given.Commune)
         from extent in Words<Extent>()
         select new Kin(unit, extent)).ListOf().Select(kins => kins.ToImmutableArray());

    private static Gen<UnitCommand> Adopt() =>
        from id in Ids()
        from texts in Texts().ArrayOf(6)
        from adopted in MaybeDay()
        from years in Years().ArrayOf(2)
        from bases in Lists(Texts())
        from budget in Maybe(Money())
        from reform in Words<ReformArea>()
        from area in Ids()
        from target in Maybe(Numbers())
        from comparison in Words<Comparison>()
        from due in MaybeDay()
        from areas in Gen.Choose(0, 2)
        select (UnitCommand)new UnitCommand.AdoptPlan(new Plan(
            id, Given.Province, texts[0], texts[1], adopted, years[0], years[1], bases, null,
            areas == 0 ? [] : [new Area(area, texts[2], reform, budget)],
            areas < 2 ? [] : [new Objective(id, null, texts[3], target, comparison, texts[4], texts[5], due)]));

    private static Gen<UnitCommand> AdoptDraft() =>
        from adopt in Adopt()
        from tasks in AddTask().Select(added => ((UnitCommand.AddTask)added).Task).ArrayOf(2)
        from id in Mostly(DraftId, Given.Province, "hy:0123456789abcdef0123", "tn:a b", "tn:")
        from which in Gen.Choose(0, 9)
        let plan = ((UnitCommand.AdoptPlan)adopt).Plan with { Id = which == 0 ? "x1" : id }
        select (UnitCommand)new UnitCommand.AdoptDraft(
            id, which == 1 ? null : plan,
            which == 2 ? default
            :
            [
                .. tasks.Select((task, i) => task with
                {
                    Id = $"{id}/{(which == 3 ? task.Id : $"n{i}")}", Plan = plan.Id, Area = plan.Areas.FirstOrDefault()?.Id ?? "I",
                }),
            ]);

    private static Gen<UnitCommand> Amend() =>
        from ids in Ids("t").ArrayOf(4)
        from document in Documents()
        from effective in Days()
        from texts in OrNull(Texts()).ArrayOf(4)
        from products in Maybe(Lists(Texts()))
        from schedule in OrNull(Schedule())
        from weight in Maybe(Ints())
        from budget in Maybe(Money())
        from leads in Leads()
        from added in AddTask()
        from version in Gen.Elements<int?>(null, 1, 2)
        from which in Gen.Choose(0, 63)
        select (UnitCommand)new UnitCommand.AmendPlan(
            which == 0 ? ids[0] : "p", document, effective,
            (which & 1) == 0 ? [new TaskChange("t", texts[0], texts[1], products, texts[2], null, schedule, weight, budget)] : default,
            (which & 6) == 0 ? [((UnitCommand.AddTask)added).Task] : [],
            (which & 24) == 0 ? [ids[1]] : [],
            (which & 32) == 0 ? [new LeadsChange("t", leads)] : [],
            (which & 33) == 0 ? [new LeadsChange(ids[2], leads)] : [],
            (which & 17) == 0 ? [new Objective(ids[3], null, texts[0] ?? "", weight, null, texts[1], texts[2], effective)] : [],
            texts[3], version);

    private static Gen<UnitCommand> AmendTerms() =>
        from imposed in Impose()
        from before in Impose()
        from document in Documents()
        from effective in Days()
        from version in Gen.Choose(0, 101)
        from text in Texts()
        from which in Gen.Choose(0, 3)
        let terms = ((UnitCommand.Impose)imposed).Obligations[0] with { PlanVersion = version }
        select (UnitCommand)new UnitCommand.AmendTerms(
            Given.Province, text, version, document, effective,
            [
                new AmendedTerms(
                    which == 0 ? null : ((UnitCommand.Impose)before).Obligations[0] with { Id = which == 1 ? "tn-snv~other" : terms.Id }, terms, which == 3),
            ]);

    private static Gen<UnitCommand> AddTask() =>
        from id in Ids("p/1.đ")
        from texts in Texts().ArrayOf(4)
        from products in Lists(Texts())
        from mode in Words<LeadMode>()
        from schedule in Schedule()
        from weight in Ints()
        from budget in Money()
        from leads in Leads()
        select (UnitCommand)new UnitCommand.AddTask(new PlanTask(
            id, "p", texts[0], "I", texts[1], texts[2], products, leads, mode, [new Assignee(null, null, texts[3])], null, schedule, weight, budget));

    private static Gen<UnitCommand> AddDuty() =>
        from id in Ids("p/bc")
        from kind in Words<ObligationKind>()
        from title in Texts()
        from leads in Leads()
        from schedule in Schedule()
        from source in OrNull(Texts())
        select (UnitCommand)new UnitCommand.AddDuty(new Duty(id, "p", kind, title, leads, schedule, source));

    private static Gen<UnitCommand> AddRegime() =>
        from id in Ids()
        from title in Texts()
        from act in OrNull(Documents())
        from keys in Mostly("Q1", "", "a b", "~", new string('a', PeriodRule.KeyMax), new string('a', PeriodRule.KeyMax + 1)).ListOf()
        from label in Texts()
        from days in MonthDays().ArrayOf(3)
        from offsets in Mostly(0, -1, 1, -2, 2, int.MaxValue).ArrayOf(2)
        from kind in Mostly(UnitKind.Department, UnitKind.Commune, (UnitKind)99)
        from serves in Mostly("H1", "", "Q9", "Q1").ListOf()
        from takes in OrNull(Ids("p/bc"))
        from reporters in Leads()
        from years in Years().ArrayOf(2)
        from moves in Gen.Elements(true, false)
        from holidays in Days().ListOf()
        from collector in OrNull(Ids(Given.Department))
        from sections in Mostly("I", "", "a b", new string('a', 21)).ListOf()
        from sources in Mostly(RowSource.Entered, RowSource.Progress, RowSource.Indicator, (RowSource)9).ListOf()
        select (UnitCommand)new UnitCommand.AddRegime(new Regime(
            id, Given.Province, title, act,
            [
                Given.Regime().Periods[2] with { Serves = [] },
                .. keys.Distinct().Take(3).Select(key => new PeriodRule(
                    key, label, days[0], offsets[0], days[1], [new PeriodDue(kind, days[2], offsets[1])], [.. serves], takes)),
            ],
            reporters, years[0], years[1], moves, [.. holidays], collector, [.. sections.Select(key => new SectionRule(key, title, [kind]))],
            [.. sources.Select((source, i) => new TemplateRow($"{i}", null, label, title, source, [kind]))]));

    private static Gen<MonthDay> MonthDays() =>
        Mostly(new MonthDay(6, 9), new MonthDay(2, 29), new MonthDay(12, 31), new MonthDay(0, 1), new MonthDay(13, 1), new MonthDay(4, 31));

    private static Gen<UnitCommand> Impose() =>
        from id in Ids()
        from kind in Words<ObligationKind>()
        from reform in Words<ReformArea>()
        from years in Years().ArrayOf(2)
        from title in Texts()
        from weight in Ints()
        from planned in Money()
        from due in MaybeDay()
        from adopted in MaybeDay()
        from period in OrNull(Gen.Elements("r~2013-Q1", "", new string('a', 1_000)))
        from plan in Gen.Elements("p", null)
        select (UnitCommand)new UnitCommand.Impose(Given.Province, [new ObligationTerms(
            "tn-snv~" + id, kind, plan, Given.Province, id, "I", reform, years[0], years[1], title, weight, planned, due, false, adopted, null, null,
            period)]);

    private static Gen<UnitCommand> HandOver() =>
        from act in Texts()
        from step in Ints()
        from effective in Days()
        from id in Mostly(Id, "tn-snv~none", "", "a\0", "tn-snv")
        from to in Ids("hoa-1")
        from twice in Gen.Elements(false, false, false, true)
        select (UnitCommand)new UnitCommand.HandOver(act, step, effective, twice ? [new Handing(id, to), new Handing(id, to)] : [new Handing(id, to)]);

    private static Gen<UnitCommand> TakeIn() =>
        from imposed in Impose()
        from act in Texts()
        from effective in Days()
        from since in Days()
        from id in Mostly("hoa-1~t1", "hoa-1~t1~q1~hy", "tn~t1", "hoa-1", "~", "hoa-1~a~b~c~d", "hoa-1~" + new string('a', 500))
        from status in Words<ObligationStatus>()
        from version in Gen.Elements(1L, 0L, -1L, 5L)
        from more in Gen.Elements(true, false)
        let terms = ((UnitCommand.Impose)imposed).Obligations[0] with { Id = id }
        let o = new Obligation(terms, "hoa-1", status, 0, 0, terms.Due, null, null, null, null, 0, false, version, Given.Now)
        select (UnitCommand)new UnitCommand.Receive(
            "hoa-1", act, 1, effective, [new Handed(o, since, more ? [new Span(effective, o)] : null)]);

    private static Gen<UnitCommand> Entrust() =>
        from act in Texts()
        from step in Ints()
        from id in Mostly(Id, "tn-snv~none", "", "a\0")
        from steward in OrNull(Ids("hoa-1"))
        select (UnitCommand)new UnitCommand.Entrust(act, step, [id], steward);

    private static Gen<UnitCommand> TakePlan() =>
        from act in Texts()
        from step in Ints()
        from plan in Mostly("p", "none", "", "a\0")
        from steward in OrNull(Ids("hoa-1"))
        select (UnitCommand)new UnitCommand.TakePlan(act, step, plan, steward);

    private static Gen<UnitCommand> Release() =>
        from id in Ids()
        from act in Texts()
        from effective in Days()
        select (UnitCommand)new UnitCommand.Release(id, act, 1, effective, [new Releasing(Id, 2)]);

    private static Gen<Document> Documents() =>
        from number in Texts()
        from issued in Days()
        from title in OrNull(Texts())
        from uri in OrNull(Gen.OneOf(
            Gen.Constant("https://example.vn/12"), Texts(), Gen.Elements("javascript:alert(1)", "http://", "https://\0", "https://" + new string('a', Limits.TextMax))))
        from files in OrNull(Files())
        select new Document(number, issued, title, uri) { Files = files };

    private static Gen<EvidenceFiles> Files() => Gen.OneOf(
        Gen.Constant(new EvidenceFiles(default)),
        Gen.Constant(new EvidenceFiles([])),
        Gen.Constant(new EvidenceFiles([Given.File(), Given.File("g")])),
        Gen.Choose(Limits.FilesMax, Limits.FilesMax + 1)
            .Select(count => new EvidenceFiles([.. Enumerable.Range(0, count).Select(i => Given.File($"f{i}"))])),
        from id in Ids("f")
        from name in Texts()
        from type in Texts()
        from bytes in Ints()
        from hash in Mostly(new string('a', EvidenceFile.Sha256Length), "", new string('A', EvidenceFile.Sha256Length))
        select new EvidenceFiles([new EvidenceFile(id, name, type, bytes, hash)]));

    private static Gen<Schedule> Schedule() =>
        from kind in Words<ScheduleKind>()
        from text in Texts()
        from date in MaybeDay()
        from month in Maybe(Ints())
        from quarters in Ints().ListOf()
        from years in Maybe(Years()).ArrayOf(2)
        from every in Words<Recurrence>().ListOf()
        from days in Gen.Choose(-1, 400)
        from everyYears in Maybe(Ints())
        from first in MaybeDay()
        select new Schedule(
            kind, text, date, month, [.. quarters], years[0], years[1], [.. every],
            days < 0 ? default : [.. Enumerable.Range(0, days).Select(i => new MonthDay(1 + i / 31, 1 + i % 31))],
            everyYears, first);

    private static Gen<ImmutableArray<Assignee>> Leads() => Gen.OneOf(
        Gen.Constant<ImmutableArray<Assignee>>([Given.Lead(Given.Department)]),
        Gen.Constant<ImmutableArray<Assignee>>([]),
        Words<UnitKind>().Select(kind => ImmutableArray.Create(new Assignee(null, kind, "a"))),
        Ids().Select(id => ImmutableArray.Create(new Assignee(id, null, "a"))),
        Gen.Choose(Limits.PartsMax, Limits.PartsMax + 1)
            .Select(count => Enumerable.Repeat(Given.Lead(Given.Department), count).ToImmutableArray()));

    private static Gen<ImmutableArray<string>> Lists(Gen<string> items) => Gen.OneOf(
        Gen.Constant<ImmutableArray<string>>(default),
        items.Select(item => ImmutableArray.Create(item)),
        Gen.Choose(Limits.PartsMax, Limits.PartsMax + 1).Select(count => Enumerable.Repeat("a", count).ToImmutableArray()));
}
