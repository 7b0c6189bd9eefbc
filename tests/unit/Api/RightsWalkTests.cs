using GraphQL.Types;

namespace Hierarchy.UnitTests.Api;

/// <summary>Every root field of the contract, asked by each role about each kind of unit, answers what docs/RIGHTS.md says.</summary>
public sealed partial class RightsWalkTests(RightsWalkTests.Walked walked) : IClassFixture<RightsWalkTests.Walked>
{
    private const string Own = "w-h";
    private const string Below = "w-h-1";
    private const string Above = "w-p";
    private const string Sibling = "w-g";
    private const string Elsewhere = "w-q-h";

    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs/RIGHTS.md"));

    /// <summary>As the contract words them.</summary>
    private static readonly Dictionary<Role, string> RightsOfRoles = new()
    {
        [Role.Viewer] = "READ",
        [Role.Clerk] = "READ, REPORT",
        [Role.Head] = "READ, REPORT, SUBMIT",
        [Role.Supervisor] = "READ, ACCEPT, CHANGE_DUE",
        [Role.Planner] = "READ, PLAN",
        [Role.Registrar] = "READ, REGISTER_UNITS",
        [Role.Auditor] = "READ, AUDIT",
        [Role.Administrator] = "READ, REPORT, SUBMIT, ACCEPT, CHANGE_DUE, PLAN, REGISTER_UNITS, GRANT, AUDIT",
    };

