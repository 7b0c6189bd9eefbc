using System.CommandLine;
using System.CommandLine.Help;

namespace Hierarchy.Silo.Commands;

/// <summary>All commands of the program.</summary>
internal static class CommandTree
{
    public static RootCommand Create()
    {
        var serve = ServeCommand.Create();
        // Without a command it serves, with the options of <c>serve</c>.
        var root = new RootCommand(
            "Keeps the plans of Vietnam's administration where they are owed, and serves them: GraphQL and the dashboard. "
            + "Without a command, serves. From a checkout: ./run [command].")
        {
            serve,
            DemoCommand.Create(),
            NodeCommand.Create(),
            ProxyCommand.Create(),
            ClusterCommand.Create(),
            HealthCommand.Create(),
            VerifyCommand.Create(),
            LoadCommand.Create(),
            AdministratorCommand.Create(),
            TokenCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
            InstallPostgresCommand.Create(),
        };
        foreach (var option in serve.Options)
        {
            root.Add(option);
        }
        root.Action = serve.Action;
        root.Directives.Clear();
        foreach (var option in root.Options)
        {
            (option.Description, option.Action) = option switch
            {
                HelpOption => ("Shows what a command does, with its arguments and options.", new HelpPage(serve)),
                VersionOption => ("Shows the version of the program.", option.Action),
                _ => (option.Description, option.Action),
            };
        }
        return root;
    }
}
