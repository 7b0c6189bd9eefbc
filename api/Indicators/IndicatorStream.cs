namespace Hierarchy.Api.Indicators;

/// <summary>Yields indicators whose data at a unit has changed; changes are combined.</summary>
internal static class IndicatorStream
{
    /// <exception cref="FieldError">NOT_FOUND: there is no such unit. UNAVAILABLE: too many watch, or a unit does not answer.</exception>
    public static async IAsyncEnumerable<Indicator> Of(
        string unit, LiveChanges changes, Backend backend, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Dictionary<string, string>? before = null;
        await foreach (var changed in changes.ProgressAsync(unit, cancellation).ConfigureAwait(false))
        {
            var now = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (indicator, known) in await ReadAsync(changed.Id, backend).ConfigureAwait(false))
            {
                now[indicator.Id] = known;
                if (before is not null && before.GetValueOrDefault(indicator.Id) != known)
                {
                    yield return indicator;
                }
            }
            before = now;
        }
    }

    /// <summary>All data about each indicator of the unit and of units above, as comparable text; also of the units read with it on today's
    /// map.</summary>
    private static async Task<IEnumerable<(Indicator, string)>> ReadAsync(string unit, Backend backend)
    {
        var with = backend.Map.Of(unit);
        var indicators = new List<Indicator>();
        foreach (var owner in with.More.Prepend(unit).SelectMany(top => backend.Directory.Ancestors(top).Select(above => above.Id).Append(top)).Distinct())
        {
            indicators.AddRange((await backend.AskAsync(owner, grain => grain.ReadMeasuringAsync()).ConfigureAwait(false)).Defined);
        }
        var cells = indicators.ConvertAll(indicator => IndicatorReads.CellsOf(indicator, backend));
        var known = indicators.ConvertAll(_ => "");
        foreach (var read in with.More.Concat(with.Less).Prepend(unit))
        {
            var reading = await backend.AskAsync(read, grain => grain.ReadAsync(new UnitQuestions(
                [.. cells.SelectMany(each => each)], [], false, [], [], [.. indicators.Select(IndicatorReads.CountedAs)]))).ConfigureAwait(false);
            var at = 0;
            for (var i = 0; i < indicators.Count; i++)
            {
                known[i] += ' ' + string.Join(
                    ' ',
                    cells[i].Select(_ => reading.Cells[at++].ToString()).Concat(
                        reading.Indicators[i].Total.Select(figure => $"{figure.Cell} {figure.Sums}").Order(StringComparer.Ordinal)));
            }
        }
        return indicators.Zip(known);
    }
}
