using System.Security.Cryptography.X509Certificates;

namespace Hierarchy.Tests.Cluster;

/// <summary>Two nodes behind a proxy with the five plans, for all tests without faults: with TLS between nodes, an additional host name,
/// and sign-in. Each test uses its own units and people.</summary>
public sealed class TwoNodes : IAsyncLifetime
{
    /// <summary>The additional host name.</summary>
    public const string Host = "plans.example.vn";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hierarchy-tls-");
    private ClusterUnderTest? _cluster;
    private string _token = "";

    public X509Certificate2 Authority { get; } = Certificates.Authority("authority");

    /// <summary>The nodes' certificate.</summary>
    public X509Certificate2 Certificate { get; private set; } = null!;

    /// <summary>Clients use an administrator's token from now on.</summary>
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
