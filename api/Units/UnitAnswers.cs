namespace Hierarchy.Api.Units;

/// <summary>The questions of one answer to units, with their answers. A unit asked a second time, because its answer led to another
/// question, may have changed in the meantime: then everything is asked again, with one call per unit.</summary>
/// <param name="retell">Called if two readings of one unit differ in version, to compute the answer again.</param>
internal sealed class UnitAnswers<TQuestion>(Action<Action> retell)
    where TQuestion : notnull
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<TQuestion>> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private readonly Dictionary<TQuestion, object?> _told = [];

    /// <summary>Marks the unit's children as part of the answer.</summary>
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

    /// <summary>The open questions to a unit, including those of an earlier run; empty if all answers are known.</summary>
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

    /// <summary>Stores the answers of a unit; null for what it does not have.</summary>
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
