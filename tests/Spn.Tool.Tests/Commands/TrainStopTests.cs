using System.Diagnostics;
using Spn.Learning;
using Spn.Segmentation;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

/// <summary>Trainings that are paused, killed, cancelled, that diverge, and that go on.</summary>
[Collection(TorchCollection.Name)]
public sealed class TrainStopTests : TrainCase
{
    [LibtorchFact]
    public void Paused_and_resumed_it_writes_the_bytes_of_an_unbroken_training()
    {
        Train("once");
        Assert.Contains("paused, go on with --resume at step 33", Train("twice", "--pause-at", "33"));
        Assert.Contains(
            "finished at step 60", CommandLine.Run(TrainCommand.Create(), "--resume", "--data", "scenes", "--out", At("twice")));
        foreach (var file in new[] { "last.safetensors", "best.safetensors", "log.csv", "config.json" })
            Assert.Equal(File.ReadAllBytes(At($"once/{file}")), File.ReadAllBytes(At($"twice/{file}")));
    }

    [LibtorchFact]
    public async Task Killed_again_and_again_while_it_saves_it_always_leaves_a_checkpoint_that_loads_and_goes_on()
    {
        // An evaluation after every step saves after every step, and most of a step of this size is the saving.
        string[] often = ["--set", "training.evaluateEvery=1", "--set", "training.evaluateImages=1"];
        Train("once", often);
        var killed = 0;
        for (var kill = 0; kill < 4; kill++)
        {
            var before = Step();
            string[] goOn = kill == 0 ? [] : ["--resume"];
            using var process = Start(
                ["train", "--config", At("config.json"), "--data", "scenes", "--out", At("killed"), .. often, .. goOn]);
            while (!process.HasExited && Step() < before + 8)
                await Task.Delay(1);
            if (!process.HasExited)
            {
                process.Kill();
                killed++;
            }

            await process.WaitForExitAsync();
            Assert.True(Step() >= before);
        }

        Assert.True(killed >= 2, $"{killed} of 4 processes were killed before they were done");
        CommandLine.Run(TrainCommand.Create(), "--resume", "--data", "scenes", "--out", At("killed"));
        Assert.Equal(File.ReadAllBytes(At("once/last.safetensors")), File.ReadAllBytes(At("killed/last.safetensors")));
        Assert.Equal(File.ReadAllText(At("once/log.csv")), File.ReadAllText(At("killed/log.csv")));
        Assert.Equal(
            ["best.safetensors", "config.json", "last.safetensors", "log.csv"],
            Directory.GetFiles(At("killed")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

        long Step() => File.Exists(At("killed/last.safetensors")) ? Steps("killed") : 0;
    }

    [SignalFact]
    public async Task A_signal_ends_it_after_the_step_at_hand_with_a_checkpoint()
    {
        // SIGTERM goes the way of Ctrl+C, and unlike SIGINT is not ignored where the tests themselves run in the background.
        using var process = Start(
            "train", "--config", At("config.json"), "--steps", "1000000", "--set", "training.evaluateEvery=1000000", "--data", "scenes",
            "--out", At("long"));
        var told = process.StandardError.ReadToEndAsync();
        while (!process.HasExited && Logged() == 0)
            await Task.Delay(20);
        var before = Logged();
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var end = patience.Token.Register(() => process.Kill());
        await process.WaitForExitAsync();
        Assert.Matches(@"cancelled, go on with --resume at step \d+;", await told);
        Assert.Equal(1, process.ExitCode);
        Assert.InRange(Steps("long"), Math.Max(1, before), 999_999);

        long Logged() => File.Exists(At("long/log.csv")) ? TrainingLog.Read(At("long/log.csv")).Entries[^1].Step : 0;
    }

    [LibtorchFact]
    public async Task A_training_that_diverges_is_named_with_the_checkpoint_from_before()
    {
        var refused = Assert.Throws<DivergedException>(() => Train("wild", "--config", Wild()));
        Assert.StartsWith(
            "the training wild (three-way, seed 1) diverged (" + At("wild/last.safetensors") + " is from before): expected finite numbers",
            refused.Message);
        using var process = Start("compare", "--config", At("wild.json"), "--data", "scenes", "--out", At("both"), "--seeds", "4");
        var told = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Matches(@"(?m)^spn: the training one-way-seed-4 \(one-way, seed 4\) diverged \(.*one-way-seed-4", await told);
        Assert.Equal(1, process.ExitCode);

        string Wild()
        {
            File.WriteAllText(At("wild.json"), Tiny.Replace("\"kind\": \"adam\"", "\"kind\": \"sgd\"").Replace("0.003", "1e6"));
            return At("wild.json");
        }
    }

    [LibtorchFact]
    public void Resuming_needs_a_training_and_its_own_config()
    {
        var none = Assert.Throws<FileNotFoundException>(() => Train("mistyped", "--resume"));
        Assert.Contains("expected a training to go on with at " + At("mistyped/last.safetensors"), none.Message);
        Assert.False(Directory.Exists(At("mistyped")));
        Train("there", "--steps", "2");
        var before = File.ReadAllText(At("there/config.json"));
        Assert.Contains(
            "got 'training.seed' 5 instead of 1",
            Assert.Throws<ArgumentException>(() => Train("there", "--resume", "--seed", "5")).Message);
        Assert.Equal(before, File.ReadAllText(At("there/config.json")));
        Assert.Contains("finished at step 4", Train("there", "--resume", "--steps", "4"));
    }
}

/// <summary>A test that sends a signal: skipped on Windows, which has none, and where there is no libtorch.</summary>
public sealed class SignalFactAttribute : LibtorchFactAttribute
{
    /// <summary>Looks at the system.</summary>
    public SignalFactAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "Windows has no signals to send";
    }
}
