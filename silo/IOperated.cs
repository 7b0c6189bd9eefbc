using Hierarchy.Loading;
using Hierarchy.Silo.Verification;
using Microsoft.Extensions.DependencyInjection;

namespace Hierarchy.Silo;

/// <summary>Grains with what an operator may ask about them.</summary>
internal interface IOperated
{
    Verifier Verifier { get; }

    Loader Loader { get; }
}

internal sealed class Operated(IServiceProvider services) : IOperated
{
    public Verifier Verifier => services.GetRequiredService<Verifier>();

    public Loader Loader => services.GetRequiredService<Loader>();
}
