namespace Hierarchy.Tests.System;

/// <summary>Uploads files like a browser.</summary>
public static class EvidenceFiles
{
    /// <returns>The id in the answer.</returns>
    public static async Task<string> BringAsync(HttpClient http, byte[] bytes)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", "Báo cáo.pdf" } };
        using var response = await http.PostAsync(new Uri("/files", UriKind.Relative), form);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return (string)JsonNode.Parse(text)!["id"]!;
    }
}
