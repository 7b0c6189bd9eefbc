using System.Security.Cryptography;
using System.Text;

namespace Hierarchy.Grains.Plans.Drafts;

/// <summary>A plan that is being prepared, as it is stored. It counts nowhere and is no event of its owner.</summary>
/// <param name="Id">Has the owner's prefix, so that no other owner's plan can take it. It becomes the plan's id.</param>
/// <param name="Version">1 when created, plus one for each change.</param>
/// <param name="Keys">The highest number given to a row without a key.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.plan-draft")]
public sealed record PlanDraft(string Id, string Owner, long Version, DraftText Text, int Keys)
{
    private const int IdLength = 20;

    /// <summary>The id of the draft that a request creates; the same whenever the request is repeated.</summary>
    public static string IdOf(string owner, string callerKey, string requestId) => OwnedId.Of(
        owner, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{callerKey}\n{requestId}")))[..IdLength]);

    /// <summary>The owner in an id; null when the id cannot have one.</summary>
    public static string? OwnerOf(string id) =>
        id.Length <= OwnedId.LengthMax && id.LastIndexOf(OwnedId.Separator) is > 0 and var at && id.Length == at + 1 + IdLength
            && Limits.FaultOfNewId(id[(at + 1)..]) is null
            ? id[..at]
            : null;

    /// <summary>The id of the line that a row becomes.</summary>
    public string LineOf(string key) => $"{Id}/{key}";
}

/// <summary>A draft with the interpretation of its rows, every doubt, and what adopting it would impose.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.plan-draft-reading")]
public sealed record PlanDraftReading(PlanDraft Draft, UnderstoodDraft Understood, DraftPreview Preview)
{
    public int Errors => Understood.Issues.Count(issue => issue.Severity == DraftSeverity.Error);
}

/// <summary>What adopting a draft would impose.</summary>
/// <param name="Units">Number of units that would owe something.</param>
/// <param name="Undated">Obligations without a due day that wait for no event.</param>
/// <param name="Budget">Whole đồng: what its areas set aside, or what their lines need if that is more.</param>
/// <param name="StatedBudget">The total that the document itself states; null for none.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.draft-preview")]
public sealed record DraftPreview(int Tasks, int Obligations, int Units, int Undated, long Budget, long? StatedBudget);
