namespace Hierarchy.Api;

/// <summary>Adds the path of a refused value within an input, from the argument down.</summary>
internal static class Place
{
    public static T At<T>(IReadOnlyList<object> place, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FieldError error)
        {
            throw error.Within(place);
        }
    }

    /// <summary>Each item of a list, at its index.</summary>
    public static IEnumerable<TResult> Each<T, TResult>(string name, IReadOnlyList<T>? items, Func<T, TResult> read) =>
        (items ?? []).Select((item, i) => At([name, i], () => read(item)));
}
