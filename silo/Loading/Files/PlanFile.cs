using Hierarchy.Grains.Indicators;

namespace Hierarchy.Loading.Files;

/// <summary>Reads plan files: YAML, one plan each. docs/PLAN-FILES.md describes them key by key.</summary>
public static class PlanFile
{
    private static readonly string[] ScheduleKeys = ["text", "kind", "date", "month", "quarters", "startYear", "endYear", "every", "everyYears", "days", "first"];

    /// <summary>Reads the file at the path; unit ids are not looked up. Does not throw, whatever the file contains.</summary>
    public static FileContents<PlanDocument> Read(string path)
    {
        var errors = new FileErrors(Path.GetFileName(path));
        var text = FileText.Read(path, FileLimits.PlanBytesMax, errors);
        return text is null ? errors.Refuse<PlanDocument>() : Parse(text, errors);
    }

    /// <param name="name">What errors call the file.</param>
    public static FileContents<PlanDocument> Parse(string text, string name) => Parse(text, new FileErrors(name));

    private static FileContents<PlanDocument> Parse(string text, FileErrors errors)
    {
        var root = YamlNode.Parse(text, errors);
        if (root is YamlNode.Mapping mapping)
        {
            var plan = ReadPlan(new Fields(mapping, "file", errors, "plan", "areas", "objectives", "tasks", "duties"), errors);
            return errors.Any ? errors.Refuse<PlanDocument>() : new FileContents<PlanDocument>(plan, []);
        }
        if (root is not null)
        {
            errors.Add(root.Line, "must begin with the key 'plan'");
        }
        return errors.Refuse<PlanDocument>();
    }

    /// <summary>Never null, but meaningless when there are errors.</summary>
    private static PlanDocument ReadPlan(Fields file, FileErrors errors)
    {
        var head = file.Mapping("plan") is { } mapping
            ? new Fields(
                mapping, "plan", errors,
                "id", "owner", "issuer", "number", "title", "adoptedOn", "effectiveOn", "startYear", "endYear", "parent", "basedOn")
            : null;
        var startYear = head?.Integer("startYear", Limits.YearMin, Limits.YearMax);
        var endYear = head?.Integer("endYear", Limits.YearMin, Limits.YearMax);
        if (startYear > endYear)
        {
            head!.Refuse(head.LineOf("endYear"), "endYear is before startYear");
        }
        if (endYear - startYear >= Limits.PlanYearsMax)
        {
            head!.Refuse(head.LineOf("endYear"), $"a plan spans at most {Limits.PlanYearsMax} years");
        }
        var areas = ReadAll(
            file, "areas", "area", FileLimits.AreasMax, true, errors, ReadArea, a => a.Id,
            "id", "name", "reform", "budget");
        var known = areas.Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
        var indicators = ImmutableArray.CreateBuilder<IndicatorLine>();
        var objectives = ReadAll(
            file, "objectives", "objective", FileLimits.ObjectivesMax, false, errors, f => ReadObjective(f, known, indicators, errors), o => o.Id,
            "id", "area", "text", "target", "comparison", "unitOfMeasure", "scope", "due", "indicator");
        var tasks = ReadAll(
            file, "tasks", "task", FileLimits.TasksMax, true, errors, f => ReadTask(f, known, errors), t => t.Code,
            "code", "area", "group", "title", "products", "leads", "leadMode", "coordinators", "approver",
            "schedule", "weight", "budget", "note");
        var duties = ReadAll(
            file, "duties", "duty", FileLimits.DutiesMax, false, errors, f => ReadDuty(f, errors, tasks), d => d.Id,
            "id", "kind", "title", "leads", "schedule", "source", "note");
        return new PlanDocument(
            head?.PlanId("id") ?? "", head?.GlobalId("owner") ?? "", head?.Text("issuer", Limits.NameMax, false),
            head?.Text("number", Limits.NameMax, false), head?.Text("title", Limits.TextMax) ?? "",
            head?.Date("adoptedOn", false), startYear ?? 0, endYear ?? 0, head?.GlobalPlanId("parent"),
            head?.Texts("basedOn", FileLimits.TextsMax, Limits.TextMax) ?? [], areas, objectives, tasks, duties)
        {
            EffectiveOn = head?.Date("effectiveOn", false),
            Indicators = indicators.ToImmutable(),
        };
    }

