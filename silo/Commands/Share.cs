namespace Hierarchy.Silo.Commands;

/// <summary>The fraction of some work that is done, as last reported.</summary>
internal sealed class Share : IProgress<double>
{
    private double _done = double.NaN;

    /// <summary>0 to 1; null before the first report.</summary>
    public double? Done => Volatile.Read(ref _done) is var done && double.IsNaN(done) ? null : done;

    public void Report(double value) => Volatile.Write(ref _done, value);
}
