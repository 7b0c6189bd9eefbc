using System.Collections.Concurrent;
using Hierarchy.GraphQL.Execution;

namespace Hierarchy.Tests.GraphQL.Execution;

/// <summary>What keys come together in one batch, and that nothing waits for ever.</summary>
public sealed class LoaderTests
{
    private sealed record Item(int Id);

    private sealed class Log
    {
        private readonly ConcurrentQueue<string> _calls = new();
        private int _overlapping;

        public int OverlapMax { get; private set; }
        public string[] Calls => [.. _calls];

        public async ValueTask<IReadOnlyDictionary<int, Item>> Fetch(string name, IReadOnlyList<int> keys, bool wait = true)
        {
            _calls.Enqueue($"{name}:{string.Join(',', keys)}");
            OverlapMax = Math.Max(OverlapMax, Interlocked.Increment(ref _overlapping));
            if (wait)
            {
                await Task.Delay(2);
            }
            Interlocked.Decrement(ref _overlapping);
            return keys.Where(key => key < 1000).ToDictionary(key => key, key => new Item(key));
        }
    }

    private const string Sdl = """
        type Query { items(n: Int!): [Item!]! item(id: Int!): Item rows: [[Item!]!]! }
        type Mutation { touch(id: Int!): Item }
        type Item { id: Int! next: Item far: Item late: Item chain: Item twice: [Item]
          other: Item missing: Item broken: Item none: Item label: String sum: Int }
        """;

    private static BoundSchema Schema(Log log, int batchMax = 1000)
    {
        var items = new BatchLoader<int, Item>("items", (keys, _) => log.Fetch("items", keys), batchMax);
        var others = new BatchLoader<int, Item>("others", (keys, _) => log.Fetch("others", keys));
        var quick = new BatchLoader<int, Item>("quick", (keys, _) => log.Fetch("quick", keys, wait: false));
        var broken = new BatchLoader<int, Item>("broken", (_, _) => throw new FieldError("down", "DOWN"));
        var texts = new BatchLoader<string, string>("texts",
            (keys, _) => new(keys.ToDictionary(key => key, key => key.ToUpperInvariant())));
        return SchemaText.Build(Sdl, types =>
        {
            types.Root("Query", q =>
            {
                q.Field("items", (args, _) => Enumerable.Range(1, args.Get<int>("n")).Select(i => new Item(i)).ToList());
                q.FieldLoad("item", items, (args, _) => args.Get<int>("id"));
                q.Field("rows", _ => new[] { new[] { new Item(1), new Item(2) }, [new Item(2), new Item(3)] });
            });
            types.Root("Mutation", m => m.FieldLoad("touch", items, (args, _) => args.Get<int>("id")));
            types.Object<Item>("Item", t =>
            {
                t.Field("id", i => i.Id);
                t.FieldLoad("next", items, i => i.Id + 1);
                t.FieldLoad("far", items, i => i.Id + 100);
                t.FieldAsync("late", async (i, c) => { await Task.Yield(); return await c.LoadAsync(items, i.Id + 1); });
                t.FieldAsync("chain", async (i, c) => await c.LoadAsync(others, (await c.LoadAsync(quick, i.Id))!.Id + 10));
                t.FieldAsync("twice", async (i, c) => await c.LoadManyAsync(items, [i.Id, i.Id + 1]));
                t.FieldLoad("other", others, i => i.Id);
                t.FieldLoad("missing", items, i => i.Id + 1000);
                t.FieldLoad("broken", broken, i => i.Id);
                t.FieldLoad("none", texts, i => (string?)null, (i, text) => text is null ? (Item?)null : i);
                t.FieldLoad("label", texts, i => $"n{i.Id}");
                t.FieldLoad("sum", items, i => i.Id, (i, loaded) => i.Id + loaded!.Id);
            });
        });
    }

    [Fact]
    public async Task All_objects_of_a_list_load_in_one_batch()
    {
        var log = new Log();
        Assert.Equal("""{"data":{"items":[{"next":{"id":2}},{"next":{"id":3}},{"next":{"id":4}}]}}""",
            await Answers.To(Schema(log), "{ items(n: 3) { next { id } } }"));
        Assert.Equal(["items:2,3,4"], log.Calls);
    }

