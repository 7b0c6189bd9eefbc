using System.Runtime.Versioning;
using Hierarchy.Api.Access.SignIn;
using Hierarchy.Silo;

namespace Hierarchy.UnitTests.SignIn;

/// <summary>Which settings of the sign-in go together, and what is said of those that do not.</summary>
[SupportedOSPlatform("linux")]
public sealed class SignInSettingsTests
{
    private static readonly Dictionary<string, string> _whole = new()
    {
        ["HIERARCHY_OIDC_AUTHORITY"] = "https://id.example.vn/realms/plans/",
        ["HIERARCHY_OIDC_CLIENT_ID"] = "hierarchy",
        ["HIERARCHY_OIDC_CLIENT_SECRET"] = "a secret",
        ["HIERARCHY_OIDC_AUDIENCE"] = "hierarchy-api",
    };

    public static TheoryData<string> Needed { get; } = [.. _whole.Keys];

    [Fact]
    public void A_provider_turns_sign_in_on_and_what_browsers_see_is_answered_for()
    {
        var door = Read(("HIERARCHY_PUBLIC_URL", "https://plans.example.vn"), ("HIERARCHY_LISTEN", "0.0.0.0"));

        Assert.True(door.PeopleSignIn);
        Assert.Equal(new OpenIdProvider("https://id.example.vn/realms/plans", "hierarchy", "a secret", "hierarchy-api"), door.Provider);
        Assert.Equal(new Uri("https://plans.example.vn"), door.PublicUrl);
        Assert.True(door.Hosts.Allow("plans.example.vn"));
        Assert.True(door.Hosts.AllowOrigin("https://plans.example.vn", "plans.example.vn"));
        Assert.False(door.Hosts.AllowOrigin("https://plans.example.vn:8443", "127.0.0.1:8080"));
        Assert.False(door.Hosts.Allow("elsewhere.example.vn"));
        Assert.DoesNotContain("a secret", $"{door.Provider}", StringComparison.Ordinal);
    }

    [Fact]
    public void The_secret_may_come_from_a_file()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "from a file\n");

        Assert.Equal("from a file", Read(("HIERARCHY_OIDC_CLIENT_SECRET", ""), ("HIERARCHY_OIDC_CLIENT_SECRET_FILE", file)).Provider!.ClientSecret);
        File.Delete(file);
    }

    [Theory]
    [MemberData(nameof(Needed))]
    public void What_is_missing_stops_the_start_with_one_line(string name) => CheckStopped($"{name} is missing", (name, ""));

    [Theory]
    [InlineData("HIERARCHY_OIDC_AUDIENCE", "hierarchy", "HIERARCHY_OIDC_AUDIENCE and HIERARCHY_OIDC_CLIENT_ID are both 'hierarchy'")]
    [InlineData("HIERARCHY_OIDC_AUTHORITY", "http://id.example.vn", "HIERARCHY_OIDC_AUTHORITY is 'http://id.example.vn': give an address such as https://")]
    [InlineData("HIERARCHY_OIDC_AUTHORITY", "id.example.vn")]
    [InlineData("HIERARCHY_OIDC_AUTHORITY", "https://a:b@id.example.vn", "HIERARCHY_OIDC_AUTHORITY is ")]
    [InlineData("HIERARCHY_PUBLIC_URL", "http://plans.example.vn")]
    [InlineData("HIERARCHY_PUBLIC_URL", "https://plans.example.vn/app")]
    [InlineData("HIERARCHY_SIGN_IN", "off")]
    [InlineData("HIERARCHY_HOSTS", "plans.example.vn", "HIERARCHY_HOSTS names hosts for browsers")]
    [InlineData("HIERARCHY_OIDC_CLIENT_SECRET_FILE", "/no/such", "HIERARCHY_OIDC_CLIENT_SECRET_FILE cannot be read")]
    public void What_is_wrong_stops_the_start_with_one_line(string name, string value, string? says = null)
    {
        var without = name.EndsWith("_FILE", StringComparison.Ordinal) ? ("HIERARCHY_OIDC_CLIENT_SECRET", "") : (name, value);
        CheckStopped(says ?? $"{name} is '{value}'", without, (name, value));
    }

    [Theory]
    [InlineData("http://127.0.0.1:9000")]
    [InlineData("http://localhost:9000/realms/plans")]
    [InlineData("http://[::1]:9000")]
    public void A_provider_on_this_machine_needs_no_encryption(string authority) =>
        Assert.Equal(authority, Read(("HIERARCHY_OIDC_AUTHORITY", authority)).Provider!.Authority);

    private static void CheckStopped(string says, params (string Name, string Value)[] other) =>
        Assert.DoesNotContain("a secret", Check.StopsTheStart(() => Read(other), says), StringComparison.Ordinal);

    private static DoorSettings Read(params (string Name, string Value)[] other)
    {
        var set = new Dictionary<string, string>(_whole);
        foreach (var (name, value) in other)
        {
            set[name] = value;
        }
        return DoorSettings.FromEnvironment(set.GetValueOrDefault);
    }
}
