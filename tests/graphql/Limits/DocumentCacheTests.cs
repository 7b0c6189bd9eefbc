namespace Hierarchy.Tests.GraphQL.Limits;

/// <summary>A document in use is parsed and validated once, whether valid or not, and the cache's memory is bounded.</summary>
public sealed class DocumentCacheTests
{
    [Theory]
    [InlineData("{ a }", 0)]
    [InlineData("{ unknown }", 1)]
    [InlineData("{ a", 1)]
    public async Task A_text_is_read_once(string text, int errors)
    {
        var server = new GraphQLServer(TestSchema.Build("type Query { a: Int }", _ => { }));

        var first = await server.ReadAsync(text);

        Assert.Equal(errors, first.Errors.Count);
        Assert.Same(first, await server.ReadAsync(new string(text)));
        // As a key it would take more memory than it saves.
        var large = text + new string(' ', server.Limits.CachedQueryBytesMax);
        Assert.NotSame(await server.ReadAsync(large), await server.ReadAsync(large));
    }

    [Fact]
    public void What_is_asked_for_stays_and_what_is_not_makes_room()
    {
        var documents = new Documents(bytesMax: 100_000);
        var kept = documents.Add("kept", new ReadDocument(null, [], AnswerKind.Executed));
        for (var i = 0; i < 10_000; i++)
        {
            documents.Add($"other {i}", new ReadDocument(null, [], AnswerKind.Executed));
            Assert.True(documents.TryFind("kept", out var found) && ReferenceEquals(kept, found), $"It was dropped after {i} others.");
        }

        var left = Enumerable.Range(0, 10_000).Count(i => documents.TryFind($"other {i}", out _));
        Assert.InRange(left, 1, 1_000);
    }

    [Fact]
    public void Requests_that_bring_the_same_text_at_the_same_time_get_one_document()
    {
        var documents = new Documents(bytesMax: 100_000);
        var first = documents.Add("{ a }", new ReadDocument(null, [], AnswerKind.Executed));

        Assert.Same(first, documents.Add("{ a }", new ReadDocument(null, [], AnswerKind.Executed)));
    }
}
