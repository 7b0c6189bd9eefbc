using System.Text;
using Hierarchy.Grains;
using Hierarchy.Grains.Obligations;
using Hierarchy.Grains.Units;
using Hierarchy.Loading;
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
            await host.Loader.LoadFileAsync(file.Path, amend: null, TestContext.Current.CancellationToken);

            var plan = Assert.Single((await host.Unit(Given.Province).ReadPlansAsync()).Plans);
            Assert.Equal("tn:p", plan.Id);
            var contents = Assert.Single((await host.Unit(Given.Province).ReadContentsAsync(["tn:p"])).Plans);
            Assert.Equal("tn:p/I.1", Assert.Single(contents.Tasks).Id);
            // Registered, adopted, added and imposed: nothing was done twice.
            Assert.Equal(4, (await host.Unit(Given.Province).ReadRollupAsync()).Seq);
        }
    }

    [Fact]
    public async Task A_corrected_plan_is_refused_with_what_differs_and_made_by_the_amending_document()
    {
        await using var host = await GrainHost.StartAsync(new MemoryDatabase());
        await RegisterAsync(host, Given.Ministry, UnitKind.Ministry, null);
        await RegisterAsync(host, Given.Province, UnitKind.Province, Given.Ministry);
        using var file = new TemporaryFile("p.yaml", Encoding.UTF8.GetBytes(File));
        using var corrected = new TemporaryFile("p.yaml", Encoding.UTF8.GetBytes(File.Replace("Rà soát", "Rà soát lại").Replace("năm 2018\n", "2018\n")
            .Replace("kind: YEAR, startYear: 2018", "kind: QUARTERS, quarters: [2], startYear: 2018")));
        var document = new Document("700/QĐ-UBND", Given.Today, null, null);
        await host.Loader.LoadFileAsync(file.Path, amend: null, TestContext.Current.CancellationToken);

        var refused = await Assert.ThrowsAsync<LoadRefusedException>(
            () => host.Loader.LoadFileAsync(corrected.Path, amend: null, TestContext.Current.CancellationToken));
        Assert.Equal(
            [
                "p.yaml: differs from version 1 of the plan 'p', and nothing was changed. A document that changes the plan so is named with --amend \"NUMBER YYYY-MM-DD\"",
                "p.yaml: title is 'Kế hoạch năm 2018', and 'Kế hoạch 2018' in the file",
                "p.yaml:10: I.1: title is 'Rà soát', and 'Rà soát lại' in the file",
                "p.yaml:10: I.1: schedule is 'Năm 2018' (due 2018-12-31, 1 times), and 'Năm 2018' (due 2018-06-30, 1 times) in the file",
            ],
            refused.Errors.Select(error => error.ToString()));
        Assert.Equal(1, (await PlanAsync(host)).Plan.Version);

        for (var time = 0; time < 2; time++)
        {
            await host.Loader.LoadFileAsync(corrected.Path, document, TestContext.Current.CancellationToken);
            var contents = await PlanAsync(host);
            Assert.Equal((2, "Kế hoạch 2018", "Rà soát lại"), (contents.Plan.Version, contents.Plan.Title, contents.Tasks[0].Title));
            var amendment = contents.Versions[1].Amendment!;
            Assert.Equal((document, document.IssuedOn), (amendment.Document, amendment.EffectiveOn));
        }
        // What was loaded first differs now; what no amendment changes keeps the whole of it away.
        using var other = new TemporaryFile("p.yaml", Encoding.UTF8.GetBytes(File.Replace("reform: INSTITUTIONS", "reform: PROCEDURES")));
        refused = await Assert.ThrowsAsync<LoadRefusedException>(
            () => host.Loader.LoadFileAsync(other.Path, document, TestContext.Current.CancellationToken));
        Assert.EndsWith(", which no amendment changes", refused.Errors[^1].Reason);
        Assert.Equal(2, (await PlanAsync(host)).Plan.Version);
    }

    [Fact]
    public async Task A_document_of_a_day_to_come_and_a_plan_that_is_not_there_are_refused()
    {
        await using var host = await GrainHost.StartAsync(new MemoryDatabase());
        await RegisterAsync(host, Given.Ministry, UnitKind.Ministry, null);
        await RegisterAsync(host, Given.Province, UnitKind.Province, Given.Ministry);
        using var file = new TemporaryFile("p.yaml", Encoding.UTF8.GetBytes(File));
        using var corrected = new TemporaryFile("p.yaml", Encoding.UTF8.GetBytes(File.Replace("Rà soát", "Rà soát lại")));
        var document = new Document("700/QĐ-UBND", new DateOnly(2199, 3, 1), null, null);
        await Assert.ThrowsAsync<LoadRefusedException>(() => host.Loader.LoadFileAsync(file.Path, document, TestContext.Current.CancellationToken));
        await host.Loader.LoadFileAsync(file.Path, amend: null, TestContext.Current.CancellationToken);
        var refused = await Assert.ThrowsAsync<LoadRefusedException>(
            () => host.Loader.LoadFileAsync(corrected.Path, document, TestContext.Current.CancellationToken));
        Assert.Contains("effectiveOn", Assert.Single(refused.Errors).Reason);
        Assert.Equal(1, (await PlanAsync(host)).Plan.Version);
    }

    [Fact]
    public async Task A_list_of_units_is_held_against_every_rule_before_the_first_is_registered()
    {
        await using var host = await GrainHost.StartAsync(new MemoryDatabase());
        await RegisterAsync(host, Given.Ministry, UnitKind.Ministry, null);
        using var file = new TemporaryFile("units.csv", Encoding.UTF8.GetBytes("""
            id,name,kind,parent,code
            p,Tỉnh,PROVINCE,bnv,
            q,Tỉnh trong xã,PROVINCE,c,
            c,Xã,COMMUNE,p,
            d,Huyện trong xã,DISTRICT,c,
            e,Xã của huyện,COMMUNE,d,
            f,Bộ trong tỉnh,MINISTRY,p,
            """));
        var refused = await Assert.ThrowsAsync<LoadRefusedException>(
            () => host.Loader.LoadFileAsync(file.Path, amend: null, TestContext.Current.CancellationToken));
        Assert.Equal([3, 5, 7], refused.Errors.Select(error => error.Line));
        Assert.Equal("d: A DISTRICT cannot stand under a COMMUNE.", refused.Errors[1].Reason);
        Assert.Equal(0, (await host.Unit("p").ReadRollupAsync()).Seq);
    }

    private static async Task<PlanContents> PlanAsync(GrainHost host) =>
        Assert.Single((await host.Unit(Given.Province).ReadContentsAsync(["p"])).Plans);

    private static Task RegisterAsync(GrainHost host, string id, UnitKind kind, string? parent) =>
        host.DoAsync(id, new UnitCommand.RegisterUnit(Given.Unit(id, kind, parent)));
}
