namespace Spn.Learning;

/// <summary>What is propagated.</summary>
public enum RefinerInput
{
    /// <summary>log max(probability, floor).</summary>
    LogProbabilities,

    /// <summary>The probabilities themselves.</summary>
    Probabilities,
}

/// <summary>How the propagated map becomes scores.</summary>
public enum RefinerOutput
{
    /// <summary>
    /// scores = log coarse + upsampled T(h − x): what propagation changed is added to the coarse scores. Untrained, with weights near zero,
    /// the refiner is the identity.
    /// </summary>
    Change,

    /// <summary>scores = upsampled T(h), the paper's form. Untrained, it gives the coarse map back as half its resolution shows it.</summary>
    Direct,
}

/// <summary>
/// A refiner: coarse class probabilities at the image's size → Channels at 1/Stride of it → propagation with weights from the image →
/// scores at the image's size.
/// </summary>
public sealed record RefinerOptions
{
    /// <summary>The paper's network for HELEN: 11 classes, 32 channels at half resolution, the small guidance network.</summary>
    public static RefinerOptions Helen { get; } = new() { Classes = 11 };

    /// <summary>
    /// The paper's network for PASCAL VOC: 21 classes, 32 channels at half resolution, VGG-16 as guidance network, and only the classes of
    /// the coarse map in the result.
    /// </summary>
    public static RefinerOptions Voc { get; } = new()
    {
        Classes = 21,
        Guidance = UNetOptions.Vgg16,
        Inference = InferenceOptions.Default.WithRestrictClasses(true),
    };

    /// <summary>
    /// A refiner for small sets of street scenes (CamVid): a guidance network that begins at half the image's size and sees the coarse map,
    /// whose weights start as those made by hand, and each class propagated as itself and as its negative.
    /// </summary>
    /// <param name="classes">Number of classes.</param>
    public static RefinerOptions Street(int classes) => new()
    {
        Classes = classes,
        Channels = 2 * classes,
        Pairs = true,
        Output = RefinerOutput.Direct,
        OutputKernel = 3,
        Floor = 1e-3,
        HandStrength = 0.9,
        WeightKernel = 1,
        WeightGain = 0.055,
        WeightRate = 0.03,
        TransformRate = 0.1,
        GuidanceSeesCoarse = true,
        Guidance = new()
        {
            Encoder = [24, 48, 72],
            Convolutions = [2, 2, 2],
            Stride = 2,
            Decoder = [48, 48],
            LastKernel = 1,
            Mean = [0.5, 0.5, 0.5],
            Deviation = [0.25, 0.25, 0.25],
        },
    };

    /// <summary>Number of classes.</summary>
    public required int Classes { get; init; }

    /// <summary>Three-way or one-way.</summary>
    public Connection Connection { get; init; } = Connection.ThreeWay;

    /// <summary>Channels that are propagated, at least as many as classes: the first ones start as the classes.</summary>
    public int Channels { get; init; } = 32;

    /// <summary>One set of weights for all channels instead of one each: 4·K instead of 4·K·Channels outputs of the guidance network.</summary>
    public bool SharedWeights { get; init; }

    /// <summary>The guidance network. It ends at 1/Stride of the image's size: its decoder is that much shorter than its encoder.</summary>
    public UNetOptions Guidance { get; init; } = UNetOptions.Default;

    /// <summary>
    /// What the initial weights of the last guidance convolution are multiplied by: near 0, so that p starts near 0 and propagation near the
    /// identity; not 0, so that the four directions differ.
    /// </summary>
    public double WeightGain { get; init; } = 0.001;

    /// <summary>
    /// Σ p over the K neighbours of each direction at the start, below 1 in size: the bias of the last guidance convolution. At 0 the propagation starts
    /// as the identity. Larger, values travel several pixels from the start, which gives p a gradient where the coarse map is smooth; with
    /// <see cref="RefinerOutput.Change"/> and <see cref="OutputGain"/> = 0 the refiner still starts as the identity.
    /// </summary>
    public double InitialWeight { get; init; }

    /// <summary>The kernel of the last guidance convolution, 3 or 1: with 384 outputs it is most of the network's work.</summary>
    public int WeightKernel { get; init; } = 3;

