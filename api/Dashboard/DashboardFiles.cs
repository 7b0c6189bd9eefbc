using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Hierarchy.Api.Dashboard;

/// <summary>The built dashboard, read from its folder once and served from memory. Immutable.</summary>
/// <remarks>
/// A build has <c>index.html</c>, and beside it <c>assets/</c>, whose names hold a hash of their content. A file may stand there
/// compressed too, as <c>name.br</c> and <c>name.gz</c>.
/// </remarks>
public sealed class DashboardFiles
{
    /// <summary>Bytes of all files together: what is larger is no build of the dashboard.</summary>
    public const long SizeMax = 64 * 1024 * 1024;

    private const string IndexName = "index.html";

    private readonly FrozenDictionary<string, DashboardFile> _assets;

    private DashboardFiles(DashboardFile index, FrozenDictionary<string, DashboardFile> assets, bool isBuilt)
    {
        Index = index;
        _assets = assets;
        IsBuilt = isBuilt;
    }

    /// <summary>False when there is no build: the index then says so, and there is nothing else.</summary>
    public bool IsBuilt { get; }

    internal DashboardFile Index { get; }

    /// <summary>Reads the build in a folder.</summary>
    /// <param name="folder">Where <c>index.html</c> stands; null, or a folder without one, when there is no build.</param>
    /// <exception cref="InvalidDataException">The folder holds more than <see cref="SizeMax"/>.</exception>
    public static DashboardFiles Read(string? folder)
    {
        if (folder is null || !File.Exists(Path.Combine(folder, IndexName)))
        {
            var page = Encoding.UTF8.GetBytes(Resource.Text("not-built.html"));
            return new DashboardFiles(FileOf(IndexName, page, [], []), FrozenDictionary<string, DashboardFile>.Empty, isBuilt: false);
        }
        var assets = Path.Combine(folder, "assets");
        var paths = Directory.Exists(assets) ? Directory.GetFiles(assets) : [];
        var size = paths.Sum(path => new FileInfo(path).Length);
        if (size > SizeMax)
        {
            throw new InvalidDataException($"{folder} holds {size} bytes, more than {SizeMax}: it is no build of the dashboard.");
        }
        var files = paths.Where(path => Path.GetExtension(path) is not (".br" or ".gz")).Select(ReadFile);
        return new DashboardFiles(
            ReadFile(Path.Combine(folder, IndexName)), files.ToFrozenDictionary(file => file.Name, StringComparer.Ordinal), isBuilt: true);
    }

    internal DashboardFile? FindAsset(string name) => _assets.GetValueOrDefault(name);

    private static DashboardFile ReadFile(string path) =>
        FileOf(Path.GetFileName(path), File.ReadAllBytes(path), ReadIfThere(path + ".br"), ReadIfThere(path + ".gz"));

    private static byte[] ReadIfThere(string path) => File.Exists(path) ? File.ReadAllBytes(path) : [];

    private static DashboardFile FileOf(string name, byte[] plain, byte[] brotli, byte[] gzip) => new(
        name, TypeOf(name), $"\"{Convert.ToHexStringLower(SHA256.HashData(plain))[..32]}\"", plain, brotli, gzip);

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".woff2" => "font/woff2",
        ".woff" => "font/woff",
        ".png" => "image/png",
        ".json" or ".map" => "application/json",
        _ => "application/octet-stream",
    };
}

/// <param name="Tag">Of the content, as an ETag header has it.</param>
/// <param name="Brotli">Empty where the build has none, like <paramref name="Gzip"/>.</param>
internal sealed record DashboardFile(string Name, string Type, string Tag, byte[] Plain, byte[] Brotli, byte[] Gzip);
