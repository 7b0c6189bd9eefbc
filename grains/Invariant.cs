using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Hierarchy.Grains;

/// <summary>Assertions that stay on: a broken one is a bug, and the unit reloads itself from its events.</summary>
public static class Invariant
{
    public static void Holds(bool condition, string rule, [CallerArgumentExpression(nameof(condition))] string expression = "")
    {
        if (!condition)
        {
            throw new UnreachableException($"Broken: {rule} ({expression}).");
        }
    }
}
