using Hierarchy.Data.Loading;
using Hierarchy.Silo.Verification;

namespace Hierarchy.Silo;

/// <summary>Grains, here or elsewhere, with what an operator may ask about them.</summary>
internal interface IOperated
{
    /// <summary>What the API asks the grains through.</summary>
    IServiceProvider Services { get; }

    Verifier Verifier { get; }

    Loader Loader { get; }
}
