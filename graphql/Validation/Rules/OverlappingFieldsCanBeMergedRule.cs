namespace Hierarchy.GraphQL.Validation.Rules;

/// <summary>Fields with the same response key can be merged (section 5.3.2).</summary>
internal sealed class OverlappingFieldsCanBeMergedRule : ValidationRule {
    // Visiting a field in the linear check is about ten times cheaper than comparing a pair.
    private const int VisitsPerComparison = 10;

    private FieldSets _sets = null!;
    private FieldConflicts? _conflicts;

    public override void Enter(SyntaxNode node) {
        if (node is DocumentNode document) Start(document);
        if (_conflicts is null || node is not SelectionSetNode set || Context.Ancestors[^1] is InlineFragmentNode) return;
        foreach (var conflict in _conflicts.Within(_sets.Of(Context.Types.ParentType, set))) {
            if (Context.IsFull) return;
            var message = $"Fields \"{FieldConflicts.Abbreviate(conflict.ResponseKey)}\" conflict because {conflict.Reason}. "
                + "Use different aliases on the fields to fetch both if this was intentional.";
            Report(message, [.. conflict.First, .. conflict.Second]);
        }

        if (!_conflicts.IsExhausted) return;
        _conflicts = null;
        ReportCost();
    }

    private void Start(DocumentNode document) {
        _sets = new FieldSets(Context);
        var comparisonsMax = Context.Options.MergeComparisonsMax;
        var visitsMax = Math.Max(comparisonsMax, comparisonsMax * VisitsPerComparison);
        var verdict = new FieldMergeCheck(_sets, visitsMax).Run(document, Context.Schema);
        if (verdict == MergeVerdict.TooCostly) ReportCost();
        if (verdict == MergeVerdict.Conflict) _conflicts = new FieldConflicts(_sets, comparisonsMax);
    }

    private void ReportCost() => Report(
        ErrorCodes.MergeLimit, "Too many fields to compare for conflicts. Use fewer aliases and fragments.", []);
}
