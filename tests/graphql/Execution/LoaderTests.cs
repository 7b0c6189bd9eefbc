namespace Hierarchy.Tests.GraphQL.Execution;

/// <summary>Batching of keys, no endless waits, and no shared reads between a mutation's fields.</summary>
public sealed class LoaderTests
{
    private const string Sdl = """
        type Query { items(n: Int!): [Item!]! item(id: Int!): Item rows: [[Item!]!]! }
        type Mutation { touch(id: Int!): Item }
        type Item { id: Int! count: Int! next: Item far: Item late: Item chain: Item twice: [Item] other: Item missing: Item broken: Item label: String }
        """;

    [Fact]
    public async Task All_objects_of_a_list_load_in_one_batch()
    {
        var log = new Log();
        Assert.Equal("""{"data":{"items":[{"next":{"id":2}},{"next":{"id":3}},{"next":{"id":4}}]}}""",
            await Answers.To(Items(log), "{ items(n: 3) { next { id } } }"));
        Assert.Equal(["items:2,3,4"], log.Calls);
    }

    [Fact]
    public async Task Each_level_is_one_batch_and_known_keys_are_not_asked_again()
    {
        var log = new Log();
        await Answers.To(Items(log), "{ items(n: 3) { next { next { next { id } } } } }");
        Assert.Equal(["items:2,3,4", "items:5", "items:6"], log.Calls);
    }

    [Fact]
    public async Task A_load_after_an_await_joins_the_same_batch_every_time()
    {
        for (var round = 0; round < 200; round++)
        {
            var log = new Log();
            await Answers.To(Items(log), "{ items(n: 5) { late { id } next { id } } }");
            Assert.Equal("2,3,4,5,6", string.Join(',', Assert.Single(log.Calls)["items:".Length..].Split(',').Order()));
        }
    }

