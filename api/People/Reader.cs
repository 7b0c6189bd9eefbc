namespace Hierarchy.Api.People;

/// <summary>Whether totals are visible to everybody who has signed in, or only to readers of the unit.</summary>
public sealed record ReadingRules(bool TotalsEverywhere)
{
    /// <summary>Totals are public figures.</summary>
    public static readonly ReadingRules Usual = new(TotalsEverywhere: true);
}

/// <summary>What the caller may read, as of one request or one event of a subscription. Callers without a person may read
/// everything.</summary>
internal sealed class Reader
{
    private static readonly object Key = new();

    private readonly Judge _judge;
    private readonly IUnitDirectory _directory;
    private readonly ReadingRules _rules;
    private readonly ImmutableArray<Holding> _holdings;
    private readonly bool _readsAll;

    /// <summary>One instance for all lists of a request, because lists are compared by it.</summary>
    private readonly ImmutableArray<Readable> _readable;

    public Reader(Caller? caller, Judge judge, IUnitDirectory directory, ReadingRules rules, DateOnly today)
    {
        (Caller, _judge, _directory, _rules, Today) = (caller, judge, directory, rules, today);
        _holdings = caller?.Person is { } person ? [.. judge.HoldingsOf(person, today)] : [];
        ImmutableArray<Holding> reads = [.. _holdings.Where(holding => holding.Rights.Contains(Right.Read))];
        _readsAll = caller is { Person: null } || reads.Any(holding => holding is { Unit: null, ReformAreas: null });
        _readable = [.. reads.Where(holding => holding.Unit is not null).Select(holding => new Readable(holding.Unit!, holding.ReformAreas)).Distinct()];
    }

    public Caller? Caller { get; }

    public DateOnly Today { get; }

    public static Reader Of(IResolveFieldContext context) => context.Call().StateOf(Key, (_, call) => For(context.Asker(), call.Services));

    /// <summary>What the caller may read now.</summary>
    public static Reader For(Caller? caller, IServiceProvider services) => new(
        caller, services.GetRequiredService<Judge>(), services.GetRequiredService<IUnitDirectory>(), services.GetRequiredService<ReadingRules>(),
        services.GetRequiredService<Backend>().Today);

    /// <summary>Whether anything of the unit may be read.</summary>
    public bool ReadsAnythingAt(string unit) => _readsAll || _readable.Any(readable => _directory.IsAtOrBelow(unit, readable.Unit));

    /// <summary>Whether anything may be read at the unit or below it.</summary>
    public bool ReadsAnythingUnder(string unit) => ReadsAnythingAt(unit) || _readable.Any(readable => _directory.IsAtOrBelow(readable.Unit, unit));

    /// <summary>Whether everything of the unit may be read, of any area.</summary>
    public bool ReadsAllAt(string unit) => _readsAll || _readable.Any(readable => readable.ReformAreas is null && _directory.IsAtOrBelow(unit, readable.Unit));

    public bool Reads(Obligation obligation) => Reads(obligation.Unit, obligation.Terms.Reform)
        || (obligation.Steward is { } steward && Reads(steward, obligation.Terms.Reform));

    /// <summary>Whether the reports of a unit may be read: at the unit, or at a successor.</summary>
    public bool ReadsReportsOf(string unit) => Reads(unit, ReformArea.Steering)
        || _directory.Successors(unit).Any(kin => Reads(kin.New, ReformArea.Steering));

    /// <summary>Whether a report may be read: at its unit, or at the unit that collects it.</summary>
    public bool Reads(Report report) => ReadsReportsOf(report.Unit)
        || (report.Form.Collector is { } collector && Reads(collector, ReformArea.Steering));

    /// <summary>Whether a report for a period may be read as its steward.</summary>
    public bool ReadsFor(Acting acting, string period) => acting.OfReports.TryGetValue(period, out var steward) && Reads(steward, ReformArea.Steering);

    /// <summary>Whether the values of a unit may be read: at the unit, or at a successor.</summary>
    public bool ReadsValuesOf(string unit) => ReadsAnythingAt(unit) || _directory.Successors(unit).Any(kin => ReadsAnythingAt(kin.New));

