using System.Runtime.CompilerServices;
using Xunit.v3;

namespace Hierarchy.Tests.System;

/// <summary>A fact that only ./test --long runs: it has the trait <c>Length=long</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : FactAttribute(file, line), ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Length", "long")];
}
