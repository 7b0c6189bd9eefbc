using Hierarchy.Grains.Reorganisations;

namespace Hierarchy.Api;

/// <summary>The contract and what answers it: a table of contents of the resolvers.</summary>
internal static class ApiSchema
{
    /// <summary>The contract, as <c>api/schema.graphql</c> has it.</summary>
    public static string Text { get; } = Resource.Text("schema.graphql");

    /// <summary>The classes that resolve fields, which need the process's services.</summary>
    public static IServiceCollection AddResolvers(this IServiceCollection services) => services
        .AddSingleton<QueryFields>().AddSingleton<MutationFields>().AddSingleton<SubscriptionFields>()
        .AddSingleton<UnitFields>().AddSingleton<LineageFields>().AddSingleton<PlanFields>().AddSingleton<PlanVersionFields>().AddSingleton<AreaFields>()
        .AddSingleton<TaskFields>().AddSingleton<DutyFields>().AddSingleton<AssigneeFields>()
        .AddSingleton<PlanDraftFields>().AddSingleton<DraftRowFields>().AddSingleton<DraftIssueFields>()
        .AddSingleton<ReorganisationFields>().AddSingleton<ReorganisationPreviewFields>().AddSingleton<ReorganisationConflictFields>()
        .AddSingleton<ReorganisedUnitFields>().AddSingleton<AssignmentRuleFields>()
        .AddSingleton<DocumentFields>().AddSingleton<FileFields>()
        .AddSingleton<ObligationFields>().AddSingleton<DifficultyFields>().AddSingleton<ProgressFields>().AddSingleton<BudgetFields>()
        .AddSingleton<ObligationConnectionFields>().AddSingleton<ObligationTotalsFields>()
        .AddSingleton<ViewerFields>().AddSingleton<PersonFields>().AddSingleton<GrantFields>().AddSingleton<FocalAgencyFields>()
        .AddSingleton<RegimeFields>().AddSingleton<PeriodFields>().AddSingleton<UnitConnectionFields>()
        .AddSingleton<ReportCounts>().AddSingleton<ReportFields>().AddSingleton<ReportRowFields>().AddSingleton<SignatureFields>()
        .AddSingleton<ObjectiveFields>().AddSingleton<IndicatorFields>().AddSingleton<GivenValueFields>().AddSingleton<InspectionFields>()
        .AddSingleton<ChangeFields>().AddSingleton<ChangeConnectionFields>();

    /// <summary>Gives every field of the contract its resolver.</summary>
    /// <exception cref="InvalidOperationException">A field has no resolver, or a resolver no field: a defect.</exception>
    public static Schema Build(IServiceProvider services)
    {
        var contract = new ContractBuilder(services);
        contract.Scalar(new DateScalar());
        contract.Scalar(new DateTimeScalar());
        contract.Scalar(new LongScalar("Money"));
        contract.Scalar(new LongScalar("Long"));
        AddEnums(contract);
        AddInputs(contract);
        AddObjects(contract);
        return contract.Build(Text);
    }

    private static void AddEnums(ContractBuilder contract)
    {
        contract.Enum<UnitKind>("UnitKind");
        contract.Enum<ObligationKind>("ObligationKind");
        contract.Enum<ObligationStatus>("ObligationStatus");
        contract.Enum<ObligationOrder>("ObligationOrder");
        contract.Enum<Timeliness>("Timeliness");
        contract.Enum<ReformArea>("ReformArea");
        contract.Enum<Scope>("Scope");
        contract.Enum<Dimension>("Dimension");
        contract.Enum<TreeView>("TreeView");
        contract.Enum<TrendStep>("TrendStep");
        contract.Enum<Comparison>("Comparison");
        contract.Enum<LeadMode>("LeadMode");
        contract.Enum<IndicatorMethod>("IndicatorMethod");
        contract.Enum<SystemMeasure>("SystemMeasure");
        contract.Enum<TargetStatus>("TargetStatus");
        contract.Enum<ScheduleKind>("ScheduleKind");
        contract.Enum<Recurrence>("Recurrence");
        contract.Enum<DraftSeverity>("Severity");
        contract.Enum<Right>("Right");
        contract.Enum<Role>("Role");
        contract.Enum<FocalPower>("FocalPower");
        contract.Enum<Extent>("Extent");
        contract.Enum<ReorganisationStatus>("ReorganisationStatus");
        contract.Enum<ReorganisationAct>("ReorganisationAct");
        contract.Enum<RowSource>("RowSource");
        contract.Enum<ReportStatus>("ReportStatus");
    }

