namespace Hierarchy.Grains.Plans.Drafts;

/// <summary>The plan and lines that a draft becomes. The preview and the adoption both use it. Pure.</summary>
public sealed class DraftAdoption(PlanDraft draft, UnderstoodDraft understood)
{
    /// <summary>The command that adopts it.</summary>
    public UnitCommand.AdoptDraft ToCommand() => new(draft.Id, ToPlan(), [.. understood.Lines.Select(ToTask)]);

    /// <summary>What adopting it would impose. A line whose schedule or leads are not understood yet imposes nothing.</summary>
    public DraftPreview ToPreview(IUnitDirectory directory)
    {
        var (obligations, undated) = (0L, 0L);
        var units = new HashSet<string>(StringComparer.Ordinal);
        foreach (var task in understood.Lines.Where(line => line.Schedule is not null).Select(ToTask))
        {
            var owing = UnitCommand.AddTask.UnitsOf(draft.Owner, task.Leads, task.LeadMode, directory);
            units.UnionWith(owing);
            obligations += owing.Length * task.Schedule.Count;
            undated += task.Schedule.Waits ? 0 : owing.Length * task.Schedule.Occurrences().LongCount(time => time.Due is null);
        }
        var budget = PlanRules.MoneyOf([ToPlan()], understood.Lines.Select(line => new OwnedTask(ToTask(line), [], 0)));
        return new DraftPreview(
            understood.Lines.Length, (int)long.Min(obligations, int.MaxValue), units.Count, (int)long.Min(undated, int.MaxValue),
            (long)Int128.Min(budget, Limits.MoneyMax), draft.Text.StatedBudget);
    }

    private Plan ToPlan() => new(
        draft.Id, draft.Owner, draft.Text.Number, draft.Text.Title ?? "", draft.Text.AdoptedOn, draft.Text.StartYear ?? 0, draft.Text.EndYear ?? 0,
        [], null, [.. draft.Text.Areas.Select(area => new Area(area.Id, area.Name, DraftReading.ReformOf(area), area.Budget))], []);

    // A line without a number in the document is named by its key. A line without a schedule prevents the adoption.
    private PlanTask ToTask(UnderstoodLine line) => new(
        draft.LineOf(line.Text.Key), draft.Id, line.Text.Code ?? line.Text.Key, line.Text.Area ?? "", line.Text.Group, line.Text.Title ?? "",
        line.Text.Products, line.Leads, line.LeadMode, line.Coordinators, line.Text.Approver,
        line.Schedule ?? new Schedule(ScheduleKind.Unspecified, line.Text.ScheduleText ?? "", null, null, [], null, null, [], []),
        Imposition.DefaultWeight, line.Text.Budget ?? 0);
}
