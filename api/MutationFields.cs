namespace Hierarchy.Api;

/// <summary>Resolves mutations: each command goes to the unit that decides it.</summary>
internal sealed class MutationFields(Backend backend, IPeople people, IGrants grants, Judge judge, ReportCounts counts)
{
    public async Task<Unit> RegisterUnitAsync(string requestId, RegisterUnitInput input, IResolveFieldContext context)
    {
        var unit = Place.At(["input"], input.ToUnit);
        // Checked here too, because the id becomes the key of the grain.
        if (Limits.FaultOfNewId(unit.Id) is { } fault)
        {
            throw ApiError.Invalid($"id {fault}.", "input", "id");
        }
        return ((Outcome.OfUnit)await Commands.ExecuteAsync(backend, unit.Id, new UnitCommand.RegisterUnit(unit), requestId, context, "input")).Unit;
    }

    public Task<ShownReorganisation> DraftReorganisationAsync(string requestId, ReorganisationInput input, IResolveFieldContext context) =>
        ReorganisationCommands.DraftAsync(backend, requestId, input, context);

    public Task<ShownReorganisation> AssignObligationsAsync(
        string requestId, string reorganisation, AssignmentRuleInput[] rules, IResolveFieldContext context) =>
        ReorganisationCommands.AssignAsync(backend, requestId, reorganisation, rules, context);

    public Task<ShownReorganisation> DiscardReorganisationAsync(
        string requestId, string reorganisation, string reason, IResolveFieldContext context) =>
        ReorganisationCommands.DiscardAsync(backend, requestId, reorganisation, reason, context);

    public Task<ShownReorganisation> UndoReorganisationAsync(string requestId, string reorganisation, string reason, IResolveFieldContext context) =>
        ReorganisationCommands.UndoAsync(backend, requestId, reorganisation, reason, context);

    public Task<ShownReorganisation> AdoptReorganisationAsync(string requestId, string reorganisation, IResolveFieldContext context) =>
        ReorganisationCommands.AdoptAsync(backend, requestId, reorganisation, context);

    public async Task<Unit> RenameUnitAsync(
        string requestId, string unit, string name, UnitKind? kind, string? code, DateOnly on, DocumentInput act, IResolveFieldContext context)
    {
        var document = await Evidence.OfAsync(backend, act, context, "act");
        var command = new UnitCommand.RenameUnit(Texts.Kept(name), kind, Texts.KeptOrNull(code), on, document!);
        return ((Outcome.OfUnit)await Commands.ExecuteAsync(backend, backend.Directory.Get(unit, "unit").Id, command, requestId, context, argument: null)).Unit;
    }

    public Task<Person> RegisterPersonAsync(string requestId, RegisterPersonInput input, IResolveFieldContext context) =>
        PeopleFields.RegisterAsync(requestId, input, context, backend, people, judge);

    public Task<Person> PseudonymisePersonAsync(string requestId, string person, string reason, IResolveFieldContext context) =>
        Pseudonymising.RunAsync(requestId, person, reason, context, backend, people, judge);

    public async Task<Grant> GrantAsync(string requestId, GrantInput input, IResolveFieldContext context)
    {
        await CheckPersonAsync(input.Person, context, "input", "person");
        var unit = backend.Directory.Get(input.Unit, "input", "unit").Id;
        var command = input.ToCommand(await Evidence.OfAsync(backend, input.Act, context, "input", "act"));
        return await OfGrantAsync(requestId, unit, command, context, "input");
    }

    public Task<Grant> EndGrantAsync(string requestId, string grant, string? reason, IResolveFieldContext context) => OfGrantAsync(
        requestId, GiverOf(grant, context), new UnitCommand.EndGrant(grant, Texts.KeptOrNull(reason)), context, argument: null);

    public async Task<Grant> DelegateAsync(
        string requestId, string grant, string to, DateOnly from, DateOnly until, DocumentInput? act, IResolveFieldContext context)
    {
        var giver = GiverOf(grant, context);
        await CheckPersonAsync(to, context, "to");
        var command = new UnitCommand.DelegateGrant(grant, to, from, until, await Evidence.OfAsync(backend, act, context, "act"));
        return await OfGrantAsync(requestId, giver, command, context, argument: null);
    }

