namespace Hierarchy.Api.Changes.Export;

/// <summary>A refusal of a file, in the API's usual error format.</summary>
internal static class FileRefusal
{
    public static Task SendAsync(HttpContext http, FieldError refused)
    {
        http.Response.StatusCode = refused.Code switch
        {
            "FORBIDDEN" => StatusCodes.Status403Forbidden,
            ApiError.NotFoundCode => StatusCodes.Status404NotFound,
            "CONFLICT" => StatusCodes.Status409Conflict,
            Codes.BodyLimit => StatusCodes.Status413PayloadTooLarge,
            Codes.BodyTimeLimit => StatusCodes.Status408RequestTimeout,
            Files.FileUploads.CountCode => StatusCodes.Status429TooManyRequests,
            Codes.Overloaded or ApiError.UnavailableCode => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status400BadRequest,
        };
        http.Response.ContentType = "application/json; charset=utf-8";
        var extensions = new Dictionary<string, object?> { ["code"] = refused.Code };
        if (refused.Input is not null)
        {
            extensions["input"] = refused.Input;
        }
        if (refused.Reason is not null)
        {
            extensions["reason"] = refused.Reason;
        }
        return http.Response.WriteAsync(
            JsonSerializer.Serialize(new { errors = new[] { new { message = refused.Message, extensions } } }), http.RequestAborted);
    }
}
