namespace Hierarchy.Hosting;

/// <summary>Marks a property that an operator may set: as HIERARCHY_NAME in the environment, as "name" in hierarchy.json, or as --name on
/// the command line. docs/OPERATING.md lists all of them, which a test verifies.</summary>
/// <param name="name">Name without the prefix, for instance SILO_PORT.</param>
/// <param name="meaning">Explanation for operators.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(string name, string meaning) : Attribute
{
    public const string Prefix = "HIERARCHY_";

    public string Name => name;

    /// <summary>The name in the environment, also used in messages.</summary>
    public string Variable => Prefix + name;

    /// <summary>The name on the command line.</summary>
    public string Option => "--" + name.ToLowerInvariant().Replace('_', '-');

    /// <summary>Whether the value may be secret. Secrets are not options, since every user of a machine can read command lines.</summary>
    public bool IsSecret { get; init; }

    public string Meaning => meaning;

    /// <summary>The kind of value: a port, a folder, a number of something.</summary>
    public string Unit { get; init; } = "text";

    /// <summary>Smallest allowed number.</summary>
    public int Min { get; init; }

    /// <summary>Largest allowed number.</summary>
    public int Max { get; init; }

    /// <summary>The default in words, if it is not a value.</summary>
    public string? Usual { get; init; }
}
