using System.Data.Common;

namespace Hierarchy.Grains;

/// <summary>Settings of the installation as a whole. There is one such grain, under <see cref="Key"/>.</summary>
[Alias("hierarchy.installation-grain")]
public interface IInstallationGrain : IGrainWithStringKey
{
    /// <summary>The key of the only grain.</summary>
    const string Key = "installation";

    /// <summary>The settings as they are on disk.</summary>
    /// <exception cref="StoreUnavailableException">The grain is not active and the database is unavailable.</exception>
    [Alias("read")]
    Task<Installation> ReadAsync();

    /// <summary>Sets or removes the installation's name; returns once that is on disk. Idempotent by <paramref name="requestId"/> until
    /// another request changes a setting.</summary>
    /// <returns>Null when done. INVALID: the name or the request id is not valid. FORBIDDEN: the caller is no administrator.</returns>
    /// <exception cref="StoreUnavailableException">The change may or may not be on disk: repeat the request.</exception>
    [Alias("rename")]
    Task<Refusal?> RenameAsync(string? name, string requestId, Caller caller);

    /// <summary>Replaces all holidays of a year; otherwise as <see cref="RenameAsync"/>.</summary>
    [Alias("set-holidays")]
    Task<Refusal?> SetHolidaysAsync(int year, ImmutableArray<DateOnly> days, string requestId, Caller caller);
}

/// <param name="Name">What people call it; null while nobody has named it.</param>
/// <param name="Holidays">Non-working days other than Saturdays and Sundays, in ascending order.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.installation")]
public sealed record Installation(string? Name, ImmutableArray<DateOnly> Holidays)
{
    /// <summary>The holidays that may move a last day of these years. Such a day may lie in the year before or after, and move into the
    /// next.</summary>
    public ImmutableArray<DateOnly> HolidaysOf(int startYear, int endYear) =>
        [.. Holidays.Where(day => startYear - 1 <= day.Year && day.Year <= endYear + 2)];

    /// <summary>Why these cannot be the holidays of the year; null when they can.</summary>
    public static Refusal? FaultOfHolidays(int year, ImmutableArray<DateOnly> days) =>
        year is < Limits.YearMin or > Limits.YearMax ? Refusal.Invalid($"year must lie in {Limits.YearMin}..{Limits.YearMax}.", "year")
        : days.Length > Limits.HolidaysMax ? Refusal.Invalid($"A year has at most {Limits.HolidaysMax} holidays.", "days")
        : days.Distinct().Count() < days.Length ? Refusal.Invalid("days contains a day twice.", "days")
        : PlanRules.First(days, (day, i) => day.Year == year ? null : Refusal.Invalid($"{day:yyyy-MM-dd} is not a day of {year}.", $"days[{i}]"));
}

/// <summary>Stored as JSON under "installation": a member that is added later needs a default.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Request">The request that last changed a setting.</param>
/// <param name="Holidays">In ascending order; null if nobody has set any.</param>
public sealed record InstallationSettings(string? Name, string? Request, DateOnly[]? Holidays = null)
{
    /// <summary>The settings before anybody has changed any.</summary>
    public InstallationSettings()
        : this(null, null)
    {
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(InstallationSettings))]
public sealed partial class SettingsJson : JsonSerializerContext
{
    /// <summary>Name of the provider that stores the settings.</summary>
    public const string Provider = "settings";
}

internal sealed class InstallationGrain(
    [PersistentState("installation", SettingsJson.Provider)] IPersistentState<InstallationSettings> settings) : Grain, IInstallationGrain
{
    public Task<Installation> ReadAsync() => Task.FromResult(new Installation(settings.State.Name, [.. settings.State.Holidays ?? []]));

    public Task<Refusal?> RenameAsync(string? name, string requestId, Caller caller) => SetAsync(
        caller.Scope is not null ? Refusal.Forbidden("Only administrators name the installation.")
            : RequestKey.Fault(requestId, caller) ?? Text.Fault(name, "name", required: false, Limits.NameMax),
        now => now with { Name = Text.NameOrNull(name?.Trim()) }, requestId, caller);

    public Task<Refusal?> SetHolidaysAsync(int year, ImmutableArray<DateOnly> days, string requestId, Caller caller) => SetAsync(
        caller.Scope is not null ? Refusal.Forbidden("Only administrators set holidays.") : RequestKey.Fault(requestId, caller)
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
            // The change may be on disk, or another activation may have written. The next call reads the settings again.
            settings.State = before;
            DeactivateOnIdle();
            throw new StoreUnavailableException("The setting could not be written down.", lost);
        }
    }
}
