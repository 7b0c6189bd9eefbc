using System.IO.Hashing;
using Orleans.Runtime.Placement;

namespace Hierarchy.Silo.Cluster;

/// <summary>Puts a province and everything below it on one silo, so that only what the provinces tell the ministry crosses silos.</summary>
internal sealed class ByProvince : PlacementStrategy
{
    public static readonly ByProvince Strategy = new();
}

/// <summary>
/// Each silo draws a number for the province; the highest one gets it. So all silos agree without asking each other, a silo that goes loses
/// its provinces to all others evenly, and one that comes takes its share from all.
/// </summary>
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

    /// <summary>The unit itself where it stands above the provinces, or is not known here yet.</summary>
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
