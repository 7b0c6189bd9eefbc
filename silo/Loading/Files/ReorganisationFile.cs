namespace Hierarchy.Loading.Files;

/// <summary>The reorganisation of a file.</summary>
/// <param name="Mapping">The path of the mapping, which has the same base name as the file.</param>
/// <param name="Units">The path of the list of the new units.</param>
public sealed record ReorganisationDocument(string Mapping, string Units, ReorganisationTerms Terms);

/// <summary>Reads the terms of a reorganisation, which complete its mapping and its list of units: YAML, NAME.yaml beside NAME.csv.</summary>
public static class ReorganisationFile
{
    /// <summary>Whether the file holds a reorganisation, right or wrong.</summary>
    public static bool IsOne(string path) => YamlNode.HasKey(path, "reorganisation");

    /// <summary>Reads the file at the path. Does not throw, whatever the file contains.</summary>
    public static FileContents<ReorganisationDocument> Read(string path)
    {
        var errors = new FileErrors(Path.GetFileName(path));
        if (FileText.Read(path, FileLimits.PlanBytesMax, errors) is not { } text || YamlNode.Parse(text, errors) is not { } root)
        {
            return errors.Refuse<ReorganisationDocument>();
        }
        if (root is not YamlNode.Mapping mapping || new Fields(mapping, "file", errors, "reorganisation").Mapping("reorganisation") is not { } of)
        {
            errors.Add(root.Line, "must begin with the key 'reorganisation'");
            return errors.Refuse<ReorganisationDocument>();
        }
        var fields = new Fields(of, "reorganisation", errors, "units", "act", "signed", "effective", "operatesFrom", "divided");
        var (folder, id) = (Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileNameWithoutExtension(path));
        if (Limits.FaultOfNewId(id) is { } fault)
        {
            errors.Add(0, $"the name of the file is the id of the reorganisation, which {fault}");
        }
        var units = Beside(folder, fields.Text("units", Limits.NameMax), fields.LineOf("units"), errors);
        var list = Beside(folder, id + ".csv", fields.Line, errors);
        var effective = fields.Date("effective") ?? Limits.DayMin;
        var act = new Document(fields.Text("act", Limits.NameMax) ?? "", fields.Date("signed") ?? Limits.DayMin, null, null);
        var terms = ReorganisationTerms.By(
            id, act, effective, fields.Date("operatesFrom", required: false) ?? effective,
            fields.Word("divided", required: false, without: DividedWork.Unassigned) ?? DividedWork.Unassigned);
        return errors.Any ? errors.Refuse<ReorganisationDocument>() : new FileContents<ReorganisationDocument>(new(list, units, terms), []);
    }

    private static string Beside(string folder, string? name, int line, FileErrors errors)
    {
        var path = name is null || name != Path.GetFileName(name) ? null : Path.Combine(folder, name);
        if (name is not null && !File.Exists(path))
        {
            errors.Add(line, $"there is no file {Fields.Shown(name)} beside this one");
        }
        return path ?? "";
    }
}
