using Hierarchy.Store.People;
using Microsoft.Extensions.Time.Testing;

namespace Hierarchy.UnitTests.Api;

/// <summary>Until when a token of a person admits, and how many refused ones are answered as what they are.</summary>
public sealed class ServiceTokensTests
{
    private static readonly DateTimeOffset _now = new(2026, 11, 29, 10, 0, 0, TimeSpan.FromHours(7));

    private readonly FakeTimeProvider _time = new(_now);
    private readonly MemoryPeople _people = new();

    [Fact]
    public async Task A_token_admits_to_the_end_of_its_day_in_Vietnam()
    {
        var token = await GiveAsync("an", new DateOnly(2026, 11, 30));
        var visitor = new ServiceTokens(_people, _time).Find(token)!;
        Assert.Equal(new Caller("an", Caller.Nowhere, "an"), visitor.Caller with { Session = null });
        Assert.StartsWith("token:", visitor.Caller.Session, StringComparison.Ordinal);

        _time.SetUtcNow(new DateTimeOffset(2026, 11, 30, 23, 59, 59, TimeSpan.FromHours(7)));
        Assert.True(visitor.Holds());
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(visitor.Holds());
        Assert.Null(new ServiceTokens(_people, _time).Find(token));
    }

    [Fact]
    public async Task Revoking_ends_all_tokens_of_the_person_and_no_other()
    {
        var (one, two, other) = (await GiveAsync("an"), await GiveAsync("an"), await GiveAsync("binh"));
        await _people.MakeAdministratorAsync("binh", _now, CancellationToken.None);

        Assert.Equal(2, await _people.RevokeTokensAsync("an", _now, CancellationToken.None));

        var tokens = new ServiceTokens(_people, _time);
        Assert.Null(tokens.Find(one));
        Assert.Null(tokens.Find(two));
        Assert.Null(tokens.Find(other)!.Caller.Scope);
    }

    [Fact]
    public void A_new_minute_begins_anew_and_addresses_are_counted_apart()
    {
        var refused = new RefusedTokens(_time, NullLogger<RefusedTokens>.Instance);
        var (one, other) = (IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2"));
        Assert.All(Enumerable.Range(0, RefusedTokens.PerMinuteMax), _ => Assert.False(refused.Count(one)));

        Assert.True(refused.Count(one));
        Assert.False(refused.Count(other));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(refused.Count(one));
    }

    private async Task<string> GiveAsync(string person, DateOnly? until = null)
    {
        var token = ServiceTokens.Create();
        Assert.Null(await _people.RegisterAsync(new Person(person, $"Tên {person}", null, null), request: null, _now, CancellationToken.None));
        await _people.AddTokenAsync(
            ServiceTokens.HashOf(token), person, ServiceTokens.EndOf(until ?? new DateOnly(2026, 12, 31)), _now, CancellationToken.None);
        return token;
    }
}
