using Hierarchy.Grains;
using Microsoft.Extensions.Hosting;

namespace Hierarchy.Silo.Runtime;

/// <summary>Hosts the grains in this process, on the runtime that stands in for the Orleans packages.</summary>
internal static class GrainHosting
{
    public static void AddGrains(this IHostApplicationBuilder builder) =>
        builder.UseOrleans(silo => silo.AddMemoryStreams(RollupOptions.Stream));
}
