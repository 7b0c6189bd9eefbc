using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Plans;

namespace Hierarchy.Grains;

/// <summary>
/// What makes a message of another unit storable. Wider than what a caller may ask for: it may carry what earlier versions have accepted,
/// but nothing that no store can hold.
/// </summary>
internal static class MessageRules
{
    /// <summary>Characters of an obligation's id: a unit, a line and an occurrence.</summary>
    private const int ObligationIdMax = Limits.IdMax + OwnedId.LengthMax + 20;

    /// <summary>A line's title, and the occurrence behind it.</summary>
    private const int TitleMax = Limits.TextMax + 100;

    public static Refusal? Fault(UnitCommand.Impose message)
    {
        if (message.Obligations.IsDefault || message.Obligations.Length > Schedule.OccurrencesMax)
        {
            return Refusal.Invalid($"A message imposes at most {Schedule.OccurrencesMax} obligations.", "obligations");
        }
        if (Text.Fault(message.From, "from", required: true, Limits.IdMax) is { } fault)
        {
            return fault;
        }
        for (var i = 0; i < message.Obligations.Length; i++)
        {
            if (Fault(message.Obligations[i], $"obligations[{i}]") is { } found)
            {
                return found;
            }
        }
        return null;
    }

    public static Refusal? Fault(UnitCommand.ReceiveDifficulty message) =>
        Text.Fault(message.From, "from", required: true, Limits.IdMax)
        ?? Text.Fault(message.Obligation, "obligation", required: true, ObligationIdMax)
        ?? Text.Fault(message.Title, "title", required: true, TitleMax)
        ?? Text.Fault(message.Text, "text", required: true);

    private static Refusal? Fault(ObligationTerms terms, string place) =>
        Text.Fault(terms.Id, place + ".id", required: true, ObligationIdMax)
        ?? Text.Fault(terms.Plan, place + ".plan", required: true, OwnedId.LengthMax)
        ?? Text.Fault(terms.PlanOwner, place + ".planOwner", required: true, Limits.IdMax)
        ?? Text.Fault(terms.Source, place + ".source", required: true, OwnedId.LengthMax)
        ?? Text.Fault(terms.Area, place + ".area", required: false, Limits.IdMax)
        ?? Text.Fault(terms.Title, place + ".title", required: true, TitleMax)
        ?? Limits.FaultOfWord<ObligationKind>(terms.Kind, place + ".kind")
        ?? Limits.FaultOfWord<ReformArea>(terms.Reform, place + ".reform")
        ?? Limits.FaultOfDay(terms.Due, place + ".due")
        ?? FaultOfNumbers(terms, place);

    private static Refusal? FaultOfNumbers(ObligationTerms terms, string place) =>
        terms.StartYear is < Limits.YearMin or > Limits.YearMax || terms.EndYear is < Limits.YearMin or > Limits.YearMax
        || terms.EndYear < terms.StartYear || terms.EndYear - terms.StartYear >= Limits.PlanYearsMax
            ? Refusal.Invalid($"The years lie in {Limits.YearMin}..{Limits.YearMax}, at most {Limits.PlanYearsMax} of them.", place + ".startYear")
        : terms.Weight is <= 0 or > Limits.WeightMax
            ? Refusal.Invalid($"weight lies in 1..{Limits.WeightMax} thousandths.", place + ".weight")
        : terms.Planned is < 0 or > Limits.MoneyMax
            ? Refusal.Invalid($"planned lies in 0..{Limits.MoneyMax} đồng.", place + ".planned")
        : null;
}