    /// <summary>The same, or as the steward of its values.</summary>
    public bool ReadsValuesOf(string unit, Acting acting) =>
        ReadsValuesOf(unit) || (acting.OfValues is { } steward && ReadsAnythingAt(steward));

    /// <summary>Whether a file may be read through an item that names it.</summary>
    public bool Reads(NamedFor named) => named.Area is { } area ? Reads(named.Unit, area) : ReadsAnythingAt(named.Unit);

    private bool Reads(string unit, ReformArea area) => _readsAll || _readable.Any(readable => _directory.IsAtOrBelow(unit, readable.Unit)
        && (readable.ReformAreas is not { } areas || areas.Contains(area)));

    /// <summary>The restriction of a list of obligations; null for none.</summary>
    /// <param name="under">The unit of the list; null for all units.</param>
    public ImmutableArray<Readable>? Restriction(string? under) => _readsAll || (under is not null && ReadsAllAt(under)) ? null : _readable;

    /// <summary>The same for a list of several single units.</summary>
    public ImmutableArray<Readable>? RestrictionOf(ImmutableArray<string> units) => _readsAll || units.All(ReadsAllAt) ? null : _readable;

    /// <exception cref="FieldError">FORBIDDEN: nothing may be read at the unit or below.</exception>
    public void CheckUnder(string unit)
    {
        if (!ReadsAnythingUnder(unit))
        {
            throw Forbidden(unit);
        }
    }

    /// <exception cref="FieldError">FORBIDDEN: totals are visible only to readers of the unit.</exception>
    public void CheckTotals(string unit)
    {
        if (!SeesTotals(unit))
        {
            throw Forbidden(unit);
        }
    }

    /// <summary>Whether the caller may see the totals of a unit.</summary>
    public bool SeesTotals(string unit) => _rules.TotalsEverywhere || ReadsAnythingAt(unit);

    /// <exception cref="FieldError">FORBIDDEN: the record requires AUDIT there for all areas.</exception>
    public void CheckAudit(string unit)
    {
        if (!May(Right.Audit, unit))
        {
            throw ApiError.From(Refusal.Forbidden($"Reading the record of '{Text.Shown(unit)}' needs the right AUDIT there."), argument: null);
        }
    }

    /// <summary>Whether the caller has the right at a unit for all areas.</summary>
    public bool May(Right right, string unit) => Caller?.Person is { } person
        ? _judge.Find(person, right, unit, area: null, Today) is not null
        : RightsAt(unit).Contains(right);

    /// <summary>Whether the person may be seen: the caller, people with a grant at a readable unit, and everybody for callers who may give
    /// grants.</summary>
    public bool Knows(string person) => _readsAll || Caller?.Person == person || Has(Right.Grant)
        || _judge.GrantsOf(person, Today).Any(grant => ReadsAnythingAt(grant.Unit));

    /// <summary>Whether the person has the right at some unit.</summary>
    public bool Has(Right right) => _holdings.Any(holding => holding.Rights.Contains(right));

    /// <summary>The rights at a unit, for any areas.</summary>
    public IEnumerable<Right> RightsAt(string unit)
    {
        if (Caller?.Person is { } person)
        {
            return _judge.RightsAt(person, unit, Today);
        }
        return Caller switch
        {
            null => [],
            { Scope: null } => Roles.All,
            { Scope: { } scope } when !_directory.IsAtOrBelow(unit, scope) => [Right.Read],
            { Scope: { } scope } => Roles.All.Where(right => right switch
            {
                Right.RegisterUnits or Right.Grant or Right.Audit => false,
                Right.Accept or Right.ChangeDue => unit != scope || _directory.Find(unit) is { Parent: null },
                _ => true,
            }),
        };
    }

    public static FieldError Forbidden(string unit) =>
        ApiError.From(Refusal.Forbidden($"Nothing at '{Text.Shown(unit)}' or below may be read without a grant there."), argument: null);
}