    /// <summary>Reads a list of mappings with unique ids.</summary>
    internal static ImmutableArray<T> ReadAll<T>(
        Fields file, string key, string noun, int countMax, bool required, FileErrors errors,
        Func<Fields, T> read, Func<T, string> idOf, params string[] keys)
    {
        var all = ImmutableArray.CreateBuilder<T>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var mapping in file.Mappings(key, countMax, required))
        {
            var fields = new Fields(mapping, noun, errors, keys);
            var item = read(fields);
            all.Add(item);
            if (idOf(item) is { Length: > 0 } id && !lines.TryAdd(id, fields.LineOf(keys[0])))
            {
                fields.Refuse(fields.LineOf(keys[0]), $"{keys[0]} '{id}' is already used in line {lines[id]}");
            }
        }
        return all.ToImmutable();
    }

    private static Area ReadArea(Fields fields) => new(
        fields.Id("id") ?? "", fields.Text("name", Limits.TextMax) ?? "",
        fields.Word<ReformArea>("reform") ?? default, fields.Money("budget"));

    private static Objective ReadObjective(
        Fields fields, HashSet<string> areas, ImmutableArray<IndicatorLine>.Builder indicators, FileErrors errors)
    {
        if (fields.Has("target") != fields.Has("comparison"))
        {
            fields.Refuse(fields.Line, "give both target and comparison, or neither");
        }
        var objective = new Objective(
            fields.Id("id") ?? "", ReadAreaId(fields, areas, required: false),
            fields.Text("text", Limits.TextMax) ?? "",
            (double?)fields.Number("target", -(decimal)Limits.TargetMax, (decimal)Limits.TargetMax, 6),
            fields.Word<Comparison>("comparison", false), fields.Text("unitOfMeasure", Limits.NameMax, false),
            fields.Text("scope", Limits.TextMax, false), fields.Date("due", false));
        if (fields.Has("indicator") && fields.Mapping("indicator") is { } mapping)
        {
            indicators.Add(ReadIndicator(
                new Fields(mapping, "indicator", errors, "method", "system", "numerator", "denominator", "reporters"), objective, errors));
        }
        return objective;
    }

    private static IndicatorLine ReadIndicator(Fields fields, Objective objective, FileErrors errors)
    {
        var (method, system) = (fields.Word<IndicatorMethod>("method"), fields.Word<SystemMeasure>("system", false));
        if (objective.Target is null)
        {
            fields.Refuse(fields.Line, "only an objective with a target is measured");
        }
        if ((method == IndicatorMethod.System) != fields.Has("system"))
        {
            fields.Refuse(fields.Line, "system is required with the method SYSTEM, and not allowed with any other");
        }
        var counts = method == IndicatorMethod.System && system != SystemMeasure.UnitsInspected;
        if (counts && fields.Has("reporters"))
        {
            fields.Refuse(fields.LineOf("reporters"), "leave reporters out when the system counts the obligations");
        }
        return new IndicatorLine(
            objective.Id, objective.Text, method ?? default, system, fields.Text("numerator", Limits.NameMax) ?? "",
            fields.Text("denominator", Limits.NameMax, method == IndicatorMethod.Ratio), counts ? [] : ReadAssigned(fields, "reporters", true, errors));
    }

    private static TaskLine ReadTask(Fields fields, HashSet<string> areas, FileErrors errors) => new(
        fields.Id("code", ofLine: true) ?? "", ReadAreaId(fields, areas, required: true) ?? "",
        fields.Text("group", Limits.TextMax, false), fields.Text("title", Limits.TextMax) ?? "",
        fields.Texts("products", FileLimits.TextsMax, Limits.TextMax), ReadAssigned(fields, "leads", true, errors),
        fields.Word<LeadMode>("leadMode", false) ?? LeadMode.Each, ReadAssigned(fields, "coordinators", false, errors),
        fields.Text("approver", Limits.NameMax, false), ReadSchedule(fields, errors),
        (int)((fields.Number("weight", 0.001m, Limits.WeightMax / 1000m, 3) ?? 1) * 1000), fields.Money("budget"),
        fields.Text("note", Limits.TextMax, false))
    {
        Line = fields.Line,
    };

    private static DutyLine ReadDuty(Fields fields, FileErrors errors, ImmutableArray<TaskLine> tasks)
    {
        var id = fields.Id("id", ofLine: true) ?? "";
        if (tasks.Any(t => t.Code == id) && id != "")
        {
            fields.Refuse(fields.LineOf("id"), $"id '{id}' is already the code of a task");
        }
        return new DutyLine(
            id, fields.Word("kind", true, ObligationKind.Task, ObligationKind.Finding) ?? default, fields.Text("title", Limits.TextMax) ?? "",
            ReadAssigned(fields, "leads", true, errors), ReadSchedule(fields, errors),
            fields.Text("source", Limits.NameMax, false), fields.Text("note", Limits.TextMax, false))
        {
            Line = fields.Line,
        };
    }

    private static string? ReadAreaId(Fields fields, HashSet<string> areas, bool required)
    {
        if (fields.Has("area") || required)
        {
            var area = fields.Id("area");
            if (area is not null && !areas.Contains(area))
            {
                fields.Refuse(fields.LineOf("area"), $"area '{area}' is not in the list of areas");
            }
            return area;
        }
        return null;
    }

    internal static ImmutableArray<Assigned> ReadAssigned(
        Fields parent, string key, bool lead, FileErrors errors, bool? required = null)
    {
        var all = ImmutableArray.CreateBuilder<Assigned>();
        foreach (var mapping in parent.Mappings(key, FileLimits.AssignedMax, required ?? lead))
        {
            var fields = new Fields(mapping, $"{parent.Name}: {key}", errors, "unit", "class", "named", "label");
            var given = new[] { "unit", "class", "named" }.Count(fields.Has);
            if (given > 1 || (lead && given == 0))
            {
                fields.Refuse(fields.Line, (lead ? "exactly" : "at most") + " one of unit, class and named must be given");
            }
            var assigned = new Assigned(
                fields.GlobalId("unit", false), fields.Word("class", false, UnitKind.Body, UnitKind.Government),
                fields.Text("named", Limits.NameMax, false), fields.Text("label", Limits.NameMax) ?? "")
            {
                Line = fields.Line,
            };
            if (given > 0 && all.Any(a => (a.Unit, a.UnitClass, a.Named) == (assigned.Unit, assigned.UnitClass, assigned.Named)))
            {
                var twice = assigned.Unit ?? assigned.Named ?? Text.Constant(assigned.UnitClass ?? default);
                fields.Refuse(fields.Line, $"'{twice}' is named twice");
            }
            all.Add(assigned);
        }
        return all.ToImmutable();
    }

    private static Schedule ReadSchedule(Fields parent, FileErrors errors)
    {
        var none = new Schedule(ScheduleKind.Unspecified, "", null, null, [], null, null, [], []);
        if (parent.Mapping("schedule") is not { } mapping)
        {
            return none;
        }
        var fields = new Fields(mapping, $"{parent.Name}: schedule", errors, ScheduleKeys);
        var text = fields.Text("text", Limits.TextMax, mayBeEmpty: true) ?? "";
        return fields.Word<ScheduleKind>("kind") is { } kind ? ReadSchedule(fields, kind, text) : none;
    }

    private static Schedule ReadSchedule(Fields fields, ScheduleKind kind, string text)
    {
        string[] takes = kind switch
        {
            ScheduleKind.Date or ScheduleKind.AfterEvent => ["date"],
            ScheduleKind.Month => ["month", "startYear"],
            ScheduleKind.Quarters => ["quarters", "startYear", "endYear"],
            ScheduleKind.Year => ["startYear"],
            ScheduleKind.Years => ["startYear", "endYear"],
            ScheduleKind.Recurring => ["every", "everyYears", "startYear", "endYear", "days", "first"],
            _ => [],
        };
        foreach (var key in ScheduleKeys.Skip(2).Where(k => fields.Has(k) && !takes.Contains(k)))
        {
            var those = takes.Length == 0 ? "only text and kind" : string.Join(", ", takes);
            fields.Refuse(fields.LineOf(key), $"{key} is not allowed for {Text.Constant(kind)}, which allows {those}");
        }
        var schedule = new Schedule(
            kind, text,
            takes.Contains("date") ? fields.Date("date", kind == ScheduleKind.Date) : null,
            takes.Contains("month") ? fields.Integer("month", 1, 12) : null,
            takes.Contains("quarters") ? fields.Integers("quarters", 4, 1, 4) : [],
            takes.Contains("startYear") ? fields.Integer("startYear", Limits.YearMin, Limits.YearMax) : null,
            takes.Contains("endYear") ? fields.Integer("endYear", Limits.YearMin, Limits.YearMax, required: kind != ScheduleKind.Quarters) : null,
            takes.Contains("every") ? fields.Words<Recurrence>("every") : [],
            takes.Contains("days") ? ReadDays(fields) : [],
            takes.Contains("everyYears") && fields.Integer("everyYears", 1, Limits.PlanYearsMax, required: false) is { } years and > 1 ? years : null,
            takes.Contains("first") ? fields.Date("first", required: false) : null);
        RefuseRepetition(fields, "quarters", schedule.Quarters);
        RefuseRepetition(fields, "every", schedule.Every);
        RefuseRepetition(fields, "days", schedule.Days);
        if (schedule.StartYear > schedule.EndYear)
        {
            fields.Refuse(fields.LineOf("endYear"), "endYear is before startYear");
        }
        if (!fields.Refused && schedule.Fault() is { } fault)
        {
            fields.Refuse(fields.Line, fault);
        }
        return schedule;
    }

    private static ImmutableArray<MonthDay> ReadDays(Fields fields)
    {
        var days = ImmutableArray.CreateBuilder<MonthDay>();
        foreach (var item in fields.Items("days", FileLimits.DaysMax, required: false))
        {
            if (item is YamlNode.Scalar scalar && MonthDay.TryParse(scalar.Value, out var day))
            {
                days.Add(day);
            }
            else
            {
                fields.Refuse(item.Line, "days holds what is not a day of the year as \"MM-DD\"");
            }
        }
        return days.ToImmutable();
    }

    internal static void RefuseRepetition<T>(Fields fields, string key, ImmutableArray<T> items)
    {
        if (items.Distinct().Count() != items.Length)
        {
            fields.Refuse(fields.LineOf(key), $"{key} contains a value twice");
        }
    }
}