    private static void AddInputs(ContractBuilder contract)
    {
        contract.Take<ProgressFilterInput>("ProgressFilter");
        contract.Take<ObligationFilterInput>("ObligationFilter");
        contract.Take<RegisterUnitInput>("RegisterUnitInput");
        contract.Take<RegisterPersonInput>("RegisterPersonInput");
        contract.Take<GrantInput>("GrantInput");
        contract.Take<AdoptPlanInput>("AdoptPlanInput");
        contract.Take<AreaInput>("AreaInput");
        contract.Take<ObjectiveInput>("ObjectiveInput");
        contract.Take<AddTaskInput>("AddTaskInput");
        contract.Take<AddDutyInput>("AddDutyInput");
        contract.Take<AssigneeInput>("AssigneeInput");
        contract.Take<AmendPlanInput>("AmendPlanInput");
        contract.Take<ChangeTaskInput>("ChangeTaskInput");
        contract.Take<LeadsInput>("LeadsInput");
        contract.Take<PlanDraftInput>("PlanDraftInput");
        contract.Take<DraftRowInput>("DraftRowInput");
        contract.Take<ScheduleInput>("ScheduleInput");
        contract.Take<DocumentInput>("DocumentInput");
        contract.Take<RegimeInput>("RegimeInput");
        contract.Take<PeriodRuleInput>("PeriodRuleInput");
        contract.Take<PeriodDueInput>("PeriodDueInput");
        contract.Take<SectionRuleInput>("SectionRuleInput");
        contract.Take<TemplateRowInput>("TemplateRowInput");
        contract.Take<ProgressCountInput>("ProgressCountInput");
        contract.Take<SectionInput>("SectionInput");
        contract.Take<RowInput>("RowInput");
        contract.Take<IndicatorInput>("IndicatorInput");
        contract.Take<TargetInput>("TargetInput");
        contract.Take<InspectionInput>("InspectionInput");
        contract.Take<FindingInput>("FindingInput");
        contract.Take<ReportInput>("ReportInput");
        contract.Take<ReorganisationInput>("ReorganisationInput");
        contract.Take<EstablishUnitInput>("EstablishUnitInput");
        contract.Take<RenameInput>("RenameInput");
        contract.Take<MoveInput>("MoveInput");
        contract.Take<CloseInput>("CloseInput");
        contract.Take<HeirInput>("HeirInput");
        contract.Take<AssignmentRuleInput>("AssignmentRuleInput");
    }

    private static void AddObjects(ContractBuilder contract)
    {
        contract.Resolve<QueryFields>("Query");
        contract.Resolve<MutationFields>("Mutation");
        contract.Resolve<SubscriptionFields>("Subscription");
        contract.Show<Installation>("Installation");
        contract.Resolve<ViewerFields>("Viewer");
        contract.Resolve<PersonFields>("Person");
        contract.Show<PersonConnection>("PersonConnection");
        contract.Show<PersonEdge>("PersonEdge");
        contract.Resolve<GrantFields>("Grant");
        contract.Resolve<FocalAgencyFields>("FocalAgency");
        contract.Resolve<UnitFields>("Unit");
        contract.Show<UnitName>("UnitName");
        contract.Resolve<LineageFields>("Lineage");
        contract.Resolve<ProgressFields>("Progress");
        contract.Resolve<BudgetFields>("Budget");
        contract.Show<Slice>("Slice");
        contract.Show<TrendPoint>("TrendPoint");
        contract.Resolve<ReorganisationFields>("Reorganisation");
        contract.Resolve<ReorganisationPreviewFields>("ReorganisationPreview");
        contract.Resolve<ReorganisationConflictFields>("ReorganisationConflict");
        contract.Show<ReorganisationLineConnection>("ReorganisationLineConnection");
        contract.Show<ReorganisationLine>("ReorganisationLine");
        contract.Resolve<ReorganisedUnitFields>("ReorganisedUnit");
        contract.Resolve<AssignmentRuleFields>("AssignmentRule");
        contract.Show<StepCount>("StepCount");
        contract.Show<Discarding>("Discarding");
        contract.Show<ShownBalance>("BalanceLine");
        contract.Resolve<PlanFields>("Plan");
        contract.Resolve<PlanVersionFields>("PlanVersion");
        contract.Resolve<PlanDraftFields>("PlanDraft");
        contract.Show<DraftRowConnection>("DraftRowConnection");
        contract.Resolve<DraftRowFields>("DraftRow");
        contract.Resolve<DraftIssueFields>("DraftIssue");
        contract.Show<DraftPreview>("DraftPreview");
        contract.Resolve<AreaFields>("Area");
        contract.Resolve<ObjectiveFields>("Objective");
        contract.Resolve<IndicatorFields>("Indicator");
        contract.Resolve<GivenValueFields>("GivenValue");
        contract.Show<IndicatorView>("IndicatorValue");
        contract.Show<IndicatorSlice>("IndicatorSlice");
        contract.Show<Target>("Target");
        contract.Resolve<InspectionFields>("Inspection");
        contract.Resolve<TaskFields>("PlanTask");
        contract.Resolve<DutyFields>("Duty");
        contract.Resolve<AssigneeFields>("Assignee");
        contract.Show<Schedule>("Schedule");
        contract.Resolve<ObligationFields>("Obligation");
        contract.Show<DueChange>("DueChange");
        contract.Show<ManyOutcome>("Outcome");
        contract.Resolve<DocumentFields>("Document");
        contract.Resolve<FileFields>("File");
        contract.Resolve<DifficultyFields>("Difficulty");
        contract.Resolve<ObligationConnectionFields>("ObligationConnection");
        contract.Resolve<ObligationTotalsFields>("ObligationTotals");
        contract.Show<ObligationEdge>("ObligationEdge");
        contract.Show<PageInfo>("PageInfo");
        contract.Resolve<RegimeFields>("ReportRegime");
        contract.Resolve<PeriodFields>("ReportPeriod");
        contract.Show<Rate>("Rate");
        contract.Resolve<UnitConnectionFields>("UnitConnection");
        contract.Show<SectionRule>("SectionRule");
        contract.Show<TemplateRow>("TemplateRow");
        contract.Resolve<ReportFields>("Report");
        contract.Show<ContentSection>("ReportSection");
        contract.Resolve<ReportRowFields>("ReportRow");
        contract.Resolve<SignatureFields>("Signature");
        contract.Resolve<ChangeFields>("Change");
        contract.Resolve<ChangeConnectionFields>("ChangeConnection");
        contract.Show<ChangeEdge>("ChangeEdge");
    }
}

/// <summary>Files that travel inside the assembly, so that a process needs none beside it.</summary>
internal static class Resource
{
    public static string Text(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
