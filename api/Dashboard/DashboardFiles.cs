using System.Collections.Frozen;

namespace Hierarchy.Api.Dashboard;

/// <summary>The built pages of the dashboard and the IDE, read once from their folder and served from memory. Immutable.</summary>
/// <remarks>A build has <c>index.html</c>, <c>ide.html</c> and <c>assets/</c>, whose file names contain a hash of their content. Files may
/// also exist in compressed form, as <c>name.br</c> and <c>name.gz</c>.</remarks>
public sealed class DashboardFiles
{
    /// <summary>Maximum size of all files together in bytes: anything larger is not a build of the dashboard.</summary>
    public const long SizeMax = 64 * 1024 * 1024;

    private const string IndexName = "index.html";
    private const string IdeName = "ide.html";

    private readonly FrozenDictionary<string, DashboardFile> _assets;

    private DashboardFiles(DashboardFile index, DashboardFile ide, FrozenDictionary<string, DashboardFile> assets, bool isBuilt)
    {
        Index = index;
        Ide = ide;
        _assets = assets;
        IsBuilt = isBuilt;
    }

    /// <summary>False if there is no build: the index then says so, and there are no other files.</summary>
    public bool IsBuilt { get; }

    internal DashboardFile Index { get; }

    /// <summary>The page for writing queries; if missing, a page that says how to build it.</summary>
    internal DashboardFile Ide { get; }

    /// <summary>Reads the build in a folder.</summary>
    /// <param name="folder">The folder of <c>index.html</c>; null, or a folder without one, if there is no build.</param>
    /// <exception cref="InvalidDataException">The folder holds more than <see cref="SizeMax"/>.</exception>
    public static DashboardFiles Read(string? folder)
    {
        if (folder is null || !File.Exists(Path.Combine(folder, IndexName)))
        {
            return new DashboardFiles(
                NotBuilt("not-built.html"), NotBuilt("ide-not-built.html"), FrozenDictionary<string, DashboardFile>.Empty, isBuilt: false);
        }
        var assets = Path.Combine(folder, "assets");
        var paths = Directory.Exists(assets) ? Directory.GetFiles(assets) : [];
        var size = paths.Sum(path => new FileInfo(path).Length);
        if (size > SizeMax)
        {
            throw new InvalidDataException($"{folder} holds {size} bytes, more than {SizeMax}: it is no build of the dashboard.");
        }
        var files = paths.Where(path => Path.GetExtension(path) is not (".br" or ".gz")).Select(ReadFile);
        var ide = Path.Combine(folder, IdeName);
        return new DashboardFiles(
            ReadFile(Path.Combine(folder, IndexName)),
            File.Exists(ide) ? ReadFile(ide) : NotBuilt("ide-not-built.html"),
            files.ToFrozenDictionary(file => file.Name, StringComparer.Ordinal), isBuilt: true);
    }

    internal DashboardFile? FindAsset(string name) => _assets.GetValueOrDefault(name);

    private static DashboardFile ReadFile(string path) =>
        FileOf(Path.GetFileName(path), File.ReadAllBytes(path), ReadIfThere(path + ".br"), ReadIfThere(path + ".gz"));

    private static DashboardFile NotBuilt(string page) => FileOf(page, Encoding.UTF8.GetBytes(Resource.Text(page)), [], []);

    private static byte[] ReadIfThere(string path) => File.Exists(path) ? File.ReadAllBytes(path) : [];

    internal static DashboardFile FileOf(string name, byte[] plain, byte[] brotli, byte[] gzip) => new(
        name, TypeOf(name), $"\"{Convert.ToHexStringLower(SHA256.HashData(plain))[..32]}\"", plain, brotli, gzip);

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".woff2" => "font/woff2",
        ".woff" => "font/woff",
        ".ttf" => "font/ttf",
        ".graphql" => "text/plain; charset=utf-8",
        ".png" => "image/png",
        ".json" or ".map" => "application/json",
        _ => "application/octet-stream",
    };
}

/// <param name="Tag">Hash of the content, for the ETag header.</param>
/// <param name="Brotli">Empty if the build has none; likewise <paramref name="Gzip"/>.</param>
internal sealed record DashboardFile(string Name, string Type, string Tag, byte[] Plain, byte[] Brotli, byte[] Gzip);
