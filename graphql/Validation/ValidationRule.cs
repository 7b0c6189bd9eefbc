namespace Hierarchy.GraphQL.Validation;

/// <summary>One rule of section 5, or of the type system's text. An instance holds the state of one validation and is not shared.</summary>
public abstract class ValidationRule {
    /// <summary>The rule's name as errors carry it: the class name.</summary>
    public string Name => GetType().Name;

    /// <summary>The validation that the rule takes part in; set before the first node.</summary>
    protected internal ValidationContext Context { get; internal set; } = null!;

    /// <summary>Called for each node before its children, in document order.</summary>
    public virtual void Enter(SyntaxNode node) { }

    /// <summary>Called for each node after its children.</summary>
    public virtual void Leave(SyntaxNode node) { }

    /// <summary>Reports a violation at the starts of some nodes.</summary>
    protected void Report(string message, params ReadOnlySpan<SyntaxNode> nodes) => Context.Add(this, null, message, nodes);

    /// <summary>Reports a violation with a code of its own.</summary>
    protected void Report(string code, string message, params ReadOnlySpan<SyntaxNode> nodes) => Context.Add(this, code, message, nodes);
}

/// <summary>A rule about one kind of node.</summary>
public abstract class ValidationRule<T> : ValidationRule where T : SyntaxNode {
    /// <inheritdoc/>
    public override void Enter(SyntaxNode node) {
        if (node is T typed) Visit(typed);
    }

    /// <summary>Called for each node of the kind before its children.</summary>
    protected abstract void Visit(T node);
}

/// <summary>A rule that names are different.</summary>
internal abstract class UniqueNamesRule<T> : ValidationRule<T> where T : SyntaxNode {
    private readonly Dictionary<string, SyntaxNode> _seen = [];

    /// <summary>The first of each name is remembered, another is reported together with it; a name that exists already, alone.</summary>
    protected void Check(string name, SyntaxNode at, string repeated, object? existing = null, string exists = "") {
        if (existing is not null) Report(exists, at);
        else if (!_seen.TryAdd(name, at)) Report(repeated, _seen[name], at);
    }

    /// <summary>Of names that are seen all at once, all those that are the same are reported together.</summary>
    protected void CheckAll(IEnumerable<NameNode> names, Func<string, string> repeated) {
        foreach (var group in names.GroupBy(name => name.Value).Where(group => group.Count() > 1))
            Report(repeated(group.Key), [.. group]);
    }
}
