namespace Hierarchy.Tests.System.Walk;

/// <summary>A valid value for each place of a request. References and dependent values are listed here; all others, also of new places,
/// follow from their type.</summary>
internal sealed class Right(Contract contract)
{
    public const string Root = "walk-bnv";
    public const string Commune = "walk-x";
    public const string Plan = "walk-plan";
    public const string Task = "walk-task";
    public const string Person = "walk-person";

    /// <summary>A unit reserved for renaming.</summary>
    public const string Spare = "walk-y";

    /// <summary>A line reserved for amendments.</summary>
    public const string Amended = "walk-amended";

    public const string Regime = "walk-reports";
    public const string Indicator = "walk-indicator";

    /// <summary>A report that has been signed.</summary>
    public const string Report = $"{Commune}~{Regime}~2000-01";

    /// <summary>A report that is written and never signed.</summary>
    public const string Written = $"{Commune}~{Regime}~2000-02";

    /// <summary>The id of a grant that does not exist.</summary>
    public const string Grant = "walk-x~9999";

    /// <summary>Owners of plans; several, since each one's money and plans are bounded.</summary>
    public static readonly ImmutableArray<string> Provinces = ["walk-p", "walk-q", "walk-r", "walk-s"];

    private static readonly Dictionary<string, string> Said = new()
    {
        ["RegisterUnitInput.kind"] = "OFFICE",
        ["RegisterUnitInput.parent"] = Provinces[0],
        ["AdoptPlanInput.parent"] = Plan,
        ["AddDutyInput.kind"] = "REPORT",
        ["Mutation.renameUnit.unit"] = Spare,
        ["ScheduleInput.kind"] = "YEAR",
        ["RegimeInput.owner"] = Provinces[0],
        ["IndicatorInput.owner"] = Provinces[0],
        ["IndicatorInput.method"] = "SUM",
        ["InspectionInput.inspector"] = Provinces[0],
        ["TemplateRowInput.code"] = "1",
        ["PeriodRuleInput.from"] = "01-01",
        ["PeriodRuleInput.to"] = "12-31",
        ["PeriodDueInput.kind"] = "COMMUNE",
        ["PeriodDueInput.lastDay"] = "06-30",
        ["Mutation.setHolidays.days"] = "2013-05-10",
        ["DocumentInput.uri"] = "https://example.vn/12",
        ["ScheduleInput.days"] = "06-30",
        ["AreaInput.id"] = "I",
        ["ChangeTaskInput.task"] = Amended,
        ["LeadsInput.task"] = Amended,
        ["ObjectiveInput.id"] = "MT",
        ["Query.unit.id"] = Provinces[0],
        ["Query.plan.id"] = Plan,
        ["Query.task.id"] = Task,
        ["ObligationFilter.task"] = Task,
        ["Unit.breakdown.by"] = "CHILD",
        ["Query.people.under"] = Provinces[0],
        ["Query.report.id"] = Report,
        ["Query.reportOf.period"] = $"{Regime}~2000-01",
        ["Query.regime.id"] = Regime,
        ["RowInput.code"] = "2",
        ["SectionInput.key"] = "I",
        ["SectionRuleInput.key"] = "I",
        ["Mutation.openReport.period"] = $"{Regime}~2000-03",
        ["Mutation.reportIndicator.denominator"] = "0",
        ["GrantInput.person"] = Person,
        ["Mutation.pseudonymisePerson.person"] = Person,
        ["Mutation.delegate.to"] = Person,
        ["Mutation.endGrant.grant"] = Grant,
        ["Mutation.delegate.grant"] = Grant,
        ["Mutation.appointFocalAgency.unit"] = Provinces[0],
        ["Mutation.appointFocalAgency.agency"] = Commune,
        ["Mutation.endFocalAgency.unit"] = Provinces[0],
        ["Mutation.endFocalAgency.agency"] = Commune,
    };

    private static readonly Dictionary<string, string> Named = new()
    {
        ["plan"] = Plan,
        ["area"] = "I",
        ["unit"] = Commune,
        ["under"] = Provinces[0],
        ["ids"] = Commune,
        ["days"] = "1",
        ["first"] = "5",
        ["startYear"] = "2013",
        ["endYear"] = "2013",
        ["year"] = "2013",
        ["month"] = "6",
    };

