namespace Hierarchy.Hosting;

/// <summary>Why the process cannot start or go on, in one line that an operator can act on. It never carries a password.</summary>
/// <remarks>
/// Only the composition root catches it: it prints <see cref="Exception.Message"/> and exits with <see cref="ExitCode"/>.
/// </remarks>
public class StartupProblem(string message, int exitCode, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>One of <see cref="Hosting.ExitCode"/>, never 0.</summary>
    public int ExitCode => exitCode;
}

/// <summary>What the process tells its caller when it ends. docs/OPERATING.md lists the same numbers.</summary>
public static class ExitCode
{
    /// <summary>Ended as asked; what serves, by SIGTERM or Ctrl-C too.</summary>
    public const int Ok = 0;

    /// <summary>A defect of ours: the output names the exception.</summary>
    public const int Fault = 1;

    /// <summary>An argument, a variable or the database that it names cannot be used.</summary>
    public const int Configuration = 2;

    /// <summary>Another process has the data folder, or this user cannot use it.</summary>
    public const int DataFolder = 3;

    /// <summary>Another process listens on the port, or this user may not.</summary>
    public const int Port = 4;

    /// <summary>PostgreSQL is not installed, does not start, or ended by itself.</summary>
    public const int Postgres = 5;

    /// <summary><c>verify</c> found a roll-up that differs from the recount.</summary>
    public const int Difference = 6;

    /// <summary>Whoever began a <c>load</c> has ended it before it was done: it says what stands, and how to go on.</summary>
    public const int Interrupted = 130;
}
