namespace Hierarchy.Hosting;

/// <summary>Why the process cannot start or continue, in one line that an operator can act on. Never contains a password.</summary>
/// <remarks>Caught only by the composition root, which prints <see cref="Exception.Message"/> and exits with
/// <see cref="ExitCode"/>.</remarks>
public class StartupProblem(string message, int exitCode, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>One of <see cref="Hosting.ExitCode"/>, never 0.</summary>
    public int ExitCode => exitCode;
}

/// <summary>Exit codes of the process. docs/OPERATING.md lists the same numbers.</summary>
public static class ExitCode
{
    /// <summary>Done; for a server also stopped by SIGTERM or Ctrl-C.</summary>
    public const int Ok = 0;

    /// <summary>A defect of the program: the output shows the exception.</summary>
    public const int Fault = 1;

    /// <summary>An argument, a variable or the named database cannot be used.</summary>
    public const int Configuration = 2;

    /// <summary>Another process holds the data folder, or this user cannot use it.</summary>
    public const int DataFolder = 3;

    /// <summary>Another process listens on the port, or this user may not.</summary>
    public const int Port = 4;

    /// <summary>PostgreSQL is not installed, does not start, or ended unexpectedly.</summary>
    public const int Postgres = 5;

    /// <summary><c>verify</c> found a roll-up that differs from the recount.</summary>
    public const int Difference = 6;

    /// <summary>A <c>load</c> was interrupted: the output says what was done, and how to continue.</summary>
    public const int Interrupted = 130;
}
