using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Hierarchy.Tests.Cluster;

/// <summary>Nodes that speak TLS among themselves, with certificates made here.</summary>
[Collection(nameof(TwoNodes))]
public sealed class TlsTests(TwoNodes nodes)
{
    /// <summary>How long to wait for a refusal that must not come.</summary>
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(5);

    [LongFact]
    public async Task Processes_with_a_certificate_of_the_authority_work_together_and_nobody_else_is_let_in()
    {
        var cluster = nodes.Cluster;
        using var stranger = Certificates.Authority("another authority");
        using var theirs = Certificates.SignedBy(stranger);
        using var another = Certificates.SignedBy(nodes.Authority, "mail");
        using var client = new GraphQLClient(cluster.Proxy.Address);

        var answer = await ClusterUnderTest.AgainAsync(() => client.AskAsync("""{ unit(id: "bnv") { name progress { total } } }"""));

        Assert.NotEqual(0, (int)answer["unit"]!["progress"]!["total"]!);
        foreach (var node in cluster.Silos)
        {
            Assert.False(await IsRefusedAsync(node, nodes.Certificate, LongEnough), "a process of the cluster");
            Assert.True(await IsRefusedAsync(node, null, ClusterUnderTest.Patience), "a process without a certificate");
            Assert.True(await IsRefusedAsync(node, theirs, ClusterUnderTest.Patience), "a process with a certificate of another authority");
            Assert.True(await IsRefusedAsync(node, another, ClusterUnderTest.Patience), "something else that the authority has signed");
            await IsHungUpOnAsync(node);
        }
    }

    /// <summary>Whether the silo refuses this certificate, or none, within a time: with TLS 1.3 a refusal comes with the first read, which
    /// blocks for admitted clients until they send.</summary>
    private static async Task<bool> IsRefusedAsync(IPEndPoint node, X509Certificate2? certificate, TimeSpan within)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(node);
        await using var tls = new SslStream(new NetworkStream(socket));
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "hierarchy",
                ClientCertificates = certificate is null ? null : [certificate],
                // The silo's own certificate is irrelevant here.
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
            });
            var read = tls.ReadAsync(new byte[1]).AsTask();
            await Task.WhenAny(read, Task.Delay(within));
            return read.IsCompleted && await read == 0;
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
            return true;
        }
    }

    /// <summary>A client without TLS gets only the end of the connection or an alert.</summary>
    private static async Task IsHungUpOnAsync(IPEndPoint node)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(node);
        await socket.SendAsync(Encoding.ASCII.GetBytes("I come in plain text, and would like to call your units.\n"));
        var buffer = new byte[64];
        try
        {
            int received;
            while ((received = await socket.ReceiveAsync(buffer).WaitAsync(ClusterUnderTest.Patience)) > 0)
            {
                const byte Alert = 21;
                Assert.Equal(Alert, buffer[0]);
                Assert.InRange(received, 1, 14);
            }
        }
        catch (SocketException)
        {
            // A reset also counts.
        }
    }
}
