using Hierarchy.Api.Plans;
using Hierarchy.Api.Progress;
using Hierarchy.Grains.Obligations;

namespace Hierarchy.Api.Obligations;

internal static class ObligationFields
{
    /// <summary>Reads obligations from the units that owe them: what is known without a call, and one call for each other unit.</summary>
    public static readonly BatchLoader<string, Obligation> Loader = new("obligations", (ids, context) => context.Backend().ReadAsync(
        ids,
        id => Obligation.UnitOf(id) is { } unit && context.Backend().Directory.Find(unit) is not null ? unit : null,
        Question.Obligation,
        async (unit, wanted) =>
        {
            var reading = await unit.ReadObligationsAsync([.. wanted]).ConfigureAwait(false);
            return new Answer<string, Obligation>(reading.Version, [.. reading.Obligations.Select(o => KeyValuePair.Create(o.Id, o))]);
        },
        context.Cancellation));

    public static void BindQueries(RootBinder query)
    {
        query.FieldLoad("obligation", Loader, (args, _) => args.Get<string>("id"));
        query.Field("obligations", (args, context) =>
        {
            var under = args.Get<string>("under");
            return context.Backend().Directory.Find(under) is null
                ? throw ApiError.NoUnit(under, "under")
                : ObligationPages.Of(under, below: true, args, context);
        });
    }

    public static void Bind(TypeBinder t)
    {
        t.Object<Obligation>("Obligation", BindObligation);
        t.Object<Document>("Document", document =>
        {
            document.Field("number", d => d.Number);
            document.Field("issuedOn", d => d.IssuedOn);
            document.Field("title", d => d.Title);
            document.Field("uri", d => d.Uri);
        });
        t.Object<Difficulty>("Difficulty", difficulty =>
        {
            difficulty.Field("text", d => d.Text);
            difficulty.Field("raisedAt", d => d.RaisedAt);
            difficulty.Field("raisedTo", (d, context) => context.Backend().Directory.Find(d.RaisedTo));
            difficulty.Field("resolvedAt", d => d.ResolvedAt);
            difficulty.Field("resolution", d => d.Resolution);
        });
        t.Input("DocumentInput", args => new Document(
            Texts.Kept(args.Get<string>("number")), args.Get<DateOnly>("issuedOn"), Texts.KeptOrNull(args.Get<string?>("title")),
            Texts.KeptOrNull(args.Get<string?>("uri"))));
    }

    private static void BindObligation(ObjectBinder<Obligation> obligation)
    {
        obligation.Field("id", o => o.Id);
        obligation.Field("kind", o => o.Terms.Kind);
        obligation.Field("unit", (o, context) => context.Backend().Directory.Find(o.Unit));
        obligation.FieldLoad("task", PlanLoads.Contents, o => o.Terms.Task is null ? null : o.Terms.Plan,
            (o, contents) => contents?.FindTask(o.Terms.Source));
        obligation.FieldLoad("duty", PlanLoads.Contents, o => o.Terms.Task is null ? o.Terms.Plan : null,
            (o, contents) => contents?.FindDuty(o.Terms.Source));
        obligation.FieldLoad("plan", PlanLoads.Contents, o => o.Terms.Plan, (_, contents) => contents!.Whole.Plan);
        obligation.Field("title", o => o.Terms.Title);
        obligation.Field("status", o => o.Status);
        obligation.Field("percent", o => o.Percent / 100.0);
        obligation.Field("timeliness", (o, args, context) => o.TimelinessAt(ProgressFields.AsOf(args, context)));
        obligation.Field("weight", o => o.Terms.Weight / 1000.0);
        obligation.Field("due", o => o.Due);
        obligation.Field("overdue", (o, args, context) => o.IsOverdue(ProgressFields.AsOf(args, context)));
        obligation.Field("completedOn", o => o.CompletedOn);
        obligation.Field("document", o => o.Document);
        obligation.Field("note", o => o.Note);
        obligation.Field("difficulty", o => o.Difficulty);
        obligation.Field("budget", o => new Budget(o.Terms.Planned, o.Terms.Planned, o.Spent));
        obligation.Field("updatedAt", o => o.UpdatedAt);
        obligation.Field("version", o => o.Version);
    }
}
