using System.Security.Cryptography.X509Certificates;

namespace Hierarchy.Tests.System.SignIn;

/// <summary>A real nginx on this machine with TLS, configured as in docs/OPERATING.md.</summary>
internal sealed partial class Nginx : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hierarchy-nginx-").FullName;
    private Process? _process;

    public int Port { get; } = FreePort.Find();

    /// <summary>The public address.</summary>
    public Uri Address => new($"https://127.0.0.1:{Port}");

    /// <summary>A self-signed certificate, the only one that clients trust.</summary>
    public X509Certificate2? Certificate { get; private set; }

    /// <summary>Null where nginx is not installed.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, "nginx")).FirstOrDefault(File.Exists);

    public async Task StartAsync(int system)
    {
        Certify();
        await File.WriteAllTextAsync(Path.Combine(_folder, "nginx.conf"), ConfigurationOf(system));
        _process = Process.Start(new ProcessStartInfo(Program!, ["-p", _folder, "-c", Path.Combine(_folder, "nginx.conf"), "-e", "stderr"])
        {
            RedirectStandardError = true,
        })!;
        var said = _process.StandardError.ReadToEndAsync();
        for (var watch = Stopwatch.StartNew(); !await AnswersAsync();)
        {
            Assert.True(!_process.HasExited, _process.HasExited ? await said : "");
            Assert.True(watch.Elapsed < HierarchyProcess.Patience, "nginx does not answer");
            await Task.Delay(20);
        }
    }

    /// <summary>The configuration from the document, with only its placeholders filled in.</summary>
    private string ConfigurationOf(int system)
    {
        var block = Block().Match(File.ReadAllText(Path.Combine(ScriptTests.Repository, "docs/OPERATING.md"))).Groups[1].Value;
        var map = Map().Match(block).Groups[1].Value;
        Assert.NotEmpty(map);
        foreach (var (from, to) in new[]
        {
            ("listen 443 ssl;", $"listen 127.0.0.1:{Text(Port)} ssl;"),
            ("server_name plans.example.vn;", $"server_name 127.0.0.1; ssl_certificate {_folder}/certificate.pem; ssl_certificate_key {_folder}/key.pem;"),
            ("http://127.0.0.1:8080;", $"http://127.0.0.1:{Text(system)};"),
        })
        {
            Assert.Contains(from, block, StringComparison.Ordinal);
            block = block.Replace(from, to, StringComparison.Ordinal);
        }
        string[] folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        var temporary = string.Join('\n', folders.Select(name => $"{name}_temp_path {_folder}/{name};"));
        return $$"""
            daemon off;
            pid {{_folder}}/pid;
            worker_processes 1;
            events { worker_connections 256; }
            http {
            access_log off;
            {{temporary}}
            {{map}}
            {{block}}
            }
            """;
    }

    private void Certify()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        Certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Path.Combine(_folder, "certificate.pem"), Certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    private async Task<bool> AnswersAsync()
    {
        using var socket = new global::System.Net.Sockets.TcpClient();
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (global::System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } running)
        {
            using var kill = Process.Start("kill", ["-TERM", Text(running.Id)]);
            await running.WaitForExitAsync().WaitAsync(HierarchyProcess.Patience);
        }
        _process?.Dispose();
        Certificate?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("```nginx\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("# (map [^\n]*})")]
    private static partial Regex Map();
}
