using System.Text.Json.Nodes;

namespace Spn.Tool.Tests.Notebooks.Html.Browser;

/// <summary>Does something as on paper, on a telephone, with less motion or without script, and takes that back whatever happens.</summary>
internal static class ChromiumEmulation
{
    /// <summary>As it is printed.</summary>
    public static Task<T> OnPaperAsync<T>(this Chromium browser, Func<Task<T>> act) =>
        AsAsync(browser, "Emulation.setEmulatedMedia", new() { ["media"] = "print" }, new() { ["media"] = "" }, act);

    /// <summary>For somebody who asked the system for less motion.</summary>
    public static Task<T> WithLessMotionAsync<T>(this Chromium browser, Func<Task<T>> act)
    {
        static JsonObject Motion(string value) => new()
        {
            ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-reduced-motion", ["value"] = value }),
        };
        return AsAsync(browser, "Emulation.setEmulatedMedia", Motion("reduce"), Motion("no-preference"), act);
    }

    /// <summary>Where script does not run; what is evaluated afterwards runs.</summary>
    public static Task<bool> WithoutScriptAsync(this Chromium browser, Func<Task> act) =>
        AsAsync(browser, "Emulation.setScriptExecutionDisabled", new() { ["value"] = true }, new() { ["value"] = false }, async () =>
        {
            await act();
            return true;
        });

    /// <summary>On a screen 390 px wide.</summary>
    public static async Task<T> OnATelephoneAsync<T>(this Chromium browser, Func<Task<T>> act)
    {
        JsonObject metrics = new() { ["width"] = 390, ["height"] = 800, ["deviceScaleFactor"] = 1, ["mobile"] = false };
        await browser.SendAsync("Emulation.setDeviceMetricsOverride", metrics);
        try
        {
            return await act();
        }
        finally
        {
            await browser.SendAsync("Emulation.clearDeviceMetricsOverride", []);
        }
    }

    private static async Task<T> AsAsync<T>(Chromium browser, string method, JsonObject begin, JsonObject end, Func<Task<T>> act)
    {
        await browser.SendAsync(method, begin);
        try
        {
            return await act();
        }
        finally
        {
            await browser.SendAsync(method, end);
        }
    }
}
