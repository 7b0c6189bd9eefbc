namespace Hierarchy.GraphQL.Validation;

/// <summary>One rule of section 5, or of the type system's text. An instance holds the state of one validation and is not shared.</summary>
public abstract class ValidationRule
{
    /// <summary>The rule's name as errors carry it: the class name.</summary>
    public string Name => GetType().Name;

    /// <summary>Called for each node before its children, in document order.</summary>
    public virtual void Enter(SyntaxNode node, ValidationContext context)
    {
    }

    /// <summary>Called for each node after its children.</summary>
    public virtual void Leave(SyntaxNode node, ValidationContext context)
    {
    }
}