    [Fact]
    public async Task A_load_that_follows_a_load_is_batched_too_and_so_is_what_its_objects_load()
    {
        for (var round = 0; round < 50; round++)
        {
            var log = new Log();
            await Answers.To(Items(log), "{ items(n: 50) { chain { next { id } } } }");
            Assert.Equal(3, log.Calls.Length);
            Assert.StartsWith("quick:1,", log.Calls[0], StringComparison.Ordinal);
            Assert.StartsWith("others:11,", log.Calls[1], StringComparison.Ordinal);
            Assert.StartsWith("items:12,", log.Calls[2], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Lists_in_lists_share_a_batch_and_its_keys()
    {
        var log = new Log();
        await Answers.To(Items(log), "{ rows { next { id } far { id } } }");
        Assert.Equal(["items:2,101,3,102,4,103"], log.Calls);
    }

    [Fact]
    public async Task Two_loaders_are_called_at_the_same_time()
    {
        // Long enough to be seen on a busy machine too.
        var log = new Log { WaitMs = 100 };
        await Answers.To(Items(log), "{ items(n: 2) { next { id } other { id } } }");
        Assert.Equal(2, log.OverlapMax);
        Assert.Equal(["items:2,3", "others:1,2"], log.Calls.Order());
    }

    [Fact]
    public async Task A_batch_beyond_its_bound_is_split_into_calls_that_overlap()
    {
        var log = new Log { WaitMs = 100 };
        await Answers.To(Items(log, batchMax: 2), "{ items(n: 5) { next { id } } }");
        Assert.Equal(["items:2,3", "items:4,5", "items:6"], log.Calls);
        Assert.Equal(3, log.OverlapMax);
    }

    [Fact]
    public async Task A_missing_value_is_null_and_a_failed_batch_fails_each_of_its_fields_at_its_own_place()
    {
        Assert.Equal("""{"errors":[{"message":"down","path":["items",0,"broken"],"extensions":{"code":"DOWN"}},{"message":"down","pat""" +
            """h":["items",1,"broken"],"extensions":{"code":"DOWN"}}],"data":{"items":[{"missing":null,"broken":null,"label":"N1"},""" +
            """{"missing":null,"broken":null,"label":"N2"}]}}""",
            await Answers.Brief(Items(new Log()), "{ items(n: 2) { missing { id } broken { id } label } }"));
    }

    [Fact]
    public async Task Each_field_of_a_mutation_is_complete_with_its_loads_before_the_next_begins()
    {
        var log = new Log();
        // The library's own strategy answers 2 to both: it loads for the first field after the last one has run.
        Assert.Equal("""{"data":{"a":{"count":1,"next":{"count":1}},"b":{"count":2}}}""",
            await Answers.To(Items(log), "mutation { a: touch(id: 1) { count next { count } } b: touch(id: 1) { count } }"));
        Assert.Equal(["items:1", "items:2", "items:1"], log.Calls);
    }

    [Fact]
    public async Task Many_keys_at_once_keep_their_order() =>
        Assert.Equal("""{"data":{"item":{"twice":[{"id":7},{"id":8}]}}}""",
            await Answers.To(Items(new Log()), "{ item(id: 7) { twice { id } } }"));

    private static Schema Items(Log log, int batchMax = 1000)
    {
        var touched = 0;
        var items = new BatchLoader<int, Item>((keys, _, _) => log.Fetch("items", keys, touched), batchMax);
        var others = new BatchLoader<int, Item>((keys, _, _) => log.Fetch("others", keys, touched));
        var quick = new BatchLoader<int, Item>((keys, _, _) => log.Fetch("quick", keys, touched, wait: false));
        var broken = new BatchLoader<int, Item>((_, _, _) => throw new FieldError("down", "DOWN"));
        var texts = new BatchLoader<string, string>((keys, _, _) => Task.FromResult<IReadOnlyDictionary<string, string>>(
            keys.ToDictionary(key => key, key => key.ToUpperInvariant())));
        return TestSchema.Build(Sdl, types =>
        {
            types.Field("Query.items", c => Enumerable.Range(1, c.GetArgument<int>("n")).Select(i => new Item(i, 0)).ToList());
            types.Field("Query.item", c => items.Load(c.GetArgument<int>("id"), c.Call()));
            types.Field("Query.rows", _ => new[] { new[] { new Item(1, 0), new Item(2, 0) }, [new Item(2, 0), new Item(3, 0)] });
            types.Field("Mutation.touch", c =>
            {
                touched++;
                return items.Load(c.GetArgument<int>("id"), c.Call());
            });
            types.Field("Item.id", c => Of(c).Id);
            types.Field("Item.count", c => Of(c).Count);
            types.Field("Item.next", c => items.Load(Of(c).Id + 1, c.Call()));
            types.Field("Item.far", c => items.Load(Of(c).Id + 100, c.Call()));
            types.FieldAsync("Item.late", async c =>
            {
                await Task.Yield();
                return items.Load(Of(c).Id + 1, c.Call());
            });
            types.Field("Item.chain", c => quick.Load(Of(c).Id, c.Call()).Then(one => others.Load(one!.Id + 10, c.Call())));
            types.Field("Item.twice", c => items.LoadMany([Of(c).Id, Of(c).Id + 1], c.Call()));
            types.Field("Item.other", c => others.Load(Of(c).Id, c.Call()));
            types.Field("Item.missing", c => items.Load(Of(c).Id + 1000, c.Call()));
            types.Field("Item.broken", c => broken.Load(Of(c).Id, c.Call()));
            types.Field("Item.label", c => texts.Load($"n{Of(c).Id}", c.Call()));
        });

        static Item Of(IResolveFieldContext context) => (Item)context.Source!;
    }

    private sealed record Item(int Id, int Count);

    private sealed class Log
    {
        private readonly ConcurrentQueue<string> _calls = new();
        private int _overlapping;

        public int OverlapMax { get; private set; }

        public int WaitMs { get; init; } = 2;

        public string[] Calls => [.. _calls];

        public async Task<IReadOnlyDictionary<int, Item>> Fetch(string name, IReadOnlyList<int> keys, int count, bool wait = true)
        {
            _calls.Enqueue($"{name}:{string.Join(',', keys)}");
            OverlapMax = Math.Max(OverlapMax, Interlocked.Increment(ref _overlapping));
            if (wait)
            {
                await Task.Delay(WaitMs);
            }
            Interlocked.Decrement(ref _overlapping);
            return keys.Where(key => key < 1000).ToDictionary(key => key, key => new Item(key, count));
        }
    }
}