    /// <summary>
    /// The rate factor of the last guidance convolution. Behind the constraint only the direction of p matters where Σ|p| &gt; 1, and the
    /// noise of large steps drives p outwards; there h takes nothing from x any more. Less than 1 holds it back.
    /// </summary>
    public double WeightRate { get; init; } = 1;

    /// <summary>The rate factor of the transforms before and after the propagation; less than 1 keeps the classes' way through them clean.</summary>
    public double TransformRate { get; init; } = 1;

    /// <summary>
    /// Whether the guidance network also sees the coarse map, as 0.3·log p + 1 beside what its first convolution gives: it then knows which
    /// classes meet at an edge.
    /// </summary>
    public bool GuidanceSeesCoarse { get; init; }

    /// <summary>
    /// Above 0, up to 1: the last guidance convolution also takes weights made by hand from the image (<see cref="HandAffinityLayer"/>), and
    /// starts as their copy, so that training begins with a propagation that already follows edges. 0, the default, leaves them out.
    /// </summary>
    public double HandStrength { get; init; }

    /// <summary>The colour difference, of an image in [0, 1], at which the similarity of the weights by hand has fallen to 1/e.</summary>
    public double HandWidth { get; init; } = 0.1;

    /// <summary>The kernel of the output transform T, 1 or 3.</summary>
    public int OutputKernel { get; init; } = 1;

    /// <summary>
    /// Whether the channels after the first Classes start as their negatives (2·Classes channels at least): the maximum over directions lets a
    /// channel only grow, and a pair of them grow and shrink a class.
    /// </summary>
    public bool Pairs { get; init; }

    /// <summary>What is propagated.</summary>
    public RefinerInput Input { get; init; } = RefinerInput.LogProbabilities;

    /// <summary>How the propagated map becomes scores.</summary>
    public RefinerOutput Output { get; init; } = RefinerOutput.Change;

    /// <summary>What the channels of a class count in the output transform T at the start, the negative ones of <see cref="Pairs"/> negatively; other channels start at 0.</summary>
    public double OutputGain { get; init; } = 1;

    /// <summary>The smallest coarse probability: how sure the coarse map may be of itself.</summary>
    public double Floor { get; init; } = 1e-4;

    /// <summary>The loss.</summary>
    public LossOptions Loss { get; init; } = LossOptions.Default;

    /// <summary>How it is applied.</summary>
    public InferenceOptions Inference { get; init; } = InferenceOptions.Default;

    /// <summary>Of the random initial weights.</summary>
    public int Seed { get; init; }

    /// <summary>The same with another number of classes.</summary>
    public RefinerOptions WithClasses(int classes) => this with { Classes = classes };

    /// <summary>The same with the other connection.</summary>
    public RefinerOptions WithConnection(Connection connection) => this with { Connection = connection };

    /// <summary>The same with another number of channels.</summary>
    public RefinerOptions WithChannels(int channels) => this with { Channels = channels };

    /// <summary>The same with weights shared among channels, or not.</summary>
    public RefinerOptions WithSharedWeights(bool sharedWeights) => this with { SharedWeights = sharedWeights };

    /// <summary>The same with another guidance network.</summary>
    public RefinerOptions WithGuidance(UNetOptions guidance) => this with { Guidance = guidance };

    /// <summary>The same with other initial weights of the last guidance convolution.</summary>
    public RefinerOptions WithWeightGain(double weightGain) => this with { WeightGain = weightGain };

    /// <summary>The same with another sum of weights at the start.</summary>
    public RefinerOptions WithInitialWeight(double initialWeight) => this with { InitialWeight = initialWeight };

    /// <summary>The same with another kernel of the last guidance convolution.</summary>
    public RefinerOptions WithWeightKernel(int weightKernel) => this with { WeightKernel = weightKernel };

    /// <summary>The same with another rate factor of the last guidance convolution.</summary>
    public RefinerOptions WithWeightRate(double weightRate) => this with { WeightRate = weightRate };

    /// <summary>The same with another rate factor of the transforms.</summary>
    public RefinerOptions WithTransformRate(double transformRate) => this with { TransformRate = transformRate };

    /// <summary>The same with the coarse map in the guidance network, or without.</summary>
    public RefinerOptions WithGuidanceSeesCoarse(bool guidanceSeesCoarse) => this with { GuidanceSeesCoarse = guidanceSeesCoarse };

