namespace Spn.Tests.Learning;

/// <summary>A test of what is done on Linux alone.</summary>
public sealed class LinuxFactAttribute : Xunit.FactAttribute
{
    /// <summary>Skipped on other systems.</summary>
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
            Skip = "libstdc++ has a part in it on Linux alone";
    }
}
