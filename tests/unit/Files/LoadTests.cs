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
        await using var host = await StartAsync(Given.Province, "hy");
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
        await using var host = await StartAsync(Given.Province);
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
        Assert.EndsWith(", which an amendment cannot change", refused.Errors[^1].Reason);
        Assert.Equal(2, (await PlanAsync(host)).Plan.Version);
    }

    [Fact]
    public async Task A_document_of_a_day_to_come_and_a_plan_that_is_not_there_are_refused()
    {
        await using var host = await StartAsync(Given.Province);
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
        await using var host = await StartAsync();
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

    [Fact]
    public async Task A_list_over_units_that_are_there_names_what_differs_and_makes_acts_of_it()
    {
        await using var host = await GrainHost.StartAsync(new MemoryDatabase());
        const string Before = """
            id,name,kind,parent,code
            bnv,Bộ,MINISTRY,,
            p,Tỉnh,PROVINCE,bnv,01
            q,Tỉnh khác,PROVINCE,bnv,02
            c,Xã,COMMUNE,p,00001
            """;
        await LoadAsync(Before, acts: null);
        var after = Before.Replace("c,Xã,COMMUNE,p,00001", "c,Phường,COMMUNE,q,00002").Replace("q,Tỉnh khác", "q,Thành phố") + "\nd,Xã mới,COMMUNE,p,00003";

        var said = await LoadAsync(after, acts: null);

        Assert.Equal(
            [
                "loading 1 units of units.csv",
                "units.csv, line 4: q unchanged: name 'Tỉnh khác', not 'Thành phố'",
                "units.csv, line 5: c unchanged: name 'Xã', not 'Phường', code '00001', not '00002', parent 'p', not 'q'",
                "to apply the differences: --rename DAY, --move DAY, with --act \"NUMBER\" --signed DAY",
            ],
            said);
        Assert.Equal("Xã", host.Directory.Find("c")!.Name);

        var acts = new UnitActs(Given.Today.AddDays(-1), Given.Today, new Document("30/2013/QH13", Given.Today.AddDays(-30), null, null));
        Assert.Equal(["moved 1 and renamed 2 units of units.csv"], await LoadAsync(after, acts with { Rename = Given.Today }));
        Assert.Equal(new Hierarchy.Grains.Units.Unit("c", "Phường", UnitKind.Commune, "q", "00002"), host.Directory.Find("c"));
        Assert.Equal("Thành phố", host.Directory.Find("q")!.Name);
        Assert.Empty(await LoadAsync(after, acts));

        // A day before the last act, and a unit in the place of another one.
        var refused = await Assert.ThrowsAsync<LoadRefusedException>(() => LoadAsync(after.Replace("Phường", "Thị trấn"), acts));
        Assert.Equal("c: The unit last changed on 2013-05-10: no earlier change can be recorded.", Assert.Single(refused.Errors).Reason);
        refused = await Assert.ThrowsAsync<LoadRefusedException>(() => LoadAsync(after + "\ne,Xã lạ,COMMUNE,p,00003\nf,Xã nữa,COMMUNE,nowhere,", acts));
        refused = await Assert.ThrowsAsync<LoadRefusedException>(() => LoadAsync(after + "\ne,Xã lạ,COMMUNE,p,00003", acts));
        Assert.Equal(7, Assert.Single(refused.Errors).Line);
        Assert.Contains("./run load MERGERS --units UNITS", refused.Errors[0].Reason);

        async Task<List<string>> LoadAsync(string text, UnitActs? acts)
        {
            using var file = new TemporaryFile("units.csv", Encoding.UTF8.GetBytes(text));
            var lines = new Said();
            await host.LoaderTelling(lines).LoadFileAsync(file.Path, amend: null, acts, TestContext.Current.CancellationToken);
            return lines.Lines;
        }
    }

    [Fact]
    public async Task A_difficulty_of_a_unit_that_a_list_moves_goes_to_whom_it_stands_below_now()
    {
        await using var host = await GrainHost.StartAsync(new MemoryDatabase());
        foreach (var (id, kind, parent) in new[]
        {
            ("m", UnitKind.Ministry, null), ("p", UnitKind.Province, "m"), ("q", UnitKind.Province, "m"), ("c", UnitKind.Commune, "p"),
        })
        {
            await host.RegisterAsync(id, kind, parent);
        }
        var terms = Given.Terms("c") with { PlanOwner = "m" };
        await host.DoAsync("c", new UnitCommand.Impose("m", [terms]));
        await host.DoAsync("c", new UnitCommand.RaiseDifficulty(terms.Id, "thiếu người"));
        Assert.Equal("p", await RaisedToAsync());
        using var file = new TemporaryFile("units.csv", Encoding.UTF8.GetBytes("id,name,kind,parent,code\nc,Đơn vị c,COMMUNE,q,\n"));
        var acts = new UnitActs(null, Given.Today, new Document("30/2013/QH13", Given.Today.AddDays(-30), null, null));

        await host.Loader.LoadFileAsync(file.Path, amend: null, acts, TestContext.Current.CancellationToken);

        Assert.Equal("q", host.Directory.Find("c")!.Parent);
        Assert.Equal("q", await RaisedToAsync());

        async Task<string> RaisedToAsync() => Assert.Single((await host.Unit("c").ReadObligationsAsync([terms.Id])).Obligations).Difficulty!.RaisedTo;
    }

    [Fact]
    public async Task A_national_plan_of_ministries_and_provinces_and_a_communes_plan_of_its_offices_load()
    {
        await using var host = await GrainHost.StartAsync(new MemoryDatabase());
        var units = new StringBuilder("id,name,kind,parent,code\ncp,Chính phủ,GOVERNMENT,,\nx,Xã,COMMUNE,tinh-00,\nx-vp,Văn phòng,OFFICE,x,\nx-kt,Phòng Kinh tế,OFFICE,x,\n");
        for (var i = 0; i < 34; i++)
        {
            units.Append($"tinh-{i:00},Tỉnh {i},PROVINCE,cp,\n").Append(i < 15 ? $"bo-{i:00},Bộ {i},MINISTRY,cp,\n" : "");
        }
        var national = new StringBuilder(File[..File.IndexOf("tasks:", StringComparison.Ordinal)].Replace("owner: tn", "owner: cp") + "tasks:\n");
        for (var i = 0; i < 140; i++)
        {
            var leads = i % 7 == 0 ? "[{class: MINISTRY, label: Các bộ}, {class: PROVINCE, label: Các tỉnh}]" : $"[{{unit: bo-{i % 15:00}, label: Bộ}}]";
            national.Append(
                $"  - code: I.{i}\n    area: I\n    title: Nhiệm vụ {i}\n    leads: {leads}\n    schedule: {{text: \"2018\", kind: YEAR, startYear: 2018}}\n");
        }
        var commune = File.Replace("id: p", "id: px").Replace("owner: tn", "owner: x").Replace("- {unit: tn, label: UBND tỉnh}", "- {class: OFFICE, label: Các phòng}");
        foreach (var (name, text) in ((string, string)[])[("units.csv", units.ToString()), ("p.yaml", national.ToString()), ("px.yaml", commune)])
        {
            using var file = new TemporaryFile(name, Encoding.UTF8.GetBytes(text));
            await host.Loader.LoadFileAsync(file.Path, amend: null, TestContext.Current.CancellationToken);
        }

        var plan = Assert.Single((await host.Unit("cp").ReadContentsAsync(["p"])).Plans);
        Assert.Equal(140, plan.Tasks.Length);
        Assert.Equal(21, (await host.Unit("tinh-33").ReadRollupAsync()).Seq);
        Assert.Single((await host.Unit("x-vp").ReadRollupAsync()).Cells, cell => cell.Key == Hierarchy.Grains.Rollup.Cell.General(null, null, null));
    }

    private sealed class Said : IProgress<string>
    {
        public List<string> Lines { get; } = [];

        public void Report(string value) => Lines.Add(value);
    }

    private static async Task<PlanContents> PlanAsync(GrainHost host) =>
        Assert.Single((await host.Unit(Given.Province).ReadContentsAsync(["p"])).Plans);

    /// <summary>A ministry, and provinces below it.</summary>
    private static async Task<GrainHost> StartAsync(params string[] provinces)
    {
        var host = await GrainHost.StartAsync(new MemoryDatabase());
        await host.RegisterAsync(Given.Ministry, UnitKind.Ministry, null);
        foreach (var province in provinces)
        {
            await host.RegisterAsync(province, UnitKind.Province, Given.Ministry);
        }
        return host;
    }
}
