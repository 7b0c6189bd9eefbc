namespace Hierarchy.Grains.Reorganisations;

/// <summary>Checks a reorganisation as a whole before any step: its form, and the present units.</summary>
public static class ReorganisationRules
{
    /// <summary>What is wrong with it regardless of the units; empty when nothing is.</summary>
    public static ImmutableArray<ReorganisationConflict> FaultsOf(Reorganisation reorganisation)
    {
        var faults = new Faults();
        faults.Form(Limits.FaultOfNewId(reorganisation.Id) is { } ofId ? Refusal.Invalid($"id {ofId}.", "id") : null);
        faults.Form(reorganisation.Id.Length > Limits.ReorganisationIdMax
            ? Refusal.Invalid($"id must have at most {Limits.ReorganisationIdMax} characters.", "id")
            : null);
        faults.Form(Text.Fault(reorganisation.Title, "title", required: true));
        faults.Form(Limits.FaultOfDay(reorganisation.EffectiveOn, "effectiveOn"));
        faults.Form(Limits.FaultOfDay(reorganisation.OperatesFrom, "operatesFrom"));
        faults.Form(reorganisation.OperatesFrom < reorganisation.EffectiveOn
            ? Refusal.Invalid("operatesFrom must not lie before effectiveOn.", "operatesFrom")
            : null);
        faults.Form(DocumentRules.Fault(reorganisation.Act, "act", reorganisation.Act.IssuedOn));
        var acts = (long)reorganisation.Establish.Length + reorganisation.Rename.Length + reorganisation.Move.Length + reorganisation.Close.Length;
        faults.Form(acts == 0 ? Refusal.Invalid("The reorganisation changes no unit.", "establish") : null);
        faults.Form(acts > Limits.ReorganisationActsMax
            ? Refusal.Invalid($"The reorganisation changes {acts} units; at most {Limits.ReorganisationActsMax} are allowed.", "establish")
            : null);
        faults.Form(reorganisation.Rules.Length > Limits.ReorganisationRulesMax
            ? Refusal.Invalid($"rules has {reorganisation.Rules.Length} entries; at most {Limits.ReorganisationRulesMax} are allowed.", "rules")
            : null);
        if (!faults.Any)
        {
            FormOfUnits(reorganisation, faults);
            FormOfRules(reorganisation.Rules, faults);
        }
        return faults.All;
    }

    /// <summary>What prevents it with the present units; empty when nothing does. Faults of form are returned first and alone.</summary>
    public static ImmutableArray<ReorganisationConflict> ConflictsOf(Reorganisation reorganisation, IUnitDirectory directory)
    {
        if (FaultsOf(reorganisation) is { IsEmpty: false } ofForm)
        {
            return ofForm;
        }
        var faults = new Faults();
        if (directory.Find(reorganisation.Carrier) is not { IsClosed: false })
        {
            faults.Add(Reasons.UnitUnknown, reorganisation.Carrier, $"There is no unit '{Text.Shown(reorganisation.Carrier)}'.", "carrier");
            return faults.All;
        }
        new ReorganisedTree(reorganisation, directory, faults).Check();
        return faults.All;
    }

    private static void FormOfUnits(Reorganisation reorganisation, Faults faults)
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        Each(reorganisation.Establish, "establish", (unit, place) =>
        {
            faults.Form(Limits.FaultOfNewId(unit.Id) is { } fault ? Refusal.Invalid($"id {fault}.", $"{place}.id") : null, unit.Id);
            Named(unit.Name, unit.Code, unit.Kind, place, unit.Id);
            faults.Form(unit.Parent is null ? Refusal.Invalid("A new unit needs a parent.", $"{place}.parent") : null, unit.Id);
            Once(unit.Id, "founded", place);
        });
        Each(reorganisation.Rename, "rename", (renaming, place) =>
        {
            Named(renaming.Name, renaming.Code, renaming.Kind, place, renaming.Unit);
            Once(renaming.Unit, "renamed", place);
        });
        Each(reorganisation.Move, "move", (moving, place) => Once(moving.Unit, "moved", place));
        Each(reorganisation.Close, "close", (closing, place) =>
        {
            Once(closing.Unit, "closed", place);
            faults.Form(Fault(closing, place), closing.Unit);
        });

