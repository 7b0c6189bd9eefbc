using System.Collections.Concurrent;
using Hierarchy.Grains.Rollup;

namespace Hierarchy.Api;

/// <summary>
/// What units have answered, for as long as nothing about them has changed: a query costs no call to a unit of which everything that it
/// asks for is known. Thread-safe.
/// </summary>
/// <remarks>
/// Kept exact by versions, not by time. All that is held of one unit is of one version of its roll-up, which rises with every change of
/// anything that can be read of the unit. <see cref="Changed"/> drops what is older; an answer that was read before the change and comes
/// after it is not kept. So a query shows every change of which this process had been told when it began.
/// </remarks>
/// <param name="isCurrent">Whether this process has been told of every change that has been acknowledged; while it has not, nothing that is
/// held is used. Null for a process that is told before anybody else.</param>
public sealed class Readings(Func<bool>? isCurrent = null)
{
    /// <summary>Answers held, of all units together. Each takes some 400 bytes, so 80 MB at most; more than that and those go that have not
    /// been asked for since the last time.</summary>
    public const int AnswersMax = 200_000;

    /// <summary>Answers held of one unit, which has a few hundred cells; more than that and the unit begins anew.</summary>
    public const int AnswersOfUnitMax = 4_096;

    private readonly ConcurrentDictionary<string, Answers> _units = new(StringComparer.Ordinal);
    private readonly Lock _sweeping = new();
    private int _count;
    private long _forgotten;

    /// <summary>Answers held at present.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Drops what is held of a unit in an older version than this one. Late and repeated news do nothing.</summary>
    public void Changed(string unit, long version)
    {
        // A unit that was never asked for has no answer on its way either: asking comes after Expect. Where units are in other processes,
        // one that has been overtaken may answer for a while, and is known by its version.
        var answers = isCurrent is null ? _units.GetValueOrDefault(unit) : _units.GetOrAdd(unit, _ => new Answers());
        if (answers is not null)
        {
            Interlocked.Add(ref _count, -answers.Raise(version));
        }
    }

    /// <summary>Drops everything, what is on its way included: any unit may have changed. What is known of versions stays.</summary>
    public void ForgetAll()
    {
        Interlocked.Increment(ref _forgotten);
        foreach (var answers in _units.Values)
        {
            Interlocked.Add(ref _count, -answers.Forget(spareUsed: false));
        }
    }

    /// <summary>A known answer; null when the unit has to be asked.</summary>
    internal TAnswer? Find<TAnswer>(string unit, in Question question) where TAnswer : class =>
        IsCurrent && _units.TryGetValue(unit, out var answers) ? (TAnswer?)answers.Find(question) : null;

    /// <summary>Known answers to all of the questions, all of one version; null when any is missing.</summary>
    internal TAnswer[]? FindAll<TAnswer>(string unit, IReadOnlyList<Question> questions) where TAnswer : class =>
        IsCurrent && _units.TryGetValue(unit, out var answers) ? answers.FindAll<TAnswer>(questions) : null;

    /// <summary>Must be called before the unit is asked for what is to be kept.</summary>
    internal Expectation Expect(string unit)
    {
        var forgotten = Volatile.Read(ref _forgotten);
        return new Expectation(_units.GetOrAdd(unit, _ => new Answers()).Version, forgotten);
    }

    /// <summary>Holds an answer, unless the unit is known to have changed since it was asked.</summary>
    internal void Keep(string unit, in Question question, object answer, long version, in Expectation expected)
    {
        if (Interlocked.Add(ref _count, _units[unit].Keep(question, answer, version, expected.Forgotten, ref _forgotten)) > AnswersMax)
        {
            Sweep();
        }
    }

    private bool IsCurrent => isCurrent is null || isCurrent();

