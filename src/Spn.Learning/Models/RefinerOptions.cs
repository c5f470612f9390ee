using System.ComponentModel.DataAnnotations;

namespace Spn.Learning;

/// <summary>How the propagated map becomes scores.</summary>
public enum RefinerOutput
{
    /// <summary>
    /// scores = log coarse + upsampled T(h − x): what propagation changed is added to the coarse scores. Untrained, with weights near zero,
    /// the refiner is the identity.
    /// </summary>
    Change,

    /// <summary>
    /// scores = upsampled T(h), the paper's form. Untrained, it gives the coarse map back as half its resolution shows it.
    /// </summary>
    Direct,
}

/// <summary>
/// A refiner: coarse class probabilities at the image's size → Channels at 1/s of it → propagation with weights from the image → scores at
/// the image's size. s, 1 or 2, is where the guidance network ends.
/// </summary>
public sealed record RefinerOptions
{
    /// <summary>The paper's network for HELEN: 11 classes, 32 channels at half resolution, the small guidance network.</summary>
    public static RefinerOptions Helen { get; } = new();

    /// <summary>
    /// The paper's network for PASCAL VOC: 21 classes, 32 channels at half resolution, ResNet-18 from ImageNet as guidance network where
    /// the paper has VGG-16, and only the classes of the coarse map in the result.
    /// </summary>
    public static RefinerOptions Voc { get; } = new()
    {
        Classes = 21,
        Guidance = GuidanceOptions.ResNet18,
        Inference = new() { RestrictClasses = true },
    };

    /// <summary>Number of classes.</summary>
    [Range(2, 255)]
    public int Classes { get; init; } = 11;

    /// <summary>Three-way or one-way.</summary>
    [AllowedValues(Connection.OneWay, Connection.ThreeWay)]
    public Connection Connection { get; init; } = Connection.ThreeWay;

    /// <summary>
    /// How the weights that the guidance network finds are normalised. <see cref="Normalisation.Gate"/> takes K + 1 outputs for K of the
    /// network; with <see cref="Normalisation.RowStochastic"/> the coarse map enters the scans at their first lines alone.
    /// </summary>
    [AllowedValues(Normalisation.Clip, Normalisation.Always, Normalisation.RowStochastic, Normalisation.Gate, Normalisation.Raw)]
    public Normalisation Normalisation { get; init; } = Normalisation.Clip;

    /// <summary>Channels that are propagated, at least as many as classes: the first ones start as the classes.</summary>
    [Range(2, 1024)]
    public int Channels { get; init; } = 32;

    /// <summary>
    /// One set of weights for all channels instead of one each: 4·K instead of 4·K·Channels outputs of the guidance network.
    /// </summary>
    public bool SharedWeights { get; init; }

    /// <summary>
    /// The guidance network, unless one is given. It ends at the image's size or at half of it: its decoder is that much shorter than its
    /// encoder.
    /// </summary>
    public GuidanceOptions Guidance { get; init; } = new();

    /// <summary>
    /// What the initial weights of the guidance network's head are multiplied by: near 0, so that p starts near 0 and propagation near the
    /// identity; not 0, so that the four directions differ and the first does not take all of the gradient.
    /// </summary>
    [Range(0, 1000.0)]
    public double WeightGain { get; init; } = 0.001;

    /// <summary>The kernel of the guidance network's head, 3 or 1: with 384 outputs it is most of the network's work.</summary>
    [AllowedValues(1, 3)]
    public int WeightKernel { get; init; } = 3;

    /// <summary>
    /// The rate factor of the guidance network's head. Behind the constraint only the direction of p matters where Σ|p| &gt; 1, and the
    /// noise of large steps drives p outwards; there h takes nothing from x any more. Less than 1 holds it back.
    /// </summary>
    [Range(0, 1000.0)]
    public double WeightRate { get; init; } = 1;

    /// <summary>
    /// The rate factor of the transforms before and after the propagation; less than 1 keeps the classes' way through them clean.
    /// </summary>
    [Range(0, 1000.0)]
    public double TransformRate { get; init; } = 1;

    /// <summary>
    /// Whether the guidance network also sees the coarse map, as 0.3·log p + 1 beside what its first convolution gives, or with ResNet-18
    /// beside what its last convolution on the way up takes: it then knows which classes meet at an edge.
    /// </summary>
    public bool GuidanceSeesCoarse { get; init; }

    /// <summary>
    /// Above 0, up to 1: the guidance network's head also takes weights made by hand from the image, with Σp up to this number, and
    /// starts as their copy, so that training begins with a propagation that already follows edges. 0, the default, leaves them out.
    /// </summary>
    [Range(0, 1.0)]
    public double HandStrength { get; init; }

    /// <summary>
    /// The kernel of the input transform, 3 or 1; with 1 it takes the mean of the pixels under each propagated one, and with as many
    /// channels as classes it starts as the identity.
    /// </summary>
    [AllowedValues(1, 3)]
    public int InputKernel { get; init; } = 3;

    /// <summary>The kernel of the output transform T, 1 or 3.</summary>
    [AllowedValues(1, 3)]
    public int OutputKernel { get; init; } = 1;

    /// <summary>
    /// Whether the channels after the first Classes start as their negatives (2·Classes channels at least): the maximum over directions
    /// lets a channel only grow, and a pair of them grow and shrink a class.
    /// </summary>
    public bool Pairs { get; init; }

    /// <summary>How the propagated map becomes scores.</summary>
    public RefinerOutput Output { get; init; } = RefinerOutput.Change;

    /// <summary>The smallest coarse probability: how sure the coarse map may be of itself.</summary>
    [Range(1e-12, 0.5)]
    public double Floor { get; init; } = 1e-4;

    /// <summary>The loss.</summary>
    public LossOptions Loss { get; init; } = new();

    /// <summary>How it is applied.</summary>
    public InferenceOptions Inference { get; init; } = new();

    /// <summary>Of the random initial weights.</summary>
    public int Seed { get; init; }

    /// <summary>The same with the other connection.</summary>
    public RefinerOptions WithConnection(Connection connection) => this with { Connection = connection };

    /// <summary>Outputs of the guidance network.</summary>
    internal int Outputs => 4 * Normalisation.Maps(Connection) * (SharedWeights ? 1 : Channels);

    /// <summary>The same with another seed.</summary>
    public RefinerOptions WithSeed(int seed) => this with { Seed = seed };

    /// <summary>What ranges cannot say.</summary>
    internal RefinerOptions Check()
    {
        var each = Pairs ? 2 : 1;
        if (Channels < each * Classes)
            throw new ArgumentOutOfRangeException(
                nameof(Channels),
                $"expected at least {each * Classes} channels, {(Pairs ? "two" : "one")} for each class, got {Channels}.");
        if (HandStrength > 0 && Normalisation is (Normalisation.RowStochastic or Normalisation.Gate))
            throw new ArgumentException(
                $"expected handStrength 0 with the normalisation {Normalisation.ToWords()}, whose raw maps are no weights, got "
                + $"{HandStrength}; leave one of them out.", nameof(HandStrength));
        Loss.Check(Classes);
        Inference.Check();
        return this;
    }
}
