namespace Hierarchy.Loading;

public sealed partial class Loader
{
    /// <summary>Drafts a reorganisation that ships with the program, unless it exists. A draft changes no unit until somebody adopts it.</summary>
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
            // Its units were changed or never loaded in this installation, so the draft has no use here.
        }
    }
}
