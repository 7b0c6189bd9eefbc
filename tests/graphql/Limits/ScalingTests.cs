using System.Diagnostics;
using System.Text;
using Hierarchy.GraphQL.Language;
using Hierarchy.GraphQL.Schema;
using Hierarchy.GraphQL.Validation;

namespace Hierarchy.Tests.GraphQL.Limits;

/// <summary>
/// With the bounds lifted, four times as much of what hostile documents are made of costs about four times as much: time as the best of several
/// ratios, since test machines are busy, and memory as the bytes that the thread allocates, which repeat exactly.
/// </summary>
public sealed class ScalingTests
{
    // Four times the size takes four times the time; sixteen times would be quadratic.
    private const double TimeRatioMax = 9;
    private const double MemoryRatioMax = 5.5;
    private const int Tries = 12;

    private static readonly DocumentLimits s_lifted = new()
    {
        TokensMax = int.MaxValue,
        NestingMax = 100,
        OperationsMax = int.MaxValue,
        FragmentsMax = int.MaxValue,
        VariablesMax = int.MaxValue,
        DirectivesPerPlaceMax = int.MaxValue,
        DirectivesMax = int.MaxValue,
        AliasesPerFieldMax = int.MaxValue,
        AliasesMax = int.MaxValue,
        DepthMax = int.MaxValue,
        IntrospectionDepthMax = int.MaxValue,
        BreadthMax = int.MaxValue,
        MutationFieldsMax = int.MaxValue,
        CostMax = long.MaxValue,
    };

    private static readonly GraphQLSchema s_schema = SchemaBuilder.Build("""
        directive @tag(n: Int) repeatable on FIELD
        interface Named { id: ID! name: String }
        type Node implements Named { id: ID! name: String self: Node! children(first: Int = 10): [Node!]! }
        type Query { root: Node! named: [Named!]! echo(x: In, n: Int, list: [Int]): Int }
        input In { a: In, l: [In!], i: Int }
        """);

    private static string Times(int count, Func<int, string> part) => string.Concat(Enumerable.Range(0, count).Select(part));

