namespace Hierarchy.Tests.GraphQL.Execution;

/// <summary>Inconsistent reads are repeated; commands are not.</summary>
public sealed class AgainTests
{
    private int _fetches;
    private int _touched;

    [Fact]
    public async Task An_answer_is_made_anew_until_what_was_read_fits_together()
    {
        Assert.Equal("""{"errors":[{"message":"no 3","path":["fails"],"extensions":{"code":"NO"}}],"data":{"item":{"value":3},"fails":null}}""",
            await Answers.Brief(Build(misfits: 2), "{ item { value } fails }"));
    }

    [Fact]
    public async Task A_mutation_is_carried_out_once_and_what_it_answers_is_read_again()
    {
        Assert.Equal("""{"data":{"a":{"value":2,"touched":1},"b":{"value":3,"touched":2}}}""",
            await Answers.To(Build(misfits: 1), "mutation { a: touch { value touched } b: touch { value touched } }"));
        Assert.Equal(2, _touched);
    }

    [Fact]
    public async Task What_never_fits_together_is_an_error_in_the_end() =>
        Assert.Matches("\"code\":\"OVERLOADED\".*\"data\":null", await Answers.To(Build(misfits: int.MaxValue), "{ item { value } }"));

    private Schema Build(int misfits)
    {
        BatchLoader<string, object> loader = null!;
        loader = new((keys, call, _) =>
        {
            if (++_fetches <= misfits)
            {
                call.Forget = () => call.ForgetStateOf(loader);
            }
            return Task.FromResult<IReadOnlyDictionary<string, object>>(keys.ToDictionary(key => key, object (_) => _fetches));
        });
        return TestSchema.Build("""
            type Query { item: Item fails: Int }
            type Mutation { touch: Item }
            type Item { value: Int touched: Int }
            """, types =>
        {
            types.Field("Query.item", _ => new object());
            types.Field("Query.fails", context => loader.Load("value", context.Call()).Then(object? (value) => throw new FieldError($"no {value}", "NO")));
            types.Field("Mutation.touch", _ =>
            {
                _touched++;
                return new object();
            });
            types.Field("Item.value", context => loader.Load("value", context.Call()));
            types.Field("Item.touched", _ => _touched);
        });
    }
}