    public async Task<FocalAgency> AppointFocalAgencyAsync(
        string requestId, string unit, string agency, ReformArea[]? reformAreas, FocalPower[] powers, DateOnly? from, DateOnly? to, DocumentInput? act,
        IResolveFieldContext context)
    {
        var document = await Evidence.OfAsync(backend, act, context, "act");
        var command = new UnitCommand.AppointFocalAgency(agency, GrantInput.Areas(reformAreas), [.. powers], from, to, document);
        var outcome = await Commands.ExecuteAsync(backend, backend.Directory.Get(unit, "unit").Id, command, requestId, context, argument: null);
        await SeeGrantsAsync();
        return ((Outcome.OfFocalAgency)outcome).FocalAgency;
    }

    public async Task<Unit> EndFocalAgencyAsync(string requestId, string unit, string agency, string? reason, IResolveFieldContext context)
    {
        var command = new UnitCommand.EndFocalAgency(agency, Texts.KeptOrNull(reason));
        var outcome = await Commands.ExecuteAsync(backend, backend.Directory.Get(unit, "unit").Id, command, requestId, context, argument: null);
        await SeeGrantsAsync();
        return ((Outcome.OfUnit)outcome).Unit;
    }

    public async Task<Plan> AdoptPlanAsync(string requestId, AdoptPlanInput input, IResolveFieldContext context)
    {
        var plan = Place.At(["input"], input.ToPlan);
        _ = backend.Directory.Get(plan.Owner, "input", "owner");
        return ((Outcome.OfPlan)await Commands.ExecuteAsync(backend, plan.Owner, new UnitCommand.AdoptPlan(plan), requestId, context, "input")).Plan;
    }

    public async Task<PlanTask> AddTaskAsync(string requestId, AddTaskInput input, IResolveFieldContext context)
    {
        var (task, schedule) = Place.At(["input"], input.ToDraft);
        var added = await AddLineAsync(requestId, task.Plan, plan => new UnitCommand.AddTask(task with { Schedule = schedule.Within(plan) }), context);
        return ((Outcome.OfTask)added).Task;
    }

    public async Task<Duty> AddDutyAsync(string requestId, AddDutyInput input, IResolveFieldContext context)
    {
        var (duty, schedule) = Place.At(["input"], input.ToDraft);
        var added = await AddLineAsync(requestId, duty.Plan, plan => new UnitCommand.AddDuty(duty with { Schedule = schedule.Within(plan) }), context);
        return ((Outcome.OfDuty)added).Duty;
    }

    public async Task<Plan> AmendPlanAsync(string requestId, string plan, AmendPlanInput input, int? expectedVersion, IResolveFieldContext context)
    {
        var began = backend.Time.GetTimestamp();
        var adopted = await ContentsAsync(plan, context, "plan");
        var document = await Evidence.OfAsync(backend, input.Document, context, "input", "document");
        var command = Place.At(["input"], () => input.ToCommand(adopted, document!, expectedVersion));
        return ((Outcome.OfPlan)await Commands.ExecuteAsync(backend, adopted.Whole.Plan.Owner, command, requestId, context, "input", began)).Plan;
    }

    public Task<DraftOfOwner> CreateDraftAsync(string requestId, string owner, IDictionary<string, object?> input, IResolveFieldContext context) =>
        DraftCommands.CreateAsync(backend, requestId, owner, input, context);

    public Task<DraftOfOwner> EditDraftAsync(
        string requestId, string draft, IDictionary<string, object?> input, long? expectedVersion, IResolveFieldContext context) =>
        DraftCommands.EditAsync(backend, requestId, draft, input, expectedVersion, context);

    public Task<bool> DiscardDraftAsync(string requestId, string draft, IResolveFieldContext context) =>
        DraftCommands.DiscardAsync(backend, requestId, draft, context);

    public Task<Plan> AdoptDraftAsync(string requestId, string draft, IResolveFieldContext context) =>
        DraftCommands.AdoptAsync(backend, requestId, draft, context);

