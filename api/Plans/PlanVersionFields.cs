namespace Hierarchy.Api.Plans;

/// <summary>A version as shown by the API: the plan itself tells the content of the first one.</summary>
internal sealed record VersionOfPlan(Plan Plan, PlanVersion Version);

/// <summary>Resolves the versions of plans, each with its changes in Vietnamese sentences.</summary>
internal sealed class PlanVersionFields(Backend backend)
{
    public int Version([FromSource] VersionOfPlan version) => version.Version.Version;

    public Document? Document([FromSource] VersionOfPlan version) => version.Version.Amendment is { } amendment ? amendment.Document
        : version.Plan is { Number: { } number, AdoptedOn: { } day } ? new Document(number, day, null, null)
        : null;

    public DateOnly EffectiveOn([FromSource] VersionOfPlan version) =>
        version.Version.Amendment?.EffectiveOn ?? version.Plan.EffectiveOn ?? version.Plan.From;

    public IEnumerable<string> Summary([FromSource] VersionOfPlan version) => version.Version.Amendment is { } amendment
        ? AmendmentText.Of(amendment, unit => backend.Directory.Find(unit)?.Name ?? unit)
        : ["Ban hành kế hoạch."];

    public DateTimeOffset At([FromSource] VersionOfPlan version) => version.Version.At;

    public string Actor([FromSource] VersionOfPlan version) => version.Version.Actor;
}

/// <summary>One Vietnamese sentence for each change of an amendment.</summary>
internal static class AmendmentText
{
    /// <summary>Maximum number of units named in a sentence; the others are counted.</summary>
    public const int NamedMax = 5;

    public static IEnumerable<string> Of(Amendment amendment, Func<string, string> nameOf) =>
    [
        .. amendment.Title is { } title ? [$"Đổi tên kế hoạch thành {Summary.Quote(title.After)}."] : Array.Empty<string>(),
        .. amendment.Lines.Select(line => Of(line, nameOf)),
        .. amendment.Objectives.Select(objective =>
            $"{(objective.Before is null ? "Bổ sung" : "Sửa")} mục tiêu {objective.After.Id} {Summary.Quote(objective.After.Text)}."),
    ];

    private static string Of(AmendedLine line, Func<string, string> nameOf)
    {
        var name = $"nhiệm vụ {(line.Before ?? line.After).Code} {Summary.Quote((line.Before ?? line.After).Title)}";
        return line.Before is not { } before ? $"Bổ sung {name}, giao {Summary.Number(line.Units.Length)} đơn vị thực hiện."
            : line.Withdraws ? $"Bãi bỏ {name}."
            : $"Sửa {name}: {string.Join("; ", Changes(before, line, nameOf))}.";
    }

    private static IEnumerable<string> Changes(PlanTask before, AmendedLine line, Func<string, string> nameOf)
    {
        var after = line.After;
        IEnumerable<string?> changes =
        [
            before.Code == after.Code ? null : $"số thứ tự thành {Summary.Quote(after.Code)}",
            before.Title == after.Title ? null : $"nội dung thành {Summary.Quote(after.Title)}",
            before.Schedule.IsSame(after.Schedule) ? null : $"thời gian từ {Wording(before.Schedule)} thành {Wording(after.Schedule)}",
            before.Products.SequenceEqual(after.Products) ? null : $"sản phẩm thành {Summary.Quote(string.Join("; ", after.Products))}",
            before.Approver == after.Approver ? null : $"cấp phê duyệt thành {Summary.Quote(after.Approver ?? "")}",
            before.Coordinators.SequenceEqual(after.Coordinators) ? null : "cơ quan phối hợp",
            before.Weight == after.Weight ? null : $"trọng số từ {Summary.Thousandths(before.Weight)} thành {Summary.Thousandths(after.Weight)}",
            before.Budget == after.Budget ? null
                : $"kinh phí từ {Summary.Number(before.Budget)} thành {Summary.Number(after.Budget)} đồng",
            .. line.UnitsBefore is not { } earlier
                ? [before.Leads.SequenceEqual(after.Leads) ? null : "cơ quan chủ trì"]
                : new[] { Units("thêm chủ trì", line.Units.Except(earlier), nameOf), Units("thôi chủ trì", earlier.Except(line.Units), nameOf) },
        ];
        return changes.OfType<string>();
    }

    private static string? Units(string what, IEnumerable<string> units, Func<string, string> nameOf)
    {
        string[] all = [.. units];
        var rest = all.Length - NamedMax;
        return all.Length == 0 ? null
            : $"{what} {string.Join(", ", all.Take(NamedMax).Select(nameOf))}{(rest > 0 ? $" và {Summary.Number(rest)} đơn vị khác" : "")}";
    }

    private static string Wording(Schedule schedule) => (schedule.Text, schedule.Due) switch
    {
        ({ Length: > 0 } text, { } due) => $"{Summary.Quote(text)} (hạn {Summary.Day(due)})",
        ({ Length: > 0 } text, _) => Summary.Quote(text),
        (_, { } due) => $"hạn {Summary.Day(due)}",
        _ => "không định hạn",
    };
}
