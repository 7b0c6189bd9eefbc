namespace Hierarchy.UnitTests.Units;

/// <summary>Figures of former times on today's map, over random histories of a hierarchy, held against a count that asks of each unit by
/// itself where it stands today.</summary>
public sealed class RestatedMapTests
{
    private const int Histories = 150;

    [Fact]
    public void What_is_read_together_is_what_a_plain_count_finds()
    {
        foreach (var world in Worlds())
        {
            var map = new RestatedMap(world);
            foreach (var unit in world.All().Where(unit => !unit.IsClosed))
            {
                Assert.Equal(world.Recount(unit.Id), world.Read(unit.Id, map.Of(unit.Id)));
                Assert.Equal(
                    world.UnitsRestatedTo(unit.Id).Order(StringComparer.Ordinal), map.UnitsOf(unit.Id).Order(StringComparer.Ordinal));
                if (!map.IsAbout(unit.Id))
                {
                    Assert.Equal(world.CellOf(unit.Id), world.Recount(unit.Id));
                }
            }
        }
    }

    [Fact]
    public void The_root_is_the_same_in_both_trees()
    {
        foreach (var world in Worlds())
        {
            Assert.True(new RestatedMap(world).Of("u0").IsNothing);
            Assert.Equal(world.CellOf("u0"), world.Recount("u0"));
        }
    }

    [Fact]
    public void Parts_sum_up_to_the_whole()
    {
        foreach (var world in Worlds())
        {
            var map = new RestatedMap(world);
            foreach (var unit in world.All().Where(unit => !unit.IsClosed))
            {
                var parts = map.PartsOf(unit.Id);
                var sum = world.Own(unit.Id) + world.Sum(parts.Own) + world.Sum(parts.Divided) + parts.Ended.Sum(ended => world.Sum(ended.Of))
                    + world.Children(unit.Id).Sum(child => world.Read(child.Id, map.Of(child.Id)));
                Assert.Equal(world.Recount(unit.Id), sum);
                Assert.Equal(map.Selves(unit.Id).Sum(world.Own), world.Own(unit.Id) + world.Sum(parts.Own));
            }
        }
    }

    [Fact]
    public void A_reorganisation_of_whole_provinces_is_a_few_readings()
    {
        foreach (var seed in Enumerable.Range(0, Histories))
        {
            var world = new World(seed);
            var (province, old, communes, divided) = world.Unite();
            var map = new RestatedMap(world);

            Assert.Equal(old, map.Of(province).More);
            Assert.Empty(map.Of(province).Less);
            Assert.Equal(world.CellOf(province) + old.Sum(world.CellOf), world.Recount(province));
            foreach (var (commune, whole) in communes)
            {
                Assert.Equal(whole.Order(StringComparer.Ordinal), map.Of(commune).More.Order(StringComparer.Ordinal));
                Assert.Empty(map.Of(commune).Less);
                Assert.True(map.PartsOf(commune).Divided.IsNothing);
            }
            Assert.Equal(divided.Sum(world.CellOf), world.Sum(map.PartsOf(province).Divided));
            foreach (var each in old)
            {
                Assert.True(map.Of(each).IsNothing);
            }
        }
    }

    [Fact]
    public void A_rule_makes_a_divided_unit_go_on_as_a_whole()
    {
        var world = new World(1);
        var (province, _, communes, _) = world.Unite();
        var (one, other) = (communes.Keys.First(), communes.Keys.Last());
        var district = world.Add(province, UnitKind.Commune);
        world.Close(district, (one, Extent.Full), (other, Extent.Partial));
        var map = new RestatedMap(world);

        Assert.Contains(district, map.Of(one).More);
        Assert.DoesNotContain(district, map.Of(other).More);
        Assert.Contains(district, map.Selves(one));
    }

    [Fact]
    public void A_part_of_a_unit_is_not_guessed_into_the_one_that_has_it()
    {
        var world = new World(2);
        var (province, _, communes, _) = world.Unite();
        var old = world.Add(province, UnitKind.Commune);
        world.Close(old, (communes.Keys.First(), Extent.Partial));
        var map = new RestatedMap(world);

        Assert.DoesNotContain(old, map.Of(communes.Keys.First()).More);
        Assert.Contains(old, map.PartsOf(province).Divided.More);
    }

