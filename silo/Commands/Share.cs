namespace Hierarchy.Silo.Commands;

/// <summary>How much of some work is done, as last told.</summary>
internal sealed class Share : IProgress<double>
{
    private double _done = double.NaN;

    /// <summary>0 to 1; null before anything was told.</summary>
    public double? Done => Volatile.Read(ref _done) is var done && double.IsNaN(done) ? null : done;

    public void Report(double value) => Volatile.Write(ref _done, value);
}
