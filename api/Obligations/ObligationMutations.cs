using Hierarchy.Grains.Obligations;

namespace Hierarchy.Api.Obligations;

internal static class ObligationMutations
{
    public static void Bind(RootBinder mutation)
    {
        mutation.FieldAsync("reportProgress", (args, context) => ExecuteAsync(args, context, id => new UnitCommand.ReportProgress(
            id, args.Get<double>("percent"), Texts.KeptOrNull(args.Get<string?>("note")), args.Get<long?>("spent"),
            args.Get<long?>("expectedVersion"))));
        mutation.FieldAsync("submit", (args, context) => ExecuteAsync(args, context, id => new UnitCommand.Submit(
            id, args.Get<Document?>("document"), args.Get<DateOnly?>("completedOn"), args.Get<long?>("expectedVersion"))));
        mutation.FieldAsync("accept", (args, context) => ExecuteAsync(args, context, id => new UnitCommand.Accept(
            id, Texts.KeptOrNull(args.Get<string?>("note")))));
        mutation.FieldAsync("sendBack", (args, context) => ExecuteAsync(args, context, id => new UnitCommand.SendBack(
            id, Texts.Kept(args.Get<string>("note")))));
        mutation.FieldAsync("cancel", (args, context) => ExecuteAsync(args, context, id => new UnitCommand.Cancel(
            id, Texts.Kept(args.Get<string>("reason")))));
        mutation.FieldAsync("trigger", (args, context) => ExecuteAsync(args, context, id => new UnitCommand.Trigger(
            id, args.Get<DateOnly>("occurredOn"), args.Get<DateOnly>("due"))));
        mutation.FieldAsync("raiseDifficulty", (args, context) => ExecuteAsync(args, context, id => new UnitCommand.RaiseDifficulty(
            id, Texts.Kept(args.Get<string>("text"))), deliver: true));
        mutation.FieldAsync("escalateDifficulty", (args, context) => ExecuteAsync(args, context, id => new UnitCommand.EscalateDifficulty(
            id), deliver: true));
        mutation.FieldAsync("resolveDifficulty", (args, context) => ExecuteAsync(args, context, id => new UnitCommand.ResolveDifficulty(
            id, Texts.Kept(args.Get<string>("resolution")))));
    }

    /// <summary>The unit that decides stands in the obligation's id.</summary>
    private static async ValueTask<Obligation> ExecuteAsync(
        Args args, RequestContext context, Func<string, UnitCommand> command, bool deliver = false)
    {
        var id = args.Get<string>("obligation");
        if (Obligation.UnitOf(id) is not { } unit || context.Backend().Directory.Find(unit) is null)
        {
            throw ApiError.NoObligation(id);
        }
        long? began = deliver ? context.Backend().Time.GetTimestamp() : null;
        return (await Commands.ExecuteAsync(unit, command(id), args, context, argument: null, began)).Obligation!;
    }
}
