namespace Hierarchy.Loading.Files;

/// <summary>One mapping of a plan file, read key by key. A missing or wrong value adds an error with its line, and reads as null.</summary>
internal sealed class Fields
{
    private readonly Dictionary<string, YamlNode> values = new(StringComparer.Ordinal);
    private readonly FileErrors errors;

    /// <param name="noun">What errors call it, e.g. "task"; followed by its id or code where it has one.</param>
    /// <param name="keys">All allowed keys.</param>
    public Fields(YamlNode.Mapping mapping, string noun, FileErrors errors, params ReadOnlySpan<string> keys)
    {
        this.errors = errors;
        Line = mapping.Line;
        Name = noun;
        if (keys[0] is "id" or "code"
            && mapping.Entries.FirstOrDefault(e => e.Key is "id" or "code").Value is YamlNode.Scalar { IsNull: false } id)
        {
            Name = $"{noun} {Shown(id.Value)}";
        }
        foreach (var (key, line, value) in mapping.Entries)
        {
            if (!keys.Contains(key))
            {
                Refuse(line, $"unknown key '{Shown(key)}'; the keys are {string.Join(", ", keys.ToArray())}");
            }
            else if (!values.TryAdd(key, value))
            {
                Refuse(line, $"key '{key}' stands twice");
            }
        }
    }

    public int Line { get; }

    public string Name { get; }

    public bool Has(string key) => values.ContainsKey(key);

    public int LineOf(string key) => values.TryGetValue(key, out var node) ? node.Line : Line;

    /// <summary>Whether an error was found in this mapping so far.</summary>
    public bool Refused { get; private set; }

    public void Refuse(int line, string reason)
    {
        Refused = true;
        errors.Add(line, $"{Name}: {reason}");
    }

    /// <summary>Reads a text. Every run of white space becomes one blank, and the text is composed (NFC).</summary>
    public string? Text(string key, int lengthMax, bool required = true, bool mayBeEmpty = false)
    {
        if (Scalar(key, required, mayBeEmpty) is not { } scalar)
        {
            return null;
        }
        return Tidy(scalar, key, lengthMax, mayBeEmpty);
    }

