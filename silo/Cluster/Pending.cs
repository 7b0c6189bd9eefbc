namespace Hierarchy.Silo.Cluster;

/// <summary>Changes that wait to be sent to one other node: for each unit only the newest version. Thread-safe.</summary>
internal sealed class Pending
{
    /// <summary>Maximum number of waiting obligations, and of reports; beyond it the node is told that it missed some.</summary>
    public const int ObligationsMax = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private readonly HashSet<ChangedObligation> _obligations = [];
    private readonly HashSet<ReportKey> _reports = [];
    private readonly HashSet<string> _activated = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reorganisations = new(StringComparer.Ordinal);
    private List<TaskCompletionSource> _waiting = [];

    // A node that has just joined may have read the directory before the newest registration, and may have had watchers before it was known
    // here.
    private bool _registered = true;
    private bool _missed = true;
    private bool _day;

    public void Changed(string unit, long version)
    {
        lock (_gate)
        {
            _versions[unit] = Math.Max(version, _versions.GetValueOrDefault(unit));
        }
    }

    public void Changed(ChangedObligation obligation) => Keep(_obligations, obligation);

    public void ReorganisationChanged(string reorganisation)
    {
        lock (_gate)
        {
            _reorganisations.Add(reorganisation);
        }
    }

    public void Changed(ReportKey report) => Keep(_reports, report);

    public void Activated(string unit)
    {
        lock (_gate)
        {
            _activated.Add(unit);
        }
    }

    public void DayBegan()
    {
        lock (_gate)
        {
            _day = true;
        }
    }

    /// <summary>Completes when the node knows everything registered so far.</summary>
    public Task RegisteredAsync()
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _registered = true;
            _waiting.Add(told);
        }
        return told.Task;
    }

    /// <summary>The pending changes, with the tasks that wait for their delivery; null when there are none.</summary>
    public (Bulletin News, List<TaskCompletionSource> Waiting)? Take()
    {
        lock (_gate)
        {
            if (!_registered && !_missed && !_day
                && _versions.Count + _obligations.Count + _reports.Count + _activated.Count + _reorganisations.Count == 0)
            {
                return null;
            }
            var news = new Bulletin(
                [.. _versions.Select(v => new UnitVersion(v.Key, v.Value))], [.. _obligations], [.. _reports], [.. _activated], _registered, _missed,
                _day, [.. _reorganisations]);
            var waiting = _waiting;
            (_registered, _missed, _day, _waiting) = (false, false, false, []);
            _versions.Clear();
            _obligations.Clear();
            _reports.Clear();
            _activated.Clear();
            _reorganisations.Clear();
            return (news, waiting);
        }
    }

    /// <summary>Puts changes back that did not arrive for certain, to be sent again with later ones.</summary>
    public void PutBack(Bulletin news, List<TaskCompletionSource> waiting)
    {
        foreach (var (unit, version) in news.Versions)
        {
            Changed(unit, version);
        }
        foreach (var obligation in news.Obligations)
        {
            Changed(obligation);
        }
        foreach (var report in news.Reports)
        {
            Changed(report);
        }
        lock (_gate)
        {
            _activated.UnionWith(news.Activated);
            _reorganisations.UnionWith(news.Reorganisations);
            _registered |= news.Registered;
            _missed |= news.Missed;
            _day |= news.Day;
            _waiting.AddRange(waiting);
        }
    }

    /// <summary>The node has left the cluster: releases all that wait for it.</summary>
    public void Gone()
    {
        lock (_gate)
        {
            _waiting.ForEach(told => told.TrySetResult());
            _waiting = [];
        }
    }

    private void Keep<T>(HashSet<T> waiting, T changed)
    {
        lock (_gate)
        {
            if (waiting.Count < ObligationsMax)
            {
                waiting.Add(changed);
            }
            else
            {
                _missed = true;
            }
        }
    }
}
