using Hierarchy.Api.Access;

namespace Hierarchy.Silo;

/// <summary>Operator commands about people, on a running or stopped system: the first administrator, and tokens for programs.</summary>
internal static class PeopleOperations
{
    public const string DayFormat = "yyyy-MM-dd";

    /// <summary>Registers or changes a person and makes them an administrator of everything. Idempotent.</summary>
    /// <param name="email">Null to leave it unchanged.</param>
    /// <param name="subject">Null to leave it unchanged.</param>
    public static async Task<int> MakeAdministratorAsync(
        IOperated node, string id, string name, string? email, string? subject, Action<string> print, CancellationToken stop)
    {
        var (people, now) = (node.People, node.Time.GetUtcNow());
        await people.CatchUpAsync(stop);
        var known = people.Find(id);
        var person = new Person(id, name, email ?? known?.Email, subject ?? known?.Subject);
        if (await people.RegisterAsync(person, request: null, now, stop) is { } refusal)
        {
            print(refusal.Message);
            return ExitCode.Configuration;
        }
        await people.MakeAdministratorAsync(id, now, stop);
        print($"{id} ({name}) is an administrator");
        return ExitCode.Ok;
    }

    /// <summary>Removes administrator rights that an operator has given; grants of units stay. Refused for the last administrator: without
    /// one nobody could give grants.</summary>
    public static async Task<int> EndAdministratorAsync(IOperated node, string id, Action<string> print, CancellationToken stop)
    {
        await node.People.CatchUpAsync(stop);
        await node.Grants.CatchUpAsync(stop);
        if (!node.People.IsAdministrator(id))
        {
            print($"'{Text.Shown(id)}' was not made an administrator by an operator; grants of units are ended with endGrant.");
            return ExitCode.Configuration;
        }
        var now = node.Time.GetUtcNow();
        if (!await node.People.EndAdministratorAsync(id, node.Judge.HasGrantedAdministrator(VietnameseDay.Of(now)), now, stop))
        {
            print($"{id} is the last administrator: make another one first, './run administrator PERSON NAME' ({Judge.LastAdministrator.Reason}).");
            return ExitCode.Configuration;
        }
        print($"{id} is no longer an administrator");
        return ExitCode.Ok;
    }

    /// <summary>Creates a token of a person and prints it, once and for all: it cannot be shown again.</summary>
    /// <param name="until">Its last day; null for the default lifetime.</param>
    public static async Task<int> MakeTokenAsync(IOperated node, string id, string? until, Action<string> print, CancellationToken stop)
    {
        var (people, now) = (node.People, node.Time.GetUtcNow());
        await people.CatchUpAsync(stop);
        var today = VietnameseDay.Of(now);
        var last = today.AddDays(ServiceTokens.DaysMax);
        var day = until is null ? today.AddDays(ServiceTokens.DaysUsual) : DayOf(until);
        if (day < today || day > last || day is null)
        {
            print($"'{until}' is not a valid last day of a token: give one from {Format(today)} to {Format(last)}.");
            return ExitCode.Configuration;
        }
        if (people.Find(id) is null)
        {
            return Unknown(id, print);
        }
        var token = ServiceTokens.Create();
        await people.AddTokenAsync(ServiceTokens.HashOf(token), id, ServiceTokens.EndOf(day.Value), now, stop);
        print(token);
        return ExitCode.Ok;
    }

    /// <summary>Ends all tokens of a person, including provider tokens and sessions.</summary>
    public static async Task<int> RevokeTokensAsync(IOperated node, string id, Action<string> print, CancellationToken stop)
    {
        await node.People.CatchUpAsync(stop);
        if (node.People.Find(id) is null)
        {
            return Unknown(id, print);
        }
        var ended = await node.People.RevokeTokensAsync(id, node.Time.GetUtcNow(), stop);
        print(string.Create(CultureInfo.InvariantCulture, $"{ended} tokens of {id} have ended"));
        if (await node.Sessions.EndAllAsync(id, node.Time.GetUtcNow(), stop) is > 0 and var sessions)
        {
            print(string.Create(CultureInfo.InvariantCulture, $"{sessions} sessions of {id} have ended"));
        }
        return ExitCode.Ok;
    }

    private static int Unknown(string id, Action<string> print)
    {
        print($"There is no person '{Text.Shown(id)}': './run administrator' makes the first administrator, who registers others (registerPerson).");
        return ExitCode.Configuration;
    }

    private static DateOnly? DayOf(string text) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string Format(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);
}
