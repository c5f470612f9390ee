using System.Globalization;

namespace Spn.Tests;

/// <summary>Runs code as on a machine of another culture.</summary>
internal static class InCulture
{
    public static T Run<T>(string culture, Func<T> action)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            return action();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
