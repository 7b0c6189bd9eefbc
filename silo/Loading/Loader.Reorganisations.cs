namespace Hierarchy.Loading;

public sealed partial class Loader
{
    /// <summary>Prepares a reorganisation that comes with the program, once: a draft, which changes no unit until somebody adopts it.</summary>
    private async Task DraftAsync(string path)
    {
        var document = Read(ReorganisationFile.Read(path));
        var grain = grains.GetGrain<IReorganisationGrain>(document.Terms.Id);
        await directory.CatchUpAsync();
        if (await Repeatable.AskAsync(time, grain.ReadAsync) is not null)
        {
            return;
        }
        try
        {
            var content = MappedReorganisation.Read(document.Mapping, document.Units, document.Terms, directory);
            if ((await Repeatable.AskAsync(time, () => grain.DraftAsync(content, Caller))).Refusal is { } refusal)
            {
                progress.Report($"not prepared: {Path.GetFileName(path)}: {refusal.Message}");
            }
        }
        catch (LoadRefusedException)
        {
            // The units that it is about have become others here, or were never loaded: it is nobody's any more.
        }
    }
}