    /// <summary>What is asked: $u is the unit. Mutations are wrong in a way that is found after the right, so that they change
    /// nothing.</summary>
    private static readonly Dictionary<string, string> Asked = new()
    {
        ["Query.viewer"] = """{ viewer { rights(unit: "$u") } }""",
        ["Query.person"] = """{ person(id: "of-$u") { id } }""",
        ["Query.people"] = """{ people(under: "$u") { nodes { id } } }""",
        ["Query.audit"] = """{ audit(under: "$u") { nodes { summary } } }""",
        ["Query.unit"] = """{ unit(id: "$u") { name progress { total } plans { title } } }""",
        ["Query.units"] = """{ units(ids: ["$u"]) { name } }""",
        ["Query.searchUnits"] = """{ searchUnits(text: "$u") { name } }""",
        ["Query.unitsByCode"] = """{ unitsByCode(code: "72") { name } }""",
        ["Query.reorganisation"] = """{ reorganisation(id: "reorganise-$u") { status preview { closed } } }""",
        ["Query.reorganisations"] = """{ reorganisations(under: "$u") { title } }""",
        ["Query.plan"] = """{ plan(id: "plan-$u") { title progress { total } } }""",
        ["Query.task"] = """{ task(id: "task-$u") { title } }""",
        ["Query.obligation"] = """{ obligation(id: "$u~task-$u") { id } }""",
        ["Query.root"] = "{ root { id } }",
        ["Query.installation"] = "{ installation { name } }",
        ["Query.obligations"] = """{ obligations(under: "$u", filter: { scope: ALL }) { nodes { id } } }""",
        ["Unit.obligations"] = """{ unit(id: "$u") { obligations(filter: { scope: ALL }) { nodes { id } } } }""",
        ["Unit.history"] = """{ unit(id: "$u") { history { nodes { summary } } } }""",
        ["Obligation.history"] = """{ obligation(id: "$u~task-$u") { history { nodes { summary } } } }""",
        ["Unit.grants"] = """{ unit(id: "$u") { grants { id } } }""",
        ["Unit.focalAgencies"] = """{ unit(id: "$u") { focalAgencies { agency { id } } } }""",
        ["PlanTask.obligations"] = """{ task(id: "task-$u") { obligations { nodes { id } } } }""",
        ["ReorganisationPreview.unassigned"] = """{ reorganisation(id: "reorganise-$u") { preview { unassigned { nodes { id } } } } }""",
        ["Person.grants"] = """{ person(id: "of-$u") { grants { id } } }""",
        ["Mutation.registerUnit"] = """registerUnit(requestId: "$r", input: { id: "new", name: "", kind: BODY, parent: "$u" }) { id }""",
        ["Mutation.renameUnit"] =
            """renameUnit(requestId: "$r", unit: "$u", name: "", on: "2013-05-10", act: { number: "1", issuedOn: "2013-05-09" }) { id }""",
        ["Mutation.draftReorganisation"] = """
            draftReorganisation(requestId: "$r", input: { id: "x", carrier: "$u", title: "", act: { number: "1", issuedOn: "2013-05-09" },
                effectiveOn: "2013-05-10" }) { id }
            """,
        ["Mutation.assignObligations"] = """assignObligations(requestId: "$r", reorganisation: "reorganise-$u", rules: [{ cancel: "" }]) { id }""",
        ["Mutation.discardReorganisation"] = """discardReorganisation(requestId: "$r", reorganisation: "reorganise-$u", reason: "") { id }""",
        ["Mutation.undoReorganisation"] = """undoReorganisation(requestId: "$r", reorganisation: "reorganise-$u", reason: "x") { id }""",
        ["Mutation.adoptReorganisation"] = """adoptReorganisation(requestId: "$r", reorganisation: "reorganise-$u") { id }""",
        ["Mutation.nameInstallation"] = """nameInstallation(requestId: "$r", name: "$long") { name }""",
        ["Mutation.registerPerson"] = """registerPerson(requestId: "$r", input: { id: "a b", name: "B" }) { id }""",
        ["Mutation.pseudonymisePerson"] = """pseudonymisePerson(requestId: "$r", person: "of-$u", reason: "") { id }""",
        ["Mutation.grant"] = """grant(requestId: "$r", input: { person: "of-$u", role: VIEWER, unit: "$u", from: "2013-05-10", to: "2013-05-09" }) { id }""",
        ["Mutation.endGrant"] = """endGrant(requestId: "$r", grant: "$grant", reason: "$long") { id }""",
        ["Mutation.delegate"] = """delegate(requestId: "$r", grant: "$grant", to: "of-$u", from: "2013-05-10", until: "2013-05-09") { id }""",
        ["Mutation.appointFocalAgency"] = """appointFocalAgency(requestId: "$r", unit: "$u", agency: "$u", powers: [FOLLOW]) { from }""",
        ["Mutation.endFocalAgency"] = """endFocalAgency(requestId: "$r", unit: "$u", agency: "none") { id }""",
        ["Mutation.adoptPlan"] =
            """adoptPlan(requestId: "$r", input: { id: "x", owner: "$u", title: "", startYear: 2013, endYear: 2013, areas: [] }) { id }""",
        ["Query.regime"] = """{ regime(id: "regime-$u") { title periods(year: 2013) { key progress(unit: "$u") { total } } } }""",
        ["Query.regimes"] = """{ regimes(unit: "$u") { title periods(year: 2013) { completeness(unit: "$u") { denominator } } } }""",
        ["Query.indicator"] = """{ indicator(id: "indicator-$u") { text value(unit: "$u", year: 2013) { expected } } }""",
        ["Indicator.given"] = """{ indicator(id: "indicator-$u") { given(unit: "$u", year: 2013) { numerator note } } }""",
        ["Query.report"] = """{ report(id: "$u~regime-$u~2013-Y") { status } }""",
        ["Query.reportOf"] = """{ reportOf(unit: "$u", period: "regime-$u~2013-Y") { status } }""",
        ["ReportRow.list"] = """{ report(id: "$u~regime-$u~2013-Y") { rows { list { totalCount nodes { id } } } } }""",
        ["Mutation.openReport"] = """openReport(requestId: "$r", unit: "$u", period: "regime-$u~2013-Y") { id }""",
        ["Mutation.writeReport"] = """writeReport(requestId: "$r", report: "$u~regime-$u~2013-Y") { id }""",
        ["Mutation.signReport"] = """
            signReport(requestId: "$r", report: "$u~regime-$u~2013-Y", signer: "", capacity: "", document: { number: "1", issuedOn: "2013-05-01" }) { id }
            """,
        ["Mutation.receiveReport"] = """receiveReport(requestId: "$r", report: "$u~regime-$u~2013-Y") { id }""",
        ["Mutation.returnReport"] = """returnReport(requestId: "$r", report: "$u~regime-$u~2013-Y", note: "") { id }""",
        ["Mutation.reopenReport"] = """reopenReport(requestId: "$r", report: "$u~regime-$u~2013-Y", reason: "") { id }""",
        ["Subscription.reportChanged"] = """subscription { reportChanged(under: "$u") { id } }""",
        ["ReportPeriod.missing"] = """{ regime(id: "regime-$u") { periods(year: 2013) { missing(unit: "$u") { totalCount nodes { id } } } } }""",
        ["Unit.inspections"] = """{ unit(id: "$u") { inspections { id findings { id } } } }""",
        ["Unit.notInspected"] =
            """{ unit(id: "$u") { a: notInspected(year: 2012, unitKind: DISTRICT) { nodes { id } } b: notInspected(year: 2012, unitKind: COMMUNE) { nodes { id } } } }""",
        ["Unit.findings"] = """{ unit(id: "$u") { findings { nodes { id } } } }""",
        ["Inspection.findings"] = """{ unit(id: "$u") { inspections { findings { id } } } }""",
        ["Indicator.notGiven"] = """{ unit(id: "$u") { indicators { notGiven(unit: "$u", year: 2013) { totalCount nodes { id } } } } }""",
        ["Mutation.defineIndicator"] =
            """defineIndicator(requestId: "$r", input: { id: "x", owner: "$u", text: "", method: SUM, numeratorLabel: "", reporters: [], targets: [] }) { id }""",
        ["Mutation.reportIndicator"] = """reportIndicator(requestId: "$r", indicator: "none", unit: "$u", year: 2013, numerator: 1) { year }""",
        ["Mutation.verifyIndicator"] = """verifyIndicator(requestId: "$r", indicator: "none", unit: "$u", year: 2013) { year }""",
        ["Mutation.recordInspection"] = """recordInspection(requestId: "$r", input: { id: "x", inspector: "$u", unit: "none", on: "2013-05-10" }) { id }""",
        ["Mutation.addRegime"] =
            """addRegime(requestId: "$r", input: { id: "x", owner: "$u", title: "", periods: [], reporters: [], startYear: 2013, endYear: 2013 }) { id }""",
        ["Mutation.setHolidays"] = """setHolidays(requestId: "$r", year: 2013, days: ["2012-01-01"])""",
        ["Query.draft"] = """{ draft(id: "$draft") { id issues { code } } }""",
        ["Unit.drafts"] = """{ unit(id: "$u") { drafts { id } } }""",
        ["Mutation.createDraft"] = """createDraft(requestId: "$r", owner: "$u", input: { title: "$long" }) { id }""",
        ["Mutation.editDraft"] = """editDraft(requestId: "$r", draft: "$draft", input: { removeRows: ["none"] }) { id }""",
        ["Mutation.discardDraft"] = """discardDraft(requestId: "$r", draft: "$u:00000000000000000000")""",
        ["Mutation.adoptDraft"] = """adoptDraft(requestId: "$r", draft: "$draft") { id }""",
        ["Mutation.amendPlan"] = """
            amendPlan(requestId: "$r", plan: "plan-$u", input: { document: { number: "", issuedOn: "2013-05-10" }, effectiveOn: "2013-05-10" }) { id }
            """,
        ["Mutation.addTask"] = """
            addTask(requestId: "$r", input: { id: "x", plan: "plan-$u", code: "1", area: "I", title: "", leads: [{ unit: "$u" }],
                schedule: { kind: YEAR, text: "" } }) { id }
            """,
        ["Mutation.addDuty"] = """
            addDuty(requestId: "$r", input: { id: "x", plan: "plan-$u", kind: REPORT, title: "", leads: [{ unit: "$u" }],
                schedule: { kind: YEAR, text: "" } }) { id }
            """,
        ["Mutation.reportProgress"] = """reportProgress(requestId: "$r", obligation: "$u~task-$u", percent: 101) { id }""",
        ["Mutation.submit"] = """submit(requestId: "$r", obligation: "$u~task-$u", completedOn: "2100-01-01") { id }""",
        ["Mutation.accept"] = """accept(requestId: "$r", obligation: "$u~task-$u") { id }""",
        ["Mutation.sendBack"] = """sendBack(requestId: "$r", obligation: "$u~task-$u", note: "x") { id }""",
        ["Mutation.withdraw"] = """withdraw(requestId: "$r", obligation: "$u~task-$u") { id }""",
        ["Mutation.reopen"] = """reopen(requestId: "$r", obligation: "$u~task-$u", reason: "x") { id }""",
        ["Mutation.cancel"] = """cancel(requestId: "$r", obligation: "$u~task-$u", reason: "") { id }""",
        ["Mutation.trigger"] = """trigger(requestId: "$r", obligation: "$u~task-$u", occurredOn: "2013-01-01", due: "2013-02-01") { id }""",
        ["Mutation.restore"] = """restore(requestId: "$r", obligation: "$u~task-$u", reason: "x") { id }""",
        ["Mutation.changeDue"] = """changeDue(requestId: "$r", obligation: "$u~task-$u", due: "2013-01-01", reason: "") { id }""",
        ["Mutation.reportMany"] = """reportMany(requestId: "$r", reports: [{ obligation: "$u~task-$u", percent: 101 }]) { code }""",
        ["Mutation.acceptMany"] = """acceptMany(requestId: "$r", obligations: ["$u~task-$u"]) { code }""",
        ["Mutation.changeDueMany"] = """changeDueMany(requestId: "$r", obligations: ["$u~task-$u"], due: "2013-01-01", reason: "") { code }""",
        ["Mutation.raiseDifficulty"] = """raiseDifficulty(requestId: "$r", obligation: "$u~task-$u", text: "") { id }""",
        ["Mutation.escalateDifficulty"] = """escalateDifficulty(requestId: "$r", obligation: "$u~task-$u") { id }""",
        ["Mutation.resolveDifficulty"] = """resolveDifficulty(requestId: "$r", obligation: "$u~task-$u", resolution: "x") { id }""",
        ["Subscription.indicatorChanged"] = """subscription { indicatorChanged(unit: "$u") { id } }""",
        ["Subscription.progressChanged"] = """subscription { progressChanged(unit: "$u") { id } }""",
        ["Subscription.reorganisationChanged"] = """subscription { reorganisationChanged(id: "reorganise-$u") { status } }""",
        ["Subscription.obligationChanged"] = """subscription { obligationChanged(under: "$u") { id } }""",
    };