    public Task<Obligation> ReportProgressAsync(
        string requestId, string obligation, double percent, string? note, long? spent, long? expectedVersion, DateOnly? on,
        IResolveFieldContext context) =>
        ExecuteAsync(requestId, obligation, context, new ReportInput(obligation, percent, note, spent, expectedVersion, on).ToCommand());

    public async Task<Obligation> SubmitAsync(
        string requestId, string obligation, DocumentInput? document, DateOnly? completedOn, long? expectedVersion,
        IResolveFieldContext context)
    {
        var evidence = await Evidence.OfAsync(backend, document, context, "document");
        return await ExecuteAsync(requestId, obligation, context, new UnitCommand.Submit(obligation, evidence, completedOn, expectedVersion));
    }

    public Task<Obligation> AcceptAsync(string requestId, string obligation, string? note, DateOnly? completedOn, IResolveFieldContext context) =>
        ExecuteAsync(requestId, obligation, context, new UnitCommand.Accept(obligation, Texts.KeptOrNull(note), completedOn));

    public Task<Obligation> SendBackAsync(string requestId, string obligation, string note, IResolveFieldContext context) =>
        ExecuteAsync(requestId, obligation, context, new UnitCommand.SendBack(obligation, Texts.Kept(note)));

    public Task<Obligation> CancelAsync(string requestId, string obligation, string reason, IResolveFieldContext context) =>
        ExecuteAsync(requestId, obligation, context, new UnitCommand.Cancel(obligation, Texts.Kept(reason)));

    public Task<Obligation> TriggerAsync(string requestId, string obligation, DateOnly occurredOn, DateOnly due,
        IResolveFieldContext context) =>
        ExecuteAsync(requestId, obligation, context, new UnitCommand.Trigger(obligation, occurredOn, due));

    public async Task<Obligation> ChangeDueAsync(
        string requestId, string obligation, DateOnly due, string reason, DocumentInput? document, IResolveFieldContext context)
    {
        var evidence = await Evidence.OfAsync(backend, document, context, "document");
        return await ExecuteAsync(requestId, obligation, context, new UnitCommand.ChangeDue(obligation, due, Texts.Kept(reason), evidence), above: true);
    }

    public Task<Obligation> WithdrawAsync(string requestId, string obligation, string? reason, IResolveFieldContext context) =>
        ExecuteAsync(requestId, obligation, context, new UnitCommand.Withdraw(obligation, Texts.KeptOrNull(reason)), above: true);

    public Task<Obligation> ReopenAsync(string requestId, string obligation, string reason, IResolveFieldContext context) =>
        ExecuteAsync(requestId, obligation, context, new UnitCommand.Reopen(obligation, Texts.Kept(reason)), above: true);

    public Task<Obligation> RestoreAsync(string requestId, string obligation, string reason, IResolveFieldContext context) =>
        ExecuteAsync(requestId, obligation, context, new UnitCommand.Restore(obligation, Texts.Kept(reason)), above: true);

    public Task<ManyOutcome[]> ReportManyAsync(string requestId, ReportInput[] reports, IResolveFieldContext context) =>
        ManyCommands.ExecuteAsync(backend, [.. reports.Select(report => report.ToCommand())], requestId, context, "reports");

    public Task<ManyOutcome[]> AcceptManyAsync(string requestId, string[] obligations, string? note, IResolveFieldContext context) =>
        ManyCommands.ExecuteAsync(
            backend, [.. obligations.Select(id => new UnitCommand.Accept(id, Texts.KeptOrNull(note)))], requestId, context, "obligations");

    public async Task<ManyOutcome[]> ChangeDueManyAsync(
        string requestId, string[] obligations, DateOnly due, string reason, DocumentInput? document, IResolveFieldContext context)
    {
        var evidence = await Evidence.OfAsync(backend, document, context, "document");
        return await ManyCommands.ExecuteAsync(
            backend, [.. obligations.Select(id => new UnitCommand.ChangeDue(id, due, Texts.Kept(reason), evidence))], requestId, context, "obligations");
    }

