namespace Hierarchy.Grains.Obligations;

/// <summary>The first state of an obligation, and rules that several commands share. Each command has a file of its own.</summary>
public static class ObligationRules
{
    public static Obligation Imposed(string unit, ObligationTerms terms, DateTimeOffset at) => new(
        terms, unit, terms.Waits ? ObligationStatus.Waiting : ObligationStatus.NotStarted, 0, 0, terms.Due, null, null, null, null, 0, false, 1, at);

    /// <summary>What a plan's amendment makes of an obligation that is not done, except for version and time.</summary>
    public static Obligation Amended(Obligation o, AmendedTerms change, Document document, StoredEvent stored)
    {
        var reason = $"Theo văn bản số {document.Number} ngày {document.IssuedOn:dd/MM/yyyy}";
        var terms = change.After with { EffectiveOn = o.Terms.EffectiveOn, Period = o.Terms.Period };
        if (change.Ends && o.Status != ObligationStatus.Cancelled)
        {
            o = o with { Status = ObligationStatus.Cancelled, Note = reason, Before = new Standing(o.Status, o.Note) };
        }
        else if (!change.Ends && change.Before is null && o.Status == ObligationStatus.Cancelled)
        {
            // The unit leads the line again.
            var before = BeforeCancelling(o);
            o = o with { Status = before.Status, Note = before.Note, Before = null };
        }
        var moves = (terms.Due, terms.Waits) != (o.Terms.Due, o.Terms.Waits);
        return moves ? Rescheduled(o, terms, reason, document, stored) : o with { Terms = terms };
    }

    private static Obligation Rescheduled(Obligation o, ObligationTerms terms, string reason, Document document, StoredEvent stored)
    {
        var moved = o with { Terms = terms, Due = terms.Due, Status = Standing(o.Status, terms) };
        if (o.Status == ObligationStatus.Cancelled)
        {
            moved = moved with { Before = BeforeCancelling(o) is var before ? before with { Status = Standing(before.Status, terms) } : null };
        }
        else if (terms.Due is { } due && due != o.Due)
        {
            moved = moved with
            {
                DueChanges = new DueChanges([.. o.DueChanges?.All ?? [], new DueChange(o.Due, due, reason, document, stored.At, stored.Actor)]),
            };
        }
        return moved.OriginalDue == o.OriginalDue ? moved : moved with { FirstDue = o.OriginalDue };
    }

    // Work that has begun continues, even if the new terms wait for an event.
    private static ObligationStatus Standing(ObligationStatus status, ObligationTerms terms) => status switch
    {
        ObligationStatus.Waiting when !terms.Waits => ObligationStatus.NotStarted,
        ObligationStatus.NotStarted when terms.Waits => ObligationStatus.Waiting,
        _ => status,
    };

    /// <summary>The state of an obligation before its cancellation. Derived from its other fields where an earlier version did not store
    /// it.</summary>
    internal static Standing BeforeCancelling(Obligation o) => o.Before ?? new Standing(
        o.CompletedOn is not null ? ObligationStatus.Submitted
        : o.Terms.Waits && o.Due is null ? ObligationStatus.Waiting
        : o.Percent > 0 || o.Reported ? ObligationStatus.InProgress
        : ObligationStatus.NotStarted,
        Note: null);

    /// <summary>Null when the obligation can have been completed on that day, or no day is given.</summary>
    internal static Refusal? FaultOfCompletion(Obligation o, DateOnly? completedOn, DateOnly today)
    {
        // A plan may be adopted for years to come, and its work may begin today.
        var from = o.Terms.CompletableFrom < today ? o.Terms.CompletableFrom : today;
        return completedOn < from || completedOn > today
            ? Refusal.Invalid(
                $"completedOn lies in {from:yyyy-MM-dd}..{today:yyyy-MM-dd}: from the adoption of the plan to today.", "completedOn")
            : null;
    }
}
