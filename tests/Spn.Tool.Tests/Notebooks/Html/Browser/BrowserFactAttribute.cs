namespace Spn.Tool.Tests.Notebooks.Html.Browser;

/// <summary>A test that needs Chromium or Chrome. Where none is found it is skipped, and the test run says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Chromium.Path is null)
            Skip = "No Chromium found: install it, or name one in the environment variable CHROMIUM.";
    }
}