    [Fact]
    public async Task Each_level_is_one_batch_and_known_keys_are_not_asked_again()
    {
        var log = new Log();
        await Answers.To(Schema(log), "{ items(n: 3) { next { next { next { id } } } } }");
        Assert.Equal(["items:2,3,4", "items:5", "items:6"], log.Calls);
    }

    [Fact]
    public async Task A_load_after_an_await_joins_the_same_batch_every_time()
    {
        for (var round = 0; round < 200; round++)
        {
            var log = new Log();
            await Answers.To(Schema(log), "{ items(n: 5) { late { id } next { id } } }");
            Assert.Equal(["items:2,3,4,5,6"], log.Calls);
        }
    }

    [Fact]
    public async Task A_load_that_follows_a_load_is_batched_too()
    {
        var log = new Log();
        Assert.Equal("""{"data":{"items":[{"chain":{"id":11}},{"chain":{"id":12}}]}}""",
            await Answers.To(Schema(log), "{ items(n: 2) { chain { id } } }"));
        Assert.Equal(["quick:1,2", "others:11,12"], log.Calls);
    }

    [Fact]
    public async Task What_objects_load_that_resolvers_have_loaded_is_one_batch_every_time()
    {
        for (var round = 0; round < 100; round++)
        {
            var log = new Log();
            await Answers.To(Schema(log), "{ items(n: 50) { chain { next { id } } } }");
            Assert.Equal($"items:{string.Join(',', Enumerable.Range(12, 50))}", log.Calls[2]);
            Assert.Equal(3, log.Calls.Length);
        }
    }

    [Fact]
    public async Task Lists_in_lists_share_a_batch_and_its_keys()
    {
        var log = new Log();
        await Answers.To(Schema(log), "{ rows { next { id } far { id } } }");
        Assert.Equal(["items:2,101,3,102,4,103"], log.Calls);
    }

    [Fact]
    public async Task Two_loaders_are_called_at_the_same_time()
    {
        var log = new Log();
        await Answers.To(Schema(log), "{ items(n: 2) { next { id } other { id } } }");
        Assert.Equal(2, log.OverlapMax);
        Assert.Equal(["items:2,3", "others:1,2"], log.Calls);
    }

    [Fact]
    public async Task A_batch_beyond_its_bound_is_split_into_calls_that_overlap()
    {
        var log = new Log();
        await Answers.To(Schema(log, batchMax: 2), "{ items(n: 5) { next { id } } }");
        Assert.Equal(["items:2,3", "items:4,5", "items:6"], log.Calls);
        Assert.Equal(3, log.OverlapMax);
    }

    [Fact]
    public async Task A_missing_value_is_null_and_a_failed_batch_fails_each_of_its_fields()
    {
        var log = new Log();
        Assert.Equal("""{"errors":[{"message":"down","path":["items",0,"broken"],"extensions":{"code":"DOWN"}},{"message":"down","pat""" +
            """h":["items",1,"broken"],"extensions":{"code":"DOWN"}}],"data":{"items":[{"missing":null,"broken":null,"none":null,"labe""" +
            """l":"N1","sum":2},{"missing":null,"broken":null,"none":null,"label":"N2","sum":4}]}}""",
            await Answers.Brief(Schema(log), "{ items(n: 2) { missing { id } broken { id } none { id } label sum } }"));
    }

    [Fact]
    public async Task Each_root_field_of_a_mutation_loads_afresh()
    {
        var log = new Log();
        await Answers.To(Schema(log), "mutation { a: touch(id: 1) { next { id } } b: touch(id: 1) { id } }");
        Assert.Equal(["items:1", "items:2", "items:1"], log.Calls);
    }

    [Fact]
    public async Task Many_keys_at_once_keep_their_order() =>
        Assert.Equal("""{"data":{"item":{"twice":[{"id":7},{"id":8}]}}}""",
            await Answers.To(Schema(new Log()), "{ item(id: 7) { twice { id } } }"));
}