    public ImmutableArray<string> Texts(string key, int countMax, int lengthMax)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var item in Items(key, countMax, required: false))
        {
            if (item is not YamlNode.Scalar { IsNull: false } scalar)
            {
                Refuse(item.Line, $"{key} holds {item.Noun} where a text is expected");
            }
            else if (Tidy(scalar, key, lengthMax, mayBeEmpty: false) is { } text)
            {
                texts.Add(text);
            }
        }
        return texts.ToImmutable();
    }

    /// <summary>An id within the plan.</summary>
    /// <param name="ofLine">Whether it becomes part of the id of a line or duty.</param>
    public string? Id(string key, bool ofLine = false)
    {
        if (Text(key, FileLimits.PartIdLengthMax) is not { } id)
        {
            return null;
        }
        if ((ofLine ? Limits.FaultOfCode(id) : Limits.FaultOfNewId(id)) is { } fault)
        {
            Refuse(LineOf(key), $"{key} '{Shown(id)}' {fault}");
            return null;
        }
        return id;
    }

    /// <summary>An id of a unit, or of an existing plan.</summary>
    public string? GlobalId(string key, bool required = true)
    {
        if (Text(key, Limits.IdMax, required) is not { } id)
        {
            return null;
        }
        if (Limits.FaultOfId(id) is { } fault)
        {
            Refuse(LineOf(key), $"{key} '{Shown(id)}' {fault}");
            return null;
        }
        return id;
    }

    /// <summary>An id of an existing plan. An id that includes its owner's id has a colon between the two.</summary>
    public string? GlobalPlanId(string key)
    {
        if (Text(key, OwnedId.LengthMax, required: false) is not { } id)
        {
            return null;
        }
        if (id.Split(OwnedId.Separator).Select(Limits.FaultOfId).FirstOrDefault(fault => fault is not null) is { } fault)
        {
            Refuse(LineOf(key), $"{key} '{Shown(id)}' {fault}");
            return null;
        }
        return id;
    }

    /// <summary>The id for the plan that the file defines.</summary>
    public string? PlanId(string key)
    {
        if (Text(key, FileLimits.PlanIdLengthMax) is not { } id)
        {
            return null;
        }
        if (!id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            Refuse(LineOf(key), $"{key} '{Shown(id)}' may contain only a to z, 0 to 9 and '-'");
            return null;
        }
        return id;
    }

    public T? Word<T>(string key, bool required = true, params ReadOnlySpan<T> without)
        where T : struct, Enum
    {
        if (Scalar(key, required) is not { } scalar)
        {
            return null;
        }
        if (!Files.Word<T>.TryParse(scalar.Value, out var value) || without.Contains(value))
        {
            Refuse(scalar.Line, $"{key} '{Shown(scalar.Value)}' is not one of {Files.Word<T>.List(without)}");
            return null;
        }
        return value;
    }

    public ImmutableArray<T> Words<T>(string key)
        where T : struct, Enum
    {
        var words = ImmutableArray.CreateBuilder<T>();
        foreach (var item in Items(key, Enum.GetValues<T>().Length, required: true))
        {
            if (item is YamlNode.Scalar scalar && Files.Word<T>.TryParse(scalar.Value, out var value))
            {
                words.Add(value);
            }
            else
            {
                Refuse(item.Line, $"{key} holds a value that is not one of {Files.Word<T>.List()}");
            }
        }
        return words.ToImmutable();
    }

    public int? Integer(string key, int min, int max, bool required = true)
    {
        if (Scalar(key, required) is not { } scalar)
        {
            return null;
        }
        return ToInteger(scalar, key, min, max);
    }

    public ImmutableArray<int> Integers(string key, int countMax, int min, int max)
    {
        var numbers = ImmutableArray.CreateBuilder<int>();
        foreach (var item in Items(key, countMax, required: true))
        {
            if (item is not YamlNode.Scalar scalar)
            {
                Refuse(item.Line, $"{key} holds {item.Noun} where a number is expected");
            }
            else if (ToInteger(scalar, key, min, max) is { } number)
            {
                numbers.Add(number);
            }
        }
        return numbers.ToImmutable();
    }

    /// <summary>Whole đồng.</summary>
    public long? Money(string key)
    {
        if (Scalar(key, required: false) is not { } scalar)
        {
            return null;
        }
        if (scalar.Plain && long.TryParse(scalar.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var money)
            && money <= Limits.MoneyMax)
        {
            return money;
        }
        Refuse(scalar.Line, $"{key} must be whole đồng in digits alone, such as 300000000, and less than 2^53");
        return null;
    }

    public decimal? Number(string key, decimal min, decimal max, int decimals)
    {
        if (Scalar(key, required: false) is not { } scalar)
        {
            return null;
        }
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!scalar.Plain || !decimal.TryParse(scalar.Value, Style, CultureInfo.InvariantCulture, out var number))
        {
            Refuse(scalar.Line, $"{key} must be a number without quotes, with a point before its decimals");
            return null;
        }
        if (number < min || number > max || decimal.Round(number, decimals) != number)
        {
            var range = string.Create(CultureInfo.InvariantCulture, $"{min} to {max}, with at most {decimals} decimals");
            Refuse(scalar.Line, $"{key} must lie in {range}");
            return null;
        }
        return number;
    }

    /// <summary>A day of every year, such as "03-09".</summary>
    public MonthDay? DayOfYear(string key)
    {
        if (Scalar(key, required: true) is not { } scalar)
        {
            return null;
        }
        if (!MonthDay.TryParse(scalar.Value, out var day))
        {
            Refuse(scalar.Line, $"{key} '{Shown(scalar.Value)}' is not a day of the year as \"MM-DD\"");
            return null;
        }
        return day;
    }

    public DateOnly? Date(string key, bool required = true)
    {
        if (Scalar(key, required) is not { } scalar)
        {
            return null;
        }
        if (DateOnly.TryParseExact(scalar.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && Limits.FaultOfDay(date, key) is null)
        {
            return date;
        }
        Refuse(scalar.Line, $"{key} must be a day of the years {Limits.YearMin} to {Limits.YearMax} as YYYY-MM-DD");
        return null;
    }

    /// <summary>The items of a list of mappings, each to be read as fields by the caller.</summary>
    public IEnumerable<YamlNode.Mapping> Mappings(string key, int countMax, bool required = true)
    {
        foreach (var item in Items(key, countMax, required))
        {
            if (item is YamlNode.Mapping mapping)
            {
                yield return mapping;
            }
            else
            {
                Refuse(item.Line, $"{key} holds {item.Noun} where a mapping (key: value) is expected");
            }
        }
    }

    public YamlNode.Mapping? Mapping(string key)
    {
        if (!values.TryGetValue(key, out var node))
        {
            Refuse(Line, $"{key} is missing");
            return null;
        }
        if (node is not YamlNode.Mapping mapping)
        {
            Refuse(node.Line, $"{key} is {node.Noun} where a mapping (key: value) is expected");
            return null;
        }
        return mapping;
    }

    public static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";

    public ImmutableArray<YamlNode> Items(string key, int countMax, bool required)
    {
        if (!values.TryGetValue(key, out var node))
        {
            if (required)
            {
                Refuse(Line, $"{key} is missing");
            }
            return [];
        }
        if (node is not YamlNode.Sequence sequence)
        {
            Refuse(node.Line, $"{key} is {node.Noun} where a list is expected");
            return [];
        }
        if (required && sequence.Items.Length == 0)
        {
            Refuse(node.Line, $"{key} is an empty list");
        }
        if (sequence.Items.Length > countMax)
        {
            Refuse(node.Line, $"{key} has {sequence.Items.Length} items; at most {countMax} are allowed");
            return [];
        }
        return sequence.Items;
    }

    private YamlNode.Scalar? Scalar(string key, bool required, bool mayBeEmpty = false)
    {
        if (!values.TryGetValue(key, out var node))
        {
            if (required)
            {
                Refuse(Line, $"{key} is missing");
            }
            return null;
        }
        if (node is not YamlNode.Scalar scalar)
        {
            Refuse(node.Line, $"{key} is {node.Noun} where one value is expected");
            return null;
        }
        if (scalar.IsNull)
        {
            var advice = mayBeEmpty ? "write \"\" for an empty text" : "give one, or leave the key out if it is optional";
            Refuse(node.Line, $"{key} has no value; {advice}");
            return null;
        }
        return scalar;
    }

    private int? ToInteger(YamlNode.Scalar scalar, string key, int min, int max)
    {
        var style = min < 0 ? NumberStyles.AllowLeadingSign : NumberStyles.None;
        if (scalar.Plain && int.TryParse(scalar.Value, style, CultureInfo.InvariantCulture, out var number)
            && min <= number && number <= max)
        {
            return number;
        }
        Refuse(scalar.Line, $"{key} must be a whole number from {min} to {max}, without quotes");
        return null;
    }

    private string? Tidy(YamlNode.Scalar scalar, string key, int lengthMax, bool mayBeEmpty)
    {
        var tidy = new StringBuilder(scalar.Value.Length);
        foreach (var c in Grains.Text.Name(scalar.Value))
        {
            if (!char.IsWhiteSpace(c))
            {
                tidy.Append(c);
            }
            else if (tidy.Length > 0 && tidy[^1] != ' ')
            {
                tidy.Append(' ');
            }
        }
        var text = Vietnamese.Compose(tidy.ToString().TrimEnd());
        if (Grains.Text.Fault(text, key, !mayBeEmpty, lengthMax) is { } fault)
        {
            Refuse(scalar.Line, fault.Message.TrimEnd('.'));
            return null;
        }
        return text;
    }
}
