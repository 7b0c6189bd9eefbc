using Hierarchy.GraphQL.Execution;

namespace Hierarchy.Tests.GraphQL.Execution;

/// <summary>Specification 6.4.4: what a null or an error does to everything around it, in each way that a field may resolve.</summary>
public sealed class NullPropagationTests
{
    private const string Sdl = """
        type Query { nullable: Box required: Box! list: [Box] requiredItems: [Box!] strict: [Box!]! nested: [[Int!]]! other: Int }
        type Box { leaf: Int must: Int! boom: Int mustBoom: Int! box: Box mustBox: Box! refused: Int numbers: [Int] mustNumbers: [Int!]! }
        """;

    private sealed class Box;

    private static readonly BatchLoader<int, Box> s_boxes = new("boxes",
        (keys, _) => new(keys.Where(k => k > 0).ToDictionary(k => k, _ => new Box())));

    private static BoundSchema Schema(string how) => SchemaText.Build(Sdl, types =>
    {
        types.Root("Query", q =>
        {
            AddBox(q, "nullable", how);
            AddBox(q, "required", how);
            q.Field("list", _ => new Box?[] { new(), null, new() });
            q.Field("requiredItems", _ => new List<Box?> { new(), null });
            q.Field("strict", _ => Sequence());
            q.Field("nested", _ => new int?[]?[] { [1, 2], [3, null], null });
            q.Field("other", _ => 7);
        });
        types.Object<Box>("Box", t =>
        {
            t.Field("leaf", _ => (int?)null);
            AddNumber(t, "must", how, () => null);
            AddNumber(t, "boom", how, () => throw new FieldError("boom", "BOOM"));
            AddNumber(t, "mustBoom", how, () => throw new FieldError("boom", "BOOM"));
            t.Field("box", _ => new Box());
            t.Field("mustBox", _ => (Box?)null);
            t.Field("refused", _ => (FieldResult<int>)new FieldError("no", "NO", ["a", 1]));
            t.Field("numbers", _ => new int?[] { 1, null });
            t.Field("mustNumbers", _ => new int?[] { 1, null });
        });
    });

    private static IEnumerable<Box?> Sequence()
    {
        yield return new Box();
        yield return null;
    }

    private static void AddBox(RootBinder q, string name, string how)
    {
        switch (how)
        {
            case "sync": q.Field(name, _ => new Box()); break;
            case "async": q.FieldAsync(name, async _ => { await Task.Yield(); return new Box(); }); break;
            default: q.FieldAsync(name, async c => await c.LoadAsync(s_boxes, 1)); break;
        }
    }

    private static void AddNumber(ObjectBinder<Box> t, string name, string how, Func<int?> value)
    {
        if (how == "sync")
        {
            t.Field(name, _ => value());
        }
        else
        {
            t.FieldAsync(name, async (_, _) => { await Task.Yield(); return value(); });
        }
    }

    public static TheoryData<string, string, string> Cases()
    {
        (string Query, string Answer)[] table =
        [
            ("{ nullable { leaf } }", """{"data":{"nullable":{"leaf":null}}}"""),
            ("{ nullable { must } other }", """{"errors":[{"message":"Cannot return null for non-nullable field""" +
                """ Box.must.","path":["nullable","must"]}],"data":{"nullable":null,"other":7}}"""),
            ("{ other required { must } }", """{"errors":[{"message":"Cannot return null for non-nullable field""" +
                """ Box.must.","path":["required","must"]}],"data":null}"""),
            ("{ nullable { boom other: leaf } }", """{"errors":[{"message":"boom","path":["nullable","boom"]""" +
                ""","extensions":{"code":"BOOM"}}],"data":{"nullable":{"boom":null,"other":null}}}"""),
            ("{ nullable { box { mustBoom } leaf } }", """{"errors":[{"message":"boom","path":["nullable","box","mustBoom"]""" +
                ""","extensions":{"code":"BOOM"}}],"data":{"nullable":{"box":null,"leaf":null}}}"""),
            ("{ nullable { box { mustBox { leaf } } leaf } }", """{"errors":[{"message":"Cannot return null for non-nullable field""" +
                """ Box.mustBox.","path":["nullable","box","mustBox"]}],"data":{"nullable":{"box":null,"leaf":null}}}"""),
            ("{ list { must } }", """{"errors":[{"message":"Cannot return null for non-nullable field Box.must.","path":["list",0,"mus""" +
                """t"]},{"message":"Cannot return null for non-nullable field Box.must.","path":["list",2,"must"]}]""" +
                ""","data":{"list":[null,null,null]}}"""),
            ("{ list { leaf } }", """{"data":{"list":[{"leaf":null},null,{"leaf":null}]}}"""),
            ("{ requiredItems { leaf } }", """{"errors":[{"message":"Cannot return null for non-nullable field""" +
                """ Query.requiredItems.","path":["requiredItems",1]}],"data":{"requiredItems":null}}"""),
            ("{ strict { leaf } }", """{"errors":[{"message":"Cannot return null for non-nullable field""" +
                """ Query.strict.","path":["strict",1]}],"data":null}"""),
            ("{ nested }", """{"errors":[{"message":"Cannot return null for non-nullable field""" +
                """ Query.nested.","path":["nested",1,1]}],"data":{"nested":[[1,2],null,null]}}"""),
            ("{ nullable { refused } }", """{"errors":[{"message":"no","path":["nullable","refused"]""" +
                ""","extensions":{"code":"NO","input":["a",1]}}],"data":{"nullable":{"refused":null}}}"""),
            ("{ nullable { numbers mustNumbers } }", """{"errors":[{"message":"Cannot return null for non-nullable field""" +
                """ Box.mustNumbers.","path":["nullable","mustNumbers",1]}],"data":{"nullable":null}}"""),
        ];
        var data = new TheoryData<string, string, string>();
        foreach (var how in new[] { "sync", "async", "loaded" })
        {
            foreach (var (query, answer) in table)
            {
                data.Add(how, query, answer);
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_null_goes_up_to_the_nearest_place_that_may_be_null(string how, string query, string answer) =>
        Assert.Equal(answer, await Answers.Brief(Schema(how), query));
}
