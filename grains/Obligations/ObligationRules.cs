using Hierarchy.Grains.Events;
using Hierarchy.Grains.Units;

namespace Hierarchy.Grains.Obligations;

/// <summary>The rules of one obligation: what may be done to it in which state, and what it is afterwards. Pure.</summary>
public static class ObligationRules
{
    public static Obligation Imposed(string unit, ObligationTerms terms, DateTimeOffset at) => new(
        terms, unit, terms.Waits ? ObligationStatus.Waiting : ObligationStatus.NotStarted, 0, 0, terms.Due, null, null, null, null, 0, false, 1, at);

    /// <param name="above">The units above the one that owes it, nearest first.</param>
    /// <param name="spent">What the unit has spent on all that it owes, and what it may.</param>
    public static Decision Decide(
        Obligation o, UnitCommand.OfObligation command, DateOnly today, IReadOnlyList<Unit> above, (Int128 Now, long Max) spent)
    {
        if (command.ExpectedVersion is { } expected && expected != o.Version)
        {
            return Refusal.Conflict($"The obligation has version {o.Version}, not {expected}: read it again.", "expectedVersion");
        }
        return command switch
        {
            UnitCommand.ReportProgress c => Report(o, c, spent),
            UnitCommand.Submit c => Submit(o, c, today),
            UnitCommand.Accept c => o.Status == ObligationStatus.Submitted
                ? Checked(c.Note, "note", required: false) ?? (Decision)new UnitEvent.Accepted(o.Id, c.Note)
                : WrongStatus(o, "accepted", "SUBMITTED"),
            UnitCommand.SendBack c => o.Status == ObligationStatus.Submitted
                ? Checked(c.Note, "note", required: true) ?? (Decision)new UnitEvent.SentBack(o.Id, c.Note)
                : WrongStatus(o, "sent back", "SUBMITTED"),
            UnitCommand.Cancel c => o.Status is not (ObligationStatus.Done or ObligationStatus.Cancelled)
                ? Checked(c.Reason, "reason", required: true) ?? (Decision)new UnitEvent.Cancelled(o.Id, c.Reason)
                : WrongStatus(o, "cancelled", "neither DONE nor CANCELLED"),
            UnitCommand.Trigger c => Trigger(o, c, today),
            UnitCommand.RaiseDifficulty c => Raise(o, c, above),
            UnitCommand.EscalateDifficulty => Escalate(o, above),
            UnitCommand.ResolveDifficulty c => o.HasOpenDifficulty
                ? Checked(c.Resolution, "resolution", required: true) ?? (Decision)new UnitEvent.DifficultyResolved(o.Id, c.Resolution)
                : NoDifficulty(),
            _ => throw new InvalidOperationException($"{command.GetType()} is no command of an obligation."),
        };
    }

    public static Obligation Apply(Obligation o, UnitEvent.OfObligation happened, DateTimeOffset at)
    {
        var next = happened switch
        {
            UnitEvent.ProgressReported e => o with
            {
                Status = e.Percent == 0 && o.Status == ObligationStatus.NotStarted ? o.Status : ObligationStatus.InProgress,
                Percent = e.Percent,
                PercentReported = e.Percent,
                Note = e.Note ?? o.Note,
                Spent = e.Spent ?? o.Spent,
                Reported = true,
            },
            UnitEvent.Submitted e => o with
            {
                Status = ObligationStatus.Submitted,
                Percent = Obligation.PercentMax,
                CompletedOn = e.CompletedOn,
                Document = e.Document ?? o.Document,
                Reported = true,
            },
            UnitEvent.Accepted e => o with { Status = ObligationStatus.Done, Note = e.Note ?? o.Note },
            UnitEvent.SentBack e => o with
            {
                Status = ObligationStatus.InProgress,
                Percent = o.PercentReported,
                CompletedOn = null,
                Note = e.Note,
            },
            UnitEvent.Cancelled e => o with { Status = ObligationStatus.Cancelled, Note = e.Reason },
            UnitEvent.Triggered e => o with { Status = ObligationStatus.NotStarted, Due = e.Due },
            UnitEvent.DifficultyRaised e => o with { Difficulty = new Difficulty(e.Text, at, e.RaisedTo, null, null) },
            UnitEvent.DifficultyEscalated e => o with { Difficulty = o.Difficulty! with { RaisedTo = e.RaisedTo } },
            UnitEvent.DifficultyResolved e => o with { Difficulty = o.Difficulty! with { ResolvedAt = at, Resolution = e.Resolution } },
            _ => throw new InvalidOperationException($"{happened.GetType()} does not happen to an obligation."),
        };
        return next with { Version = o.Version + 1, UpdatedAt = at };
    }

