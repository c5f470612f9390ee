using Spn.Arrays;
using Spn.Segmentation;
using Spn.Tool.Commands;

namespace Spn.Tool.Tests.Commands;

/// <summary>What a guidance network starts from.</summary>
[Collection(TorchCollection.Name)]
public sealed class StartingWeightsTests : TrainCase
{
    [LibtorchFact]
    public void A_guidance_network_that_is_vgg_16_starts_from_trained_weights_or_says_that_it_does_not()
    {
        // As deep as VGG-16 and of few channels.
        File.WriteAllText(
            At("vgg.json"),
            Tiny.Replace("[4, 4]", "[2, 3, 4, 4, 4, 4], \"convolutions\": [2, 2, 3, 3, 3, 0]")
                .Replace("[]", "[4, 4, 4, 4]").Replace("0.003", "1e-12"));
        string TrainVgg(string name, params string[] more) =>
            CommandLine.Run(
                TrainCommand.Create(), ["--config", At("vgg.json"), "--steps", "1", "--data", "scenes", "--out", At(name), .. more]);
        Assert.Contains("VGG-16, starts from random weights; --vgg FILE", TrainVgg("random"));
        const string first = "guidance.encode1_1.weight";
        var tensors = SafeTensors.Read(At("random/last.safetensors")).Tensors.Where(
            tensor => tensor.Name.StartsWith("guidance.encode", StringComparison.Ordinal))
            .Select(tensor => new SafeTensor(
                tensor.Name.Replace("guidance.encode", "conv"),
                tensor.Shape,
                [.. tensor.Values.Select((_, i) => 0.01f * (i % 7))])).ToList();
        SafeTensors.Write(At("vgg.safetensors"), tensors);
        Assert.DoesNotContain("random weights", TrainVgg("trained", "--vgg", At("vgg.safetensors")));
        Assert.All(
            SafeTensors.Read(At("trained/last.safetensors"))[first].Values.Zip(
                tensors.Single(tensor => tensor.Name == "conv1_1.weight").Values),
            pair => Assert.Equal(pair.Second, pair.First, 1e-6f));

        string Refusal(string name, params string[] more) =>
            Assert.ThrowsAny<Exception>(() => TrainVgg(name, ["--vgg", At("vgg.safetensors"), .. more])).Message;
        Assert.Contains("--vgg only for a new training", Refusal("trained", "--resume"));
        Assert.Contains("--vgg only with", Assert.Throws<ArgumentException>(() => Train("plain", "--vgg", At("vgg.safetensors"))).Message);
        Assert.Contains(
            "--imagenet only with", Assert.Throws<ArgumentException>(() => Train("plain", "--imagenet", At("vgg.safetensors"))).Message);
        SafeTensors.Write(At("vgg.safetensors"), [new SafeTensor("conv1_1.weight", [1], [0])]);
        Assert.Contains("expected tensor 'conv1_1.weight' of shape [2, 3, 3, 3], got [1]", Refusal("wrong"));
        Assert.False(Directory.Exists(At("wrong")) || Directory.Exists(At("plain")));
    }
}
