using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Hierarchy.Api.Access.SignIn;

/// <summary>Stores the data protection keys of cookies where every process finds them.</summary>
internal sealed class SessionKeyRing(ISessionKeys keys) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [.. keys.All().Select(xml => XElement.Parse(xml))];

    public void StoreElement(XElement element, string friendlyName) => keys.Add(friendlyName, element.ToString(SaveOptions.DisableFormatting));
}
