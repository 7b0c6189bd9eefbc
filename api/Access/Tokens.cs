namespace Hierarchy.Api.Access;

/// <summary>Who may call, by the SHA-256 of a token. Tokens themselves are kept nowhere and never logged.</summary>
public sealed class Tokens
{
    /// <summary>Names the file; unset, everybody is an administrator.</summary>
    public const string Variable = "HIERARCHY_TOKENS";

    /// <summary>Lines of the file that name a token: each request compares with all of them.</summary>
    public const int TokensMax = 10_000;

    /// <summary>Characters of a token that a request may bring.</summary>
    public const int LengthMax = 1_024;

    private const int HashSize = SHA256.HashSizeInBytes;
    private readonly ImmutableArray<(byte[] Hash, Caller Caller)> _callers;

    private Tokens(ImmutableArray<(byte[] Hash, Caller Caller)> callers) => _callers = callers;

    /// <summary>How many callers there are.</summary>
    public int Count => _callers.Length;

    /// <summary>Who may act everywhere; null when nobody may.</summary>
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

    /// <summary>Reads lines of "token-sha256-hex actor scopeUnitId|*"; empty lines and lines that begin with # say nothing.</summary>
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
            // "system" is who delivers messages between units; nobody else may pass for it.
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

    /// <summary>Whose token it is; null when nobody's. Takes the same time whichever it is.</summary>
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

    /// <summary>Whose the value of an Authorization header is; null when it is no Bearer token of anybody's.</summary>
    public Caller? FindBearer(string? authorization) => OfBearer(authorization) is { } token ? Find(token) : null;

    /// <summary>The token of an Authorization header; null when it holds no Bearer token.</summary>
    internal static string? OfBearer(string? authorization)
    {
        const string Scheme = "Bearer ";
        return authorization is not null && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? authorization[Scheme.Length..].Trim()
            : null;
    }

    /// <summary>The token of an Authorization header that a browser has made of a name and a token; null when it holds none.</summary>
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

/// <summary>The file of tokens cannot be used. The message is for whoever wrote it, and holds no token.</summary>
public sealed class TokensFileException(string message) : Exception(message);