    [Fact]
    public void A_unit_that_lives_goes_on_nowhere_and_units_that_name_each_other_come_to_an_end()
    {
        var world = new World(3);
        var (one, other) = (world.Add("u0", UnitKind.Province), world.Add("u0", UnitKind.Province));
        world.Say(one, other, Extent.Full);
        Assert.True(new RestatedMap(world).Of(other).IsNothing);

        world.Close(one, (other, Extent.Full));
        world.Close(other, (one, Extent.Full));
        var map = new RestatedMap(world);
        Assert.True(map.Of("u0").IsNothing);
        Assert.Equal([one], map.Of(other).More);
    }

    [Fact]
    public void One_that_has_ended_is_read_with_those_before_it()
    {
        var world = new World(4);
        var (province, old, _, _) = world.Unite();
        var last = world.Add("u0", UnitKind.Province);
        world.CloseBelow(province, last);
        var map = new RestatedMap(world);

        Assert.Equal(old, map.Of(province).More);
        Assert.Equal(world.CellOf(province) + old.Sum(world.CellOf), world.Read(province, map.Of(province)));
        Assert.Equal(world.CellOf(last) + world.CellOf(province) + old.Sum(world.CellOf), world.Read(last, map.Of(last)));
    }

    private static IEnumerable<World> Worlds() => Enumerable.Range(0, Histories).Select(seed =>
    {
        var world = new World(seed);
        world.Live(acts: 12);
        return world;
    });

    /// <summary>A hierarchy with a past, in which each unit has a number of its own.</summary>
    private sealed class World : IUnitDirectory
    {
        private readonly Random _random;
        private readonly Dictionary<string, Unit> _units = [];
        private readonly Dictionary<string, long> _own = [];
        private readonly List<Lineage> _lineage = [];
        private DateOnly _day = new(2025, 1, 1);

        public World(int seed)
        {
            _random = new Random(seed);
            Add(null, UnitKind.Ministry);
            for (var i = 0; i < 3; i++)
            {
                Province();
            }
        }

        public event Action? Changed
        {
            add { }
            remove { }
        }

        public string Add(string? parent, UnitKind kind)
        {
            var id = $"u{_units.Count}";
            _units[id] = new Unit(id, id, kind, parent, null);
            _own[id] = 1 + _random.Next(1_000_000);
            return id;
        }

        /// <summary>A province in two levels below it, offices in some.</summary>
        private string Province()
        {
            var province = Add("u0", UnitKind.Province);
            for (var i = 0; i < 1 + _random.Next(3); i++)
            {
                var district = Add(province, UnitKind.District);
                for (var j = 0; j < _random.Next(4); j++)
                {
                    var commune = Add(district, UnitKind.Commune);
                    if (_random.Next(3) == 0)
                    {
                        Add(commune, UnitKind.Office);
                    }
                }
            }
            return province;
        }

        /// <summary>Some things happen: units are founded, and whole branches end, each unit of them in its own way.</summary>
        public void Live(int acts)
        {
            for (var i = 0; i < acts; i++)
            {
                _day = _day.AddDays(1);
                var living = Living();
                var one = living[_random.Next(living.Count)];
                if (one == "u0" || _random.Next(2) == 0)
                {
                    Add(one, UnitKind.Office);
                    continue;
                }
                foreach (var ending in Subtree(one).Where(unit => !unit.IsClosed).Select(unit => unit.Id).Reverse().ToList())
                {
                    var heirs = Living().Where(other => !IsAtOrBelow(other, one)).ToList();
                    string Any() => heirs[_random.Next(heirs.Count)];
                    Close(ending, _random.Next(5) switch
                    {
                        0 => [],
                        1 => [(Any(), Extent.Partial)],
                        2 => [.. new[] { Any(), Any(), Any() }.Distinct().Select(heir => (heir, Extent.Partial))],
                        3 => [.. new[] { Any(), Any() }.Distinct().Select((heir, n) => (heir, n == 0 ? Extent.Full : Extent.Partial))],
                        _ => [(Any(), Extent.Full)],
                    });
                }
            }
        }

