using Hierarchy.Grains.Units;

namespace Hierarchy.Api.Units;

internal static class UnitMutations
{
    public static void Bind(RootBinder mutation) => mutation.FieldAsync("registerUnit", RegisterAsync);

    private static async ValueTask<Unit> RegisterAsync(Args args, RequestContext context)
    {
        var unit = args.Get<Unit>("input");
        // Checked here, too, because the id is the key of the unit that is asked.
        if (Limits.FaultOfNewId(unit.Id) is { } fault)
        {
            throw ApiError.Invalid($"id {fault}.", "input", "id");
        }
        var outcome = await Commands.ExecuteAsync(unit.Id, new UnitCommand.RegisterUnit(unit), args, context, "input");
        return outcome.Unit!;
    }
}
