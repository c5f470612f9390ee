using Spn.Imaging;
using Spn.Segmentation;

namespace Spn.Learning;

/// <summary>From the JSON of a config to its parts. Every key has the default that the part itself has.</summary>
internal static class TrainingConfigReader
{
    private static readonly Dictionary<string, Palette> s_palettes = new()
    {
        ["camvid"] = Palette.CamVid, ["voc"] = Palette.PascalVoc, ["helen"] = Palette.Helen, ["scenes"] = SceneGenerator.Palette,
    };

    private static readonly Dictionary<string, bool> s_models = new() { ["refiner"] = true, ["baseline"] = false };

    public static TrainingConfig Read(string text, string source)
    {
        var root = JsonSettings.Parse(source, text);
        var refines = root.Choice("model", true, s_models);
        var network = root.Section("network");
        var loss = root.Section("loss");
        var config = new TrainingConfig
        {
            Text = text,
            Refiner = refines ? Refiner(network, root, Loss(loss)) : null,
            Baseline = refines ? null : Baseline(network, Loss(loss)),
            Balance = new ClassBalance { Exponent = loss.Number("classBalance", 0, 0, 1), Most = loss.Number("mostClassWeight", 10, 1, 1e6) },
            Folder = Folder(root.Section("data")),
            Scenes = Scenes(root.Section("scenes")),
            Folds = refines ? 1 : root.Whole("folds", 1, 1, 100),
            Coarse = refines ? Coarse(root.Section("coarse")) : CoarseOptions.Default,
            Patches = Patches(root.Section("patches")),
            Training = Training(root.Section("training")),
        };
        network.Finish();
        loss.Finish();
        root.Finish();
        return config with { Refiner = config.Refiner?.WithSeed(config.Training.Seed), Baseline = config.Baseline?.WithSeed(config.Training.Seed) };
    }

    private static LossOptions Loss(JsonSettings loss) => LossOptions.Default with
    {
        BoundaryWeight = loss.Number("boundaryWeight", LossOptions.Default.BoundaryWeight, 0, 1e6),
        BoundaryRadius = loss.Whole("boundaryRadius", LossOptions.Default.BoundaryRadius, 1, 100),
    };

    private static RefinerOptions Refiner(JsonSettings network, JsonSettings root, LossOptions loss)
    {
        var usual = network.Choice("preset", RefinerOptions.Helen, new Dictionary<string, RefinerOptions> { ["helen"] = RefinerOptions.Helen, ["voc"] = RefinerOptions.Voc, ["street"] = RefinerOptions.Street(11) });
        return usual with
        {
            Connection = root.Choice("connection", usual.Connection, new Dictionary<string, Connection> { ["three-way"] = Connection.ThreeWay, ["one-way"] = Connection.OneWay }),
            Channels = network.Whole("channels", usual.Channels, 2, 4096),
            SharedWeights = network.Switch("sharedWeights", usual.SharedWeights),
            WeightGain = network.Number("weightGain", usual.WeightGain, 0, 1000),
            InitialWeight = network.Number("initialWeight", usual.InitialWeight, -1, 1),
            WeightKernel = network.Whole("weightKernel", usual.WeightKernel, 1, 3),
            Pairs = network.Switch("pairs", usual.Pairs),
            WeightRate = network.Number("weightRate", usual.WeightRate, 0, 1000),
            TransformRate = network.Number("transformRate", usual.TransformRate, 0, 1000),
            GuidanceSeesCoarse = network.Switch("guidanceSeesCoarse", usual.GuidanceSeesCoarse),
            HandStrength = network.Number("handStrength", usual.HandStrength, 0, 1),
            HandWidth = network.Number("handWidth", usual.HandWidth, 1e-4, 100),
            OutputKernel = network.Whole("outputKernel", usual.OutputKernel, 1, 3),
            Input = network.Choice("input", usual.Input, new Dictionary<string, RefinerInput> { ["log"] = RefinerInput.LogProbabilities, ["probabilities"] = RefinerInput.Probabilities }),
            Output = network.Choice("output", usual.Output, new Dictionary<string, RefinerOutput> { ["change"] = RefinerOutput.Change, ["direct"] = RefinerOutput.Direct }),
            OutputGain = network.Number("outputGain", usual.OutputGain, -1000, 1000),
            Floor = network.Number("floor", usual.Floor, 1e-12, 0.5),
            Guidance = UNet(network, usual.Guidance),
            Loss = loss,
        };
    }

