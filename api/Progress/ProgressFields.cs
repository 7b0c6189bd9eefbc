using Hierarchy.Grains.Units;

namespace Hierarchy.Api.Progress;

internal static class ProgressFields
{
    public static void Bind(TypeBinder t)
    {
        t.Input("ProgressFilter", ProgressFilter.From);
        t.Object<ProgressView>("Progress", BindProgress);
        t.Object<Budget>("Budget", budget =>
        {
            budget.Field("planned", b => Budget.Written(b.Planned));
            budget.Field("allocated", b => Budget.Written(b.Allocated));
            budget.Field("spent", b => Budget.Written(b.Spent));
        });
        t.Object<Slice>("Slice", slice =>
        {
            slice.Field("key", s => s.Key);
            slice.Field("label", s => s.Label);
            slice.Field("progress", s => s.Progress);
        });
    }

    public static ValueTask<ProgressView> OfUnitAsync(Unit unit, Args args, RequestContext context) =>
        ReadAsync(ProgressFilter.Of(args).KeyAt(unit.Id, context.Backend().Directory), args, context);

    /// <summary>A cell as it is judged on the day that the arguments name.</summary>
    public static ValueTask<ProgressView> ReadAsync(CellKey key, Args args, RequestContext context)
    {
        var asOf = AsOf(args, context);
        var reading = CellLoads.ReadAsync(key, context);
        return reading.IsCompletedSuccessfully ? new(ViewOf(reading.Result!, asOf)) : AwaitAsync(reading, asOf);

        static async ValueTask<ProgressView> AwaitAsync(ValueTask<Reading?> reading, DateOnly asOf) => ViewOf((await reading)!, asOf);
    }

    private static ProgressView ViewOf(Reading reading, DateOnly asOf) => new(reading.Measures, asOf, reading.Version);

    public static DateOnly AsOf(Args args, RequestContext context) =>
        Texts.Day(args.Get<DateOnly?>("asOf"), "asOf") ?? context.Backend().Today;

    private static void BindProgress(ObjectBinder<ProgressView> progress)
    {
        progress.Field("total", p => p.Measures.Total);
        progress.Field("waiting", p => p.Measures.Waiting);
        progress.Field("notStarted", p => p.Measures.NotStarted);
        progress.Field("inProgress", p => p.Measures.InProgress);
        progress.Field("submitted", p => p.Measures.Submitted);
        progress.Field("done", p => p.Measures.Done);
        progress.Field("cancelled", p => p.Measures.Cancelled);
        progress.Field("overdue", p => p.Overdue);
        progress.Field("dueWithin", (p, args, _) => p.DueWithin(args.Get<int>("days")));
        progress.Field("doneOnTime", p => p.Measures.DoneOnTime);
        progress.Field("doneLate", p => p.Measures.DoneLate);
        progress.Field("withinTerm", p => p.WithinTerm);
        progress.Field("completionRate", p => p.CompletionRate);
        progress.Field("percent", p => p.Percent);
        progress.Field("unitPercent", p => p.UnitPercent);
        progress.Field("units", p => p.Measures.Units);
        progress.Field("unitsSilent", p => p.Measures.UnitsSilent);
        progress.Field("budget", p => p.Budget);
        progress.Field("version", p => p.Version);
    }
}
