using System.Net;

namespace Hierarchy.Api.Access.SignIn;

/// <summary>The text pages of sign-in and sign-out, in Vietnamese and English, without scripts.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="code">The API's error code; empty for success.</param>
/// <param name="vietnamese">What happened, and what to do.</param>
/// <param name="english">The same in English.</param>
/// <param name="links">Links to continue: an address with its name in both languages.</param>
internal sealed class SignInText(
    int status, string code, string[] vietnamese, string[] english, params (string To, string Vietnamese, string English)[] links)
{
    private const string Style =
        "body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:12vh auto;padding:0 1rem;color:#1d2530;background:#fff}"
        + "h1{font-size:1.4rem}[lang=en]{color:#5a6573}a{display:inline-block;margin:.3rem 1rem .3rem 0}code{color:#5a6573}"
        + "@media(prefers-color-scheme:dark){body{color:#e6e9ee;background:#14181f}a{color:#8ab4ff}[lang=en],code{color:#9aa5b4}}";

    private static readonly (string, string, string) Again = (SignInPages.SignIn, "Đăng nhập", "Sign in");
    private static readonly (string, string, string) AsAnother = (SignInPages.SignIn + "?again", "Đăng nhập bằng tài khoản khác", "Sign in as another");
    private static readonly (string, string, string) ByToken = (SignInPages.SignIn + "?token", "Dùng mã truy cập", "Use an access token");

    public static readonly SignInText SignedOut = new(
        Status200OK, "", ["Bạn đã đăng xuất."], ["You have signed out."], Again, ByToken);

    public static readonly SignInText SignedIn = new(
        Status200OK, "", ["Bạn đã đăng nhập.", "Hãy đóng thẻ này và quay lại trang đang làm dở."],
        ["You have signed in.", "Close this tab and go back to the page that you were working on."]);

    public static readonly SignInText Stranger = new(
        Status403Forbidden, "FORBIDDEN",
        ["Tài khoản này chưa được ghi danh ở đây.",
            "Đề nghị quản trị ghi danh bạn với địa chỉ thư điện tử đã được nơi cấp tài khoản xác nhận, rồi đăng nhập lại."],
        ["This account is nobody's here.",
            "Ask an administrator to register you with an e-mail address that your account's provider has verified, then sign in again."],
        AsAnother, ByToken);

    public static readonly SignInText Failed = new(
        Status400BadRequest, "UNAUTHENTICATED",
        ["Đăng nhập không thành công.", "Có thể đã quá lâu, hoặc đã hủy ở nơi đăng nhập. Hãy thử lại."],
        ["Signing in did not succeed.", "It may have taken too long, or was cancelled at the provider. Try again."],
        Again, ByToken);

    public static readonly SignInText Away = new(
        Status503ServiceUnavailable, "UNAVAILABLE",
        ["Nơi đăng nhập hiện không trả lời.", "Ai đã đăng nhập vẫn làm việc bình thường. Hãy thử lại sau ít phút."],
        ["The sign-in provider does not answer now.", "Whoever has signed in goes on. Try again in a few minutes."],
        Again, ByToken);

    public static readonly SignInText Unavailable = new(
        Status503ServiceUnavailable, "UNAVAILABLE",
        ["Hệ thống hiện không ghi được phiên đăng nhập.", "Hãy thử lại sau ít phút."],
        ["The system cannot write your session down now.", "Try again in a few minutes."],
        Again);

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly string _page = $"""
        <!DOCTYPE html>
        <html lang="vi">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Hierarchy</title><style>{Style}</style></head>
        <body><main>
        <h1>{vietnamese[0]}</h1>
        {Paragraphs("<p>", vietnamese[1..])}
        {Paragraphs("<p lang=\"en\">", [string.Join(' ', english)])}
        <p>{string.Join('\n', links.Select(link => $"<a href=\"{link.To}\">{link.Vietnamese} · <span lang=\"en\">{link.English}</span></a>"))}</p>
        {(code.Length == 0 ? "" : $"<p><code>{code}</code></p>")}
        </main></body>
        </html>
        """;

    public Task SendAsync(HttpContext http)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        return http.Response.WriteAsync(_page, http.RequestAborted);
    }

    private static string Paragraphs(string begin, string[] sentences) =>
        string.Join('\n', sentences.Select(sentence => $"{begin}{WebUtility.HtmlEncode(sentence)}</p>"));
}
