namespace Hierarchy.Loading.Files;

/// <summary>Reads report templates. They are files of their own so that several regimes can share them: templates/NAME.yaml beside the
/// file of a regime.</summary>
internal static class TemplateFile
{
    /// <summary>Name of the folder beside a regime's file.</summary>
    public const string Folder = "templates";

    /// <summary>The existing template files that a regime's file names; none for a file of another kind.</summary>
    public static IEnumerable<string> NamedBy(string path)
    {
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, Folder);
        return FileText.Read(path, FileLimits.PlanBytesMax, new FileErrors("")) is { } text
            && YamlNode.Parse(text, new FileErrors("")) is YamlNode.Mapping root
            ? root.Entries.Where(entry => entry.Key == "templates").Select(entry => entry.Value).OfType<YamlNode.Sequence>()
                .SelectMany(templates => templates.Items.OfType<YamlNode.Mapping>().Take(Limits.PartsMax))
                .SelectMany(template => template.Entries.Where(entry => entry.Key == "file").Select(entry => entry.Value).OfType<YamlNode.Scalar>())
                .Where(name => Limits.FaultOfNewId(name.Value) is null)
                .Select(name => Path.Combine(folder, name.Value + ".yaml")).Distinct().Where(File.Exists)
            : [];
    }

    /// <summary>The regime with the templates that its file names, each for its kinds of units.</summary>
    public static Regime ReadInto(Regime regime, Fields file, FileErrors errors, string? folder)
    {
        var sections = ImmutableArray.CreateBuilder<SectionRule>();
        var rows = ImmutableArray.CreateBuilder<TemplateRow>();
        foreach (var mapping in file.Mappings("templates", Limits.PartsMax, required: false))
        {
            var named = new Fields(mapping, "template", errors, "file", "kinds");
            var kinds = named.Words<UnitKind>("kinds");
            if (named.Text("file", Limits.IdMax) is not { } name)
            {
                continue;
            }
            if (folder is null || Limits.FaultOfNewId(name) is not null)
            {
                named.Refuse(named.LineOf("file"), $"file '{Fields.Shown(name)}' is not the name of a template: use {Folder}/NAME.yaml beside the regime");
                continue;
            }
            Read(Path.Combine(folder, Folder, name + ".yaml"), kinds.IsEmpty ? null : kinds, sections, rows, named);
        }
        return regime with { Sections = sections.Count == 0 ? null : sections.ToImmutable(), Template = rows.Count == 0 ? null : rows.ToImmutable() };
    }

    public static bool ReadTruth(Fields fields, string key, bool otherwise)
    {
        var word = fields.Text(key, Limits.NameMax, required: false) ?? (otherwise ? "true" : "false");
        if (word is not ("true" or "false"))
        {
            fields.Refuse(fields.LineOf(key), $"{key} '{Fields.Shown(word)}' is neither true nor false");
        }
        return word == "true";
    }

    private static void Read(
        string path, ImmutableArray<UnitKind>? kinds, ImmutableArray<SectionRule>.Builder sections, ImmutableArray<TemplateRow>.Builder rows, Fields named)
    {
        var errors = new FileErrors(Path.GetFileName(path));
        if (FileText.Read(path, FileLimits.PlanBytesMax, errors) is { } text && YamlNode.Parse(text, errors) is { } root)
        {
            if (root is YamlNode.Mapping mapping)
            {
                var file = new Fields(mapping, "file", errors, "sections", "rows");
                sections.AddRange(PlanFile.ReadAll(
                    file, "sections", "section", Limits.SectionsMax, false, errors,
                    fields => new SectionRule(fields.Text("key", Limits.RowCodeMax) ?? "", fields.Text("title", Limits.NameMax) ?? "", kinds),
                    section => section.Key, "key", "title"));
                rows.AddRange(PlanFile.ReadAll(
                    file, "rows", "row", Limits.TemplateRowsMax, false, errors, fields => ReadRow(fields, kinds, errors), row => row.Code,
                    "code", "section", "label", "unitOfMeasure", "source", "indicator", "count", "required"));
            }
            else
            {
                errors.Add(root.Line, "must begin with the key 'sections' or 'rows'");
            }
        }
        foreach (var error in errors.Refuse<RegimeDocument>().Errors)
        {
            named.Refuse(named.LineOf("file"), error.ToString());
        }
    }

    private static TemplateRow ReadRow(Fields fields, ImmutableArray<UnitKind>? kinds, FileErrors errors)
    {
        ProgressCount? count = null;
        if (fields.Has("count") && fields.Mapping("count") is { } mapping)
        {
            var counted = new Fields(mapping, $"{fields.Name}: count", errors, "numerator", "reformArea", "plan", "kind");
            count = new ProgressCount(
                counted.Word<Timeliness>("numerator", required: false), counted.Word<ReformArea>("reformArea", required: false),
                counted.GlobalPlanId("plan"), counted.Word<ObligationKind>("kind", required: false) ?? ObligationKind.Task);
        }
        return new TemplateRow(
            fields.Text("code", Limits.RowCodeMax) ?? "", fields.Text("section", Limits.NameMax, required: false), fields.Text("label", Limits.NameMax) ?? "",
            fields.Text("unitOfMeasure", Limits.NameMax, false), fields.Word<RowSource>("source") ?? RowSource.Entered, kinds,
            fields.Text("indicator", Limits.IdMax, required: false), count, TemplateFile.ReadTruth(fields, "required", true));
    }
}
