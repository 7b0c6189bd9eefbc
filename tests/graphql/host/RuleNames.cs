using GraphQL.Validation;
using GraphQL.Validation.Errors;

namespace Hierarchy.Tests.GraphQL.Host;

/// <summary>The reference's name of the rule behind an error.</summary>
internal static class RuleNames
{
    public static string Of(ExecutionError error) => error switch
    {
        ValidationError { Number: MergeRule.Section } => "OverlappingFieldsCanBeMergedRule",
        ValidationError { Number: SubscriptionRule.Section } => "SingleFieldSubscriptionsRule",
        ValidationError { Number: SubscriptionRule.RootSection } => "KnownOperationTypesRule",
        ValidationError { Number: DocumentWalk.CycleSection } => "NoFragmentCyclesRule",
        ValidationError { Number: GraphQLServer.ExecutableSection } => "ExecutableDefinitionsRule",
        ArgumentsOfCorrectTypeError or DefaultValuesOfCorrectTypeError => "ValuesOfCorrectTypeRule",
        ProvidedNonNullArgumentsError => "ProvidedRequiredArgumentsRule",
        DirectivesInAllowedLocationsError or KnownDirectivesError => "KnownDirectivesRule",
        _ => error.GetType().Name is var name && name.EndsWith("Error", StringComparison.Ordinal) ? name[..^5] + "Rule" : error.GetType().Name,
    };
}
