namespace Hierarchy.Grains.Plans.Drafts;

/// <summary>The number of letters to insert, delete or change to turn one text into another.</summary>
internal static class EditDistance
{
    /// <param name="most">A distance above this may be inexact.</param>
    public static int Of(string left, string right, int most = int.MaxValue)
    {
        if (Math.Abs(left.Length - right.Length) > most)
        {
            return int.MaxValue;
        }
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var (above, least) = (row[0], row[0] = i);
            for (var j = 1; j <= right.Length; j++)
            {
                var changed = above + (left[i - 1] == right[j - 1] ? 0 : 1);
                above = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
                least = Math.Min(least, row[j]);
            }
            if (least > most)
            {
                return int.MaxValue;
            }
        }
        return row[right.Length];
    }
}