    private static BaselineOptions Baseline(JsonSettings network, LossOptions loss)
    {
        var usual = network.Choice("preset", BaselineOptions.Helen, new Dictionary<string, BaselineOptions> { ["helen"] = BaselineOptions.Helen, ["helen-highres"] = BaselineOptions.HelenHighres, ["street"] = BaselineOptions.Street(11) });
        return usual with
        {
            Scale = network.Whole("scale", usual.Scale, 1, 64),
            ScoreKernel = network.Whole("scoreKernel", usual.ScoreKernel, 1, 3),
            ScoreGain = network.Number("scoreGain", usual.ScoreGain, 0, 1000),
            Network = UNet(network, usual.Network),
            Loss = loss,
        };
    }

    private static UNetOptions UNet(JsonSettings network, UNetOptions usual) => usual with
    {
        Encoder = network.Wholes("encoder", usual.Encoder, 1, 4096),
        Decoder = network.Wholes("decoder", usual.Decoder, 1, 4096),
        Convolutions = network.Wholes("convolutions", usual.Convolutions, 0, 16),
        LastKernel = network.Whole("lastKernel", usual.LastKernel, 1, 3),
        Stride = network.Whole("stride", usual.Stride, 1, 2),
        Activation = network.Choice("activation", usual.Activation, new Dictionary<string, Activation> { ["relu"] = Activation.Relu, ["elu"] = Activation.Elu }),
    };

    private static FolderSetOptions Folder(JsonSettings data)
    {
        var usual = FolderSetOptions.Default;
        var palette = data.IsList("classes") ? Named(data.Texts("classes", [])) : data.Choice("classes", usual.Palette, s_palettes);
        var folder = new FolderSetOptions
        {
            Palette = palette,
            IgnoredLabel = (byte?)data.WholeOrNone("ignore", ReferenceEquals(palette, Palette.CamVid) ? 11 : null, 0, 255),
            Shrink = data.Whole("shrink", usual.Shrink, 1, 64),
            HoldOut = data.Whole("holdOut", usual.HoldOut, 0, 1000),
            TrainImages = data.Text("trainImages", usual.TrainImages),
            TrainLabels = data.Text("trainLabels", usual.TrainLabels),
            TestImages = data.Text("testImages", usual.TestImages),
            TestLabels = data.Text("testLabels", usual.TestLabels),
        };
        data.Finish();
        return folder.Check();
    }

    private static Palette Named(IReadOnlyList<string> names) => new(names, [.. Enumerable.Range(0, names.Count).Select(i => Palette.VocColour((byte)i))]);

    private static SceneSetOptions Scenes(JsonSettings scenes)
    {
        var usual = SceneSetOptions.Default;
        var set = new SceneSetOptions
        {
            Scene = usual.Scene with
            {
                Height = scenes.Whole("height", usual.Scene.Height, SceneGenerator.MinSize, 4096),
                Width = scenes.Whole("width", usual.Scene.Width, SceneGenerator.MinSize, 4096),
                Classes = scenes.Whole("classes", usual.Scene.Classes, 2, SceneGenerator.Palette.Count),
                Objects = scenes.Whole("objects", usual.Scene.Objects, 0, 100),
                Clutter = scenes.Whole("clutter", usual.Scene.Clutter, 0, 1000),
                Noise = scenes.Number("noise", usual.Scene.Noise, 0, 1),
                EdgeSoftness = scenes.Number("edgeSoftness", usual.Scene.EdgeSoftness, 0, 20),
                Lookalike = scenes.Number("lookalike", usual.Scene.Lookalike, 0, 1),
            },
            Train = scenes.Whole("train", usual.Train, 1, SceneSetOptions.MostScenes),
            Validation = scenes.Whole("validation", usual.Validation, 1, SceneSetOptions.MostScenes),
            Test = scenes.Whole("test", usual.Test, 1, SceneSetOptions.MostScenes),
            Seed = scenes.Whole("seed", usual.Seed, int.MinValue, int.MaxValue),
        };
        scenes.Finish();
        return set.Check();
    }

