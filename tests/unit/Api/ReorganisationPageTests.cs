namespace Hierarchy.UnitTests.Api;

/// <summary>What a page of a reorganisation is made of: old and new units side by side, its rules, and its course as it runs.</summary>
public sealed class ReorganisationPageTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task Old_and_new_stand_side_by_side_each_as_it_was_and_as_it_will_be()
    {
        await DraftAsync("l");

        await api.CheckAsync(
            """
            {
              reorganisation(id: "l-dot") {
                lines {
                  totalCount
                  nodes {
                    after { id name kind parentName acts unit { id } }
                    before { id name acts extent parentName unit { id } }
                  }
                }
              }
            }
            """,
            """
            {
              "reorganisation": {
                "lines": {
                  "totalCount": 4,
                  "nodes": [
                    {
                      "after": { "id": "l-3", "name": "Xã Ba", "kind": "COMMUNE", "parentName": "Đơn vị p", "acts": ["RENAME", "MOVE"], "unit": { "id": "l-3" } },
                      "before": [
                        { "id": "l-3", "name": "Đơn vị 3", "acts": [], "extent": "FULL", "parentName": "Đơn vị d", "unit": { "id": "l-3" } },
                        { "id": "l-2", "name": "Đơn vị 2", "acts": ["CLOSE"], "extent": "PARTIAL", "parentName": "Đơn vị d", "unit": { "id": "l-2" } }
                      ]
                    },
                    {
                      "after": { "id": "l-x", "name": "Xã X", "kind": "COMMUNE", "parentName": "Đơn vị p", "acts": ["FOUND"], "unit": null },
                      "before": [
                        { "id": "l-1", "name": "Đơn vị 1", "acts": ["CLOSE"], "extent": "FULL", "parentName": "Đơn vị d", "unit": { "id": "l-1" } },
                        { "id": "l-2", "name": "Đơn vị 2", "acts": ["CLOSE"], "extent": "PARTIAL", "parentName": "Đơn vị d", "unit": { "id": "l-2" } }
                      ]
                    },
                    {
                      "after": null,
                      "before": [
                        { "id": "l-d", "name": "Đơn vị d", "acts": ["CLOSE"], "extent": "FULL", "parentName": "Đơn vị p", "unit": { "id": "l-d" } }
                      ]
                    },
                    {
                      "after": null,
                      "before": [
                        { "id": "l-none", "name": "l-none", "acts": ["CLOSE"], "extent": "FULL", "parentName": null, "unit": null }
                      ]
                    }
                  ]
                }
              }
            }
            """);
    }

    [Fact]
    public async Task Lines_come_in_pages_which_hold_each_once()
    {
        await DraftAsync("s");
        var seen = new List<string>();
        for (string? after = null; ;)
        {
            var lines = (await api.DataAsync(
                """
                query ($after: String) {
                  reorganisation(id: "s-dot") { lines(first: 1, after: $after) { nodes { after { id } } pageInfo { hasNextPage endCursor } } }
                }
                """,
                new { after })).GetProperty("reorganisation").GetProperty("lines");
            seen.Add(lines.GetProperty("nodes")[0].GetProperty("after").ToString());
            if (!lines.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean())
            {
                break;
            }
            after = lines.GetProperty("pageInfo").GetProperty("endCursor").GetString();
        }

        Assert.Equal(4, seen.Count);
        Assert.Equal("INVALID", await api.CodeAsync("""{ reorganisation(id: "s-dot") { lines(after: "made up") { totalCount } } }"""));
        Assert.Equal("INVALID", await api.CodeAsync("""{ reorganisation(id: "s-dot") { lines(first: 501) { totalCount } } }"""));
    }

    [Fact]
    public async Task Its_rules_are_told_as_they_were_given()
    {
        await DraftAsync("r");
        await api.DoAsync("""
            assignObligations(reorganisation: "r-dot", rules: [
              { from: "r-2", reformArea: PROCEDURES, heir: "r-x" }, { fromKind: DISTRICT, steward: "r-p" },
              { obligations: ["r-1~a"], plan: "r-plan", cancel: "Không còn cần" }]) { id }
            """);

        await api.CheckAsync(
            """
            { reorganisation(id: "r-dot") { rules {
              from { id name } obligations fromKind reformArea plan heir { id name unit { id } } steward { id name } cancel } } }
            """,
            """
            {
              "reorganisation": {
                "rules": [
                  {
                    "from": { "id": "r-2", "name": "Đơn vị 2" }, "obligations": null, "fromKind": null, "reformArea": "PROCEDURES", "plan": null,
                    "heir": { "id": "r-x", "name": "Xã X", "unit": null }, "steward": null, "cancel": null
                  },
                  {
                    "from": null, "obligations": null, "fromKind": "DISTRICT", "reformArea": null, "plan": null, "heir": null,
                    "steward": { "id": "r-p", "name": "Đơn vị p" }, "cancel": null
                  },
                  {
                    "from": null, "obligations": ["r-1~a"], "fromKind": null, "reformArea": null, "plan": "r-plan", "heir": null, "steward": null,
                    "cancel": "Không còn cần"
                  }
                ]
              }
            }
            """);
    }

    [Fact]
    public async Task Who_watches_one_is_told_at_once_and_after_each_change()
    {
        await DraftAsync("w");
        await using var events = await OpenAsync("""subscription { reorganisationChanged(id: "w-dot") { status steps { total } } }""");
        Assert.True(await events.MoveNextAsync());

        var next = events.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        await api.DoAsync("""assignObligations(reorganisation: "w-dot", rules: [{ cancel: "Thôi" }]) { id }""");

        Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task There_is_nothing_to_watch_where_there_is_none()
    {
        await using var events = await OpenAsync("""subscription { reorganisationChanged(id: "none") { status } }""");
        var refused = await Assert.ThrowsAsync<FieldError>(async () => await events.MoveNextAsync());
        Assert.Equal("NOT_FOUND", refused.Code);
    }

    private async Task<IAsyncEnumerator<object>> OpenAsync(string text)
    {
        var server = api.Services.GetRequiredService<GraphQLServer>();
        var call = new GraphQLCall { Query = Encoding.UTF8.GetBytes(text), Services = api.Services, Caller = GrainHost.Administrator };
        var (prepared, _) = await server.PrepareAsync(call);
        var (events, _) = await server.OpenAsync(prepared!, api.Services, TestContext.Current.CancellationToken);
        return events.GetAsyncEnumerator(TestContext.Current.CancellationToken);
    }

    private async Task DraftAsync(string of)
    {
        await api.RegisterAsync(
            of, ("m", "MINISTRY", null), ("p", "PROVINCE", "m"), ("d", "DISTRICT", "p"), ("1", "COMMUNE", "d"), ("2", "COMMUNE", "d"), ("3", "COMMUNE", "d"));
        await api.DoAsync($$"""
            draftReorganisation(input: { id: "{{of}}-dot", carrier: "{{of}}-p", title: "Sắp xếp", effectiveOn: "2013-05-02",
              act: { number: "1", issuedOn: "2013-04-20" },
              establish: [{ id: "{{of}}-x", name: "Xã X", kind: COMMUNE, parent: "{{of}}-p" }],
              rename: [{ unit: "{{of}}-3", name: "Xã Ba" }],
              move: [{ unit: "{{of}}-3", parent: "{{of}}-p" }],
              close: [
                { unit: "{{of}}-1", heirs: [{ unit: "{{of}}-x", extent: FULL }] },
                { unit: "{{of}}-2", heirs: [{ unit: "{{of}}-x", extent: PARTIAL }, { unit: "{{of}}-3", extent: PARTIAL }] },
                { unit: "{{of}}-none" }, { unit: "{{of}}-d" }] }) { id }
            """);
    }
}
