namespace Hierarchy.Grains;

/// <summary>Ends the grants and appointments of units that a reorganisation closes, and renews grants at their successors.</summary>
/// <param name="execute">Gives a unit a command under a request id.</param>
internal sealed class ReorganisationGrants(
    Reorganisation reorganisation, IUnitDirectory directory, IGrants given, TimeProvider time, Func<string, UnitCommand, string, Task> execute)
{
    /// <summary>Ends all grants and appointments of a unit. If one unit succeeds it as a whole, its grants are renewed there, equal grants
    /// of several units only once. Delegated grants are not renewed: their holders may delegate again.</summary>
    /// <param name="key">The request id of the step.</param>
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

    /// <summary>Ends the grants that were renewed for a unit, at most once if one was renewed for several units. Grants that ended at the
    /// unit itself stay ended.</summary>
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

    /// <summary>Request id for renewing a grant. Grants that differ only in their unit share it, so that all get the first one's
    /// answer.</summary>
    private string KeyOf(Grant grant) => $"reorg:{reorganisation.Id}:{RequestKey.DigestOf($"{Told(grant)}\n{Day(grant.From)}")}";

    private static string Told(Grant grant) => string.Join(
        '\n', grant.Person, grant.Role, grant.ReformAreas is { } areas ? string.Join(',', areas.Order()) : "*", Day(grant.To));

    private static string? Day(DateOnly? day) => day?.ToString("O", CultureInfo.InvariantCulture);
}
