namespace Hierarchy.Grains.Reorganisations;

/// <summary>The hierarchy as a reorganisation would leave it, checked against the rules for every hierarchy.</summary>
/// <param name="reorganisation">Must be valid in form.</param>
/// <param name="directory">The units before the reorganisation.</param>
internal sealed class ReorganisedTree(Reorganisation reorganisation, IUnitDirectory directory, ReorganisationRules.Faults faults)
{
    private readonly Dictionary<string, Unit> _founded = reorganisation.Establish.ToDictionary(unit => unit.Id, StringComparer.Ordinal);
    private readonly Dictionary<string, Renaming> _renamed = reorganisation.Rename.ToDictionary(renaming => renaming.Unit, StringComparer.Ordinal);
    private readonly Dictionary<string, string> _moved =
        reorganisation.Move.ToDictionary(moving => moving.Unit, moving => moving.Parent, StringComparer.Ordinal);
    private readonly HashSet<string> _closed = [.. reorganisation.Close.Select(closing => closing.Unit)];

    public void Check()
    {
        ReorganisationRules.Each(reorganisation.Establish, "establish", (unit, place) =>
        {
            if (directory.Find(unit.Id) is { } known && !(UnitRules.NeverWas(known) && (known.Parent, known.Kind) == (unit.Parent, unit.Kind)))
            {
                faults.Add(Reasons.IdTaken, unit.Id, $"There is a unit '{unit.Id}' already; ids are never reused.", $"{place}.id");
            }
            else
            {
                CheckPlace(unit, unit.Parent!, height: 1, $"{place}.parent");
                CheckCode(unit, $"{place}.code");
            }
        });
        ReorganisationRules.Each(reorganisation.Rename, "rename", (renaming, place) =>
        {
            if (IsConcerned(renaming.Unit, $"{place}.unit"))
            {
                CheckRenamed(After(renaming.Unit)!, place);
            }
        });
        ReorganisationRules.Each(reorganisation.Move, "move", (moving, place) =>
        {
            if (IsConcerned(moving.Unit, $"{place}.unit"))
            {
                CheckPlace(After(moving.Unit)!, moving.Parent, HeightOf(moving.Unit), $"{place}.parent");
            }
        });
        ReorganisationRules.Each(reorganisation.Close, "close", CheckClosing);
        ReorganisationRules.Each(reorganisation.Rules, "rules", (rule, place) =>
        {
            if (rule.From is { } from && !_closed.Contains(from))
            {
                faults.Add(Reasons.UnitUnknown, from, $"'{Text.Shown(from)}' is no unit that closes.", $"{place}.from");
            }
            CheckHeir(rule.Heir, $"{place}.heir");
            CheckHeir(rule.Steward, $"{place}.steward");
        });
        CheckBounds();
    }

    /// <summary>The unit after the reorganisation; null when it will not exist.</summary>
    private Unit? After(string id)
    {
        if (_founded.TryGetValue(id, out var founded))
        {
            return founded;
        }
        if (_closed.Contains(id) || directory.Find(id) is not { IsClosed: false } unit)
        {
            return null;
        }
        unit = unit with { Parent = _moved.GetValueOrDefault(id) ?? unit.Parent };
        return _renamed.TryGetValue(id, out var renaming)
            ? unit with { Name = renaming.Name, Kind = renaming.Kind ?? unit.Kind, Code = renaming.Code ?? unit.Code }
            : unit;
    }

    /// <summary>Whether the unit exists below the carrier; adds a fault if not.</summary>
    private bool IsConcerned(string id, string place)
    {
        if (directory.Find(id) is not { } unit)
        {
            faults.Add(Reasons.UnitUnknown, id, $"There is no unit '{Text.Shown(id)}'.", place);
            return false;
        }
        if (unit.IsClosed)
        {
            faults.Add(Reasons.AlreadyClosed, id, $"'{id}' has ended already.", place);
            return false;
        }
        if (directory.Names(id) is [.., { From: { } last }] && reorganisation.EffectiveOn < last)
        {
            faults.Add(
                Reasons.DayBeforeLastEvent, id, $"'{id}' is what it is since {last:yyyy-MM-dd}: nothing can happen to it before that day.", place);
            return false;
        }
        if (id == reorganisation.Carrier || !directory.IsAtOrBelow(id, reorganisation.Carrier))
        {
            faults.Add(
                Reasons.OutsideCarrier, id, $"'{id}' does not stand below '{reorganisation.Carrier}', which carries the reorganisation.", place);
            return false;
        }
        return true;
    }

    private void CheckPlace(Unit unit, string parent, int height, string place)
    {
        if (After(parent) is not { } above)
        {
            faults.Add(
                _closed.Contains(parent) ? Reasons.UnitClosed : Reasons.UnitUnknown, unit.Id,
                $"There will be no unit '{Text.Shown(parent)}' above '{unit.Id}'.", place);
            return;
        }
        var line = LineOf(parent);
        if (line is null || line.Contains(unit.Id))
        {
            faults.Add(Reasons.Cycle, unit.Id, $"'{Text.Shown(parent)}' would stand at or below '{unit.Id}' itself.", place);
        }
        else if (!line.Contains(reorganisation.Carrier))
        {
            faults.Add(
                Reasons.OutsideCarrier, unit.Id,
                $"'{parent}' does not stand at or below '{reorganisation.Carrier}', which carries the reorganisation.", place);
        }
        else if (!UnitRules.MayStandUnder(unit.Kind, above.Kind))
        {
            faults.Add(Reasons.Level, unit.Id, $"A {Text.Constant(unit.Kind)} cannot stand under a {Text.Constant(above.Kind)}.", place);
        }
        else if (line.Count + height > Limits.DepthMax)
        {
            faults.Add(Reasons.Level, unit.Id, $"The hierarchy has at most {Limits.DepthMax} levels.", place);
        }
    }

