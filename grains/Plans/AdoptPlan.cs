namespace Hierarchy.Grains;

public partial record UnitCommand
{
    [GenerateSerializer, Immutable, Alias("hierarchy.adopt-plan")]
    public sealed record AdoptPlan(Plan Plan) : UnitCommand
    {
        public override string Subject => SubjectOf<UnitEvent.PlanAdopted>(Plan.Id);

        internal override UnitCommand WithLists() => new AdoptPlan(Plan with
        {
            BasedOn = PlanRules.Given(Plan.BasedOn),
            Areas = PlanRules.Given(Plan.Areas),
            Objectives = PlanRules.Given(Plan.Objectives),
        });

        internal override UnitCommand Kept() => new AdoptPlan(Plan with
        {
            Number = Text.NameOrNull(Plan.Number),
            Title = Text.Name(Plan.Title),
            BasedOn = PlanRules.Each(Plan.BasedOn, Text.Note),
            Areas = PlanRules.Each(Plan.Areas, area => area with { Name = Text.Name(area.Name) }),
            Objectives = PlanRules.Each(Plan.Objectives, Kept),
            Amended = null,
            Steward = null,
        });

        internal static Objective Kept(Objective objective) => objective with
        {
            Text = Text.Note(objective.Text),
            UnitOfMeasure = Text.NameOrNull(objective.UnitOfMeasure),
            Scope = Text.NoteOrNull(objective.Scope),
        };

        internal override Decision Decide(UnitState state, in Circumstances now)
        {
            var (plan, owner, directory, taken) = (Plan, state.Unit!.Id, now.Directory, now.Taken);
            if (plan.Owner != owner)
            {
                return Refusal.Invalid($"'{owner}' adopts only its own plans, not those of '{Text.Shown(plan.Owner)}'.", "owner");
            }
            // The directory may know a plan that this owner adopted through another activation. It learns late of changes at other nodes.
            var free = OwnedId.Free(
                owner, plan.Id, id => state.Plans.ContainsKey(id) || directory.FindPlan(id)?.Owner == owner,
                id => id == taken || directory.FindPlan(id) is not null);
            if (free is null)
            {
                return Refusal.Conflict($"There is a plan '{Text.Shown(plan.Id)}' already.", "id");
            }
            return Fault(state, plan)
                ?? PlanRules.FaultOfMoney(state, state.Plans.Values.Append(plan), state.Tasks.Values, "areas")
                ?? FaultOfObjectives(plan, plan.Objectives, "objectives") ?? FaultOfParent(state.Unit, plan, directory)
                ?? (Decision)new UnitEvent.PlanAdopted(plan with { Id = free });
        }

        /// <summary>Checks everything except money, objectives and parent.</summary>
        internal static Refusal? Fault(UnitState state, Plan plan) =>
            (state.Plans.Count >= Limits.PlansMax ? Refusal.Invalid($"A unit adopts at most {Limits.PlansMax} plans.", "owner") : null)
            ?? FaultOfHead(plan) ?? FaultOfAreas(plan);

        private static Refusal? FaultOfHead(Plan plan) =>
            PlanRules.FaultOfYears(plan.StartYear, plan.EndYear, "plan")
            ?? (plan.BasedOn.Length > Limits.PartsMax ? Refusal.Invalid($"At most {Limits.PartsMax} documents are allowed.", "basedOn") : null)
            ?? PlanRules.FaultOfId(plan.Id, "id")
            ?? Limits.FaultOfDay(plan.AdoptedOn, "adoptedOn")
            ?? Limits.FaultOfDay(plan.EffectiveOn, "effectiveOn")
            ?? Text.Fault(plan.Title, "title", required: true)
            ?? Text.Fault(plan.Number, "number", required: false, Limits.NameMax)
            ?? PlanRules.First(plan.BasedOn, (document, i) => Text.Fault(document, $"basedOn[{i}]", required: true));

        private static Refusal? FaultOfAreas(Plan plan)
        {
            if (plan.Areas.Length is 0 or > Limits.PartsMax)
            {
                return Refusal.Invalid($"A plan has 1 to {Limits.PartsMax} areas.", "areas");
            }
            var seen = new HashSet<string>();
            return PlanRules.First(plan.Areas, (area, i) => PlanRules.FaultOfId(area.Id, $"areas[{i}].id")
                ?? (seen.Add(area.Id) ? null : Refusal.Invalid($"The area '{area.Id}' is named twice.", $"areas[{i}].id"))
                ?? Text.Fault(area.Name, $"areas[{i}].name", required: true)
                ?? Limits.FaultOfWord<ReformArea>(area.Reform, $"areas[{i}].reform")
                ?? PlanRules.FaultOfMoney(area.Budget, $"areas[{i}].budget"));
        }

        internal static Refusal? FaultOfObjectives(Plan plan, ImmutableArray<Objective> objectives, string field)
        {
            if (objectives.Length > Limits.PartsMax)
            {
                return Refusal.Invalid($"A plan has at most {Limits.PartsMax} objectives.", field);
            }
            var seen = new HashSet<string>();
            return PlanRules.First(objectives, (objective, i) => PlanRules.FaultOfId(objective.Id, $"{field}[{i}].id")
                ?? (seen.Add(objective.Id) ? null : Refusal.Invalid($"The objective '{objective.Id}' is named twice.", $"{field}[{i}].id"))
                ?? (objective.Area is { } area && plan.FindArea(area) is null
                    ? Refusal.Invalid($"The plan has no area '{Text.Shown(area)}'.", $"{field}[{i}].area") : null)
                ?? (objective.Target is { } target && !(Math.Abs(target) <= Limits.TargetMax)
                    ? Refusal.Invalid($"target must lie in -{Limits.TargetMax}..{Limits.TargetMax}.", $"{field}[{i}].target") : null)
                ?? Limits.FaultOfWord(objective.Comparison, $"{field}[{i}].comparison")
                ?? Limits.FaultOfDay(objective.Due, $"{field}[{i}].due")
                ?? Text.Fault(objective.Text, $"{field}[{i}].text", required: true)
                ?? Text.Fault(objective.UnitOfMeasure, $"{field}[{i}].unitOfMeasure", required: false, Limits.NameMax)
                ?? Text.Fault(objective.Scope, $"{field}[{i}].scope", required: false));
        }

        private static Refusal? FaultOfParent(Unit owner, Plan plan, IUnitDirectory directory)
        {
            if (plan.Parent is not { } parent)
            {
                return null;
            }
            if (directory.FindPlan(parent) is not { } entry)
            {
                return PlanRules.NoPlan(parent, "parent");
            }
            return directory.IsAtOrBelow(owner.Id, entry.Owner)
                ? null
                : Refusal.Invalid($"The plan '{parent}' belongs to '{entry.Owner}', which is not above '{owner.Id}'.", "parent");
        }
    }
}

[JsonDerivedType(typeof(UnitEvent.PlanAdopted), "plan-adopted")]
public partial record UnitEvent
{
    public sealed record PlanAdopted(Plan Plan) : UnitEvent
    {
        internal override string About => Plan.Id;

        internal override UnitState Apply(UnitState state, StoredEvent stored) => state with
        {
            Plans = state.Plans.Add(Plan.Id, Plan),
            Versions = state.Versions.Add(Plan.Id, [new PlanVersion(1, null, stored.At, stored.Actor)]),
        };

        internal override Append WithRows(Append append, UnitState next) => append with
        {
            Plans = [Plan],
            Money = PlanMoney.Of(next, Plan.Id),
        };

        internal override Outcome Answer(UnitState next) => new Outcome.OfPlan(Plan);
    }
}
