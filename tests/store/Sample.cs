namespace Hierarchy.Tests.Store;

/// <summary>Things of the domain with everything filled in that a test does not care about.</summary>
public static class Sample
{
    public static readonly DateTimeOffset At = new(2013, 3, 31, 8, 15, 0, 123, TimeSpan.Zero);
    public static readonly DateOnly Today = new(2013, 6, 15);

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static Unit Unit(string id, string? parent = null, UnitKind kind = UnitKind.Commune, string? name = null) =>
        new(id, name ?? $"Đơn vị {id}", kind, parent, Code: null);

    public static Plan Plan(string id, string owner, DateOnly? adoptedOn = null, int startYear = 2013) =>
        new(id, owner, "2662/QĐ-UBND", $"Kế hoạch {id}", adoptedOn, startYear, startYear, [], null,
            [new Area("I", "Cải cách thể chế", ReformArea.Institutions, null)], []);

    public static PlanTask Task(string id, string plan) => new(
        id, plan, "I.1", "I", null, $"Nhiệm vụ {id}", [], [new Assignee("a", null, "a")], LeadMode.Each, [], null,
        new Schedule(ScheduleKind.Unspecified, "", null, null, [], null, null, [], []), 1000, 0);

    public static Duty Duty(string id, string plan) => new(
        id, plan, ObligationKind.Report, $"Báo cáo {id}", [new Assignee("a", null, "a")],
        new Schedule(ScheduleKind.Unspecified, "", null, null, [], null, null, [], []), null);

    public static Obligation Obligation(string unit, string source, DateOnly? due = null, string title = "Rà soát văn bản") => new(
        new ObligationTerms(
            Hierarchy.Grains.Obligations.Obligation.IdOf(unit, source, ""), ObligationKind.Task, "plan", "owner", source, "I",
            ReformArea.Institutions, 2013, 2015, title, 1000, 0, due, Waits: false),
        unit, ObligationStatus.NotStarted, 0, 0, due, null, null, null, null, 0, Reported: false, 1, At);

    /// <summary>An event that any unit may have.</summary>
    public static UnitEvent Event(string note = "ghi chú") => new UnitEvent.ProgressReported("u~t", 5000, note, null);

    public static Append Append(string unit, long expected, params ReadOnlySpan<UnitEvent> events) => new(
        unit, expected, events.IsEmpty ? [Event()] : [.. events], "người dùng", At, null, null, [], [], [], []);

    public static Append Registering(Unit unit) =>
        Append(unit.Id, 0, new UnitEvent.UnitRegistered(unit)) with { Registered = unit };

    public static Append Owing(string unit, long expected, params ImmutableArray<Obligation> obligations) =>
        Append(unit, expected) with { Obligations = obligations };

    public static RollupCheckpoint Checkpoint(string unit, long seq, long version, params (string Child, long Version)[] included) => new(
        unit, seq, included.ToImmutableDictionary(i => i.Child, i => i.Version),
        new ChildRollup(unit, version,
            [KeyValuePair.Create(Cell.General(2013, null, null), new Measures(new Sums { NotStarted = version }, [new DueCount(735000, 1)]))]));

    public static async Task RegisterAsync(this OpenStore store, params Unit[] units)
    {
        foreach (var unit in units)
        {
            Assert.IsType<AppendResult.Appended>(await store.Events.AppendAsync(Registering(unit), Stop));
        }
    }

    /// <summary>Registers the units that owe, and gives each its obligations in one append.</summary>
    public static async Task OweAsync(this OpenStore store, params Obligation[] obligations)
    {
        foreach (var ofUnit in obligations.GroupBy(o => o.Unit))
        {
            if (store.Directory.Find(ofUnit.Key) is null)
            {
                await store.RegisterAsync(Unit(ofUnit.Key));
            }
            var history = await store.Events.LoadAsync(ofUnit.Key, Stop);
            var append = Owing(ofUnit.Key, history.SnapshotSeq + history.Tail.Length, [.. ofUnit]);
            Assert.IsType<AppendResult.Appended>(await store.Events.AppendAsync(append, Stop));
        }
    }

    public static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> source)
    {
        var all = new List<T>();
        await foreach (var one in source)
        {
            all.Add(one);
        }
        return all;
    }
}
