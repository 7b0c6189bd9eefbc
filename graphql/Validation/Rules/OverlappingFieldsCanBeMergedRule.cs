namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Fields with the same response key can be merged (section 5.3.2).</summary>
public sealed class OverlappingFieldsCanBeMergedRule : ValidationRule
{
    // Visiting a field in the linear check is about ten times cheaper than comparing a pair.
    private const int VisitsPerComparison = 10;

    private FieldConflicts? _conflicts;

    /// <inheritdoc/>
    public override void Enter(SyntaxNode node, ValidationContext context)
    {
        if (node is DocumentNode)
        {
            Start(context);
        }

        if (_conflicts is null || node is not SelectionSetNode set || context.Ancestors[^1] is InlineFragmentNode)
        {
            return;
        }

        foreach (var conflict in _conflicts.Within(context.Types.ParentType, set))
        {
            if (context.IsFull)
            {
                return;
            }

            var key = FieldConflicts.Abbreviate(conflict.ResponseKey);
            var message = $"Fields \"{key}\" conflict because {conflict.Reason}. "
                + "Use different aliases on the fields to fetch both if this was intentional.";
            context.Report(this, message, [.. conflict.First, .. conflict.Second]);
        }

        if (_conflicts.IsExhausted)
        {
            _conflicts = null;
            ReportCost(context);
        }
    }

    private void Start(ValidationContext context)
    {
        var groups = new FieldGroups(context);
        var comparisonsMax = context.Options.MergeComparisonsMax;
        switch (new FieldMergeCheck(context, groups, Math.Max(comparisonsMax, comparisonsMax * VisitsPerComparison)).Run())
        {
            case FieldMergeCheck.Verdict.Conflict:
                _conflicts = new FieldConflicts(context, groups, comparisonsMax);
                break;
            case FieldMergeCheck.Verdict.TooCostly:
                ReportCost(context);
                break;
        }
    }

    private void ReportCost(ValidationContext context) =>
        context.Report(this, ErrorCodes.MergeLimit, "Too many fields to compare for conflicts. Use fewer aliases and fragments.");
}
