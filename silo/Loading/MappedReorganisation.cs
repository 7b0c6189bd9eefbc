using Hierarchy.Grains.Reorganisations;

namespace Hierarchy.Loading;

/// <summary>What neither the mapping nor the list of units says about a reorganisation.</summary>
/// <param name="Divided">Who acts for the open obligations of units that were divided or have no successor.</param>
public sealed record ReorganisationTerms(
    string Id, string Title, Document Act, DateOnly EffectiveOn, DateOnly OperatesFrom, DividedWork Divided)
{
    /// <summary>Terms whose title names the document.</summary>
    public static ReorganisationTerms By(string id, Document act, DateOnly effectiveOn, DateOnly operatesFrom, DividedWork divided) =>
        new(id, $"Sắp xếp đơn vị hành chính theo {act.Number}", act, effectiveOn, operatesFrom, divided);
}

/// <summary>What happens to the open obligations of units that were divided or have no successor.</summary>
public enum DividedWork
{
    /// <summary>Not decided yet.</summary>
    Unassigned,

    /// <summary>They stay with the closed unit, and the province acts for it.</summary>
    Province,
}

/// <summary>
/// Builds a reorganisation from a mapping, the new list of units and the existing units. A unit that is the sole predecessor of a unit of
/// the same code keeps its identity. A district that loses all its communes ends without successor, together with its offices. Other
/// units below a unit that ends move to the province that takes over.
/// </summary>
public sealed class MappedReorganisation
{
    private readonly IUnitDirectory _directory;
    private readonly FileErrors _mappingErrors;
    private readonly FileErrors _listErrors;
    private readonly ImmutableArray<MappingRow> _rows;
    private readonly UnitList _list;
    private readonly Dictionary<(UnitKind, string), Unit> _known = [];
    private readonly Dictionary<(UnitKind, string), Unit> _listed;

    /// <summary>Ids in the list to ids of the existing units that keep their identity.</summary>
    private readonly Dictionary<string, string> _kept = new(StringComparer.Ordinal);

    /// <summary>Units that end, with their successors.</summary>
    private readonly Dictionary<string, ImmutableArray<Kin>> _ending = new(StringComparer.Ordinal);

    private readonly List<Unit> _founded = [];
    private readonly List<Renaming> _renamed = [];
    private readonly Dictionary<string, string> _moved = new(StringComparer.Ordinal);

    private MappedReorganisation(IUnitDirectory directory, string mapping, string list, ImmutableArray<MappingRow> rows, UnitList units)
    {
        (_directory, _rows, _list) = (directory, rows, units);
        (_mappingErrors, _listErrors) = (new FileErrors(mapping), new FileErrors(list));
        _listed = units.Units.Where(unit => unit.Code is not null).ToDictionary(unit => (unit.Kind, unit.Code!));
    }

    /// <summary>Reads both files.</summary>
    /// <param name="mapping">Path of old_code,new_code,kind,extent.</param>
    /// <param name="units">Path of the official list of the new units.</param>
    /// <returns>The reorganisation, in the order in which it can be carried out.</returns>
    /// <exception cref="LoadRefusedException">A file is faulty or does not fit the existing units. Lists every fault.</exception>
    public static Reorganisation Read(string mapping, string units, ReorganisationTerms terms, IUnitDirectory directory)
    {
        var (rows, list) = (MappingFile.Read(mapping), UnitFile.Read(units));
        return rows.Value is not null && list.Value is not null
            ? Of(rows.Value, Path.GetFileName(mapping), list.Value, Path.GetFileName(units), terms, directory)
            : throw new LoadRefusedException([.. rows.Errors, .. list.Errors]);
    }

    /// <param name="mappingName">The mapping's name in errors; likewise <paramref name="listName"/>.</param>
    public static Reorganisation Of(
        Mapping mapping, string mappingName, UnitList list, string listName, ReorganisationTerms terms, IUnitDirectory directory) =>
        new MappedReorganisation(directory, mappingName, listName, mapping.Rows, list).Make(terms);

