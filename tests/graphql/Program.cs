using Hierarchy.Tests.GraphQL.Host;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Hierarchy.Tests.GraphQL;

/// <summary>Runs the tests like xunit's generated program or, on request, the conformance host.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args switch
    {
        [ConformanceHost.Command] => ConformanceHost.RunAsync(),
        _ when args.Any(arg => arg is "-automated" or "@@") => ConsoleRunner.Run(args),
        _ => TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    };
}