    public static TheoryData<string, Func<int, string>> Families => new()
    {
        { "fields", n => "{root{" + Times(n, _ => "id name ") + "}}" },
        { "unknown fields", n => "{root{" + Times(n, i => $"z{i} ") + "}}" },
        { "aliases", n => "{root{" + Times(n, i => $"x{i}:id ") + "}}" },
        { "one alias for one field", n => "{root{" + Times(n, _ => "x:id ") + "}}" },
        { "one alias for one field with arguments", n => "{root{" + Times(n, _ => "x:children(first:3){id} ") + "}}" },
        { "one alias for different fields", n => "{root{" + Times(n, i => i % 2 == 0 ? "x:id " : "x:name ") + "}}" },
        { "one alias for different arguments", n => "{" + Times(n, i => $"x:echo(n:{i}) ") + "}" },
        { "equal selections", n => "{" + Times(n, _ => "root{self{self{id}}} ") + "}" },
        { "different selections merged", n => "{" + Times(n, i => $"root{{self{{x{i}:id}}}} ") + "}" },
        { "inline fragments", n => "{named{" + Times(n, _ => "...on Node{id self{name}} ") + "}}" },
        { "fragments in a row", n => Times(n, i => $"fragment F{i} on Node{{id ...F{i + 1}}} ")
            + $"fragment F{n} on Node{{id}} {{root{{...F0}}}}" },
        { "fragments that double", n => Times(n, i => $"fragment F{i} on Node{{a:self{{...F{i + 1}}} b:self{{...F{i + 1}}}}} ")
            + $"fragment F{n} on Node{{id}} {{root{{...F0}}}}" },
        { "fragments of one operation", n => Times(n, i => $"fragment F{i} on Node{{id}} ") + "{root{" + Times(n, i => $"...F{i} ") + "}}" },
        { "one fragment spread often", n => "fragment F on Node{id self{name}} {root{" + Times(n, _ => "...F ") + "}}" },
        { "a circle of fragments", n => Times(n, i => $"fragment F{i} on Node{{...F{(i + 1) % n}}} ") + "{root{...F0}}" },
        { "operations", n => Times(n, i => $"query Q{i}{{root{{id}}}} ") },
        { "operations of one name", n => Times(n, _ => "query Q{root{id}} ") },
        { "variables", n => "query(" + Times(n, i => $"$v{i}:Int ") + "){" + Times(n, i => $"x{i}:echo(n:$v{i}) ") + "}" },
        { "variables that nobody uses", n => "query(" + Times(n, i => $"$v{i}:Int ") + "){root{id}}" },
        { "directives", n => "{root{id" + Times(n, _ => "@tag(n:1)") + "}}" },
        { "directives that must be unique", n => "{root{id" + Times(n, _ => "@skip(if:false)") + "}}" },
        { "items of a list", n => "{echo(list:[" + Times(n, _ => "1 ") + "])}" },
        { "fields of an object", n => "{echo(x:{" + Times(n, _ => "i:1 ") + "})}" },
        { "unknown fields of an object", n => "{echo(x:{" + Times(n, i => $"z{i}:1 ") + "})}" },
        { "objects of a list", n => "{echo(x:{l:[" + Times(n, _ => "{i:1}") + "]})}" },
        { "arguments", n => "{echo(" + Times(n, i => $"n{i}:1 ") + ")}" },
        { "commas", n => new string(',', 20 * n) + "{root{id}}" },
        { "comments", n => Times(n, _ => "#xxxxxxxxx\n") + "{root{id}}" },
        { "a number", n => "{echo(n:" + new string('9', 10 * n) + ")}" },
        { "a string", n => "{echo(n:\"" + new string('x', 10 * n) + "\")}" },
        { "a block string", n => "{echo(n:\"\"\"" + Times(n, i => new string(' ', i % 7) + "x\n") + "\"\"\")}" },
    };

    [Theory]
    [MemberData(nameof(Families))]
    public void Four_times_the_size_takes_about_four_times_the_work(string family, Func<int, string> document)
    {
        const int Count = 2_000;
        var (small, large) = (Encoding.UTF8.GetBytes(document(Count)), Encoding.UTF8.GetBytes(document(4 * Count)));
        Work(Encoding.UTF8.GetBytes(document(100)));
        var (time, memory) = (double.MaxValue, double.MaxValue);
        for (var attempt = 0; attempt < Tries && (time > TimeRatioMax || memory > MemoryRatioMax); attempt++)
        {
            var (smallTime, smallBytes) = Work(small);
            var (largeTime, largeBytes) = Work(large);
            // What takes no time to speak of says nothing about its growth.
            time = Math.Min(time, largeTime / Math.Max(smallTime, 0.2));
            memory = Math.Min(memory, (largeBytes + 100_000.0) / (smallBytes + 100_000.0));
        }
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{family}: {small.Length} to {large.Length} bytes, time {time:F2}, memory {memory:F2}");
        Assert.True(time <= TimeRatioMax, $"{family}: four times the size takes {time:F1} times the time.");
        Assert.True(memory <= MemoryRatioMax, $"{family}: four times the size takes {memory:F1} times the memory.");
    }

    private static (double TimeMs, long Bytes) Work(byte[] text)
    {
        var (watch, bytes) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
        var document = Parser.Parse(new SourceText(text), s_lifted);
        Assert.Empty(s_lifted.CheckText(document));
        if (DocumentValidator.Validate(s_schema, document).IsEmpty)
        {
            s_lifted.CheckOperation(s_schema, document, document.Operations[0], null);
        }
        return (watch.Elapsed.TotalMilliseconds, GC.GetAllocatedBytesForCurrentThread() - bytes);
    }
}
