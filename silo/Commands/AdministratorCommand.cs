using System.CommandLine;

namespace Hierarchy.Silo.Commands;

internal static class AdministratorCommand
{
    public static ServerCommand Create()
    {
        var person = new Argument<string>("PERSON") { Description = "The person's id: 1 to 100 of a-z A-Z 0-9 - _ .; an existing person is changed." };
        var name = new Argument<string?>("NAME") { Description = "The person's name, as shown; leave it out with --end.", Arity = ArgumentArity.ZeroOrOne };
        var end = new Option<bool>("--end") { Description = "Ends an administrator that an operator made; grants of units stay." };
        var subject = new Option<string?>("--subject") { Description = "The person's subject (sub) at the identity provider.", HelpName = "SUB" };
        var email = new Option<string?>("--email") { Description = "The verified address by which the first sign-in finds the person.", HelpName = "ADDRESS" };
        return new(
            "administrator", "Makes a person an administrator of everything, or ends that; also while the system serves, and before its first start.",
            "DATA", "TOOLS", "DB")
        {
            AnswersAlone = true,
            Takes = person,
            TakesToo = name,
            Can = [subject, email, end],
            Run = (result, scope) =>
            {
                var (id, shown) = (result.GetRequiredValue(person), result.GetValue(name));
                if (result.GetValue(end))
                {
                    return ExistingSystem.AnswerAsync(
                        scope, "end-administrator", [("person", id)],
                        (node, print) => PeopleOperations.EndAdministratorAsync(node, id, print, scope.Stop));
                }
                if (shown is null)
                {
                    throw new StartupProblem("Give the administrator's name: ./run administrator PERSON NAME.", ExitCode.Configuration);
                }
                var (sub, address) = (result.GetValue(subject), result.GetValue(email));
                return ExistingSystem.AnswerAsync(
                    scope, "administrator", [("person", id), ("name", shown), ("email", address), ("subject", sub)],
                    (node, print) => PeopleOperations.MakeAdministratorAsync(node, id, shown, address, sub, print, scope.Stop));
            },
        };
    }
}
