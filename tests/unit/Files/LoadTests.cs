using System.Text;
using Hierarchy.Grains;
using Hierarchy.Grains.Units;
using Hierarchy.Store;
using Hierarchy.UnitTests.Support;

namespace Hierarchy.Tests.Unit.Files;

/// <summary>A file is loaded into units: its plan is its owner's, whoever has used the id before.</summary>
public sealed class LoadTests
{
    private const string File = """
        plan:
          id: p
          owner: tn
          title: Kế hoạch năm 2018
          startYear: 2018
          endYear: 2018
        areas:
          - {id: I, name: Thể chế, reform: INSTITUTIONS}
        tasks:
          - code: I.1
            area: I
            title: Rà soát
            leads:
              - {unit: tn, label: UBND tỉnh}
            schedule: {text: "Năm 2018", kind: YEAR, startYear: 2018}
        """;

    [Fact]
    public async Task A_plan_whose_id_another_has_used_is_loaded_all_the_same_and_known_again()
    {
        await using var host = await GrainHost.StartAsync(new MemoryDatabase());
        await RegisterAsync(host, Given.Ministry, UnitKind.Ministry, null);
        await RegisterAsync(host, Given.Province, UnitKind.Province, Given.Ministry);
        await RegisterAsync(host, "hy", UnitKind.Province, Given.Ministry);
        await host.DoAsync("hy", new UnitCommand.AdoptPlan(Given.Plan(owner: "hy")));
        await host.DoAsync("hy", new UnitCommand.AddTask(Given.Task("p/I.1", leads: Given.Lead("hy"))));
        using var file = new TemporaryFile("p.yaml", Encoding.UTF8.GetBytes(File));

        for (var time = 0; time < 2; time++)
        {
            await host.Loader.LoadFileAsync(file.Path, TestContext.Current.CancellationToken);

            var plan = Assert.Single((await host.Unit(Given.Province).ReadPlansAsync()).Plans);
            Assert.Equal("tn:p", plan.Id);
            var contents = Assert.Single((await host.Unit(Given.Province).ReadContentsAsync(["tn:p"])).Plans);
            Assert.Equal("tn:p/I.1", Assert.Single(contents.Tasks).Id);
            // Registered, adopted, added and imposed: nothing was done twice.
            Assert.Equal(4, (await host.Unit(Given.Province).ReadRollupAsync()).Seq);
        }
    }

    private static Task RegisterAsync(GrainHost host, string id, UnitKind kind, string? parent) =>
        host.DoAsync(id, new UnitCommand.RegisterUnit(Given.Unit(id, kind, parent)));
}
