namespace Hierarchy.Tests.GraphQL.Execution;

/// <summary>Specification 6.4.4: propagation of nulls and errors, for each way in which a field may resolve.</summary>
public sealed class NullPropagationTests
{
    private const string Sdl = """
        type Query { nullable: Box required: Box! list: [Box] requiredItems: [Box!] strict: [Box!]! nested: [[Int!]]! other: Int }
        type Box { leaf: Int must: Int! boom: Int mustBoom: Int! box: Box mustBox: Box! refused: Int numbers: [Int] mustNumbers: [Int!]! }
        """;

    private sealed class Box;

    private static readonly BatchLoader<int, Box> s_boxes = new((keys, _, _) =>
        Task.FromResult<IReadOnlyDictionary<int, Box>>(keys.ToDictionary(k => k, _ => new Box())));

    private static Schema Boxes(string how) => TestSchema.Build(Sdl, types =>
    {
        Add("Query.nullable", () => new Box());
        Add("Query.required", () => new Box());
        types.Field("Query.list", _ => new Box?[] { new(), null, new() });
        types.Field("Query.requiredItems", _ => new List<Box?> { new(), null });
        types.Field("Query.strict", _ => Sequence());
        types.Field("Query.nested", _ => new int?[]?[] { [1, 2], [3, null], null });
        types.Field("Query.other", _ => 7);
        types.Field("Box.leaf", _ => null);
        Add("Box.must", () => null);
        Add("Box.boom", () => throw new FieldError("boom", "BOOM"));
        Add("Box.mustBoom", () => throw new FieldError("boom", "BOOM"));
        types.Field("Box.box", _ => new Box());
        types.Field("Box.mustBox", _ => null);
        types.Field("Box.refused", _ => throw new FieldError("no", "NO", ["a", 1]));
        types.Field("Box.numbers", _ => new int?[] { 1, null });
        types.Field("Box.mustNumbers", _ => new int?[] { 1, null });

        void Add(string field, Func<object?> value)
        {
            if (how == "sync")
            {
                types.Field(field, _ => value());
            }
            else if (how == "async")
            {
                types.FieldAsync(field, async _ =>
                {
                    await Task.Yield();
                    return value();
                });
            }
            else
            {
                types.Field(field, c => s_boxes.Load(1, c.Call()).Then(_ => value()));
            }
        }
    });

    private static IEnumerable<Box?> Sequence()
    {
        yield return new Box();
        yield return null;
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
        Assert.Equal(answer, await Answers.Brief(Boxes(how), query));
}
