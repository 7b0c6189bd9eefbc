namespace Hierarchy.Silo.Demo;

/// <summary>A command carried out on a day.</summary>
internal sealed record DemoAct(DateOnly Day, UnitCommand Command);

/// <summary>The script of an obligation in the simulated year: always the same for the same obligation. Pure.</summary>
internal static class DemoScript
{
    /// <summary>Range of the percentage of a unit's work that is done in time.</summary>
    private const int DiligenceMin = 58, DiligenceMax = 97;

    private static readonly string[] Notes =
    [
        "Đã xây dựng dự thảo, đang lấy ý kiến.", "Đã triển khai đến các bộ phận.", "Đang tổng hợp số liệu.", "Đã trình lãnh đạo xem xét.",
        "Cơ bản hoàn thành, còn chờ ý kiến thẩm định.",
    ];

    private static readonly string[] Difficulties =
    [
        "Chưa bố trí được kinh phí.", "Thiếu nhân lực chuyên trách.", "Chờ hướng dẫn của cơ quan cấp trên.", "Hệ thống phần mềm chưa kết nối được.",
    ];

    /// <summary>The acts, ordered by day.</summary>
    public static IReadOnlyList<DemoAct> Of(Obligation o) =>
        [.. (o.Due is { } due ? Dated(o, due, Luck(o.Id)) : Undated(o, Luck(o.Id))).OrderBy(act => act.Day)];

    /// <summary>A number that is the same in every run.</summary>
    public static ulong SeedOf(string text)
    {
        const ulong basis = 14695981039346656037, prime = 1099511628211;
        return text.Aggregate(basis, (hash, letter) => (hash ^ letter) * prime);
    }

    public static string NoteOf(Random luck) => Notes[luck.Next(Notes.Length)];

    private static Random Luck(string id) => new((int)(SeedOf(id) & int.MaxValue));

    private static IEnumerable<DemoAct> Dated(Obligation o, DateOnly due, Random luck)
    {
        var diligence = Luck(o.Unit).Next(DiligenceMin, DiligenceMax);
        var from = o.Terms.CompletableFrom;
        var begun = Later(due.AddDays(-100), from).AddDays(luck.Next(1, 21));
        var throwOfDice = luck.Next(100);
        if (throwOfDice >= diligence + (100 - diligence) * 2 / 3)
        {
            return Unfinished(o, begun, due, luck);
        }
        var finished = Later(throwOfDice < diligence ? due.AddDays(-luck.Next(26)) : due.AddDays(luck.Next(2, 46)), from.AddDays(1));
        var reports = o.Terms.Kind == ObligationKind.Task
            ? new[] { 1, 2 }.Select(third => Report(o, Between(begun, finished, third / 3.0), third * 30 + luck.Next(-12, 13), luck))
                .Where(report => report.Day < finished)
            : [];
        return reports.Concat(HandedIn(o, finished, luck));
    }

    private static IEnumerable<DemoAct> HandedIn(Obligation o, DateOnly finished, Random luck)
    {
        var report = new Document($"{luck.Next(10, 900)}/MH-BC", finished, null, null);
        yield return new(finished, new UnitCommand.Submit(o.Id, report, finished, null));
        var judged = finished.AddDays(luck.Next(1, 9));
        if (luck.Next(100) < 8)
        {
            yield return new(judged, new UnitCommand.SendBack(o.Id, "Đề nghị bổ sung số liệu."));
            yield return new(judged.AddDays(3), new UnitCommand.Submit(o.Id, report with { IssuedOn = judged.AddDays(3) }, judged.AddDays(3), null));
            judged = judged.AddDays(luck.Next(4, 9));
        }
        yield return new(judged, new UnitCommand.Accept(o.Id, null));
    }

    private static IEnumerable<DemoAct> Unfinished(Obligation o, DateOnly begun, DateOnly due, Random luck)
    {
        if (luck.Next(100) < 70)
        {
            yield return Report(o, begun, luck.Next(10, 60), luck);
        }
        if (luck.Next(100) < 40)
        {
            var raised = Later(due.AddDays(-luck.Next(5, 20)), begun);
            yield return new(raised, new UnitCommand.RaiseDifficulty(o.Id, Difficulties[luck.Next(Difficulties.Length)]));
            if (luck.Next(2) == 0)
            {
                yield return new(raised.AddDays(luck.Next(6, 40)), new UnitCommand.ResolveDifficulty(o.Id, "Đã được hướng dẫn, bố trí."));
            }
        }
    }

    private static IEnumerable<DemoAct> Undated(Obligation o, Random luck)
    {
        var from = o.Terms.CompletableFrom;
        for (var month = 1; month <= 11; month++)
        {
            if (luck.Next(100) < 35)
            {
                yield return Report(o, from.AddMonths(month).AddDays(luck.Next(-8, 8)), Math.Min(90, month * 8 + luck.Next(6)), luck);
            }
        }
    }

    private static DemoAct Report(Obligation o, DateOnly day, int percent, Random luck) => new(
        day, new UnitCommand.ReportProgress(o.Id, percent, NoteOf(luck), o.Terms.Planned > 0 ? o.Terms.Planned / 100 * percent / 10 * 9 : null, null));

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    private static DateOnly Between(DateOnly from, DateOnly to, double share) => from.AddDays((int)((to.DayNumber - from.DayNumber) * share));
}
