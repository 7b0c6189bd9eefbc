using System.Reflection;

namespace Hierarchy.Hosting;

/// <summary>Fills a class of settings with the operator's values, and reports an invalid value in one line.</summary>
public static class Settings
{
    /// <summary>The settable properties of a class.</summary>
    public static IEnumerable<(PropertyInfo Property, SettingAttribute Setting)> Of(Type settings) =>
        from property in settings.GetProperties()
        let setting = property.GetCustomAttribute<SettingAttribute>()
        where setting is not null
        select (property, setting);

    /// <summary>Creates an instance; settings that are not given keep the defaults of the class.</summary>
    /// <param name="variable">Returns the value of a setting by its name in the environment; null if not given.</param>
    /// <exception cref="StartupProblem">A value is invalid.</exception>
    public static T Read<T>(Func<string, string?> variable)
        where T : class, new()
    {
        var settings = new T();
        foreach (var (property, setting) in Of(typeof(T)))
        {
            if (Given(variable, setting.Variable) is { } text)
            {
                property.SetValue(settings, Parse(setting, property.PropertyType, text));
            }
        }
        return settings;
    }

    /// <summary>The trimmed value of a variable; null if empty or not given.</summary>
    public static string? Given(Func<string, string?> variable, string name) =>
        variable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    /// <summary>The default of a setting, in words or as a value.</summary>
    public static string DefaultOf(PropertyInfo property, SettingAttribute setting) => setting.Usual
        ?? $"`{Convert.ToString(property.GetValue(Activator.CreateInstance(property.DeclaringType!)), CultureInfo.InvariantCulture)}`";

    /// <summary>The content of a file that holds a setting's value; null if no file is named.</summary>
    /// <exception cref="StartupProblem">The file cannot be read.</exception>
    public static string? ReadFile(string? file, string name)
    {
        try
        {
            return file is null ? null : File.ReadAllText(file).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartupProblem($"{SettingAttribute.Prefix}{name} cannot be read: {fault.Message}", ExitCode.Configuration, fault);
        }
    }

    private static object Parse(SettingAttribute setting, Type type, string text)
    {
        if (type == typeof(string))
        {
            return text;
        }
        if (type == typeof(IPAddress))
        {
            return IPAddress.TryParse(text, out var address) ? address : throw Wrong(setting, text, "an IP address");
        }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= setting.Min && number <= setting.Max
            ? number
            : throw Wrong(setting, text, string.Create(CultureInfo.InvariantCulture, $"a number from {setting.Min} to {setting.Max} ({setting.Meaning})"));
    }

    private static StartupProblem Wrong(SettingAttribute setting, string text, string right) =>
        new($"{setting.Variable} is '{text}': give {right}.", ExitCode.Configuration);
}
