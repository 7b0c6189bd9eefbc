using System.Data.Common;

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

    /// <summary>Says which days of a year are holidays, all of them; as <see cref="RenameAsync"/> otherwise.</summary>
    [Alias("set-holidays")]
    Task<Refusal?> SetHolidaysAsync(int year, ImmutableArray<DateOnly> days, string requestId, Caller caller);
}

/// <param name="Name">What people call it; null while nobody has named it.</param>
/// <param name="Holidays">Days on which nobody works, Saturdays and Sundays aside, in their order.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.installation")]
public sealed record Installation(string? Name, ImmutableArray<DateOnly> Holidays)
{
    /// <summary>Those that may move a last day of these years: it may lie in the year before or after, and move into the next.</summary>
    public ImmutableArray<DateOnly> HolidaysOf(int startYear, int endYear) =>
        [.. Holidays.Where(day => startYear - 1 <= day.Year && day.Year <= endYear + 2)];

    /// <summary>Why these cannot be the holidays of the year; null when they can.</summary>
    public static Refusal? FaultOfHolidays(int year, ImmutableArray<DateOnly> days) =>
        year is < Limits.YearMin or > Limits.YearMax ? Refusal.Invalid($"year lies in {Limits.YearMin}..{Limits.YearMax}.", "year")
        : days.Length > Limits.HolidaysMax ? Refusal.Invalid($"A year has at most {Limits.HolidaysMax} holidays.", "days")
        : days.Distinct().Count() < days.Length ? Refusal.Invalid("days names one twice.", "days")
        : PlanRules.First(days, (day, i) => day.Year == year ? null : Refusal.Invalid($"{day:yyyy-MM-dd} is no day of {year}.", $"days[{i}]"));
}

/// <summary>Stored as JSON under "installation": a member that is added later needs a default.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Request">The request that set any of it last.</param>
/// <param name="Holidays">In their order; null where nobody has set any.</param>
public sealed record InstallationSettings(string? Name, string? Request, DateOnly[]? Holidays = null)
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
    public Task<Installation> ReadAsync() => Task.FromResult(new Installation(settings.State.Name, [.. settings.State.Holidays ?? []]));

    public Task<Refusal?> RenameAsync(string? name, string requestId, Caller caller) => SetAsync(
        caller.Scope is not null ? Refusal.Forbidden("Naming the installation is for administrators.")
            : RequestKey.Fault(requestId, caller) ?? Text.Fault(name, "name", required: false, Limits.NameMax),
        now => now with { Name = Text.NameOrNull(name?.Trim()) }, requestId, caller);

    public Task<Refusal?> SetHolidaysAsync(int year, ImmutableArray<DateOnly> days, string requestId, Caller caller) => SetAsync(
        caller.Scope is not null ? Refusal.Forbidden("Setting holidays is for administrators.") : RequestKey.Fault(requestId, caller)
            ?? Installation.FaultOfHolidays(year, days),
        now => now with { Holidays = [.. (now.Holidays ?? []).Where(day => day.Year != year).Concat(days).Order()] }, requestId, caller);

    private async Task<Refusal?> SetAsync(
        Refusal? fault, Func<InstallationSettings, InstallationSettings> change, string requestId, Caller caller)
    {
        var request = $"{caller.Key}:{requestId}";
        if (fault is not null || request == settings.State.Request)
        {
            return fault;
        }
        var before = settings.State;
        settings.State = change(before) with { Request = request };
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
            throw new StoreUnavailableException("The setting could not be written down.", lost);
        }
    }
}
