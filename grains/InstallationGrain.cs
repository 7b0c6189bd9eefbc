using System.Data.Common;
using System.Text.Json;

namespace Hierarchy.Grains;

/// <summary>What concerns the installation as a whole and is no unit's. There is one, under <see cref="Key"/>.</summary>
[Alias("hierarchy.installation-grain")]
public interface IInstallationGrain : IGrainWithStringKey
{
    /// <summary>The key of the only one.</summary>
    const string Key = "installation";

    /// <summary>As it is on disk.</summary>
    /// <exception cref="StoreUnavailableException">It is not active and the database is away.</exception>
    [Alias("read")]
    Task<Installation> ReadAsync();

    /// <summary>Gives it another name, or takes the name away; returns once that is on disk. Idempotent by <paramref name="requestId"/> as
    /// long as no other request came between.</summary>
    /// <returns>INVALID: the name or the id is none. FORBIDDEN: the caller is no administrator. Null when it is done.</returns>
    /// <exception cref="StoreUnavailableException">Nothing is known: repeat it.</exception>
    [Alias("rename")]
    Task<Refusal?> RenameAsync(string? name, string requestId, Caller caller);
}

/// <param name="Name">What people call it; null while nobody has named it.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.installation")]
public sealed record Installation(string? Name)
{
    /// <summary>The name as it is kept.</summary>
    public static Installation Named(string? name) => new(Text.NameOrNull(name?.Trim()));
}

/// <summary>Stored as JSON under "installation": a member that is added later needs a default.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Request">The request that gave it this name.</param>
public sealed record InstallationSettings(string? Name, string? Request)
{
    /// <summary>Before anybody has set anything.</summary>
    public InstallationSettings()
        : this(null, null)
    {
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(InstallationSettings))]
public sealed partial class SettingsJson : JsonSerializerContext
{
    /// <summary>Name of the provider that keeps them.</summary>
    public const string Provider = "settings";
}

internal sealed class InstallationGrain(
    [PersistentState("installation", SettingsJson.Provider)] IPersistentState<InstallationSettings> settings) : Grain, IInstallationGrain
{
    public Task<Installation> ReadAsync() => Task.FromResult(new Installation(settings.State.Name));

    public async Task<Refusal?> RenameAsync(string? name, string requestId, Caller caller)
    {
        var fault = caller.Scope is not null ? Refusal.Forbidden("Naming the installation is for administrators.")
            : RequestKey.Fault(requestId, caller) ?? Text.Fault(name, "name", required: false, Limits.NameMax);
        var request = $"{caller.Key}:{requestId}";
        if (fault is not null || request == settings.State.Request)
        {
            return fault;
        }
        var before = settings.State;
        settings.State = new InstallationSettings(Installation.Named(name).Name, request);
        try
        {
            await settings.WriteStateAsync();
            return null;
        }
        catch (Exception lost) when (lost is DbException or TimeoutException or OrleansException)
        {
            // It may be on disk, or another activation's: read anew by the next call.
            settings.State = before;
            DeactivateOnIdle();
            throw new StoreUnavailableException("The name could not be written down.", lost);
        }
    }
}