    private Reorganisation Make(ReorganisationTerms terms)
    {
        FindKnown();
        var pairs = Pairs();
        ThrowIfAny();
        var successors = pairs.ToLookup(pair => pair.Old.Id, StringComparer.Ordinal);
        var predecessors = pairs.ToLookup(pair => pair.New.Id, StringComparer.Ordinal);
        foreach (var unit in _list.Units)
        {
            Place(unit, [.. predecessors[unit.Id]], successors);
        }
        ThrowIfAny();
        var staying = _kept.Values.ToHashSet(StringComparer.Ordinal);
        foreach (var old in successors.Where(old => !staying.Contains(old.Key)))
        {
            _ending[old.Key] = [.. old.Select(pair => new Kin(IdOf(pair.New.Id), pair.Extent))];
        }
        Found();
        MoveKept();
        EndDistricts(successors);
        MoveRest();
        var reorganisation = new Reorganisation(
            terms.Id, Carrier(), terms.Title, terms.Act, terms.EffectiveOn, terms.OperatesFrom, [.. _founded], [.. _renamed],
            [.. _moved.Select(move => new Moving(move.Key, move.Value))],
            [.. _ending.Select(end => new Closing(end.Key, end.Value))], []);
        return (terms.Divided == DividedWork.Province ? reorganisation with { Rules = Stewards(reorganisation) } : reorganisation).Ordered(_directory);
    }

    private void FindKnown()
    {
        foreach (var unit in _directory.All().Where(unit => unit.Code is not null && !unit.IsClosed))
        {
            if (!_known.TryAdd((unit.Kind, unit.Code!), unit))
            {
                _mappingErrors.Add(0, $"code {unit.Code} belongs to both '{_known[(unit.Kind, unit.Code!)].Id}' and '{unit.Id}'");
            }
        }
    }

    private List<Pair> Pairs()
    {
        var pairs = new List<Pair>(_rows.Length);
        foreach (var row in _rows)
        {
            var old = _known.GetValueOrDefault((row.Kind, row.OldCode));
            var next = _listed.GetValueOrDefault((row.NewKind, row.NewCode));
            if (old is null)
            {
                _mappingErrors.Add(row.Line, $"no {Text.Constant(row.Kind)} with the code {row.OldCode} is known: first load the list of the former units");
            }
            if (next is null)
            {
                _mappingErrors.Add(row.Line, $"no {Text.Constant(row.NewKind)} with the code {row.NewCode} is in the new list");
            }
            if (old is not null && next is not null)
            {
                pairs.Add(new Pair(old, next, row.Extent));
            }
        }
        return pairs;
    }

    /// <summary>Decides whether a unit of the list is an existing unit or a new one.</summary>
    private void Place(Unit listed, Pair[] before, ILookup<string, Pair> successors)
    {
        switch (before)
        {
            case []:
                // The reorganisation does not touch this unit. It is listed only as the parent of others.
                if (_known.GetValueOrDefault((listed.Kind, listed.Code!)) is not { } there)
                {
                    _listErrors.Add(_list.Lines[listed.Id], $"{listed.Name} ({listed.Code}) has no predecessor in the mapping, and there is no such unit");
                }
                else if (there.Name != listed.Name)
                {
                    _listErrors.Add(
                        _list.Lines[listed.Id],
                        $"{listed.Name} ({listed.Code}) has no predecessor in the mapping, and the unit with that code is '{there.Id}' ({there.Name})");
                }
                else
                {
                    _kept[listed.Id] = there.Id;
                }
                break;
            case [var only] when only.Extent == Extent.Full && only.Old.Kind == listed.Kind && only.Old.Code == listed.Code
                && successors[only.Old.Id].Count() == 1:
                _kept[listed.Id] = only.Old.Id;
                if (only.Old.Name != listed.Name)
                {
                    _renamed.Add(new Renaming(only.Old.Id, listed.Name, null, null));
                }
                break;
            default:
                _founded.Add(listed);
                break;
        }
    }

    /// <summary>Gives each founded unit its parent after the reorganisation.</summary>
    private void Found()
    {
        var old = _ending.SelectMany(end => end.Value.Select(heir => (heir.Unit, Old: end.Key))).ToLookup(pair => pair.Unit, pair => pair.Old);
        for (var i = 0; i < _founded.Count; i++)
        {
            var unit = _founded[i];
            // The list names nothing above provinces: a new province gets the parent of its predecessor.
            var parent = unit.Kind == UnitKind.Province ? _directory.Find(old[unit.Id].First())!.Parent! : IdOf(unit.Parent!);
            _founded[i] = unit with { Parent = parent };
        }
    }

