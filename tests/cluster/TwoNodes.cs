using System.Security.Cryptography.X509Certificates;

namespace Hierarchy.Tests.Cluster;

/// <summary>Two nodes with a proxy before them, on the five plans, for all tests that only ask and tell them: they speak TLS among
/// themselves, answer for a further name, and people sign in. Each test keeps to units and people of its own.</summary>
public sealed class TwoNodes : IAsyncLifetime
{
    /// <summary>What it answers for beside its addresses.</summary>
    public const string Host = "plans.example.vn";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hierarchy-tls-");
    private ClusterUnderTest? _cluster;
    private string _token = "";

    public X509Certificate2 Authority { get; } = Certificates.Authority("authority");

    /// <summary>That of the nodes.</summary>
    public X509Certificate2 Certificate { get; private set; } = null!;

    /// <summary>What clients bear from now on is an administrator's token.</summary>
    internal ClusterUnderTest Cluster
    {
        get
        {
            GraphQLClient.Token = _token;
            return _cluster!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        Certificate = Certificates.SignedBy(Authority);
        _cluster = await ClusterUnderTest.StartAsync(nodes: 2, Certificates.Files(_folder.FullName, Certificate, Authority), signIn: true, host: Host);
        await _cluster.OperateAsync("administrator?person=an&name=An");
        _token = await _cluster.OperateAsync("token?person=an");
        foreach (var node in _cluster.Nodes)
        {
            using var client = new GraphQLClient(node.Address, _token);
            for (var watch = Stopwatch.StartNew(); (await client.SendAsync("{ root { id } }"))["errors"] is { } unknown; await Task.Delay(200))
            {
                Assert.True(watch.Elapsed < ClusterUnderTest.Patience, unknown.ToJsonString());
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await (_cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
        Authority.Dispose();
        Certificate?.Dispose();
        _folder.Delete(recursive: true);
    }
}

/// <summary>One such cluster for all of them.</summary>
[CollectionDefinition(nameof(TwoNodes))]
public sealed class TestsOfTwoNodes : ICollectionFixture<TwoNodes>;
