namespace Hierarchy.Store.Past;

/// <summary>The state of an obligation from the query day of index <c>First</c> to the one before <c>Next</c>.</summary>
/// <param name="Next">Equals the number of query days if the state still holds on the last one.</param>
/// <param name="Late">Whether it was completed after its due day.</param>
/// <param name="Due">The due day's number; -1 for none.</param>
internal readonly record struct FigureSpan(
    int Unit, int First, int Next, ObligationStatus Status, bool Late, int Due, int Weight, int Percent, long Planned, long Spent, bool Reported,
    bool Postponed);

/// <summary>Adds up spans to the figures of days: first the changes between days, then the running sums.</summary>
/// <param name="days">At most <see cref="DaysMax"/>, since memory holds a row per unit and day of change.</param>
internal sealed class FigureFold(ImmutableArray<DateOnly> days)
{
    public const int DaysMax = 40;

    private readonly SortedDictionary<string, Slice> _slices = new(StringComparer.Ordinal);

    public Slice SliceOf(string key)
    {
        if (!_slices.TryGetValue(key, out var slice))
        {
            _slices[key] = slice = new Slice(days.Length);
        }
        return slice;
    }

    public IEnumerable<Figure> ToFigures()
    {
        foreach (var (key, slice) in _slices)
        {
            foreach (var (i, measures) in slice.ToMeasures().Index())
            {
                if (!measures.IsZero)
                {
                    yield return new Figure(key, days[i], measures);
                }
            }
        }
    }

    /// <summary>One slice of the cut, for instance a child or a plan.</summary>
    internal sealed class Slice(int days)
    {
        private readonly Sums[] _changes = new Sums[days];
        private readonly Dictionary<int, long>[] _due = [.. Enumerable.Range(0, days).Select(_ => new Dictionary<int, long>())];
        private readonly Dictionary<(int Unit, int Place), Owed> _units = [];

        public void Add(in FigureSpan span)
        {
            Add(span, span.First, 1);
            if (span.Next < days)
            {
                Add(span, span.Next, -1);
            }
        }

        public void AddMoney(int place, Int128 money) => _changes[place] += new Sums { Planned = money };

        public IEnumerable<Measures> ToMeasures()
        {
            AddUnits();
            var sums = default(Sums);
            var due = new SortedDictionary<int, long>();
            for (var i = 0; i < days; i++)
            {
                sums += _changes[i];
                foreach (var (day, count) in _due[i])
                {
                    due[day] = due.GetValueOrDefault(day) + count;
                }
                yield return new Measures(sums, [.. due.Where(day => day.Value != 0).Select(day => new DueCount(day.Key, (int)day.Value))]);
            }
        }

        private void Add(in FigureSpan span, int place, int sign)
        {
            var status = span.Status;
            var counts = status != ObligationStatus.Cancelled;
            var isOpen = status is ObligationStatus.NotStarted or ObligationStatus.InProgress or ObligationStatus.Submitted;
            int When(bool holds) => holds ? sign : 0;
            var owed = new Owed(
                When(counts), When(span.Reported), counts ? sign * (long)span.Weight : 0, counts ? (Int128)(sign * (long)span.Weight) * span.Percent : 0);
            _changes[place] += new Sums
            {
                Waiting = When(status == ObligationStatus.Waiting),
                NotStarted = When(status == ObligationStatus.NotStarted),
                InProgress = When(status == ObligationStatus.InProgress),
                Submitted = When(status == ObligationStatus.Submitted),
                DoneOnTime = When(status == ObligationStatus.Done && !span.Late),
                DoneLate = When(status == ObligationStatus.Done && span.Late),
                Cancelled = When(!counts),
                Reported = owed.Reported,
                Postponed = When(span.Postponed),
                Undated = When(isOpen && span.Due < 0),
                Weight = owed.Weight,
                WeightedPercent = owed.Weighted,
                Planned = sign * span.Planned,
                Allocated = sign * span.Planned,
                Spent = sign * span.Spent,
            };
            // An obligation handed in by its due day does not become overdue.
            if (span.Due >= 0 && (status is ObligationStatus.NotStarted or ObligationStatus.InProgress || (status == ObligationStatus.Submitted && span.Late)))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_due[place], span.Due, out _) += sign;
            }
            ref var ofUnit = ref CollectionsMarshal.GetValueRefOrAddDefault(_units, (span.Unit, place), out _);
            ofUnit += owed;
        }

        /// <summary>Adds the unit parts, which depend on everything that a unit owes on a day.</summary>
        private void AddUnits()
        {
            var (current, owed) = (0, default(Owed));
            foreach (var ((unit, place), change) in _units.OrderBy(change => change.Key))
            {
                if (unit != current)
                {
                    (current, owed) = (unit, default);
                }
                var before = owed.ToUnitPart();
                owed += change;
                _changes[place] += owed.ToUnitPart() - before;
            }
            _units.Clear();
        }
    }

    /// <summary>The sums over a unit's obligations that determine its unit part, with the measures of <see cref="Sums"/>.</summary>
    private readonly record struct Owed(long Count, long Reported, long Weight, Int128 Weighted)
    {
        public static Owed operator +(Owed left, Owed right) =>
            new(left.Count + right.Count, left.Reported + right.Reported, left.Weight + right.Weight, left.Weighted + right.Weighted);

        public Sums ToUnitPart() => new Sums { NotStarted = Count, Reported = Reported, Weight = Weight, WeightedPercent = Weighted }.ToUnitPart();
    }
}