    private void CheckRenamed(Unit unit, string place)
    {
        CheckCode(unit, $"{place}.code");
        if (directory.Find(unit.Id)!.Kind == unit.Kind)
        {
            return;
        }
        // CheckPlace checks a moved unit against its new parent.
        if (!_moved.ContainsKey(unit.Id) && unit.Parent is { } parent && After(parent) is { } above && !UnitRules.MayStandUnder(unit.Kind, above.Kind))
        {
            faults.Add(Reasons.Level, unit.Id, $"A {Text.Constant(unit.Kind)} cannot stand under a {Text.Constant(above.Kind)}.", $"{place}.kind");
        }
        if (ChildrenAfter(unit.Id).FirstOrDefault(child => !UnitRules.MayStandUnder(child.Kind, unit.Kind)) is { } below)
        {
            faults.Add(Reasons.Level, unit.Id, $"A {Text.Constant(below.Kind)} cannot stand under a {Text.Constant(unit.Kind)}.", $"{place}.kind");
        }
    }

    private void CheckClosing(Closing closing, string place)
    {
        if (!IsConcerned(closing.Unit, $"{place}.unit"))
        {
            return;
        }
        if (ChildrenAfter(closing.Unit).FirstOrDefault() is { } child)
        {
            faults.Add(
                Reasons.StillHasChildren, closing.Unit, $"Units would still stand below '{closing.Unit}', such as '{child.Id}' ({child.Name}).", place);
        }
        for (var i = 0; i < closing.Heirs.Length; i++)
        {
            CheckHeir(closing.Heirs[i].Unit, $"{place}.heirs[{i}]");
        }
    }

    private void CheckHeir(string? heir, string place)
    {
        if (heir is not null && After(heir) is null)
        {
            var closes = _closed.Contains(heir);
            faults.Add(
                closes ? Reasons.HeirCloses : Reasons.UnitUnknown, heir,
                closes ? $"'{heir}' closes by it too: name the unit in which that goes on." : $"There will be no unit '{Text.Shown(heir)}'.", place);
        }
        else if (heir is not null && LineOf(heir)?.Contains(reorganisation.Carrier) == false)
        {
            faults.Add(
                Reasons.OutsideCarrier, heir, $"'{heir}' does not stand at or below '{reorganisation.Carrier}', which carries the reorganisation.",
                place);
        }
    }

    /// <summary>A code belongs to one unit of a kind. A closing unit frees its code.</summary>
    private void CheckCode(Unit unit, string place)
    {
        if (unit.Code is { } code && CodesAfter.Value[(unit.Kind, code)].FirstOrDefault(other => other != unit.Id) is { } bearer)
        {
            faults.Add(Reasons.CodeTaken, unit.Id, $"The code {code} belongs to '{bearer}' as well.", place);
        }
    }

    private Lazy<ILookup<(UnitKind, string), string>> CodesAfter => _codes ??= new(() => directory.All().Select(unit => unit.Id)
        .Concat(_founded.Keys).Distinct().Select(After).OfType<Unit>().Where(unit => unit.Code is not null)
        .ToLookup(unit => (unit.Kind, unit.Code!), unit => unit.Id));

    private Lazy<ILookup<(UnitKind, string), string>>? _codes;

    private void CheckBounds()
    {
        foreach (var kinds in reorganisation.Establish.GroupBy(unit => TreeBound.Of(unit.Kind)))
        {
            var units = kinds.Key.Kinds.Sum(kind => directory.CountInTree(reorganisation.Carrier, kind));
            if (units + kinds.Count() > kinds.Key.UnitsMax)
            {
                faults.Add(
                    Reasons.TooManyUnits, null,
                    $"A hierarchy holds at most {kinds.Key.UnitsMax} units that are {string.Join(" or ", kinds.Key.Kinds.Select(Text.Constant))}; "
                    + $"there are {units}, and {kinds.Count()} are founded.",
                    "establish");
            }
        }
    }

    /// <summary>The unit and all units that will be above it; null for a cycle.</summary>
    private List<string>? LineOf(string id)
    {
        var line = new List<string>();
        for (var at = After(id); at is not null; at = at.Parent is { } parent ? After(parent) : null)
        {
            if (line.Contains(at.Id))
            {
                return null;
            }
            line.Add(at.Id);
        }
        return line;
    }

    /// <summary>Levels from the unit down, limited to the maximum depth so that a cycle ends.</summary>
    private int HeightOf(string id, int depth = 1) =>
        depth > Limits.DepthMax ? 1 : 1 + ChildrenAfter(id).Select(child => HeightOf(child.Id, depth + 1)).DefaultIfEmpty().Max();

    private ILookup<string, Unit>? _newChildren;

    /// <summary>The units that will be directly below it.</summary>
    private IEnumerable<Unit> ChildrenAfter(string id)
    {
        _newChildren ??= _founded.Keys.Concat(_moved.Keys).Select(After).OfType<Unit>().ToLookup(unit => unit.Parent!);
        return directory.Children(id).Where(child => !_moved.ContainsKey(child.Id)).Select(child => After(child.Id)).OfType<Unit>()
            .Concat(_newChildren[id]);
    }
}
