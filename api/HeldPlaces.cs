namespace Hierarchy.Api;

/// <summary>Limits places held at the same time, in total and by one holder.</summary>
internal sealed class HeldPlaces(int max, int ofOneMax)
{
    private readonly Dictionary<string, int> _held = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private int _all;

    private int OfOneMax => ofOneMax;

    /// <summary>Takes a place without a holder until disposed; null if none is free.</summary>
    public Place? Take()
    {
        lock (_lock)
        {
            return _all < max && ++_all > 0 ? new Place(this) : null;
        }
    }

    /// <summary>Takes a place for a holder until disposed; null if none is free.</summary>
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

        /// <summary>Assigns the place to a holder; null for none.</summary>
        /// <returns>False, without a change, if the holder has reached the limit.</returns>
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
