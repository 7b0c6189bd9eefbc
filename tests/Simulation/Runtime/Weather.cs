namespace Hierarchy.Simulation.Runtime;

/// <summary>Moments at which a crash is interesting.</summary>
internal enum Moment
{
    AppendSent, AppendStored, AppendAnswered, Told, MessagesRead, AcknowledgementSent, AcknowledgementStored, CheckpointSent,
    CheckpointStored, SnapshotSent, SnapshotStored, LoadSent, Loaded, AnyTurn,
}

/// <summary>The fate of a call to the database.</summary>
internal enum Fate
{
    Fine,

    /// <summary>It never arrives.</summary>
    Lost,

    /// <summary>It is done, but the process does not learn of it.</summary>
    AnswerLost,

    /// <summary>The process is told that the outcome is unknown, and it is done later.</summary>
    DoneLate,
}

/// <summary>The faults of a run and their frequency. In each run most kinds are absent, so that the others have room.</summary>
internal sealed class Weather
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private readonly VirtualTime _timeline;
    private readonly List<(Moment Moment, int Countdown)> _crashes = [];
    private double _drops, _repeats, _channelRefuses, _channelDawdles, _callsLost, _callsDawdle;
    private double _lost, _answersLost, _doneLate, _storeDawdles;

    public Weather(VirtualTime timeline)
    {
        _timeline = timeline;
        // The shape of the run, independent of faults.
        Options = new RollupOptions
        {
            PublishWindow = timeline.Any([TimeSpan.Zero, Millisecond * 20, Millisecond * 20, Millisecond * 200]),
            CheckpointWindow = timeline.Any([Millisecond * 1_000, Millisecond * 5_000, Millisecond * 60_000]),
            SnapshotEvery = timeline.Any([3, 10, 200]),
            DeliveriesMax = timeline.Any([1, 2, 64]),
        };
        TwoSilos = timeline.Chance(0.4);
        TellingIsAnswered = TwoSilos && timeline.Chance(0.5);
    }

    public RollupOptions Options { get; }

    /// <summary>Whether a unit learns that its parent was not reached.</summary>
    public bool TellingIsAnswered { get; }

    /// <summary>Whether two processes share the work.</summary>
    public bool TwoSilos { get; }

    public int Splits { get; private set; }

    public int Deactivations { get; private set; }

    public int CalendarMoves { get; private set; }

    /// <summary>Number of orderly stops of a process.</summary>
    public int Stops { get; private set; }

    /// <summary>Number of reorganisations during the run.</summary>
    public int Reorganisations { get; private set; }

    public double Impatience { get; private set; }

    /// <summary>Fraction of requests repeated after their answer.</summary>
    public double Repetitions { get; private set; }

    /// <summary>Fraction of requests sent twice at the same time.</summary>
    public double Races { get; private set; }

    public TimeSpan ClockError => TimeSpan.FromMilliseconds(_timeline.Next(-500, 500));

    /// <summary>Starts the faults.</summary>
    public void Break()
    {
        var moments = Enum.GetValues<Moment>();
        for (var crashes = _timeline.Chance(0.6) ? _timeline.Next(1, 4) : 0; crashes > 0; crashes--)
        {
            var moment = _timeline.Any(moments);
            _crashes.Add((moment, _timeline.Next(1, moment is < Moment.MessagesRead or Moment.AnyTurn ? 40 : 8)));
        }
        _drops = Perhaps(0.4, 0.5);
        _repeats = Perhaps(0.4, 0.4);
        _channelRefuses = Perhaps(0.15, 0.3);
        _channelDawdles = Perhaps(0.4, 0.5);
        _callsLost = Perhaps(0.2, 0.1);
        _callsDawdle = Perhaps(0.3, 0.2);
        _lost = Perhaps(0.25, 0.2);
        _answersLost = Perhaps(0.3, 0.2);
        _doneLate = Perhaps(0.2, 0.15);
        _storeDawdles = Perhaps(0.3, 0.15);
        Impatience = Perhaps(0.4, 0.5);
        Repetitions = Perhaps(0.5, 0.5);
        Races = Perhaps(0.4, 0.4);
        Splits = TwoSilos && _timeline.Chance(0.6) ? _timeline.Next(1, 3) : 0;
        Deactivations = _timeline.Chance(0.5) ? _timeline.Next(1, 15) : 0;
        CalendarMoves = _timeline.Chance(0.5) ? _timeline.Next(1, 4) : 0;
        Stops = _timeline.Chance(0.2) ? 1 : 0;
        Reorganisations = _timeline.Chance(0.4) ? _timeline.Next(1, 3) : 0;
    }

    /// <summary>Ends the faults: everything arrives exactly once, within milliseconds.</summary>
    public void Calm()
    {
        _crashes.Clear();
        _drops = _repeats = _channelRefuses = _channelDawdles = _callsLost = _callsDawdle = 0;
        _lost = _answersLost = _doneLate = _storeDawdles = 0;
        Impatience = Repetitions = Races = 0;
    }

    /// <summary>Whether the process crashes at this moment.</summary>
    public bool Crashes(Moment moment)
    {
        for (var i = 0; i < _crashes.Count; i++)
        {
            if (_crashes[i].Moment != moment)
            {
                continue;
            }
            _crashes[i] = (moment, _crashes[i].Countdown - 1);
            if (_crashes[i].Countdown == 0)
            {
                _crashes.RemoveAt(i);
                return true;
            }
        }
        return false;
    }

    /// <summary>How often a channel message arrives.</summary>
    public int Copies => _timeline.Chance(_drops) ? 0 : _timeline.Chance(_repeats) ? _timeline.Next(2, 4) : 1;

    public bool ChannelRefuses => _timeline.Chance(_channelRefuses);

    public bool CallIsLost => _timeline.Chance(_callsLost);

    public TimeSpan ChannelDelay => Delay(_channelDawdles, Millisecond * 5_000);

    public TimeSpan CallDelay => Delay(_callsDawdle, Millisecond * 2_000);

    public TimeSpan StoreDelay => _timeline.Chance(_storeDawdles / 10)
        ? Millisecond * _timeline.Next(20_000, 40_000)
        : Delay(_storeDawdles, Millisecond * 3_000);

    public Fate NextFate() => _timeline.Chance(_lost) ? Fate.Lost
        : _timeline.Chance(_answersLost) ? Fate.AnswerLost
        : _timeline.Chance(_doneLate) ? Fate.DoneLate
        : Fate.Fine;

    private TimeSpan Delay(double dawdles, TimeSpan longest) => _timeline.Chance(dawdles)
        ? _timeline.Between(Millisecond, longest)
        : _timeline.Between(Millisecond / 20, Millisecond * 2);

    private double Perhaps(double how, double most) => _timeline.Chance(how) ? most * _timeline.Next(1, 101) / 100 : 0;
}
