namespace Spn.Tool.Tests.Notebooks.Html.Browser;

/// <summary>One browser for the tests of a class, started by the first that asks: a skipped class starts none.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private Chromium? _browser;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
    }

    internal async Task<Chromium> GetAsync() => _browser ??= await Chromium.StartAsync();
}
