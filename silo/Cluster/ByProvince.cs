using System.IO.Hashing;
using Orleans.Runtime.Placement;

namespace Hierarchy.Silo.Cluster;

/// <summary>Places a province and everything below it on one silo, so that only roll-ups from provinces to the ministry cross
/// silos.</summary>
internal sealed class ByProvince : PlacementStrategy
{
    public static readonly ByProvince Strategy = new();
}

/// <summary>Rendezvous hashing: each silo gets a number for the province, and the highest wins. So all silos agree without communication, a
/// leaving silo spreads its provinces evenly over the others, and a joining one takes its share from all.</summary>
internal sealed class ByProvinceDirector(IUnitDirectory directory) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        var key = target.GrainIdentity.Key.ToString()!;
        if (key.StartsWith(NodeGrain.Prefix, StringComparison.Ordinal))
        {
            var asked = SiloAddress.FromParsableString(key[NodeGrain.Prefix.Length..]);
            return silos.Contains(asked) ? Task.FromResult(asked) : throw new OrleansException($"{asked} is not a member of the cluster.");
        }
        var province = ProvinceOf(key);
        return Task.FromResult(silos.MaxBy(silo => Draw(province, silo))!);
    }

    /// <summary>The unit's province; the unit itself if it is above the provinces or not yet known here.</summary>
    private string ProvinceOf(string unit)
    {
        foreach (var above in directory.Ancestors(unit))
        {
            if (above.Kind == UnitKind.Province)
            {
                return above.Id;
            }
        }
        return unit;
    }

    private static ulong Draw(string province, SiloAddress silo) =>
        XxHash3.HashToUInt64(Encoding.UTF8.GetBytes($"{province} {silo.ToParsableString()}"));
}
