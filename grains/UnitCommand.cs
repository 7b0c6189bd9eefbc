using System.Collections.Immutable;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Plans;
using Hierarchy.Grains.Units;

namespace Hierarchy.Grains;

/// <summary>What can be asked of a unit.</summary>
[GenerateSerializer, Immutable]
public abstract record UnitCommand
{
    private UnitCommand() { }

    /// <summary>Stored name of the event that it leads to, and what it is about: tells a repeated request from a reused id.</summary>
    public abstract string Subject { get; }

    [GenerateSerializer, Immutable, Alias("hierarchy.register-unit")]
    public sealed record RegisterUnit(Unit Unit) : UnitCommand
    {
        public override string Subject => "unit-registered:" + Unit.Id;
    }

    [GenerateSerializer, Immutable, Alias("hierarchy.adopt-plan")]
    public sealed record AdoptPlan(Plan Plan) : UnitCommand
    {
        public override string Subject => "plan-adopted:" + Plan.Id;
    }

    [GenerateSerializer, Immutable, Alias("hierarchy.add-task")]
    public sealed record AddTask(PlanTask Task) : UnitCommand
    {
        public override string Subject => "task-added:" + Task.Id;
    }

    [GenerateSerializer, Immutable, Alias("hierarchy.add-duty")]
    public sealed record AddDuty(Duty Duty) : UnitCommand
    {
        public override string Subject => "duty-added:" + Duty.Id;
    }

    /// <param name="ExpectedVersion">Where given, must be the obligation's version now.</param>
    [GenerateSerializer, Immutable]
    public abstract record OfObligation(string Obligation, long? ExpectedVersion) : UnitCommand;

    /// <param name="Percent">0 to 100 with at most two decimals.</param>
    /// <param name="Spent">Whole đồng spent so far; null when not reported.</param>
    [GenerateSerializer, Immutable, Alias("hierarchy.report-progress")]
    public sealed record ReportProgress(string Obligation, double Percent, string? Note, long? Spent, long? ExpectedVersion)
        : OfObligation(Obligation, ExpectedVersion)
    {
        public override string Subject => "progress-reported:" + Obligation;
    }

    /// <param name="CompletedOn">Null for today.</param>
    [GenerateSerializer, Immutable, Alias("hierarchy.submit")]
    public sealed record Submit(string Obligation, Document? Document, DateOnly? CompletedOn, long? ExpectedVersion)
        : OfObligation(Obligation, ExpectedVersion)
    {
        public override string Subject => "obligation-submitted:" + Obligation;
    }

    [GenerateSerializer, Immutable, Alias("hierarchy.accept")]
    public sealed record Accept(string Obligation, string? Note) : OfObligation(Obligation, null)
    {
        public override string Subject => "obligation-accepted:" + Obligation;
    }

    [GenerateSerializer, Immutable, Alias("hierarchy.send-back")]
    public sealed record SendBack(string Obligation, string Note) : OfObligation(Obligation, null)
    {
        public override string Subject => "obligation-sent-back:" + Obligation;
    }

    [GenerateSerializer, Immutable, Alias("hierarchy.cancel")]
    public sealed record Cancel(string Obligation, string Reason) : OfObligation(Obligation, null)
    {
        public override string Subject => "obligation-cancelled:" + Obligation;
    }

    [GenerateSerializer, Immutable, Alias("hierarchy.trigger")]
    public sealed record Trigger(string Obligation, DateOnly OccurredOn, DateOnly Due) : OfObligation(Obligation, null)
    {
        public override string Subject => "obligation-triggered:" + Obligation;
    }

    [GenerateSerializer, Immutable, Alias("hierarchy.raise-difficulty")]
    public sealed record RaiseDifficulty(string Obligation, string Text) : OfObligation(Obligation, null)
    {
        public override string Subject => "difficulty-raised:" + Obligation;
    }

    [GenerateSerializer, Immutable, Alias("hierarchy.escalate-difficulty")]
    public sealed record EscalateDifficulty(string Obligation) : OfObligation(Obligation, null)
    {
        public override string Subject => "difficulty-escalated:" + Obligation;
    }

    [GenerateSerializer, Immutable, Alias("hierarchy.resolve-difficulty")]
    public sealed record ResolveDifficulty(string Obligation, string Resolution) : OfObligation(Obligation, null)
    {
        public override string Subject => "difficulty-resolved:" + Obligation;
    }

    /// <summary>Another unit imposes obligations. What the unit has already is ignored, so that it may arrive any number of
    /// times.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.impose")]
    public sealed record Impose(string From, ImmutableArray<ObligationTerms> Obligations) : UnitCommand
    {
        public override string Subject => "obligations-imposed:" + From;
    }

    /// <summary>A difficulty has come up to this unit. Ignored when it has been received before.</summary>
    [GenerateSerializer, Immutable, Alias("hierarchy.receive-difficulty")]
    public sealed record ReceiveDifficulty(string From, string Obligation, string Title, string Text) : UnitCommand
    {
        public override string Subject => "difficulty-received:" + Obligation;
    }
}
