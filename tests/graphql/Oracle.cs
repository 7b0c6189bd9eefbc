using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Hierarchy.Tests.GraphQL;

/// <summary>graphql-js in a process of its own, asked one question per line.</summary>
internal sealed class Oracle : IDisposable
{
    private readonly Process _process;

    private Oracle(Process process) => _process = process;

    /// <summary>Starts it; skips the test, saying why, where Node or the package is missing.</summary>
    public static Oracle Start()
    {
        var folder = Path.Combine(FindRepository(), "tests", "graphql", "node");
        var hasPackage = Directory.Exists(Path.Combine(folder, "node_modules", "graphql"));
        Assert.SkipUnless(hasPackage, "graphql-js is not installed: run npm ci in tests/graphql/node.");
        var start = new ProcessStartInfo("node", "oracle.js")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        try
        {
            return new(Process.Start(start)!);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("Node is not installed.");
            throw;
        }
    }

    public JsonElement Ask(object question)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(question));
        _process.StandardInput.Flush();
        var line = _process.StandardOutput.ReadLine();
        Assert.NotNull(line);
        return JsonDocument.Parse(line).RootElement;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit(milliseconds: 5_000);
        _process.Dispose();
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Hierarchy.slnx")))
        {
            folder = folder.Parent;
        }

        Assert.NotNull(folder);
        return folder.FullName;
    }
}