    /// <summary>What belongs to no unit: whoever has the right anywhere may ask.</summary>
    private static readonly string[] Anywhere = ["Mutation.registerPerson"];

    /// <summary>What a role at a unit that is no root is never enough for.</summary>
    private static readonly string[] Never = ["Mutation.nameInstallation", "Mutation.pseudonymisePerson", "Mutation.delegate", "Mutation.setHolidays"];

    [Fact]
    public void Every_root_field_and_every_list_has_a_row_and_a_question()
    {
        var schema = walked.Api.Services.GetRequiredService<Schema>();
        string[] roots = [.. new IObjectGraphType[] { schema.Query, schema.Mutation!, schema.Subscription! }
            .SelectMany(type => type.Fields.Select(field => $"{type.Name}.{field.Name}"))];
        string[] guarded =
        [
            "Unit.obligations", "Unit.history", "Obligation.history", "Unit.grants", "Unit.focalAgencies", "PlanTask.obligations", "Person.grants",
            "Unit.drafts", "Unit.inspections", "Unit.notInspected", "Unit.findings", "Inspection.findings", "Indicator.notGiven", "ReportPeriod.missing",
            "Indicator.given", "ReportRow.list", "ReorganisationPreview.unassigned",
        ];
        // A connection or a list of what is guarded must not come in by another way than these.
        string[] connections = [.. schema.AllTypes.OfType<IObjectGraphType>().SelectMany(type => type.Fields
            .Where(field => NamedOf(field.ResolvedType).Name is "ObligationConnection" or "ChangeConnection" or "PersonConnection" or "FocalAgency"
                or "UnitConnection"
                || (NamedOf(field.ResolvedType).Name == "PlanDraft" && type != schema.Mutation))
            .Select(field => $"{type.Name}.{field.Name}"))];

        Assert.Equal(roots.Concat(guarded).Order(), Table().Keys.Order());
        Assert.Equal(Table().Keys.Order(), Asked.Keys.Order());
        Assert.Empty(connections.Except(Table().Keys));
    }

