namespace Hierarchy.Tests.GraphQL.Host;

/// <summary>Reads a JSON string that may contain an unpaired surrogate, which must be refused, not replaced.</summary>
internal static class RequestText
{
    public static string Of(JsonElement text) => Unescape(text.GetRawText());

    private static string Unescape(string raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var i = 1; i < raw.Length - 1; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            text.Append(raw[++i] switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => (char)ushort.Parse(raw.AsSpan((i += 4) - 3, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                var other => other,
            });
        }

        return text.ToString();
    }
}
