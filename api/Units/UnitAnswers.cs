namespace Hierarchy.Api.Units;

/// <summary>
/// What one answer has asked of units, and what they have told. A unit that is asked a second time, because what it told led to another
/// question, may have changed meanwhile: then all is asked again, each unit at once for all that has been asked of it so far.
/// </summary>
/// <param name="retell">Called when two readings of one unit differ in their version: has the answer made anew.</param>
internal sealed class UnitAnswers<TQuestion>(Action<Action> retell)
    where TQuestion : notnull
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<TQuestion>> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private readonly Dictionary<TQuestion, object?> _told = [];

    /// <summary>Says that the unit's children are part of the answer.</summary>
    public void Show(string unit)
    {
        lock (_lock)
        {
            _shown.Add(unit);
        }
    }

    public bool IsShown(string unit)
    {
        lock (_lock)
        {
            return _shown.Contains(unit);
        }
    }

    /// <summary>What is still to be asked of a unit, with whatever an earlier run has asked; nothing when all is known.</summary>
    public TQuestion[] Missing(string unit, IEnumerable<TQuestion> wanted)
    {
        lock (_lock)
        {
            TQuestion[] unknown = [.. wanted.Where(question => !_told.ContainsKey(question))];
            if (unknown.Length == 0)
            {
                return [];
            }
            if (!_asked.TryGetValue(unit, out var asked))
            {
                _asked.Add(unit, asked = []);
            }
            asked.UnionWith(unknown);
            return [.. asked.Where(question => !_told.ContainsKey(question))];
        }
    }

    /// <summary>Keeps what a unit has told; null for what it does not have.</summary>
    public void Tell(string unit, long version, IEnumerable<(TQuestion Question, object? Answer)> told)
    {
        lock (_lock)
        {
            foreach (var (question, answer) in told)
            {
                _told[question] = answer;
            }
            if (_versions.TryGetValue(unit, out var before) && before != version)
            {
                retell(Forget);
            }
            _versions[unit] = version;
        }
    }

    public object? AnswerTo(TQuestion question)
    {
        lock (_lock)
        {
            return _told.GetValueOrDefault(question);
        }
    }

    private void Forget()
    {
        lock (_lock)
        {
            _told.Clear();
            _versions.Clear();
        }
    }
}