    [Fact]
    public void Every_mutation_of_an_obligation_is_among_its_actions() => Assert.Equal(
        walked.Api.Services.GetRequiredService<Schema>().Mutation!.Fields.Where(field => field.Arguments?.Find("obligation") is not null)
            .Select(field => field.Name).Order(),
        ObligationActions.All.Order());

    [Fact]
    public void The_roles_are_told_as_they_are()
    {
        Assert.Equal(
            RightsOfRoles.Select(role => (Text.Constant(role.Key), role.Value)),
            RoleRow().Matches(Page).Select(row => (row.Groups[1].Value, row.Groups[2].Value)));
        Assert.All(RightsOfRoles, role => Assert.Equal(role.Value, string.Join(", ", Roles.RightsOf(role.Key).Select(right => Text.Constant(right)))));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Each_role_is_answered_what_the_table_says(Role role, string unit)
    {
        foreach (var (field, (needs, without)) in Table())
        {
            var answer = await AnswerAsync(field, unit, $"as-{role}".ToLowerInvariant());
            var may = needs.Length == 0 ? without.Length == 0 : May(role, needs, unit, field);
            Assert.True(may ? answer is not ("FORBIDDEN" or "null" or "empty") : answer == without, $"{field} at {unit} by {role}: {answer}");
        }
    }

    [Fact]
    public async Task Who_has_no_grant_is_answered_like_who_has_one_elsewhere()
    {
        foreach (var (field, (needs, without)) in Table().Where(row => row.Value.Without.Length > 0))
        {
            var answer = await AnswerAsync(field, Own, "nobody");
            Assert.True(answer == without, $"{field} without a grant needs {needs}: {answer}");
        }
    }

    public static TheoryData<Role, string> All { get; } = new(
        Enum.GetValues<Role>().SelectMany(role => new[] { Own, Below, Above, Sibling, Elsewhere }.Select(unit => (role, unit))));

    private static bool May(Role role, string needs, string unit, string field)
    {
        var has = RightsOfRoles[role].Split(", ").Contains(needs);
        var isUnder = field is "Query.people" or "Query.obligations" or "ReportPeriod.missing" or "Subscription.obligationChanged"
            or "Subscription.reportChanged" or "Unit.inspections" or "Unit.notInspected" or "Unit.findings" or "Inspection.findings" or "Indicator.notGiven";
        return has && !Never.Contains(field) && (Anywhere.Contains(field) || unit switch
        {
            Own => needs is not ("ACCEPT" or "CHANGE_DUE") || field is "Mutation.recordInspection",
            Below => true,
            Above => isUnder,
            _ => false,
        } || (field is "Query.person" && role == Role.Administrator) || (field is "Person.grants" && role == Role.Administrator));
    }

    /// <summary>FORBIDDEN, empty or null as the table has it, otherwise what it is.</summary>
    private async Task<string> AnswerAsync(string field, string unit, string person)
    {
        var caller = new Caller(person, Caller.Nowhere, person);
        var text = Asked[field].Replace("$u", unit).Replace("$r", Guid.NewGuid().ToString("N")).Replace("$long", new string('x', 4_001))
            .Replace("$grant", walked.Grants[unit]).Replace("$draft", walked.Drafts[unit]);
        if (field.StartsWith("Subscription.", StringComparison.Ordinal))
        {
            return await walked.OpensAsync(text, caller) ?? "";
        }
        var answer = await walked.Api.AskAsync(field.StartsWith("Mutation.", StringComparison.Ordinal) ? $"mutation {{ {text} }}" : text, null, caller);
        if (answer.TryGetProperty("errors", out var errors))
        {
            return errors[0].GetProperty("extensions").GetProperty("code").GetString()!;
        }
        var data = answer.GetProperty("data");
        if (field.EndsWith("Many", StringComparison.Ordinal))
        {
            return data.EnumerateObject().Single().Value[0].GetProperty("code").GetString() ?? "";
        }
        return Table()[field].Without switch
        {
            // Not every unit has any.
            "empty" when field == "Unit.focalAgencies" && unit is Below => "none there",
            "empty" => IsEmpty(data) ? "empty" : "shown",
            "null" => IsEmpty(data) ? "null" : "",
            _ => IsNull(data) ? "null" : "",
        };
    }

    private static IGraphType NamedOf(IGraphType? type) => type is IProvideResolvedType { ResolvedType: { } inner } ? NamedOf(inner) : type!;

    private static bool IsNull(JsonElement data) => data.EnumerateObject().Single().Value.ValueKind == JsonValueKind.Null;

    /// <summary>Whether the innermost list is empty; what cannot be reached at all counts so too.</summary>
    private static bool IsEmpty(JsonElement data) => data.ValueKind switch
    {
        JsonValueKind.Array => data.GetArrayLength() == 0,
        JsonValueKind.Object => data.EnumerateObject().All(member => IsEmpty(member.Value)),
        JsonValueKind.Null => true,
        _ => false,
    };

    private static Dictionary<string, (string Needs, string Without)> Table() => FieldRow().Matches(Page)
        .ToDictionary(row => row.Groups[1].Value, row => (row.Groups[2].Value.Trim(), row.Groups[4].Value.Trim()));

    [GeneratedRegex(@"^\| (\w+\.\w+) \|(.*?)\|(.*?)\|(.*?)\|$", RegexOptions.Multiline)]
    private static partial Regex FieldRow();

    [GeneratedRegex(@"^\| ([A-Z]+) \| ([A-Z_, ]+) \|$", RegexOptions.Multiline)]
    private static partial Regex RoleRow();

    /// <summary>A ministry with two provinces; at one district of the first stands a person of each role.</summary>
    public sealed class Walked : IAsyncLifetime
    {
        public ApiHost Api { get; } = new();

        /// <summary>A grant of each unit, which is nobody's of those who ask.</summary>
        public Dictionary<string, string> Grants { get; } = [];

        /// <summary>A draft of each unit, which cannot be adopted.</summary>
        public Dictionary<string, string> Drafts { get; } = [];

        public async ValueTask InitializeAsync()
        {
            await Api.InitializeAsync();
            await Api.RegisterAsync("w-m", "MINISTRY", null);
            foreach (var (id, kind, parent) in new[]
            {
                (Above, "PROVINCE", "w-m"), ("w-q", "PROVINCE", "w-m"), (Own, "DISTRICT", Above), (Sibling, "DISTRICT", Above), ("w-q-h", "DISTRICT", "w-q"),
                (Below, "COMMUNE", Own),
            })
            {
                await Api.RegisterAsync(id, kind, parent);
                await Api.RegisterAsync($"ends-{id}", "BODY", id);
                await Api.DoAsync($$"""
                    adoptPlan(input: { id: "plan-{{id}}", owner: "{{id}}", title: "Kế hoạch", startYear: 2013, endYear: 2013,
                        areas: [{ id: "I", name: "Thể chế", reform: INSTITUTIONS }] }) { id }
                    """);
                await Api.DoAsync($$"""
                    addTask(input: { id: "task-{{id}}", plan: "plan-{{id}}", code: "1", area: "I", title: "Rà soát",
                        leads: [{ unit: "{{id}}" }, { unit: "ends-{{id}}" }], schedule: { kind: YEAR, text: "" } }) { id }
                    """);
                await Api.DoAsync($$"""
                    addRegime(input: { id: "regime-{{id}}", owner: "{{id}}", title: "Báo cáo", startYear: 2013, endYear: 2013,
                        reporters: [{ unit: "{{id}}" }], periods: [{ key: "Y", label: "Năm", from: "01-01", to: "12-31",
                            due: [{ kind: {{kind}}, lastDay: "12-20" }] }],
                        template: [{ code: "1", label: "Nhiệm vụ", unitOfMeasure: "nhiệm vụ", source: PROGRESS, count: { plan: "plan-{{id}}" } }] }) { id }
                    """);
                await Api.DoAsync($$"""
                    defineIndicator(input: { id: "indicator-{{id}}", owner: "{{id}}", text: "Chỉ tiêu", method: SUM, numeratorLabel: "hồ sơ",
                        reporters: [{ unit: "{{id}}" }], targets: [] }) { id }
                    """);
                await Api.EventuallyAsync($$"""{ indicator(id: "indicator-{{id}}") { asks(unit: "{{id}}") } }""", """{ "indicator": { "asks": true } }""");
                await Api.DoAsync($$"""reportIndicator(indicator: "indicator-{{id}}", unit: "{{id}}", year: 2013, numerator: 7) { given }""");
                await Api.DoAsync($$"""
                    recordInspection(input: { id: "inspection-{{id}}", inspector: "{{parent}}", unit: "{{id}}", on: "2013-05-01",
                        findings: [{ text: "Thiếu", due: "2013-06-01" }] }) { id }
                    """);
                await Api.EventuallyAsync(
                    $$"""{ obligation(id: "{{id}}~regime-{{id}}~2013-Y") { status } }""", """{ "obligation": { "status": "NOT_STARTED" } }""");
                await Api.DoAsync($$"""openReport(unit: "{{id}}", period: "regime-{{id}}~2013-Y") { id }""");
                var made = await Api.DoAsync($$"""createDraft(owner: "{{id}}", input: { number: "1" }) { id }""");
                Drafts[id] = made.GetProperty("createDraft").GetProperty("id").GetString()!;
                Grants[id] = await GrantAsync($"of-{id}", "VIEWER", id);
                await Api.EventuallyAsync(
                    $$"""{ unit(id: "ends-{{id}}") { progress { total } } }""", """{ "unit": { "progress": { "total": 1 } } }""");
                await Api.DoAsync($$"""
                    draftReorganisation(input: { id: "reorganise-{{id}}", carrier: "{{id}}", title: "Sắp xếp", effectiveOn: "2100-01-01",
                        act: { number: "1", issuedOn: "2013-05-09" }, establish: [{ id: "new-{{id}}", name: "Báo", kind: BODY, parent: "{{id}}" }],
                        close: [{ unit: "ends-{{id}}" }] }) { id }
                    """);
            }
            await Api.DoAsync($$"""appointFocalAgency(unit: "{{Above}}", agency: "{{Sibling}}", powers: [CHASE]) { from }""");
            await Api.DoAsync($$"""appointFocalAgency(unit: "{{Own}}", agency: "{{Below}}", powers: [CHASE]) { from }""");
            foreach (var role in Enum.GetValues<Role>())
            {
                await GrantAsync($"as-{role}".ToLowerInvariant(), Text.Constant(role), Own);
            }
            await Api.DoAsync("""registerPerson(input: { id: "nobody", name: "Không ai" }) { id }""");
        }

        /// <summary>The code with which a subscription is refused; null when it opens.</summary>
        public async Task<string?> OpensAsync(string text, Caller caller)
        {
            var server = Api.Services.GetRequiredService<GraphQLServer>();
            var call = new GraphQLCall { Query = Encoding.UTF8.GetBytes(text), Services = Api.Services, Caller = caller };
            var (prepared, _) = await server.PrepareAsync(call);
            using var stop = new CancellationTokenSource();
            var (events, _) = await server.OpenAsync(prepared!, Api.Services, stop.Token);
            await using var open = events.GetAsyncEnumerator(stop.Token);
            // What is refused is so before anything is awaited.
            var first = open.MoveNextAsync().AsTask();
            await stop.CancelAsync();
            try
            {
                await first;
                return null;
            }
            catch (OperationCanceledException)
            {
                return null;
            }
            catch (FieldError refused)
            {
                return refused.Code;
            }
        }

        public ValueTask DisposeAsync() => Api.DisposeAsync();

        private async Task<string> GrantAsync(string person, string role, string unit)
        {
            await Api.DoAsync($$"""registerPerson(input: { id: "{{person}}", name: "{{person}}" }) { id }""");
            var given = await Api.DoAsync($$"""grant(input: { person: "{{person}}", role: {{role}}, unit: "{{unit}}" }) { id }""");
            return given.GetProperty("grant").GetProperty("id").GetString()!;
        }
    }
}
