namespace Hierarchy.Api;

/// <summary>Places that are held at once: so many in all, and so many of one holder.</summary>
internal sealed class HeldPlaces(int max, int ofOneMax)
{
    private readonly Dictionary<string, int> _held = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private int _all;

    private int OfOneMax => ofOneMax;

    /// <summary>Takes a place that is nobody's yet, until it is disposed; null where there is none.</summary>
    public Place? Take()
    {
        lock (_lock)
        {
            return _all < max && ++_all > 0 ? new Place(this) : null;
        }
    }

    /// <summary>Takes a place of a holder, until it is disposed; null where there is none.</summary>
    public Place? Take(string? holder)
    {
        var place = Take();
        if (place?.TryMove(holder) != false)
        {
            return place;
        }
        place.Dispose();
        return null;
    }

    internal sealed class Place(HeldPlaces places) : IDisposable
    {
        private string? _holder;
        private bool _isFree;

        /// <summary>Has it count as this one's from now on; null for nobody's.</summary>
        /// <returns>False, and nothing is changed, where he holds as many as he may.</returns>
        public bool TryMove(string? holder)
        {
            lock (places._lock)
            {
                if (_isFree || (holder is not null && holder != _holder && places._held.GetValueOrDefault(holder) >= places.OfOneMax))
                {
                    return false;
                }
                Count(-1);
                _holder = holder;
                Count(1);
                return true;
            }
        }

        public void Dispose()
        {
            lock (places._lock)
            {
                if (!_isFree)
                {
                    Count(-1);
                    places._all--;
                    _isFree = true;
                }
            }
        }

        private void Count(int change)
        {
            if (_holder is not null && (places._held[_holder] = places._held.GetValueOrDefault(_holder) + change) == 0)
            {
                places._held.Remove(_holder);
            }
        }
    }
}