    private void Sweep()
    {
        lock (_sweeping)
        {
            // Where nothing is old, everything goes: the bound holds whatever is asked.
            for (var spareUsed = true; Count > AnswersMax; spareUsed = false)
            {
                foreach (var answers in _units.Values)
                {
                    Interlocked.Add(ref _count, -answers.Forget(spareUsed));
                }
            }
        }
    }

    /// <summary>Of one unit. Stays once it is there, because it remembers which version the unit has reached.</summary>
    private sealed class Answers
    {
        private readonly Lock _gate = new();
        private static readonly ConcurrentDictionary<Question, object> None = new(concurrencyLevel: 1, capacity: 0);

        private ConcurrentDictionary<Question, object> _held = None;
        private int _count;
        private long _version;
        private bool _used;

        /// <summary>The highest that is known.</summary>
        public long Version => Volatile.Read(ref _version);

        public object? Find(in Question question) => Use().GetValueOrDefault(question);

        public TAnswer[]? FindAll<TAnswer>(IReadOnlyList<Question> questions) where TAnswer : class
        {
            var held = Use();
            var found = new TAnswer[questions.Count];
            for (var i = 0; i < found.Length; i++)
            {
                if (!held.TryGetValue(questions[i], out var answer))
                {
                    return null;
                }
                found[i] = (TAnswer)answer;
            }
            return found;
        }

        /// <returns>How many answers are gone.</returns>
        public int Raise(long version)
        {
            lock (_gate)
            {
                if (version <= _version)
                {
                    return 0;
                }
                _version = version;
                return Clear();
            }
        }

        /// <returns>How many answers are held more than before.</returns>
        public int Keep(in Question question, object answer, long version, long forgottenBefore, ref long forgotten)
        {
            lock (_gate)
            {
                if (version < _version || Volatile.Read(ref forgotten) != forgottenBefore)
                {
                    return 0;
                }
                var gone = version > _version || _count == AnswersOfUnitMax ? Clear() : 0;
                _version = version;
                if (ReferenceEquals(_held, None))
                {
                    Volatile.Write(ref _held, new(concurrencyLevel: 1, capacity: 5));
                }
                if (!_held.TryAdd(question, answer))
                {
                    return -gone;
                }
                _count++;
                return 1 - gone;
            }
        }

        /// <returns>How many answers are gone.</returns>
        public int Forget(bool spareUsed)
        {
            lock (_gate)
            {
                var spared = spareUsed && _used;
                _used = false;
                return spared ? 0 : Clear();
            }
        }

        private ConcurrentDictionary<Question, object> Use()
        {
            // Written once between two sweeps, not by every reader: they run on all cores.
            if (!_used)
            {
                _used = true;
            }
            return Volatile.Read(ref _held);
        }

        private int Clear()
        {
            var gone = _count;
            if (gone > 0)
            {
                // Replaced, not emptied: whoever looks at several answers sees those of one version.
                Volatile.Write(ref _held, None);
                _count = 0;
            }
            return gone;
        }
    }
}

/// <summary>What was known when a unit was asked.</summary>
/// <param name="Version">A version that the unit had reached.</param>
/// <param name="Forgotten">How often everything had been dropped.</param>
internal readonly record struct Expectation(long Version, long Forgotten);

/// <summary>What can be asked of a unit.</summary>
internal readonly record struct Question
{
    private readonly Subject _subject;
    private readonly Cell _cell;
    private readonly string? _id;

    private Question(Subject subject, Cell cell, string? id) => (_subject, _cell, _id) = (subject, cell, id);

    private enum Subject : byte { Cell, Children, Plans, Contents, Obligation }

    public static Question Plans { get; } = new(Subject.Plans, default, null);

    public static Question Of(in Cell cell) => new(Subject.Cell, cell, null);

    public static Question ChildrenOf(in Cell cell) => new(Subject.Children, cell, null);

    public static Question ContentsOf(string plan) => new(Subject.Contents, default, plan);

    public static Question Obligation(string id) => new(Subject.Obligation, default, id);
}
