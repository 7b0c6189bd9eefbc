namespace Hierarchy.Api.Access;

/// <summary>The callers of a token file, by the SHA-256 of their token. Tokens themselves are never stored or logged.</summary>
public sealed class Tokens
{
    /// <summary>The variable that names the file; if unset, everybody is an administrator.</summary>
    public const string Variable = "HIERARCHY_TOKENS";

    /// <summary>Maximum number of tokens in the file: each request is compared with all of them.</summary>
    public const int TokensMax = 10_000;

    /// <summary>Maximum length of a token in characters.</summary>
    public const int LengthMax = 1_024;

    private const int HashSize = SHA256.HashSizeInBytes;
    private readonly ImmutableArray<(byte[] Hash, Caller Caller)> _callers;

    private Tokens(ImmutableArray<(byte[] Hash, Caller Caller)> callers) => _callers = callers;

    /// <summary>Number of callers.</summary>
    public int Count => _callers.Length;

    /// <summary>The name of a caller who may act everywhere; null if there is none.</summary>
    public string? Administrator => _callers.FirstOrDefault(known => known.Caller.Scope is null).Caller?.Name;

    /// <summary>The callers of the file that the variable names; null when it is unset.</summary>
    /// <exception cref="TokensFileException">The file cannot be read, or a line of it is wrong.</exception>
    public static Tokens? FromEnvironment(Func<string, string?> variable)
    {
        if (variable(Variable) is not { Length: > 0 } path)
        {
            return null;
        }
        try
        {
            return Parse(path, File.ReadAllLines(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TokensFileException($"{path}: {Variable} names it, but it cannot be read: {e.Message}");
        }
    }

    /// <summary>Reads lines of "token-sha256-hex actor scopeUnitId|*"; empty lines and lines that begin with # are ignored.</summary>
    /// <exception cref="TokensFileException">A line is wrong: "file:line: reason".</exception>
    public static Tokens Parse(string file, IReadOnlyList<string> lines)
    {
        var callers = ImmutableArray.CreateBuilder<(byte[] Hash, Caller Caller)>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }
            if (line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not [var hash, var actor, var scope])
            {
                throw Wrong(file, i, "a line has three parts: SHA-256 of the token in hex, actor, and the unit it may act for or *");
            }
            if (hash.Length != HashSize * 2 || !hash.All(char.IsAsciiHexDigit))
            {
                throw Wrong(file, i, $"the first part is no SHA-256 in hex: {HashSize * 2} digits");
            }
            if (!seen.Add(hash))
            {
                throw Wrong(file, i, "the token is named twice");
            }
            if (Limits.FaultOfId(actor) is { } ofActor)
            {
                throw Wrong(file, i, $"the actor {ofActor}");
            }
            // "system" is the name under which messages between units are delivered; nobody else may use it.
            if (actor == Caller.System.Name)
            {
                throw Wrong(file, i, $"'{actor}' is not for callers");
            }
            if (scope != "*" && Limits.FaultOfId(scope) is { } ofScope)
            {
                throw Wrong(file, i, $"the unit {ofScope}");
            }
            callers.Add((Convert.FromHexString(hash), new Caller(actor, scope == "*" ? null : scope)));
        }
        return callers.Count is > 0 and <= TokensMax
            ? new Tokens(callers.ToImmutable())
            : throw new TokensFileException($"{file}: names {callers.Count} tokens; 1 to {TokensMax} are possible.");
    }

    /// <summary>The caller of a token; null if unknown. Takes the same time for every token.</summary>
    public Caller? Find(string token)
    {
        if (token.Length is 0 or > LengthMax)
        {
            return null;
        }
        Span<byte> hash = stackalloc byte[HashSize];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), hash);
        Caller? found = null;
        foreach (var (known, caller) in _callers)
        {
            found = CryptographicOperations.FixedTimeEquals(known, hash) ? caller : found;
        }
        return found;
    }

    /// <summary>The caller of an Authorization header; null if it has no known Bearer token.</summary>
    public Caller? FindBearer(string? authorization) => OfBearer(authorization) is { } token ? Find(token) : null;

    /// <summary>The Bearer token of an Authorization header; null for none.</summary>
    internal static string? OfBearer(string? authorization)
    {
        const string Scheme = "Bearer ";
        return authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? authorization[Scheme.Length..].Trim()
            : null;
    }

    /// <summary>The token that a browser sent as the password of basic authentication; null for none.</summary>
    internal static string? OfBasic(string? authorization)
    {
        const string Scheme = "Basic ";
        Span<byte> bytes = stackalloc byte[LengthMax];
        return authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && Convert.TryFromBase64String(authorization[Scheme.Length..].Trim(), bytes, out var length)
            && bytes[..length].IndexOf((byte)':') is >= 0 and var colon
            ? Encoding.UTF8.GetString(bytes[(colon + 1)..length])
            : null;
    }

    private static TokensFileException Wrong(string file, int line, string reason) => new($"{file}:{line + 1}: {reason}");
}

/// <summary>The token file is invalid. The message is for the operator, and contains no token.</summary>
public sealed class TokensFileException(string message) : Exception(message);
