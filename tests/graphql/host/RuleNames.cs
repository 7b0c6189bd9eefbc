using GraphQL;
using GraphQL.Validation.Errors;
using Hierarchy.Api.GraphQL;

namespace Hierarchy.GraphQL.ConformanceHost;

/// <summary>The reference's name of the rule that an error comes from.</summary>
internal static class RuleNames
{
    public static string Of(ExecutionError error) => error switch
    {
        MergeError => "OverlappingFieldsCanBeMergedRule",
        SubscriptionError => "SingleFieldSubscriptionsRule",
        RootError => "KnownOperationTypesRule",
        CycleError => "NoFragmentCyclesRule",
        NotExecutableError => "ExecutableDefinitionsRule",
        ArgumentsOfCorrectTypeError or DefaultValuesOfCorrectTypeError => "ValuesOfCorrectTypeRule",
        ProvidedNonNullArgumentsError => "ProvidedRequiredArgumentsRule",
        DirectivesInAllowedLocationsError or KnownDirectivesError => "KnownDirectivesRule",
        _ => error.GetType().Name is var name && name.EndsWith("Error", StringComparison.Ordinal) ? name[..^5] + "Rule" : error.GetType().Name,
    };
}
