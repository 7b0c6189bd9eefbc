using Hierarchy.Grains.Reorganisations;

namespace Hierarchy.Api;

/// <summary>Binds the contract to its resolvers: a table of contents.</summary>
internal static class ApiSchema
{
    /// <summary>The text of <c>api/schema.graphql</c>.</summary>
    public static string Text { get; } = Resource.Text("schema.graphql");

    /// <summary>Registers the resolver classes as services.</summary>
    public static IServiceCollection AddResolvers(this IServiceCollection services)
    {
        foreach (var resolver in Contract(services: null).Resolvers)
        {
            services.AddSingleton(resolver);
        }
        return services;
    }

    /// <summary>Gives every field of the contract its resolver.</summary>
    /// <exception cref="InvalidOperationException">A field has no resolver, or a resolver no field, which is a defect.</exception>
    public static Schema Build(IServiceProvider services) => Contract(services).Build(Text);

    private static ContractBuilder Contract(IServiceProvider? services) => new ContractBuilder(services)
        .Scalar(new DateScalar()).Scalar(new DateTimeScalar()).Scalar(new LongScalar("Money")).Scalar(new LongScalar("Long"))

        .Enum<UnitKind>().Enum<ObligationKind>().Enum<ObligationStatus>().Enum<ObligationOrder>().Enum<Timeliness>().Enum<ReformArea>()
        .Enum<Scope>().Enum<Dimension>().Enum<TreeView>().Enum<TrendStep>().Enum<Comparison>().Enum<LeadMode>().Enum<IndicatorMethod>()
        .Enum<SystemMeasure>().Enum<TargetStatus>().Enum<ScheduleKind>().Enum<Recurrence>().Enum<DraftSeverity>("Severity").Enum<Right>()
        .Enum<Role>().Enum<FocalPower>().Enum<Extent>().Enum<ReorganisationStatus>().Enum<ReorganisationAct>().Enum<RowSource>()
        .Enum<ReportStatus>()

        .Take<ProgressFilterInput>("ProgressFilter").Take<ObligationFilterInput>("ObligationFilter").Take<RegisterUnitInput>()
        .Take<RegisterPersonInput>().Take<GrantInput>().Take<AdoptPlanInput>().Take<AreaInput>().Take<ObjectiveInput>().Take<AddTaskInput>()
        .Take<AddDutyInput>().Take<AssigneeInput>().Take<AmendPlanInput>().Take<ChangeTaskInput>().Take<LeadsInput>().Take<PlanDraftInput>()
        .Take<DraftRowInput>().Take<ScheduleInput>().Take<DocumentInput>().Take<RegimeInput>().Take<PeriodRuleInput>()
        .Take<PeriodDueInput>().Take<SectionRuleInput>().Take<TemplateRowInput>().Take<ProgressCountInput>().Take<SectionInput>()
        .Take<RowInput>().Take<IndicatorInput>().Take<TargetInput>().Take<InspectionInput>().Take<FindingInput>().Take<ReportInput>()
        .Take<ReorganisationInput>().Take<EstablishUnitInput>().Take<RenameInput>().Take<MoveInput>().Take<CloseInput>().Take<HeirInput>()
        .Take<AssignmentRuleInput>()

        .Resolve<QueryFields>("Query")
        .Resolve<MutationFields>("Mutation")
        .Resolve<SubscriptionFields>("Subscription")
        .Show<Installation>()
        .Resolve<ViewerFields>("Viewer")
        .Resolve<PersonFields>("Person")
        .Show<PersonConnection>()
        .Show<PersonEdge>()
        .Show<Grant, GrantFields>()
        .Show<FocalAgency, FocalAgencyFields>()
        .Show<Unit, UnitFields>()
        .Show<UnitName>()
        .Show<LineageView, LineageFields>("Lineage")
        .Show<ProgressView, ProgressFields>("Progress")
        .Resolve<BudgetFields>("Budget")
        .Show<Slice>()
        .Show<TrendPoint>()
        .Resolve<ReorganisationFields>("Reorganisation")
        .Show<ReorganisationPreview, ReorganisationPreviewFields>()
        .Show<ReorganisationConflict, ReorganisationConflictFields>()
        .Show<ReorganisationLineConnection>()
        .Show<ReorganisationLine>()
        .Show<ReorganisedUnit, ReorganisedUnitFields>()
        .Resolve<AssignmentRuleFields>("AssignmentRule")
        .Show<StepCount>()
        .Show<Discarding>()
        .Show<ShownBalance>("BalanceLine")
        .Show<Plan, PlanFields>()
        .Resolve<PlanVersionFields>("PlanVersion")
        .Show<DraftOfOwner, PlanDraftFields>("PlanDraft")
        .Show<DraftRowConnection>()
        .Show<UnderstoodLine, DraftRowFields>("DraftRow")
        .Show<DraftIssue, DraftIssueFields>()
        .Show<DraftPreview>()
        .Resolve<AreaFields>("Area")
        .Resolve<ObjectiveFields>("Objective")
        .Show<Indicator, IndicatorFields>()
        .Show<GivenValue, GivenValueFields>()
        .Show<IndicatorView>("IndicatorValue")
        .Show<IndicatorSlice>()
        .Show<Target>()
        .Show<Inspection, InspectionFields>()
        .Show<PlanTask, TaskFields>()
        .Show<Duty, DutyFields>()
        .Show<Assignee, AssigneeFields>()
        .Show<Schedule>()
        .Show<Obligation, ObligationFields>()
        .Show<DueChange>()
        .Show<ManyOutcome>("Outcome")
        .Show<Document, DocumentFields>()
        .Show<EvidenceFile, FileFields>("File")
        .Show<Difficulty, DifficultyFields>()
        .Resolve<ObligationConnectionFields>("ObligationConnection")
        .Show<ObligationSums, ObligationTotalsFields>("ObligationTotals")
        .Show<ObligationEdge>()
        .Show<PageInfo>()
        .Show<Regime, RegimeFields>("ReportRegime")
        .Show<ReportPeriod, PeriodFields>()
        .Show<Rate>()
        .Resolve<UnitConnectionFields>("UnitConnection")
        .Show<SectionRule>()
        .Show<TemplateRow>()
        .Show<ShownReport, ReportFields>("Report")
        .Show<ContentSection>("ReportSection")
        .Resolve<ReportRowFields>("ReportRow")
        .Show<ReportSignature, SignatureFields>("Signature")
        .Show<StoredEvent, ChangeFields>("Change")
        .Resolve<ChangeConnectionFields>("ChangeConnection")
        .Show<ChangeEdge>();
}

/// <summary>Files embedded in the assembly.</summary>
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
