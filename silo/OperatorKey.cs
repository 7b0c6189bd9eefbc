using System.Runtime.Versioning;
using System.Security.Cryptography;

// The data folder is locked and protected by Unix mechanisms.
[assembly: UnsupportedOSPlatform("windows")]

namespace Hierarchy.Silo;

/// <summary>Lets only users who may read the data folder ask the running process for operator commands.</summary>
internal static class OperatorKey
{
    public const string Header = "X-Hierarchy-Operator";
    private const string Name = "operator";

    /// <summary>Creates a new key for this run, readable only by this user.</summary>
    public static string Create(string folder)
    {
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var path = Path.Combine(folder, Name);
        File.Delete(path);
        using var file = PrivateFiles.Open(path, FileMode.CreateNew, FileAccess.Write);
        file.Write(Encoding.ASCII.GetBytes(key));
        return key;
    }

    /// <summary>The key of the process that holds the folder.</summary>
    public static string Read(string folder) => File.ReadAllText(Path.Combine(folder, Name));

    public static bool Matches(string key, string? given) =>
        given is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(given));
}
