namespace Hierarchy.Hosting;

/// <summary>
/// Marks a property that an operator may set: as HIERARCHY_NAME in the environment, as "name" in hierarchy.json, or as --name on the
/// command line. docs/OPERATING.md lists all of them, which a test holds against these.
/// </summary>
/// <param name="name">Without the prefix, for instance SILO_PORT.</param>
/// <param name="meaning">For whoever operates the system.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(string name, string meaning) : Attribute
{
    public const string Prefix = "HIERARCHY_";

    public string Name => name;

    /// <summary>The name in the environment, by which messages call it too.</summary>
    public string Variable => Prefix + name;

    /// <summary>The name on the command line.</summary>
    public string Option => "--" + name.ToLowerInvariant().Replace('_', '-');

    /// <summary>What may be a secret is no option: every user of a machine can read its command lines.</summary>
    public bool IsSecret { get; init; }

    public string Meaning => meaning;

    /// <summary>What the value is: a port, a folder, a number of something.</summary>
    public string Unit { get; init; } = "text";

    /// <summary>The least that a number may be.</summary>
    public int Min { get; init; }

    /// <summary>The most that a number may be.</summary>
    public int Max { get; init; }

    /// <summary>The default in words, where it is no value.</summary>
    public string? Usual { get; init; }
}
