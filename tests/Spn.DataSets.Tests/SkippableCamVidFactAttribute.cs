namespace Spn.DataSets.Tests;

/// <summary>Runs where CamVid is at hand, and says so where it is not.</summary>
public sealed class SkippableCamVidFactAttribute : FactAttribute
{
    public SkippableCamVidFactAttribute()
    {
        if (Folder is null)
            Skip = "../shared/data not present";
    }

    /// <summary>The folder; null where there is none.</summary>
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "data", "camvid") is var path && Directory.Exists(path))
                return path;
        return null;
    }
}