        void Named(string name, string? code, UnitKind? kind, string place, string unit)
        {
            faults.Form(Text.Fault(name, $"{place}.name", required: true, Limits.NameMax), unit);
            faults.Form(code is not null && Limits.FaultOfNewId(code) is { } fault ? Refusal.Invalid($"code {fault}.", $"{place}.code") : null, unit);
            faults.Form(Limits.FaultOfWord(kind, $"{place}.kind"), unit);
        }

        // A unit may be both renamed and moved. All other changes of one unit exclude each other.
        void Once(string unit, string how, string place)
        {
            if (!seen.TryAdd(unit, how) && (seen[unit], how) is not ("renamed", "moved"))
            {
                faults.Form(Refusal.Invalid($"'{Text.Shown(unit)}' is already {seen[unit]} by this reorganisation.", place), unit);
            }
            seen[unit] = how;
        }
    }

    private static Refusal? Fault(Closing closing, string place) =>
        closing.Heirs.Length > Limits.PartsMax ? Refusal.Invalid($"At most {Limits.PartsMax} heirs are allowed.", $"{place}.heirs")
        : closing.Heirs.DistinctBy(heir => heir.Unit).Count() < closing.Heirs.Length ? Refusal.Invalid("heirs contains a unit twice.", $"{place}.heirs")
        : closing.Heirs.Any(heir => heir.Unit == closing.Unit) ? Refusal.Invalid("heirs contains the unit itself.", $"{place}.heirs")
        : closing.Heirs.Length > 1 && closing.Heirs.Any(heir => heir.Extent == Extent.Full)
            ? Refusal.Invalid("A unit that continues as a whole (FULL) has exactly one heir; with several heirs each is PARTIAL.", $"{place}.heirs")
        : null;

    private static void FormOfRules(ImmutableArray<AssignmentRule> rules, Faults faults) => Each(rules, "rules", (rule, place) =>
    {
        faults.Form((rule.Heir is null ? 0 : 1) + (rule.Steward is null ? 0 : 1) + (rule.Cancel is null ? 0 : 1) == 1
            ? null
            : Refusal.Invalid("A rule must name exactly one of heir, steward and a reason to cancel.", place));
        faults.Form(rule.Cancel is null ? null : Text.Fault(rule.Cancel, $"{place}.cancel", required: true));
        faults.Form(Limits.FaultOfWord(rule.FromKind, $"{place}.fromKind") ?? Limits.FaultOfWord(rule.ReformArea, $"{place}.reformArea"));
        faults.Form(rule.Obligations?.Length > Limits.ObligationsOfMessageMax
            ? Refusal.Invalid($"A rule names at most {Limits.ObligationsOfMessageMax} obligations.", $"{place}.obligations")
            : null);
    });

    internal static void Each<T>(ImmutableArray<T> all, string name, Action<T, string> check)
    {
        for (var i = 0; i < all.Length; i++)
        {
            check(all[i], string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}[{i}]"));
        }
    }

    /// <summary>Collects the faults.</summary>
    internal sealed class Faults
    {
        private readonly ImmutableArray<ReorganisationConflict>.Builder _all = ImmutableArray.CreateBuilder<ReorganisationConflict>();

        public bool Any => _all.Count > 0;

        public ImmutableArray<ReorganisationConflict> All => _all.ToImmutable();

        public void Add(string code, string? unit, string message, string place) => _all.Add(new(code, unit, message, place));

        /// <param name="refusal">Null for nothing.</param>
        public void Form(Refusal? refusal, string? unit = null)
        {
            if (refusal is not null)
            {
                Add(Reasons.Invalid, unit, refusal.Message, refusal.Field!);
            }
        }
    }
}
