using System.Security.Cryptography;

namespace Hierarchy.GraphQL.Execution;

/// <summary>What becomes of documents that are not trusted.</summary>
public enum TrustedDocumentsMode {
    /// <summary>There are no trusted documents; <c>documentId</c> is ignored.</summary>
    Off,

    /// <summary>A request names a trusted document by <c>documentId</c> or brings any document as <c>query</c>.</summary>
    Prefer,

    /// <summary>
    /// A request must name a trusted document; a <c>query</c> is refused with <see cref="ExecutionCodes.DocumentNotTrusted"/> unread.
    /// </summary>
    Only,
}

/// <summary>Documents that were written by those who serve the schema, known by an id. Immutable.</summary>
public sealed class TrustedDocuments {
    /// <summary>Documents in one folder.</summary>
    public const int CountMax = 10_000;

    private TrustedDocuments(FrozenDictionary<string, byte[]> sources) => Sources = sources;

    /// <summary>None.</summary>
    public static TrustedDocuments None { get; } = new(FrozenDictionary<string, byte[]>.Empty);

    internal FrozenDictionary<string, byte[]> Sources { get; }

    /// <summary>
    /// Reads the files <c>*.graphql</c> of a folder. Each has the id <c>sha256:</c> with the hash of its bytes in 64 lower-case hexadecimal
    /// digits, and one more: its file's name without the extension, unless that is the hash.
    /// </summary>
    /// <exception cref="TrustedDocumentsException">
    /// A name looks like a hash and is not the file's, two files have one id, or there are more than <see cref="CountMax"/>.
    /// </exception>
    /// <exception cref="IOException">The folder or a file cannot be read.</exception>
    public static TrustedDocuments Load(string folder) {
        var sources = new Dictionary<string, byte[]>();
        var faults = new List<string>();
        var paths = Directory.GetFiles(folder, "*.graphql");
        if (paths.Length > CountMax) throw new TrustedDocumentsException([$"{folder} holds more than {CountMax} documents."]);
        foreach (var path in paths.Order(StringComparer.Ordinal)) {
            var source = File.ReadAllBytes(path);
            var name = Path.GetFileNameWithoutExtension(path);
            var hash = Convert.ToHexStringLower(SHA256.HashData(source));
            if (name.Length == hash.Length && name.All(char.IsAsciiHexDigit) && name != hash)
                faults.Add($"{path}: the hash of its content is {hash}.");
            // Two files of equal content share the hash, which is no fault.
            sources.TryAdd("sha256:" + hash, source);
            if (name != hash && !sources.TryAdd(name, source)) faults.Add($"{path}: the id {name} is taken.");
        }
        return faults.Count == 0 ? new(sources.ToFrozenDictionary()) : throw new TrustedDocumentsException(faults);
    }
}

/// <summary>Trusted documents cannot be used as they are. Starting again cannot help.</summary>
public sealed class TrustedDocumentsException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults)) {
    /// <summary>One sentence for each document.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}

public sealed partial class GraphQLEngine {
    private readonly FrozenDictionary<string, DocumentEntry>? _trusted;

    /// <summary>Whether requests may name a document instead of bringing one.</summary>
    internal bool TakesDocumentIds => _trusted is not null;

    /// <summary>The document that a request means; null when the refusal says why it has none.</summary>
    private DocumentEntry? DocumentOf(in GraphQLRequest request, out GraphQLResponse? refusal) {
        refusal = null;
        if (_trusted is not null && request.DocumentId is { } id) {
            if (!request.Query.IsEmpty)
                refusal = Refuse(ResponseKind.RequestError, "Send either query or documentId.", ExecutionCodes.BadRequest);
            else if (!_trusted.ContainsKey(id))
                refusal = Refuse(ResponseKind.RequestError, "There is no document of this documentId.", ExecutionCodes.DocumentUnknown);
            return refusal is null ? _trusted[id] : null;
        }
        if (Options.DocumentsMode == TrustedDocumentsMode.Only)
            refusal = Refuse(ResponseKind.RequestError, "Only trusted documents are executed: send documentId instead of query.",
                ExecutionCodes.DocumentNotTrusted);
        else if (request.Query.Length > Options.QueryBytesMax)
            refusal = Refuse(ResponseKind.RequestError, $"The query is longer than {Options.QueryBytesMax} bytes.", ExecutionCodes.QueryLimit);
        return refusal is null ? Document(request.Query.Span) : null;
    }

    /// <exception cref="TrustedDocumentsException">A document is not valid for the schema, or nothing could ever be executed.</exception>
    private FrozenDictionary<string, DocumentEntry>? ReadTrusted() {
        var sources = Options.Documents.Sources;
        if (Options.DocumentsMode == TrustedDocumentsMode.Off) return null;
        if (Options.DocumentsMode == TrustedDocumentsMode.Only && sources.Count == 0)
            throw new TrustedDocumentsException(["Only trusted documents are to be executed, and there are none."]);
        // Several ids may name one document.
        var entries = sources.Values.Distinct().ToDictionary(source => source, Read);
        var faults = sources.DistinctBy(named => named.Value).Where(named => entries[named.Value].Errors.Length > 0)
            .Select(named => $"The trusted document {named.Key} is refused: {entries[named.Value].Errors[0].Message}").ToArray();
        return faults.Length == 0
            ? sources.ToFrozenDictionary(named => named.Key, named => entries[named.Value])
            : throw new TrustedDocumentsException(faults);
    }
}
