using Hierarchy.Grains.Reports;

namespace Hierarchy.Api.Reports;

/// <summary>Where the figure of a row from an indicator is looked up. A process that has none enters such rows.</summary>
public interface IIndicatorFigures
{
    /// <summary>What the indicator says at the unit and below it for the period; null where nothing has been given.</summary>
    /// <param name="year">Of the period.</param>
    Task<FigureValue?> FindAsync(string indicator, string unit, string period, int year, CancellationToken cancellation);
}
