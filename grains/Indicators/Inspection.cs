namespace Hierarchy.Grains.Indicators;

/// <summary>The inspection of a unit, with its findings.</summary>
/// <param name="Act">The document that ordered or reports the inspection; null for none.</param>
/// <param name="Findings">In order; each becomes an obligation of the inspected unit.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.inspection")]
public sealed record Inspection(string Id, string Inspector, string Unit, DateOnly On, Document? Act, ImmutableArray<Finding> Findings)
{
    /// <summary>Ids of the obligations that the findings become.</summary>
    public IEnumerable<string> ObligationIds() => Enumerable.Range(0, Findings.Length).Select(IdOf);

    /// <summary>The terms of those obligations.</summary>
    public ImmutableArray<ObligationTerms> Terms() =>
    [
        .. Findings.Select((finding, i) => new ObligationTerms(
            IdOf(i), ObligationKind.Finding, null, Inspector, Id, "", ReformArea.Steering, On.Year, On.Year, finding.Text, Imposition.DefaultWeight, 0,
            finding.Due, false, On)),
    ];

    private string IdOf(int index) => Obligation.IdOf(Unit, Id, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{index + 1}"));
}

/// <param name="Due">Last day to put it right in time.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.finding")]
public sealed record Finding(string Text, DateOnly Due);
