using System.Security.Cryptography.X509Certificates;

namespace Hierarchy.Tests.Cluster;

/// <summary>Authorities and certificates for a test.</summary>
internal static class Certificates
{
    /// <summary>Writes the files that a node needs to present its certificate and to check those of others.</summary>
    /// <returns>The variables that name the files.</returns>
    public static Dictionary<string, string> Files(string folder, X509Certificate2 certificate, X509Certificate2 authority)
    {
        Dictionary<string, string> variables = new()
        {
            ["HIERARCHY_TLS_CERTIFICATE"] = Path.Combine(folder, "certificate.pem"),
            ["HIERARCHY_TLS_KEY"] = Path.Combine(folder, "key.pem"),
            ["HIERARCHY_TLS_AUTHORITY"] = Path.Combine(folder, "authority.pem"),
        };
        File.WriteAllText(variables["HIERARCHY_TLS_CERTIFICATE"], certificate.ExportCertificatePem());
        File.WriteAllText(variables["HIERARCHY_TLS_KEY"], certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(variables["HIERARCHY_TLS_AUTHORITY"], authority.ExportCertificatePem());
        return variables;
    }

    public static X509Certificate2 Authority(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
    }

    public static X509Certificate2 SignedBy(X509Certificate2 authority, string name = "hierarchy")
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, false, 0, critical: true));
        using var signed = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }
}
