namespace Hierarchy.Tests.System;

/// <summary>The line of PostgreSQL's output that is reported as the reason.</summary>
public sealed class PostgresMessageTests
{
    [Theory]
    [InlineData("disk full", "LOG:  starting", "PANIC:  disk full", "FATAL:  terminated")]
    [InlineData("no pg_control", "FATAL:  the database system is starting up", "LOG:  shut down", "no pg_control", " ")]
    [InlineData("no such role", "FATAL:  the database system is shutting down", "2026-11-25 10:00:00 UTC [7] FATAL:  no such role")]
    [InlineData("it printed nothing")]
    public void The_most_telling_line_is_no_answer_to_a_client_that_came_too_early(string told, params string[] lines) =>
        Assert.Equal(told, PostgresMessage.MostTelling(lines));
}