    /// <summary>The same with weights by hand of another strength, 0 for none.</summary>
    public RefinerOptions WithHandStrength(double handStrength) => this with { HandStrength = handStrength };

    /// <summary>The same with weights by hand of another width.</summary>
    public RefinerOptions WithHandWidth(double handWidth) => this with { HandWidth = handWidth };

    /// <summary>The same with another kernel of the output transform.</summary>
    public RefinerOptions WithOutputKernel(int outputKernel) => this with { OutputKernel = outputKernel };

    /// <summary>The same with pairs of channels, or without.</summary>
    public RefinerOptions WithPairs(bool pairs) => this with { Pairs = pairs };

    /// <summary>The same with another map propagated.</summary>
    public RefinerOptions WithInput(RefinerInput input) => this with { Input = input };

    /// <summary>The same with another way to scores.</summary>
    public RefinerOptions WithOutput(RefinerOutput output) => this with { Output = output };

    /// <summary>The same with another initial output transform.</summary>
    public RefinerOptions WithOutputGain(double outputGain) => this with { OutputGain = outputGain };

    /// <summary>The same with another smallest probability.</summary>
    public RefinerOptions WithFloor(double floor) => this with { Floor = floor };

    /// <summary>The same with another loss.</summary>
    public RefinerOptions WithLoss(LossOptions loss) => this with { Loss = loss };

    /// <summary>The same applied otherwise.</summary>
    public RefinerOptions WithInference(InferenceOptions inference) => this with { Inference = inference };

    /// <summary>The same with another seed.</summary>
    public RefinerOptions WithSeed(int seed) => this with { Seed = seed };

    internal RefinerOptions Check()
    {
        if (Classes is < 2 or > 255)
            throw new ArgumentOutOfRangeException(nameof(Classes), $"expected 2 to 255 classes, got {Classes}.");
        if (Channels < (Pairs ? 2 : 1) * Classes)
            throw new ArgumentOutOfRangeException(nameof(Channels), $"expected at least {(Pairs ? 2 : 1) * Classes} channels, {(Pairs ? "two" : "one")} for each class, got {Channels}.");
        if (Channels > 1024)
            throw new ArgumentOutOfRangeException(nameof(Channels), $"expected at most 1024 channels, got {Channels}.");
        if (!(Math.Abs(InitialWeight) <= 1))
            throw new ArgumentOutOfRangeException(nameof(InitialWeight), FormattableString.Invariant($"expected a sum of weights from -1 to 1, got {InitialWeight}."));
        if (Connection is not (Connection.OneWay or Connection.ThreeWay))
            throw new ArgumentOutOfRangeException(nameof(Connection), $"expected OneWay or ThreeWay, got K = {(int)Connection}.");
        if (Guidance.Check().Level is not (0 or 1))
            throw new ArgumentException($"expected a guidance network that ends at the image's size or half of it, got one that ends {Guidance.Level} levels below.", nameof(Guidance));
        if (!(WeightRate >= 0 && TransformRate >= 0) || !double.IsFinite(WeightRate + TransformRate))
            throw new ArgumentOutOfRangeException(nameof(WeightRate), FormattableString.Invariant($"expected rate factors of at least 0, got {WeightRate} and {TransformRate}."));
        if (!(HandStrength >= 0 && HandStrength <= 1))
            throw new ArgumentOutOfRangeException(nameof(HandStrength), FormattableString.Invariant($"expected a strength from 0 to 1, got {HandStrength}."));
        if (OutputKernel is not (1 or 3))
            throw new ArgumentOutOfRangeException(nameof(OutputKernel), $"expected a kernel of 1 or 3, got {OutputKernel}.");
        if (!double.IsFinite(OutputGain))
            throw new ArgumentOutOfRangeException(nameof(OutputGain), FormattableString.Invariant($"expected a finite gain, got {OutputGain}."));
        if (!Enum.IsDefined(Input))
            throw new ArgumentOutOfRangeException(nameof(Input), $"expected LogProbabilities or Probabilities, got {Input}.");
        if (!Enum.IsDefined(Output))
            throw new ArgumentOutOfRangeException(nameof(Output), $"expected Change or Direct, got {Output}.");
        Loss.Check(Classes);
        Inference.Check();
        return this;
    }
}