    private static CoarseOptions Coarse(JsonSettings coarse)
    {
        var usual = CoarseOptions.Default;
        var options = new CoarseOptions
        {
            Source = coarse.Choice("from", usual.Source, new Dictionary<string, CoarseSource> { ["blocks"] = CoarseSource.Blocks, ["baseline"] = CoarseSource.Baseline, ["folder"] = CoarseSource.Folder }),
            Block = coarse.Whole("block", usual.Block, 1, 256),
            Folds = coarse.Whole("folds", usual.Folds, 1, 100),
        };
        coarse.Finish();
        return options;
    }

    private static PatchOptions Patches(JsonSettings patches)
    {
        var usual = PatchOptions.Default;
        var size = patches.Whole("size", usual.Height, 8, 4096);
        var options = new PatchOptions
        {
            Height = patches.Whole("height", size, 8, 4096),
            Width = patches.Whole("width", size, 8, 4096),
            Batch = patches.Whole("batch", usual.Batch, 1, 1024),
            LeastLabels = patches.Whole("leastLabels", usual.LeastLabels, 1, 255),
            Tries = patches.Whole("tries", usual.Tries, 1, 1_000_000),
            Flip = patches.Switch("flip", usual.Flip),
            LeastScale = patches.Number("leastScale", usual.LeastScale, 0.1, 10),
            MostScale = patches.Number("mostScale", usual.MostScale, 0.1, 10),
            ColourJitter = patches.Number("colourJitter", usual.ColourJitter, 0, 0.9),
        };
        patches.Finish();
        return options.Check();
    }

    private static TrainingOptions Training(JsonSettings training)
    {
        var usual = TrainingOptions.Default;
        var options = new TrainingOptions
        {
            Steps = training.Whole("steps", usual.Steps, 1, TrainingOptions.MostSteps),
            EvaluateEvery = training.Whole("evaluateEvery", usual.EvaluateEvery, 1, TrainingOptions.MostSteps),
            EvaluateImages = training.Whole("evaluateImages", usual.EvaluateImages, 0, int.MaxValue),
            LogEvery = training.Whole("logEvery", usual.LogEvery, 1, TrainingOptions.MostSteps),
            SaveEvery = training.Whole("saveEvery", usual.SaveEvery, 1, TrainingOptions.MostSteps),
            Patience = training.Whole("patience", usual.Patience, 0, 1_000_000),
            Optimiser = Optimiser(training),
            Rates = Rates(training),
            RateFactors = training.Section("rateFactors").AllNumbers(0, 1000),
            Seed = training.Whole("seed", usual.Seed, int.MinValue, int.MaxValue),
        };
        training.Finish();
        return options.Check();
    }

    private static OptimiserOptions Optimiser(JsonSettings training)
    {
        var usual = training.Choice("optimiser", OptimiserOptions.Sgd, new Dictionary<string, OptimiserOptions> { ["sgd"] = OptimiserOptions.Sgd, ["adam"] = OptimiserOptions.Adam });
        return usual with
        {
            Momentum = training.Number("momentum", usual.Momentum, 0, 0.9999),
            SecondMoment = training.Number("secondMoment", usual.SecondMoment, 0, 0.999999),
            WeightDecay = training.Number("weightDecay", usual.WeightDecay, 0, 1),
            ClipNorm = training.Number("clipNorm", usual.ClipNorm, 0, 1e9),
        };
    }

    private static RateSchedule Rates(JsonSettings training)
    {
        var usual = RateSchedule.Default;
        return new RateSchedule
        {
            Base = training.Number("rate", usual.Base, 1e-12, 1000),
            Policy = training.Choice("schedule", usual.Policy, new Dictionary<string, RatePolicy> { ["constant"] = RatePolicy.Fixed, ["step"] = RatePolicy.Step, ["poly"] = RatePolicy.Poly }),
            Gamma = training.Number("gamma", usual.Gamma, 1e-6, 1),
            Every = training.Whole("every", usual.Every, 1, TrainingOptions.MostSteps),
            Power = training.Number("power", usual.Power, 0.01, 10),
            WarmUp = training.Whole("warmUp", usual.WarmUp, 0, TrainingOptions.MostSteps),
        };
    }
}
