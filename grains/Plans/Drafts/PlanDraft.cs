using System.Security.Cryptography;
using System.Text;

namespace Hierarchy.Grains.Plans.Drafts;

/// <summary>A plan that is being prepared, as it is kept: counted nowhere, and no event of its owner.</summary>
/// <param name="Id">Bears the owner's, so that nobody else's plan can take it: it becomes the plan's.</param>
/// <param name="Version">1 when made, one more with each change.</param>
/// <param name="Keys">The highest number that a row without a key was given.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.plan-draft")]
public sealed record PlanDraft(string Id, string Owner, long Version, DraftText Text, int Keys)
{
    private const int IdLength = 20;

    /// <summary>The id of the draft that a request makes: the same whenever it is repeated.</summary>
    public static string IdOf(string owner, string callerKey, string requestId) => OwnedId.Of(
        owner, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{callerKey}\n{requestId}")))[..IdLength]);

    /// <summary>The owner that stands in an id; null where none can.</summary>
    public static string? OwnerOf(string id) =>
        id.Length <= OwnedId.LengthMax && id.LastIndexOf(OwnedId.Separator) is > 0 and var at && id.Length == at + 1 + IdLength
            && Limits.FaultOfNewId(id[(at + 1)..]) is null
            ? id[..at]
            : null;

    /// <summary>The id of the line that a row becomes.</summary>
    public string LineOf(string key) => $"{Id}/{key}";
}

/// <summary>A draft as it is read: what its rows are understood as, with every doubt, and what adopting it would impose.</summary>
[GenerateSerializer, Immutable, Alias("hierarchy.plan-draft-reading")]
public sealed record PlanDraftReading(PlanDraft Draft, UnderstoodDraft Understood, DraftPreview Preview)
{
    public int Errors => Understood.Issues.Count(issue => issue.Severity == DraftSeverity.Error);
}

/// <summary>What adopting a draft would impose.</summary>
/// <param name="Units">That would owe something.</param>
/// <param name="Undated">Obligations without a due day that wait for no event.</param>
/// <param name="Budget">Whole đồng: what its areas set aside, or their lines need where that is more.</param>
/// <param name="StatedBudget">What the document itself names as its sum; null when it names none.</param>
[GenerateSerializer, Immutable, Alias("hierarchy.draft-preview")]
public sealed record DraftPreview(int Tasks, int Obligations, int Units, int Undated, long Budget, long? StatedBudget);
