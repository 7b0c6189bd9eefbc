namespace Hierarchy.Loading.Files;

/// <summary>The regime of a file: complete and consistent in itself, its unit ids and duties not yet looked up.</summary>
/// <param name="Regime">Without reporters.</param>
public sealed record RegimeDocument(Regime Regime, ImmutableArray<Assigned> Reporters, ImmutableArray<int> PeriodLines)
{
    /// <summary>The line that a refusal is about; 0 for the file as a whole.</summary>
    public int LineOf(string? field)
    {
        var (list, rest) = field?.Split('[', 2) is [var name, var number] ? (name, number.Split(']')[0]) : ("", "");
        return !int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var i) ? 0
            : list == "periods" && i < PeriodLines.Length ? PeriodLines[i]
            : list == "reporters" && i < Reporters.Length ? Reporters[i].Line
            : 0;
    }
}

/// <summary>Reads regime files: YAML, one regime each. docs/PLAN-FILES.md describes them key by key.</summary>
public static class RegimeFile
{
    /// <summary>Whether the file holds a regime, right or wrong, and not a plan.</summary>
    public static bool IsOne(string path) => YamlNode.HasKey(path, "regime");

    /// <summary>Reads the file at the path. Does not throw, whatever the file contains.</summary>
    public static FileContents<RegimeDocument> Read(string path)
    {
        var errors = new FileErrors(Path.GetFileName(path));
        var text = FileText.Read(path, FileLimits.PlanBytesMax, errors);
        return text is null ? errors.Refuse<RegimeDocument>() : Parse(text, errors, Path.GetDirectoryName(Path.GetFullPath(path)));
    }

    /// <param name="name">What errors call the file.</param>
    public static FileContents<RegimeDocument> Parse(string text, string name) => Parse(text, new FileErrors(name), folder: null);

    /// <param name="folder">The folder of the regime's file, which contains the templates folder; null: no template can be read.</param>
    private static FileContents<RegimeDocument> Parse(string text, FileErrors errors, string? folder)
    {
        var root = YamlNode.Parse(text, errors);
        if (root is not YamlNode.Mapping mapping)
        {
            if (root is not null)
            {
                errors.Add(root.Line, "must begin with the key 'regime'");
            }
            return errors.Refuse<RegimeDocument>();
        }
        var document = ReadRegime(new Fields(mapping, "file", errors, "regime", "periods", "reporters", "templates"), errors, folder);
        if (!errors.Any && RegimeRules.Fault(document.Regime, Limits.DayMax) is { } fault)
        {
            errors.Add(document.LineOf(fault.Field), $"{fault.Field}: {fault.Message}");
        }
        return errors.Any ? errors.Refuse<RegimeDocument>() : new FileContents<RegimeDocument>(document, []);
    }

    /// <summary>Never null, but meaningless when there are errors.</summary>
    private static RegimeDocument ReadRegime(Fields file, FileErrors errors, string? folder)
    {
        var head = file.Mapping("regime") is { } mapping
            ? new Fields(mapping, "regime", errors, "id", "owner", "title", "act", "startYear", "endYear", "nextWorkingDay", "collector")
            : null;
        var lines = ImmutableArray.CreateBuilder<int>();
        var periods = PlanFile.ReadAll(
            file, "periods", "period", Limits.PeriodsMax, true, errors,
            fields =>
            {
                lines.Add(fields.Line);
                return ReadPeriod(fields, errors);
            },
            rule => rule.Key, "key", "label", "from", "fromYearOffset", "to", "due", "serves", "takesOver", "note");
        var regime = new Regime(
            head?.PlanId("id") ?? "", head?.GlobalId("owner") ?? "", head?.Text("title", Limits.TextMax) ?? "", ReadAct(head, errors), periods, [],
            head?.Integer("startYear", Limits.YearMin, Limits.YearMax) ?? Limits.YearMin,
            head?.Integer("endYear", Limits.YearMin, Limits.YearMax) ?? Limits.YearMin,
            head is not null && TemplateFile.ReadTruth(head, "nextWorkingDay", false), [], head?.GlobalId("collector", required: false));
        regime = TemplateFile.ReadInto(regime, file, errors, folder);
        return new RegimeDocument(regime, PlanFile.ReadAssigned(file, "reporters", lead: true, errors, required: false), lines.ToImmutable());
    }

    private static Document? ReadAct(Fields? head, FileErrors errors)
    {
        if (head is null || !head.Has("act") || head.Mapping("act") is not { } mapping)
        {
            return null;
        }
        var fields = new Fields(mapping, "act", errors, "number", "issuedOn", "title", "uri");
        return new Document(
            fields.Text("number", Limits.NameMax) ?? "", fields.Date("issuedOn") ?? Limits.DayMin, fields.Text("title", Limits.TextMax, required: false),
            fields.Text("uri", Limits.TextMax, required: false));
    }

    private static PeriodRule ReadPeriod(Fields fields, FileErrors errors)
    {
        var due = ImmutableArray.CreateBuilder<PeriodDue>();
        foreach (var mapping in fields.Mappings("due", Limits.PartsMax, required: false))
        {
            var last = new Fields(mapping, $"{fields.Name}: due", errors, "kinds", "lastDay", "yearOffset");
            var (day, offset) = (last.DayOfYear("lastDay") ?? default, last.Integer("yearOffset", -1, 1, required: false) ?? 0);
            due.AddRange(last.Words<UnitKind>("kinds").Select(kind => new PeriodDue(kind, day, offset)));
        }
        return new PeriodRule(
            fields.Text("key", PeriodRule.KeyMax) ?? "", fields.Text("label", Limits.NameMax) ?? "", fields.DayOfYear("from") ?? default,
            fields.Integer("fromYearOffset", -1, 1, required: false) ?? 0, fields.DayOfYear("to") ?? default, due.ToImmutable(),
            fields.Texts("serves", Limits.PeriodsMax, PeriodRule.KeyMax), fields.Text("takesOver", OwnedId.LengthMax, required: false));
    }
}
