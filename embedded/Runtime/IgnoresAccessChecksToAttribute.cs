namespace System.Runtime.CompilerServices;

/// <summary>Known to the runtime by its name: emitted references may use the internal types of the named assembly.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
{
    public string AssemblyName { get; } = assemblyName;
}
