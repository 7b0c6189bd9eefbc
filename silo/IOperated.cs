using Hierarchy.Silo.Verification;

namespace Hierarchy.Silo;

/// <summary>The services that operator commands use, in a running or a temporarily started system.</summary>
internal interface IOperated
{
    Verifier Verifier { get; }

    PastVerifier PastVerifier { get; }

    Loader Loader { get; }

    IUnitDirectory Directory { get; }

    ReorganisationPreviews Previews { get; }

    IReorganisationGrain Reorganisation(string id);

    IPeople People { get; }

    IGrants Grants { get; }

    Judge Judge { get; }

    ISessions Sessions { get; }

    TimeProvider Time { get; }

    /// <summary>Whether people sign in, so that changes need a person's name.</summary>
    bool PeopleSignIn { get; }
}

internal sealed class Operated(IServiceProvider services) : IOperated
{
    public Verifier Verifier => services.GetRequiredService<Verifier>();

    public PastVerifier PastVerifier => services.GetRequiredService<PastVerifier>();

    public Loader Loader => services.GetRequiredService<Loader>();

    public IUnitDirectory Directory => services.GetRequiredService<IUnitDirectory>();

    public ReorganisationPreviews Previews => services.GetRequiredService<ReorganisationPreviews>();

    public IReorganisationGrain Reorganisation(string id) => services.GetRequiredService<IGrainFactory>().GetGrain<IReorganisationGrain>(id);

    public ISessions Sessions => services.GetRequiredService<ISessions>();

    public IPeople People => services.GetRequiredService<IPeople>();

    public IGrants Grants => services.GetRequiredService<IGrants>();

    public Judge Judge => services.GetRequiredService<Judge>();

    public TimeProvider Time => services.GetRequiredService<TimeProvider>();

    public bool PeopleSignIn => DoorSettings.FromEnvironment(services.GetRequiredService<Surroundings>().Configured.Variable).PeopleSignIn;
}
