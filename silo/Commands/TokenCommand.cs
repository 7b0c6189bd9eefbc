using System.CommandLine;
using Hierarchy.Api.Access;

namespace Hierarchy.Silo.Commands;

internal static class TokenCommand
{
    public static ServerCommand Create()
    {
        var person = new Argument<string>("PERSON") { Description = "The id of the person who answers for the token's use." };
        var until = new Option<string?>("--until")
        {
            Description = string.Create(
                CultureInfo.InvariantCulture, $"The token's last day, such as {PeopleOperations.DayFormat}; default: {ServiceTokens.DaysUsual} days from now."),
            HelpName = "DAY",
        };
        var revoke = new Option<bool>("--revoke") { Description = "Ends all tokens of the person instead of making one." };
        return new("token", "Prints a new access token of a person and nothing else; also while the system serves, and before its first start.", "DATA", "TOOLS", "DB")
        {
            AnswersAlone = true,
            Takes = person,
            Can = [until, revoke],
            Run = (result, scope) =>
            {
                var (id, day) = (result.GetRequiredValue(person), result.GetValue(until));
                return result.GetValue(revoke)
                    ? ExistingSystem.AnswerAsync(
                        scope, "revoke", [("person", id)], (node, print) => PeopleOperations.RevokeTokensAsync(node, id, print, scope.Stop))
                    : ExistingSystem.AnswerAsync(
                        scope, "token", [("person", id), ("until", day)],
                        (node, print) => PeopleOperations.MakeTokenAsync(node, id, day, print, scope.Stop));
            },
        };
    }
}
