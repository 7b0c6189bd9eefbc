namespace Hierarchy.Grains.Plans.Drafts;

/// <summary>Changes of a draft. Null leaves a value as it is. An empty text or a Clears flag removes it. Pure.</summary>
/// <param name="Areas">All areas, in their order.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.draft-edit")]
public sealed record DraftEdit(
    string? Title, string? Number, DateOnly? AdoptedOn, int? StartYear, int? EndYear, ImmutableArray<Area>? Areas,
    ImmutableArray<DraftRowEdit> Rows, ImmutableArray<string> RemoveRows,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool ClearsAdoptedOn = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool ClearsStartYear = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool ClearsEndYear = false)
{
    /// <summary>The draft after the edit, in its next version, or what is wrong with the edit.</summary>
    internal (PlanDraft? Draft, Refusal? Fault) Apply(PlanDraft draft)
    {
        if (FaultOfLists() is { } tooMany)
        {
            return (null, tooMany);
        }
        var (lines, keys, fault) = RowsAfter(draft);
        if (fault is not null)
        {
            return (null, fault);
        }
        var text = DraftRules.Kept(draft.Text with
        {
            Title = Title ?? draft.Text.Title,
            Number = Number ?? draft.Text.Number,
            AdoptedOn = ClearsAdoptedOn ? null : AdoptedOn ?? draft.Text.AdoptedOn,
            StartYear = ClearsStartYear ? null : StartYear ?? draft.Text.StartYear,
            EndYear = ClearsEndYear ? null : EndYear ?? draft.Text.EndYear,
            Areas = Areas is { } areas ? AreasAfter(draft.Text, areas) : draft.Text.Areas,
            Lines = lines,
        });
        return DraftRules.FaultOfHead(text) is { } ofHead
            ? (null, ofHead)
            : (draft with { Version = draft.Version + 1, Text = text, Keys = keys }, null);
    }

    private Refusal? FaultOfLists() =>
        Rows.Length > Limits.DraftRowsOfCallMax ? Refusal.Invalid($"At most {Limits.DraftRowsOfCallMax} rows are taken at once.", "rows")
        : RemoveRows.Length > Limits.DraftRowsOfCallMax
            ? Refusal.Invalid($"At most {Limits.DraftRowsOfCallMax} rows are removed at once.", "removeRows")
        : Areas?.Length > Limits.PartsMax ? Refusal.Invalid($"A plan has at most {Limits.PartsMax} areas.", "areas")
        : null;

    private static ImmutableArray<DraftArea> AreasAfter(DraftText text, ImmutableArray<Area> areas)
    {
        var places = text.Areas.ToDictionary(area => area.Id, area => area.Place, StringComparer.Ordinal);
        return [.. areas.Select(area => new DraftArea(area.Id, area.Name, area.Reform, area.Budget, places.GetValueOrDefault(area.Id, "")))];
    }

    private (ImmutableArray<DraftLine> Lines, int Keys, Refusal? Fault) RowsAfter(PlanDraft draft)
    {
        var at = draft.Text.Lines.Index().ToDictionary(row => row.Item.Key, row => row.Index, StringComparer.Ordinal);
        var lines = draft.Text.Lines.ToList<DraftLine?>();
        foreach (var (i, key) in RemoveRows.Index())
        {
            if (!at.Remove(key, out var place))
            {
                return ([], 0, NoRow(key, $"removeRows[{i}]"));
            }
            lines[place] = null;
        }
        var (keys, named) = (draft.Keys, new HashSet<string>(StringComparer.Ordinal));
        foreach (var (i, row) in Rows.Index())
        {
            if (row.Key is not { } key)
            {
                do
                {
                    keys++;
                }
                while (at.ContainsKey(KeyOf(keys)));
                lines.Add(row.Applied(DraftRules.Empty(KeyOf(keys))));
            }
            else if (!at.TryGetValue(key, out var place))
            {
                return ([], 0, NoRow(key, $"rows[{i}].key"));
            }
            else if (!named.Add(key))
            {
                return ([], 0, Refusal.Invalid($"The row '{Text.Shown(key)}' is named twice.", $"rows[{i}].key"));
            }
            else
            {
                lines[place] = row.Applied(lines[place]!);
            }
            if (DraftRules.Fault(row.Key is { } changed ? lines[at[changed]]! : lines[^1]!) is { } fault)
            {
                return ([], 0, fault.Under($"rows[{i}]"));
            }
        }
        ImmutableArray<DraftLine> after = [.. lines.OfType<DraftLine>()];
        return after.Length > Limits.DraftRowsMax
            ? ([], 0, Refusal.Invalid($"A draft has at most {Limits.DraftRowsMax} rows.", "rows"))
            : (after, keys, null);
    }

    private static string KeyOf(int number) => $"n{number}";

    private static Refusal NoRow(string key, string place) => Refusal.NotFound($"The draft has no row '{Text.Shown(key)}'.", place);
}

/// <summary>Changes of a row, or a new row.</summary>
/// <param name="Key">Null: a new row.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.draft-row-edit")]
public sealed record DraftRowEdit(
    string? Key, string? Code = null, string? Area = null, string? Group = null, string? Title = null, ImmutableArray<string>? Products = null,
    string? LeadsText = null, string? CoordinatorsText = null, string? Approver = null, string? ScheduleText = null, long? Budget = null,
    LeadMode? LeadMode = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool ClearsBudget = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool ClearsLeadMode = false)
{
    internal DraftLine Applied(DraftLine line) => DraftRules.Kept(line with
    {
        Code = Code ?? line.Code,
        Area = Area ?? line.Area,
        Group = Group ?? line.Group,
        Title = Title ?? line.Title,
        Products = Products ?? line.Products,
        LeadsText = LeadsText ?? line.LeadsText,
        CoordinatorsText = CoordinatorsText ?? line.CoordinatorsText,
        Approver = Approver ?? line.Approver,
        ScheduleText = ScheduleText ?? line.ScheduleText,
        Budget = ClearsBudget ? null : Budget ?? line.Budget,
        LeadMode = ClearsLeadMode ? null : LeadMode ?? line.LeadMode,
    });
}