    public Task<Obligation> RaiseDifficultyAsync(string requestId, string obligation, string text, IResolveFieldContext context) =>
        ExecuteAsync(requestId, obligation, context, new UnitCommand.RaiseDifficulty(obligation, Texts.Kept(text)), deliver: true);

    public Task<Obligation> EscalateDifficultyAsync(string requestId, string obligation, IResolveFieldContext context) =>
        ExecuteAsync(requestId, obligation, context, new UnitCommand.EscalateDifficulty(obligation), deliver: true);

    public Task<Obligation> ResolveDifficultyAsync(string requestId, string obligation, string resolution, IResolveFieldContext context) =>
        ExecuteAsync(requestId, obligation, context, new UnitCommand.ResolveDifficulty(obligation, Texts.Kept(resolution)));

    public async Task<Installation> NameInstallationAsync(string requestId, string? name, IResolveFieldContext context)
    {
        var caller = SettingCaller(context);
        var refusal = await backend.AskAsync<IInstallationGrain, Refusal?>(
            IInstallationGrain.Key, grain => grain.RenameAsync(name, requestId, caller));
        return refusal is null ? await InstallationAsync() : throw ApiError.From(refusal, argument: null);
    }

    public Task<bool> SetHolidaysAsync(string requestId, int year, DateOnly[] days, IResolveFieldContext context) =>
        RegimeCommands.SetHolidaysAsync(backend, requestId, year, days, SettingCaller(context), context.CancellationToken);

    public Task<Regime> AddRegimeAsync(string requestId, RegimeInput input, IResolveFieldContext context) =>
        RegimeCommands.AddAsync(backend, requestId, input, context);

    public Task<ShownReport> OpenReportAsync(string requestId, string unit, string period, IResolveFieldContext context) =>
        ReportCommands.OpenAsync(backend, requestId, unit, period, context);

    public Task<ShownReport> WriteReportAsync(
        string requestId, string report, SectionInput[]? sections, RowInput[]? rows, long? expectedVersion, IResolveFieldContext context) =>
        ReportCommands.WriteAsync(backend, requestId, report, sections, rows, expectedVersion, context);

    public Task<ShownReport> SignReportAsync(
        string requestId, string report, string signer, string capacity, DocumentInput document, int? expectedRevision, IResolveFieldContext context) =>
        ReportCommands.SignAsync(backend, counts, requestId, report, signer, capacity, document, expectedRevision, context);

    public Task<ShownReport> ReceiveReportAsync(string requestId, string report, string? note, IResolveFieldContext context) =>
        ReportCommands.ReceiveAsync(backend, requestId, report, note, context);

    public Task<ShownReport> ReturnReportAsync(string requestId, string report, string note, IResolveFieldContext context) =>
        ReportCommands.ReturnAsync(backend, requestId, report, note, context);

    public Task<ShownReport> ReopenReportAsync(string requestId, string report, string reason, IResolveFieldContext context) =>
        ReportCommands.ReopenAsync(backend, requestId, report, reason, context);

    public Task<Indicator> DefineIndicatorAsync(string requestId, IndicatorInput input, IResolveFieldContext context) =>
        IndicatorCommands.DefineAsync(backend, requestId, input, context);

    public Task<IndicatorView> ReportIndicatorAsync(
        string requestId, string indicator, string unit, int year, string? period, long numerator, long? denominator, string? note,
        DocumentInput? document, IResolveFieldContext context) => IndicatorCommands.ReportAsync(
        backend, requestId, new(indicator, year, period, numerator, denominator, Texts.KeptOrNull(note), null), unit, document, context);

    public Task<IndicatorView> VerifyIndicatorAsync(
        string requestId, string indicator, string unit, int year, string? period, string? note, IResolveFieldContext context) =>
        IndicatorCommands.ExecuteAsync(
            backend, requestId, new UnitCommand.VerifyIndicator(indicator, year, period, Texts.KeptOrNull(note)), unit, context);

