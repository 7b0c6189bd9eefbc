namespace Hierarchy.Api.People;

/// <summary>Resolves the fields of the viewer.</summary>
internal sealed class ViewerFields(Backend backend, IPeople people, Judge judge)
{
    public Person? Person([FromSource] Viewer viewer) => viewer.Person;

    public IEnumerable<Grant> Grants([FromSource] Viewer viewer) => viewer.Person is { } person
        ? GrantFields.Of(person.Id, backend.Today, judge, people, backend.Directory)
        : [];

    public IEnumerable<Right> Rights([FromSource] Viewer viewer, string unit, IResolveFieldContext context) => backend.Directory.Find(unit) is null
        ? throw ApiError.NoUnit(unit, "unit")
        : Reader.Of(context).RightsAt(unit);

    public IEnumerable<Unit> Units([FromSource] Viewer viewer, IResolveFieldContext context)
    {
        var directory = backend.Directory;
        if (viewer.Person is null)
        {
            var scope = Reader.Of(context).Caller?.Scope;
            return scope is null ? directory.All().Where(unit => unit.Parent is null && !unit.IsClosed) : directory.Find(scope) is { } only ? [only] : [];
        }
        return Grants(viewer).Select(grant => directory.Find(grant.Unit)).OfType<Unit>().Distinct()
            .OrderBy(unit => directory.Ancestors(unit.Id).Count).ThenBy(unit => unit.Kind)
            .ThenBy(unit => unit.Name, Comparer<string>.Create(Vietnamese.Compare)).ThenBy(unit => unit.Id, StringComparer.Ordinal);
    }
}

internal sealed class PersonFields(Backend backend, IPeople people, Judge judge)
{
    public string Id([FromSource] Person person) => person.Id;

    public string Name([FromSource] Person person) => person.Name;

    public string? Email([FromSource] Person person, IResolveFieldContext context) => Reader.Of(context).Knows(person.Id) ? person.Email : null;

    /// <summary>The grants of the reader's own and those at units that the reader may read.</summary>
    public IEnumerable<Grant> Grants([FromSource] Person person, DateOnly? on, IResolveFieldContext context)
    {
        var reader = Reader.Of(context);
        return GrantFields.Of(person.Id, Texts.Day(on, "on") ?? backend.Today, judge, people, backend.Directory)
            .Where(grant => reader.Caller?.Person == person.Id || reader.Has(Right.Grant) || reader.ReadsAnythingAt(grant.Unit));
    }
}

internal sealed class GrantFields(Backend backend, IPeople people)
{
    /// <summary>Separates root and person in the id of an operator's grant.</summary>
    private const string Operator = "~administrator~";

    public Person? Person([FromSource] Grant grant) => people.Find(grant.Person);

    public Unit? Unit([FromSource] Grant grant) => backend.Directory.Find(grant.Unit);

    public IEnumerable<ReformArea>? ReformAreas([FromSource] Grant grant) => grant.ReformAreas is { } areas ? areas : null;

    public DateOnly? To([FromSource] Grant grant) => grant.LastDay;

    public Person? DelegatedBy([FromSource] Grant grant) => grant.DelegatedBy is { } id ? people.Find(id) : null;

    /// <summary>The valid grants of a day; an administrator made by an operator has one at each root.</summary>
    public static IEnumerable<Grant> Of(string person, DateOnly day, Judge judge, IPeople people, IUnitDirectory directory)
    {
        var given = judge.GrantsOf(person, day);
        return people.AdministratorSince(person) is { } since && VietnameseDay.Of(since) is var from && from <= day
            ? directory.All().Where(unit => unit.Parent is null && !unit.IsClosed)
                .Select(root => OfOperator(root, person, from)).Concat(given)
            : given;
    }

    /// <summary>The valid grants at a unit on a day, including operators' administrators at a root; none if the reader may read nothing of
    /// the unit.</summary>
    public static IEnumerable<Grant> At(Unit unit, DateOnly day, Reader reader, IServiceProvider services)
    {
        if (!reader.ReadsAnythingAt(unit.Id))
        {
            return [];
        }
        var (people, judge) = (services.GetRequiredService<IPeople>(), services.GetRequiredService<Judge>());
        var operators = unit.Parent is not null ? [] : people.All()
            .Select(person => (person.Id, Since: people.AdministratorSince(person.Id)))
            .Where(one => one.Since is { } since && VietnameseDay.Of(since) <= day)
            .Select(one => OfOperator(unit, one.Id, VietnameseDay.Of(one.Since!.Value)));
        return operators.Concat(services.GetRequiredService<IGrants>().OfUnit(unit.Id).Where(grant => judge.Holds(grant, day)));
    }

    private static Grant OfOperator(Unit root, string person, DateOnly from) =>
        new(root.Id + Operator + person, person, Hierarchy.Grains.People.Role.Administrator, root.Id, null, from, null, null);

    /// <summary>The person of an operator's grant; null for any other grant.</summary>
    public static string? PersonOfOperator(string id) =>
        id.IndexOf(Operator, StringComparison.Ordinal) is > 0 and var at ? id[(at + Operator.Length)..] : null;
}

internal sealed class FocalAgencyFields(Backend backend)
{
    /// <summary>The focal agencies of a unit on a day; none if the reader may read nothing of the unit.</summary>
    public static IEnumerable<FocalAgency> Of(string unit, DateOnly day, Reader reader, CallContext call) => reader.ReadsAnythingAt(unit)
        ? call.Services.GetRequiredService<IGrants>().FocalAgenciesOf(unit).Where(focal => focal.HoldsOn(day))
        : [];

    public Unit? Unit([FromSource] FocalAgency focal) => backend.Directory.Find(focal.Unit);

    public Unit? Agency([FromSource] FocalAgency focal) => backend.Directory.Find(focal.Agency);

    public IEnumerable<ReformArea>? ReformAreas([FromSource] FocalAgency focal) => focal.ReformAreas is { } areas ? areas : null;

    public DateOnly? To([FromSource] FocalAgency focal) => focal.LastDay;
}

internal sealed record GrantInput(
    string Person, Role Role, string Unit, ReformArea[]? ReformAreas, DateOnly? From, DateOnly? To, DocumentInput? Act)
{
    public UnitCommand ToCommand(Document? act) => new UnitCommand.GiveGrant(Person, Role, Areas(ReformAreas), From, To, act);

    public static ImmutableArray<ReformArea>? Areas(ReformArea[]? areas) => areas is null ? null : [.. areas];
}