    private void MoveKept()
    {
        foreach (var unit in _list.Units.Where(unit => unit.Kind != UnitKind.Province && _kept.ContainsKey(unit.Id)))
        {
            var (kept, parent) = (_kept[unit.Id], IdOf(unit.Parent!));
            if (_directory.Find(kept)!.Parent != parent)
            {
                _moved[kept] = parent;
            }
        }
    }

    /// <summary>Ends, without successor, every district that has no commune left.</summary>
    private void EndDistricts(ILookup<string, Pair> successors)
    {
        var districts = successors.Select(old => _directory.Find(old.Key)!).Where(old => old.Kind == UnitKind.Commune)
            .Select(commune => commune.Parent!).Distinct().Select(id => _directory.Find(id)!).Where(unit => unit.Kind == UnitKind.District);
        foreach (var district in districts.Where(unit => !_ending.ContainsKey(unit.Id)))
        {
            var isEmpty = _directory.Children(district.Id).Where(child => child.Kind == UnitKind.Commune)
                .All(commune => _ending.ContainsKey(commune.Id) || _moved.ContainsKey(commune.Id));
            if (isEmpty && !_founded.Exists(unit => unit.Parent == district.Id))
            {
                _ending[district.Id] = [];
            }
        }
    }

    /// <summary>Handles what is left below units that end: offices end too, districts and communes stay, all else moves to the province.</summary>
    private void MoveRest()
    {
        foreach (var ended in _ending.Keys.ToList())
        {
            foreach (var child in _directory.Children(ended).Where(child => !_ending.ContainsKey(child.Id) && !_moved.ContainsKey(child.Id)))
            {
                if (child.Kind == UnitKind.Office)
                {
                    End(child);
                }
                else if (child.Kind is not (UnitKind.District or UnitKind.Commune))
                {
                    _moved[child.Id] = ProvinceOf(ended);
                }
            }
        }

        void End(Unit office)
        {
            _ending[office.Id] = [];
            foreach (var part in _directory.Children(office.Id))
            {
                End(part);
            }
        }
    }

    private ImmutableArray<AssignmentRule> Stewards(Reorganisation reorganisation) =>
    [
        .. reorganisation.Close.Where(closing => closing.WholeHeir is null)
            .Select(closing => new AssignmentRule(closing.Unit, null, null, null, null, null, ProvinceOf(closing.Unit), null)),
    ];

    /// <summary>The province above a unit that ends, or that province's successor if it ends too.</summary>
    private string ProvinceOf(string unit)
    {
        var line = _directory.Ancestors(unit).Append(_directory.Find(unit)!).ToList();
        var province = line.Find(above => above.Kind == UnitKind.Province) ?? line[0];
        return _ending.TryGetValue(province.Id, out var heirs) ? heirs[0].Unit : province.Id;
    }

    /// <summary>The lowest unit that is above every unit concerned.</summary>
    private string Carrier()
    {
        var founded = _founded.Select(unit => unit.Id).ToHashSet();
        var above = _ending.Keys.Concat(_moved.Keys).Concat(_renamed.Select(renaming => renaming.Unit)).Select(LineAbove)
            .Concat(_founded.Select(unit => unit.Parent!).Concat(_moved.Values).Where(parent => !founded.Contains(parent)).Distinct()
                .Select(parent => (List<string>)[.. LineAbove(parent), parent]));
        List<string>? common = null;
        foreach (var line in above)
        {
            common = common is null ? line : [.. common.Zip(line).TakeWhile(both => both.First == both.Second).Select(both => both.First)];
        }
        return common is [.., var lowest] ? lowest : throw Nothing();
    }

    private LoadRefusedException Nothing()
    {
        _mappingErrors.Add(0, "changes no unit, or units that have no unit above them in common");
        return new LoadRefusedException(_mappingErrors.Refuse<Mapping>().Errors);
    }

    private List<string> LineAbove(string unit) => [.. _directory.Ancestors(unit).Select(above => above.Id)];

    /// <summary>The id of a listed unit in the hierarchy.</summary>
    private string IdOf(string listed) => _kept.GetValueOrDefault(listed) ?? listed;

    private void ThrowIfAny()
    {
        if (_mappingErrors.Any || _listErrors.Any)
        {
            throw new LoadRefusedException([.. _mappingErrors.Refuse<Mapping>().Errors, .. _listErrors.Refuse<UnitList>().Errors]);
        }
    }

    private sealed record Pair(Unit Old, Unit New, Extent Extent);
}