        /// <summary>Two provinces go on in a third as wholes, their communes in new ones: most as wholes, some in parts.</summary>
        public (string Province, string[] Old, Dictionary<string, List<string>> Communes, List<string> Divided) Unite()
        {
            string[] old = [Province(), Province()];
            var province = Add("u0", UnitKind.Province);
            var communes = Enumerable.Range(0, 3).ToDictionary(_ => Add(province, UnitKind.Commune), _ => new List<string>());
            string[] heirs = [.. communes.Keys];
            var divided = new List<string>();
            foreach (var unit in old.SelectMany(each => Subtree(each).Reverse()).ToList())
            {
                var heir = heirs[_random.Next(heirs.Length)];
                switch (unit.Kind)
                {
                    case UnitKind.Province:
                        Close(unit.Id, (province, Extent.Full));
                        break;
                    case UnitKind.Commune when _random.Next(4) == 0:
                        Close(unit.Id, [.. heirs.Take(2).Select(each => (each, Extent.Partial))]);
                        divided.Add(unit.Id);
                        break;
                    case UnitKind.Commune:
                        Close(unit.Id, (heir, Extent.Full));
                        communes[heir].Add(unit.Id);
                        break;
                    default:
                        Close(unit.Id);
                        break;
                }
            }
            return (province, old, communes, divided);
        }

        public void CloseBelow(string top, string heir)
        {
            foreach (var unit in Subtree(top).Where(unit => !unit.IsClosed).Reverse().ToList())
            {
                Close(unit.Id, [.. unit.Id == top ? new[] { (heir, Extent.Full) } : []]);
            }
        }

        public void Close(string unit, params (string Unit, Extent Extent)[] heirs)
        {
            _units[unit] = _units[unit] with { To = _day.AddDays(-1) };
            foreach (var (heir, extent) in heirs)
            {
                Say(unit, heir, extent);
            }
        }

        public void Say(string old, string heir, Extent extent) => _lineage.Add(new Lineage(old, heir, extent, _day, null));

        public long Own(string unit) => _own[unit];

        /// <summary>As a roll-up holds it.</summary>
        public long CellOf(string unit) => Subtree(unit).Sum(below => _own[below.Id]);

        public long Sum(Composition of) => of.More.Sum(CellOf) - of.Less.Sum(CellOf);

        public long Read(string unit, Composition with) => CellOf(unit) + Sum(with);

        public long Recount(string unit) => UnitsRestatedTo(unit).Sum(id => _own[id]);

        public IEnumerable<string> UnitsRestatedTo(string unit) => _units.Keys.Where(id => StandsToday(id) is { } at && IsAtOrBelow(at, unit));

        /// <summary>The unit of today at which a unit stands.</summary>
        private string StandsToday(string id)
        {
            if (!_units[id].IsClosed)
            {
                return id;
            }
            var heirs = Successors(id);
            if (heirs.SingleOrDefault(heir => heir.Extent == Extent.Full) is { } whole)
            {
                return StandsToday(whole.New);
            }
            if (heirs.Count == 0)
            {
                return StandsToday(_units[id].Parent!);
            }
            var at = heirs.Select(heir => StandsToday(heir.New)).ToList();
            var common = at[0];
            while (!at.TrueForAll(each => IsAtOrBelow(each, common)))
            {
                common = _units[common].Parent!;
            }
            return at.Count == 1 ? _units[common].Parent ?? common : common;
        }

        private List<string> Living() => [.. _units.Values.Where(unit => !unit.IsClosed).Select(unit => unit.Id)];

        public Unit? Find(string id) => _units.GetValueOrDefault(id);

        public IReadOnlyList<Unit> Children(string id) => [.. _units.Values.Where(unit => unit.Parent == id && !unit.IsClosed)];

        public IReadOnlyList<Unit> Closed(string id) => [.. _units.Values.Where(unit => unit.Parent == id && unit.IsClosed)];

        public IReadOnlyList<Unit> Subtree(string id) =>
            [_units[id], .. _units.Values.Where(unit => unit.Parent == id).SelectMany(child => Subtree(child.Id))];

        public IReadOnlyList<Unit> Ancestors(string id) => _units[id].Parent is { } parent ? [.. Ancestors(parent), _units[parent]] : [];

        public bool IsAtOrBelow(string id, string ancestor) => id == ancestor || Ancestors(id).Any(unit => unit.Id == ancestor);

        public IReadOnlyList<Unit> Below(string id, UnitKind kind) => [.. Subtree(id).Where(unit => unit.Kind == kind && unit.Id != id)];

        public IReadOnlyList<Unit> All() => Subtree("u0");

        public IReadOnlyList<Lineage> Predecessors(string id) => [.. _lineage.Where(kin => kin.New == id)];

        public IReadOnlyList<Lineage> Successors(string id) => [.. _lineage.Where(kin => kin.Old == id)];

        public PlanEntry? FindPlan(string id) => null;

        public IReadOnlyList<PlanEntry> PlansAtOrBelow(string id) => [];
    }
}