    /// <summary>Members that apply only with this value of another member.</summary>
    private static readonly Dictionary<string, (string Name, string Value)> Beside = new()
    {
        ["ScheduleInput.date"] = ("kind", "DATE"),
        ["ScheduleInput.month"] = ("kind", "MONTH"),
        ["ScheduleInput.quarters"] = ("kind", "QUARTERS"),
        ["ScheduleInput.endYear"] = ("kind", "YEARS"),
        ["ScheduleInput.every"] = ("kind", "RECURRING"),
        ["ScheduleInput.days"] = ("kind", "RECURRING"),
        ["ObligationFilter.area"] = ("plan", Plan),
    };

    /// <summary>Optional, but needed for an effect.</summary>
    private const string Told = "Mutation.writeReport.rows";

    /// <summary>The obligation or report of the case.</summary>
    public string Obligation { get; set; } = "";

    /// <summary>An uploaded file.</summary>
    public string File { get; init; } = "none";

    /// <summary>A draft that is edited, and one that may be removed.</summary>
    public string Draft { get; init; } = "none";

    public string Removed { get; init; } = "none";

    /// <summary>Number of the case, which makes ids unique.</summary>
    public int Case { get; set; }

    public JsonObject Of(IEnumerable<Slot> slots) =>
        new(slots.Where(slot => slot.IsNeeded || slot.Key == Told).Select(slot => KeyValuePair.Create<string, JsonNode?>(slot.Name, Of(slot))));

    /// <summary>Sets a value at a place, and creates what is needed around it.</summary>
    public void Put(JsonObject into, ImmutableArray<Slot> slots, ReadOnlySpan<object> path, JsonNode? value)
    {
        var name = (string)path[0];
        var slot = slots.Single(slot => slot.Name == name);
        if (Beside.TryGetValue(slot.Key, out var beside))
        {
            into[beside.Name] = beside.Value;
        }
        if (path.Length == 1)
        {
            into[slot.Name] = value;
            return;
        }
        into[slot.Name] ??= Of(slot);
        if (path[1] is not int)
        {
            Put((JsonObject)into[slot.Name]!, contract.Members(slot.Type)!.Value, path[1..], value);
        }
        else if (path.Length == 2)
        {
            ((JsonArray)into[slot.Name]!)[0] = value;
        }
        else
        {
            Put((JsonObject)into[slot.Name]![0]!, contract.Members(slot.Type)!.Value, path[2..], value);
        }
    }

    public JsonNode Of(Slot slot) => slot.Type.IsList ? new JsonArray(Item(slot)) : Item(slot);

    public JsonNode Item(Slot slot)
    {
        if (contract.Members(slot.Type) is { } members)
        {
            var item = Of(members);
            if (slot.Type.Named.Name == "AssigneeInput")
            {
                item["unit"] = Commune;
            }
            return item;
        }
        var said = Said.GetValueOrDefault(slot.Key) ?? slot.Name switch
        {
            "report" => Obligation,
            "indicator" when slot.Owner.StartsWith("Mutation.", StringComparison.Ordinal) => Indicator,
            "requestId" => string.Create(CultureInfo.InvariantCulture, $"walk-{Case}"),
            "obligation" => Obligation,
            "files" => File,
            "draft" => slot.Owner == "Mutation.discardDraft" ? Removed : Draft,
            "id" when slot.Owner == "Query.draft" => Draft,
            "key" or "removeRows" => "n1",
            "id" when slot.Owner == "Query.obligation" => Obligation,
            "id" => string.Create(CultureInfo.InvariantCulture, $"w{Case}"),
            "owner" => Provinces[Case % Provinces.Length],
            _ => Named.GetValueOrDefault(slot.Name),
        };
        return (slot.Type.Named.Name!, said) switch
        {
            ("Int" or "Float" or "Money" or "Long", _) => int.Parse(said ?? "1", CultureInfo.InvariantCulture),
            ("Boolean", _) => true,
            (_, { } text) => text,
            ("Date", _) => "2013-05-10",
            ("DateTime", _) => "2013-05-10T00:00:00Z",
            ("ID", _) => Commune,
            _ => contract.Words(slot.Type) is { } words ? words[0] : "Một lời văn",
        };
    }
}
