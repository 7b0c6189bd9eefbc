namespace Hierarchy.Tests.System;

/// <summary>The environment's variables, as values.</summary>
public sealed class HostSettingsTests
{
    [Fact]
    public void Without_variables_it_serves_port_8080_from_a_folder_below_the_current_one()
    {
        var settings = HostSettings.FromEnvironment(_ => null);

        Assert.Equal(8080, settings.Port);
        Assert.Equal(Path.GetFullPath(".data"), settings.DataPath);
        Assert.Null(settings.Database);
    }

    [Fact]
    public void A_tool_folder_can_be_named()
    {
        var settings = HostSettings.FromEnvironment(name => name == "HIERARCHY_TOOLS" ? "/opt/tools" : null);

        Assert.Equal("/opt/tools", settings.ToolsPath);
    }

    [Theory]
    [InlineData("postgres://an:b%40c%3A@db.example:6432/plans?sslmode=verify-full", "db.example", 6432, "plans", "an", "b@c:")]
    [InlineData("postgresql://an@db.example/plans", "db.example", 5432, "plans", "an", null)]
    [InlineData("postgres://[::1]/k%E1%BA%BF", "::1", 5432, "kế", null, null)]
    [InlineData("Host=db.example;Database=plans;Username=an;Password=p=;Port=5433", "db.example", 5433, "plans", "an", null)]
    public void A_database_is_named_by_an_address_or_by_a_connection_string(
        string text, string host, int port, string database, string? user, string? password)
    {
        var address = DatabaseAddress.Parse(text);

        var builder = new NpgsqlConnectionStringBuilder(address.ConnectionString);
        Assert.Equal((host, port, database, user), (builder.Host, builder.Port, builder.Database, builder.Username));
        Assert.True(password is null || password == builder.Password);
        Assert.Equal($"'{database}' on {host}:{port}", address.Name);
    }

    [Theory]
    [InlineData("sslmode=verify-full", SslMode.VerifyFull)]
    [InlineData("sslmode=disable", SslMode.Disable)]
    public void Libpqs_parameters_are_understood(string query, SslMode mode)
    {
        var address = DatabaseAddress.Parse($"postgres://an@db.example/plans?{query}&connect_timeout=3&application_name=h");

        var builder = new NpgsqlConnectionStringBuilder(address.ConnectionString);
        Assert.Equal((mode, 3, "h"), (builder.SslMode, builder.Timeout, builder.ApplicationName));
    }

    [Theory]
    [InlineData("postgres://an:secret@db.example/plans?colour=red")]
    [InlineData("postgres://an:secret@:x/plans")]
    [InlineData("Password=secret;Colour=red")]
    [InlineData("postgres://")]
    public void What_is_neither_is_refused_without_showing_it(string text)
    {
        var problem = Assert.Throws<StartupProblem>(() => DatabaseAddress.Parse(text));

        Assert.Equal(ExitCode.Configuration, problem.ExitCode);
        Assert.DoesNotContain("secret", problem.ToString(), StringComparison.Ordinal);
    }
}
