namespace Hierarchy.Grains.Plans.Drafts;

/// <summary>Limits for the content of a draft from any source: understood or not, it must be storable. Pure.</summary>
public static class DraftRules
{
    public static readonly DraftText Nothing = new(null, null, null, null, null, [], [], null);

    internal static DraftLine Empty(string key) => new(key, "", [], null, null, null, null, [], null, null, null, null, null, null);

    /// <summary>The content of a file as it is stored, or why it cannot be stored, with its place in the file.</summary>
    internal static (DraftText? Text, Refusal? Fault) Brought(DraftText text)
    {
        if (text.Lines.Length > Limits.DraftRowsMax)
        {
            return (null, Refusal.Invalid($"A draft has at most {Limits.DraftRowsMax} rows; the file has {text.Lines.Length}.", "file"));
        }
        var kept = Kept(text with { Lines = [.. text.Lines.Select(Kept)] });
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var fault = FaultOfHead(kept) ?? PlanRules.First(kept.Lines, (line, _) => !seen.Add(line.Key)
            ? Refusal.Invalid($"Two rows have the key '{line.Key}'.", "key")
            : At(line.Place, FaultOfKey(line.Key) ?? Fault(line)));
        return fault is null ? (kept, null) : (null, fault with { Field = "file" });

        static Refusal? At(string place, Refusal? fault) => fault is null ? null : fault with { Message = $"{place}: {fault.Message}" };
    }

    internal static DraftText Kept(DraftText text) => text with
    {
        Title = Text.NameOrNull(text.Title),
        Number = Text.NameOrNull(text.Number),
        Areas = PlanRules.Each(text.Areas, area => area with { Name = Text.Name(area.Name) }),
    };

    internal static DraftLine Kept(DraftLine line) => line with
    {
        Cells = Given(line.Cells, Text.Note),
        Code = Text.NameOrNull(line.Code),
        Area = string.IsNullOrEmpty(line.Area) ? null : line.Area,
        Group = Text.NameOrNull(line.Group),
        Title = Text.NameOrNull(line.Title),
        Products = [.. Given(line.Products, Text.Note).Where(product => !string.IsNullOrWhiteSpace(product))],
        LeadsText = Text.NoteOrNull(line.LeadsText),
        CoordinatorsText = Text.NoteOrNull(line.CoordinatorsText),
        Approver = Text.NameOrNull(line.Approver),
        ScheduleText = Text.NoteOrNull(line.ScheduleText),
    };

    /// <summary>Checks everything except the rows. Doubts cover what is missing or not understood.</summary>
    internal static Refusal? FaultOfHead(DraftText text) =>
        PlanRules.FaultOfYears(text.StartYear, text.EndYear, "plan")
        ?? Limits.FaultOfDay(text.AdoptedOn, "adoptedOn")
        ?? Text.Fault(text.Title, "title", required: false)
        ?? Text.Fault(text.Number, "number", required: false, Limits.NameMax)
        ?? PlanRules.FaultOfMoney(text.StatedBudget, "statedBudget")
        ?? FaultOfAreas(text.Areas);

    private static Refusal? FaultOfAreas(ImmutableArray<DraftArea> areas)
    {
        if (areas.Length > Limits.PartsMax)
        {
            return Refusal.Invalid($"A plan has at most {Limits.PartsMax} areas.", "areas");
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return PlanRules.First(areas, (area, i) => PlanRules.FaultOfId(area.Id, $"areas[{i}].id")
            ?? (seen.Add(area.Id) ? null : Refusal.Invalid($"The area '{area.Id}' is named twice.", $"areas[{i}].id"))
            ?? Text.Fault(area.Name, $"areas[{i}].name", required: true)
            ?? Limits.FaultOfWord(area.Reform, $"areas[{i}].reform")
            ?? PlanRules.FaultOfMoney(area.Budget, $"areas[{i}].budget"));
    }

    internal static Refusal? Fault(DraftLine line) =>
        Text.Fault(line.Code, "code", required: false, Limits.NameMax)
        ?? (line.Area is { } area && Limits.FaultOfNewId(area) is { } ofArea ? Refusal.Invalid($"area {ofArea}.", "area") : null)
        ?? Text.Fault(line.Group, "group", required: false)
        ?? Text.Fault(line.Title, "title", required: false)
        ?? PlanRules.FaultOfProducts(line.Products, "products")
        ?? Text.Fault(line.LeadsText, "leadsText", required: false)
        ?? Text.Fault(line.CoordinatorsText, "coordinatorsText", required: false)
        ?? Text.Fault(line.Approver, "approver", required: false)
        ?? Text.Fault(line.ScheduleText, "scheduleText", required: false)
        ?? PlanRules.FaultOfMoney(line.Budget, "budget")
        ?? Limits.FaultOfWord(line.LeadMode, "leadMode")
        ?? (line.Cells.Length > Limits.DraftCellsMax ? Refusal.Invalid($"A row has at most {Limits.DraftCellsMax} cells.", "cells") : null)
        ?? PlanRules.First(line.Cells, (cell, i) => Text.Fault(cell, $"cells[{i}]", required: false, Limits.DraftCellMax));

    private static Refusal? FaultOfKey(string key) =>
        key.Length > Limits.DraftKeyMax ? Refusal.Invalid($"A key has at most {Limits.DraftKeyMax} characters.", "key")
        : Limits.FaultOfCode(key) is { } fault ? Refusal.Invalid($"key {fault}.", "key")
        : null;

    private static ImmutableArray<string> Given(ImmutableArray<string> texts, Func<string, string> kept) => PlanRules.Each(texts, kept);
}
