namespace Hierarchy.Grains;

/// <summary>Grants and appointments of units that close by a reorganisation.</summary>
/// <param name="execute">Gives a unit a command under a request id.</param>
internal sealed class ReorganisationGrants(
    Reorganisation reorganisation, IUnitDirectory directory, IGrants given, TimeProvider time, Func<string, UnitCommand, string, Task> execute)
{
    /// <summary>Ends all of a unit. Where it goes on as a whole in one other, its grants are given anew there, the same ones of several units
    /// once; what was delegated is for whoever has the grant to delegate again.</summary>
    /// <param name="key">The request of the step.</param>
    public async Task EndAsync(Closing closing, string key, CancellationToken cancellation)
    {
        await given.CatchUpAsync(cancellation);
        var today = VietnameseDay.Today(time);
        foreach (var grant in given.OfUnit(closing.Unit).Where(grant => grant.MayHoldFrom(today)).ToList())
        {
            if (closing.WholeHeir is { } heir && grant.DelegatedFrom is null
                && !given.OfUnit(heir).Any(other => other.MayHoldFrom(today) && Same(other, grant)))
            {
                await execute(
                    heir, new UnitCommand.GiveGrant(
                        grant.Person, grant.Role, grant.ReformAreas, grant.From > today ? grant.From : null, grant.To, reorganisation.Act),
                    KeyOf(grant));
            }
            await execute(closing.Unit, new UnitCommand.EndGrant(grant.Id, reorganisation.Title), $"{key}:{grant.Id}");
        }
        foreach (var agency in given.FocalAgenciesOf(closing.Unit).Where(focal => focal.MayHoldFrom(today)).Select(focal => focal.Agency).Distinct().ToList())
        {
            await execute(closing.Unit, new UnitCommand.EndFocalAgency(agency, reorganisation.Title), $"{key}:{agency}");
        }
    }

    /// <summary>Ends what was given anew for a unit, at most once where it was for several. What ended there stays ended.</summary>
    public async Task TakeBackAsync(Closing closing, string reason, CancellationToken cancellation)
    {
        if (closing.WholeHeir is not { } heir || directory.Find(heir) is not { IsClosed: false })
        {
            return;
        }
        await given.CatchUpAsync(cancellation);
        var today = VietnameseDay.Today(time);
        var before = given.OfUnit(closing.Unit);
        foreach (var grant in given.OfUnit(heir).Where(grant => grant.MayHoldFrom(today) && IsAnew(grant) && before.Any(old => Same(old, grant))).ToList())
        {
            await execute(heir, new UnitCommand.EndGrant(grant.Id, reason), $"reorg:{reorganisation.Id}:undo:{grant.Id}");
        }
    }

    private bool IsAnew(Grant grant) =>
        grant.Act is { } act && (act.Number, act.IssuedOn) == (reorganisation.Act.Number, reorganisation.Act.IssuedOn);

    private static bool Same(Grant left, Grant right) => Told(left) == Told(right);

    /// <summary>The same for each of those that are the same but for their unit, so that the first one is the answer to all.</summary>
    private string KeyOf(Grant grant) => $"reorg:{reorganisation.Id}:{RequestKey.DigestOf($"{Told(grant)}\n{Day(grant.From)}")}";

    private static string Told(Grant grant) => string.Join(
        '\n', grant.Person, grant.Role, grant.ReformAreas is { } areas ? string.Join(',', areas.Order()) : "*", Day(grant.To));

    private static string? Day(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture);
}