    private static Decision Report(Obligation o, UnitCommand.ReportProgress c, (Int128 Now, long Max) spent)
    {
        if (o.Status is not (ObligationStatus.NotStarted or ObligationStatus.InProgress))
        {
            return WrongStatus(o, "reported on", "NOT_STARTED or IN_PROGRESS");
        }
        if (!(c.Percent is >= 0 and <= 100))
        {
            return Refusal.Invalid("percent must lie in 0..100.", "percent");
        }
        var hundredths = Math.Round(c.Percent * 100);
        if (Math.Abs(hundredths - c.Percent * 100) > 1e-6)
        {
            return Refusal.Invalid("percent has at most two decimals.", "percent");
        }
        if (c.Spent is < 0 or > Limits.MoneyMax)
        {
            return Refusal.Invalid($"spent is the money spent so far, 0..{Limits.MoneyMax} đồng.", "spent");
        }
        // Less than before is always accepted: earlier versions stored more than is accepted now.
        if (c.Spent > o.Spent && spent.Now - o.Spent + c.Spent > spent.Max)
        {
            return Refusal.Invalid($"A unit of this kind spends at most {spent.Max} đồng on all that it owes.", "spent");
        }
        return Checked(c.Note, "note", required: false) ?? (Decision)new UnitEvent.ProgressReported(o.Id, (int)hundredths, c.Note, c.Spent);
    }

    private static Decision Submit(Obligation o, UnitCommand.Submit c, DateOnly today)
    {
        if (o.Status is not (ObligationStatus.NotStarted or ObligationStatus.InProgress))
        {
            return WrongStatus(o, "submitted", "NOT_STARTED or IN_PROGRESS");
        }
        // A plan may be adopted for years to come, and its work begun today.
        var from = o.Terms.CompletableFrom < today ? o.Terms.CompletableFrom : today;
        if (c.CompletedOn < from || c.CompletedOn > today)
        {
            return Refusal.Invalid(
                $"completedOn lies in {from:yyyy-MM-dd}..{today:yyyy-MM-dd}: from the adoption of the plan to today.", "completedOn");
        }
        if (c.Document is { } document)
        {
            if (document.IssuedOn > today)
            {
                return Refusal.Invalid($"issuedOn lies in the future; today is {today:yyyy-MM-dd}.", "document.issuedOn");
            }
            var fault = Limits.FaultOfDay(document.IssuedOn, "document.issuedOn")
                ?? Checked(document.Number, "document.number", required: true, Limits.NameMax)
                ?? Checked(document.Title, "document.title", required: false)
                ?? Checked(document.Uri, "document.uri", required: false);
            if (fault is not null)
            {
                return fault;
            }
        }
        return new UnitEvent.Submitted(o.Id, c.CompletedOn ?? today, c.Document);
    }

    private static Decision Trigger(Obligation o, UnitCommand.Trigger c, DateOnly today)
    {
        if (o.Status != ObligationStatus.Waiting)
        {
            return WrongStatus(o, "triggered", "WAITING");
        }
        if (c.OccurredOn > today)
        {
            return Refusal.Invalid($"occurredOn lies in the future; today is {today:yyyy-MM-dd}.", "occurredOn");
        }
        if ((Limits.FaultOfDay(c.OccurredOn, "occurredOn") ?? Limits.FaultOfDay(c.Due, "due")) is { } fault)
        {
            return fault;
        }
        return c.Due < c.OccurredOn
            ? Refusal.Invalid("due must not lie before occurredOn.", "due")
            : new UnitEvent.Triggered(o.Id, c.OccurredOn, c.Due);
    }

    private static Decision Raise(Obligation o, UnitCommand.RaiseDifficulty c, IReadOnlyList<Unit> above)
    {
        if (o.Status is ObligationStatus.Done or ObligationStatus.Cancelled)
        {
            return WrongStatus(o, "the subject of a difficulty", "neither DONE nor CANCELLED");
        }
        if (o.HasOpenDifficulty)
        {
            return Refusal.Conflict("A difficulty is open already: escalate or resolve it first.");
        }
        if (above.Count == 0)
        {
            return Refusal.Conflict("There is no unit above to raise it to.");
        }
        return Checked(c.Text, "text", required: true) ?? (Decision)new UnitEvent.DifficultyRaised(o.Id, c.Text, above[0].Id);
    }

    private static Decision Escalate(Obligation o, IReadOnlyList<Unit> above)
    {
        if (!o.HasOpenDifficulty)
        {
            return NoDifficulty();
        }
        var next = above.SkipWhile(unit => unit.Id != o.Difficulty!.RaisedTo).Skip(1).FirstOrDefault();
        return next is null
            ? Refusal.Conflict("The difficulty is at the top already: there is no unit further up.")
            : new UnitEvent.DifficultyEscalated(o.Id, next.Id);
    }

    private static Decision NoDifficulty() => Refusal.Conflict("The obligation has no unresolved difficulty.");

    private static Decision WrongStatus(Obligation o, string action, string right) =>
        Refusal.Conflict($"The obligation is {Text.Constant(o.Status)}; only one that is {right} can be {action}.");

    private static Refusal? Checked(string? text, string field, bool required, int max = Limits.TextMax) => Text.Fault(text, field, required, max);
}
