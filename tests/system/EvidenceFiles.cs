namespace Hierarchy.Tests.System;

/// <summary>Brings files as a browser does.</summary>
public static class EvidenceFiles
{
    /// <returns>The id that was answered.</returns>
    public static async Task<string> BringAsync(HttpClient http, byte[] bytes)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", "Báo cáo.pdf" } };
        using var response = await http.PostAsync(new Uri("/files", UriKind.Relative), form);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        return (string)JsonNode.Parse(text)!["id"]!;
    }
}