    public Task<Inspection> RecordInspectionAsync(string requestId, InspectionInput input, IResolveFieldContext context) =>
        IndicatorCommands.RecordAsync(backend, requestId, input, context);

    /// <summary>The installation's grain recognises administrators only by their scope.</summary>
    private Caller SettingCaller(IResolveFieldContext context)
    {
        var caller = context.Mutator();
        return caller.Person is { } person && judge.IsAdministrator(person, backend.Today) ? caller with { Scope = null } : caller;
    }

    private Task<Installation> InstallationAsync() =>
        backend.AskAsync<IInstallationGrain, Installation>(IInstallationGrain.Key, grain => grain.ReadAsync());

    /// <summary>Sends the command to the unit named in the obligation's id.</summary>
    /// <param name="deliver">Whether to wait for messages to other units.</param>
    /// <param name="above">Whether to wait until units above show the change.</param>
    private async Task<Obligation> ExecuteAsync(
        string requestId, string obligation, IResolveFieldContext context, UnitCommand command, bool deliver = false, bool above = false)
    {
        if (Obligation.UnitOf(obligation) is not { } unit || backend.Directory.Find(unit) is null)
        {
            throw ApiError.NoObligation(obligation);
        }
        long? began = deliver ? backend.Time.GetTimestamp() : null;
        var changed = ((Outcome.OfObligation)await Commands.ExecuteAsync(backend, unit, command, requestId, context, argument: null, began)).Obligation;
        if (above)
        {
            await Commands.TellAboveAsync(backend, changed.Unit);
        }
        return changed;
    }

    private async Task<Grant> OfGrantAsync(string requestId, string unit, UnitCommand command, IResolveFieldContext context, string? argument)
    {
        var outcome = await Commands.ExecuteAsync(backend, unit, command, requestId, context, argument);
        await SeeGrantsAsync();
        return ((Outcome.OfGrant)outcome).Grant;
    }

    /// <summary>The process of the unit knows the change before this one does.</summary>
    private async Task SeeGrantsAsync()
    {
        try
        {
            await grants.CatchUpAsync(CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // The change is on disk; checks in this process see it a little later.
        }
    }

    /// <summary>The unit that decides on a grant, from the grant's id.</summary>
    private string GiverOf(string grant, IResolveFieldContext context)
    {
        _ = context.Mutator();
        if (GrantFields.PersonOfOperator(grant) is { } person && people.IsAdministrator(person))
        {
            throw ApiError.From(
                people.All().Any(other => other.Id != person && people.IsAdministrator(other.Id)) || judge.HasGrantedAdministrator(backend.Today)
                    ? Refusal.Forbidden("An operator granted this administrator's rights on the server: they cannot be ended or delegated here.")
                    : Judge.LastAdministrator,
                argument: null);
        }
        return Grains.People.Grant.UnitOf(grant) is { } unit && backend.Directory.Find(unit) is not null
            ? unit
            : throw ApiError.NotFound($"There is no grant '{Text.Shown(grant)}'.", "grant");
    }

    private async Task CheckPersonAsync(string person, IResolveFieldContext context, params object[] place)
    {
        _ = context.Mutator();
        if (people.Find(person) is null)
        {
            await SeePeopleAsync();
            _ = people.Find(person) ?? throw ApiError.NotFound($"There is no person '{Text.Shown(person)}'.", place);
        }
    }

    private async Task SeePeopleAsync()
    {
        try
        {
            await people.CatchUpAsync(CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            throw ApiError.Unavailable();
        }
    }

    private async Task<Outcome> AddLineAsync(string requestId, string id, Func<Plan, UnitCommand> command, IResolveFieldContext context)
    {
        var began = backend.Time.GetTimestamp();
        var plan = (await ContentsAsync(id, context, "input", "plan")).Whole.Plan;
        return await Commands.ExecuteAsync(backend, plan.Owner, command(plan), requestId, context, "input", began);
    }

    private static async Task<Contents> ContentsAsync(string id, IResolveFieldContext context, params object[] place) =>
        await UnitReads.Contents(id, context.Call()).GetResultAsync(context.CancellationToken) ?? throw ApiError.NoPlan(id, place);
}
