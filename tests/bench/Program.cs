using System.Runtime.Versioning;
using Hierarchy.Bench;
using Hierarchy.Bench.Habits;

[assembly: UnsupportedOSPlatform("windows")]

// Each figure is a ratio of two things measured in the same run, or a distribution: RESULTS.md says how to read and repeat them.
return args switch
{
    ["mutations"] => await MutationRate.RunAsync(),
    ["mutations", var other] => await MutationTurns.CompareAsync(other, rounds: 10),
    // Started by the one above, here and for the other commit.
    ["mutation-turns"] => await MutationTurns.ServeAsync(),
    ["freshness"] => await Freshness.RunAsync(),
    ["queries"] => await QueryRate.RunAsync(),
    ["activation"] => await Activation.RunAsync(),
    ["engine"] => await EngineRate.RunAsync(),
    // Started by the one above, each in its own process.
    ["engine-server"] => await EngineServer.RunAsync(null),
    ["bytes-server", var file] => await EngineServer.RunAsync(file),
    ["cluster", .. var others] => await ClusterRate.RunAsync(others),
    // Compared with the one above, in its own process.
    ["habits-server", var connection] => await HabitsServer.RunAsync(connection),
    ["rights"] => await RightsRate.RunAsync(),
    ["readable"] => await ReadableLists.RunAsync(),
    ["past"] => await PastDays.RunAsync(),
    ["restated"] => await RestatedRate.RunAsync(),
    ["country"] => await Reorganising.RunAsync(),
    ["plans"] => await LivingPlan.RunAsync(),
    ["reports"] => await Reporting.RunAsync(),
    ["subscribers"] => await Subscribers.RunAsync(),
    ["subscribers", "serve"] => await Subscribers.ServeAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        "dotnet run -c Release --project tests/bench -- mutations [OTHER.dll] | freshness | queries | activation | engine | cluster [OTHER.dll] "
        + "| rights | readable | past | restated | country | plans | reports | subscribers");
    return 2;
}
