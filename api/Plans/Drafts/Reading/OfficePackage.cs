using System.IO.Compression;
using System.Xml;

namespace Hierarchy.Api.Plans.Drafts;

/// <summary>The parts of a DOCX or XLSX. Only parts with text are opened, within bounds; external references and macros are
/// ignored.</summary>
internal sealed class OfficePackage : IDisposable
{
    public const string Document = "document";
    public const string Workbook = "workbook";

    /// <summary>Maximum number of parts of a file: a plan with a picture on each page has some hundreds.</summary>
    public const int PartsMax = 2_000;

    /// <summary>Maximum size in bytes of an unpacked part: 5,000 rows with Word's markup have 40 MB.</summary>
    public const int PartBytesMax = 64 * 1024 * 1024;

    private readonly ZipArchive archive;
    private readonly Dictionary<string, ZipArchiveEntry> parts;

    private OfficePackage(ZipArchive archive)
    {
        this.archive = archive;
        if (archive.Entries.Count > PartsMax)
        {
            throw DraftFileException.TooLargeAt("", $"tệp có hơn {PartsMax} phần bên trong; chép phụ lục sang một tệp mới rồi gửi lại");
        }
        parts = archive.Entries.GroupBy(entry => entry.FullName.TrimStart('/'), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(same => same.Key, same => same.First(), StringComparer.OrdinalIgnoreCase);
        MainPart = RelationsOf("").FirstOrDefault(relation => relation.Type == "officeDocument").Target ?? "";
        Main = MainPart.StartsWith("word/", StringComparison.OrdinalIgnoreCase) ? Document
            : MainPart.StartsWith("xl/", StringComparison.OrdinalIgnoreCase) ? Workbook
            : "";
    }

    /// <summary>The type of the file: a document, a workbook, or neither.</summary>
    public string Main { get; }

    public string MainPart { get; }

    public static OfficePackage Open(byte[] bytes)
    {
        try
        {
            return new OfficePackage(new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read));
        }
        catch (InvalidDataException)
        {
            throw Damaged();
        }
    }

    /// <summary>Internal parts referenced by a part, with the last segment of their relation type.</summary>
    public List<(string Id, string Type, string Target)> RelationsOf(string part)
    {
        var slash = part.LastIndexOf('/') + 1;
        var relations = new List<(string, string, string)>();
        Read($"{part[..slash]}_rels/{part[slash..]}.rels", root =>
        {
            foreach (var relation in root.Elements())
            {
                if ((string?)relation.Attribute("TargetMode") != "External" && (string?)relation.Attribute("Target") is { } target)
                {
                    var type = (string?)relation.Attribute("Type") ?? "";
                    relations.Add(((string?)relation.Attribute("Id") ?? "", type[(type.LastIndexOf('/') + 1)..],
                        Resolved(part[..slash], target)));
                }
            }
        });
        return relations;
    }

    /// <summary>Does nothing if there is no such part.</summary>
    public void Read(string part, Action<XElement> read) => Stream(part, reader =>
    {
        if (reader.MoveToContent() == XmlNodeType.Element)
        {
            read((XElement)XNode.ReadFrom(reader));
        }
    });

    /// <summary>Reads the part while it is unpacked. False if there is no such part.</summary>
    public bool Stream(string part, Action<XmlReader> read)
    {
        if (!parts.TryGetValue(part, out var entry))
        {
            return false;
        }
        try
        {
            using var unpacked = new BoundedStream(entry.Open(), part);
            using var reader = XmlReader.Create(unpacked, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
            });
            read(reader);
            return true;
        }
        catch (Exception fault) when (fault is InvalidDataException or XmlException or EndOfStreamException or NotSupportedException)
        {
            throw Damaged();
        }
    }

    public void Dispose() => archive.Dispose();

    private static DraftFileException Damaged() =>
        DraftFileException.DamagedAt("", "tệp hỏng hoặc chưa tải hết: mở bằng Word hoặc Excel, lưu lại rồi gửi lại");

    private static string Resolved(string folder, string target)
    {
        var names = new List<string>();
        foreach (var name in (target.StartsWith('/') ? target : folder + target).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (name != "..")
            {
                names.Add(name);
            }
            else if (names.Count > 0)
            {
                names.RemoveAt(names.Count - 1);
            }
        }
        return string.Join('/', names);
    }
}
