namespace Spn.Learning;

/// <summary>The configs that have a name.</summary>
public static class TrainingPresets
{
    private static readonly Dictionary<string, string> s_texts = new()
    {
        ["scenes"] = """
            {
              // A small refiner on scenes drawn on the fly: about a minute on two cores.
              "model": "refiner",
              "connection": "three-way",
              "network": { "channels": 14, "encoder": [8, 16, 32], "decoder": [16], "output": "direct", "floor": 0.05 },
              "scenes": { "height": 96, "width": 128, "objects": 7, "clutter": 6, "train": 200, "validation": 8, "test": 40 },
              "coarse": { "from": "blocks", "block": 8 },
              "patches": { "size": 64, "batch": 4 },
              "training": { "steps": 1500, "optimiser": "adam", "rate": 0.003, "schedule": "poly", "clipNorm": 5, "evaluateEvery": 100 }
            }
            """,
        ["helen"] = """
            {
              // The paper's network for face parsing: 11 classes, 32 channels at 64×64 of a 128×128 patch, 384 weights a pixel.
              "model": "refiner",
              "connection": "three-way",
              "network": { "channels": 32, "encoder": [16, 32, 64, 64], "decoder": [64, 64] },
              "data": { "classes": "helen", "ignore": null },
              "coarse": { "from": "baseline" },
              "patches": { "size": 128, "batch": 8 },
              "training": { "steps": 40000, "optimiser": "sgd", "rate": 1e-4, "momentum": 0.9, "schedule": "constant", "evaluateEvery": 1000 }
            }
            """,
        ["helen-baseline"] = """
            {
              // The paper's baseline CNN for face parsing: input and output eight times smaller than the image.
              "model": "baseline",
              "network": { "scale": 8, "encoder": [16, 32, 64, 64], "decoder": [64, 64, 32] },
              "data": { "classes": "helen", "ignore": null },
              "patches": { "size": 512, "batch": 8, "leastLabels": 2 },
              "training": { "steps": 40000, "optimiser": "sgd", "rate": 1e-4, "momentum": 0.9, "schedule": "constant", "evaluateEvery": 1000 }
            }
            """,
        ["voc"] = """
            {
              // The paper's network for PASCAL VOC 2012: 21 classes, VGG-16 as guidance network (--vgg FILE gives it trained weights, without
              // it starts from random ones), only the classes of the coarse map in the result. Where the paper trains on the maps of FCN-8s,
              // this takes blocks of 8×8 pixels of the truth; "from": "baseline" takes the maps of a baseline that spn train made.
              "model": "refiner",
              "connection": "three-way",
              "network": { "preset": "voc" },
              "data": { "classes": "voc", "ignore": 255 },
              "coarse": { "from": "blocks", "block": 8 },
              "patches": { "size": 128, "batch": 8 },
              "training": { "steps": 40000, "optimiser": "sgd", "rate": 1e-4, "momentum": 0.9, "schedule": "constant", "evaluateEvery": 1000 }
            }
            """,
        ["camvid-baseline"] = """
            {
              // A small U-net on photographs shrunk by eight, and three more, each without a third of the training frames.
              "model": "baseline",
              "network": { "scale": 8, "encoder": [32, 64, 96, 96], "decoder": [96, 64, 32] },
              "loss": { "classBalance": 0.5 },
              "data": { "classes": "camvid", "ignore": 11 },
              "folds": 3,
              "patches": { "height": 352, "width": 448, "batch": 8 },
              "training": { "steps": 1200, "optimiser": "adam", "rate": 0.002, "schedule": "poly", "evaluateEvery": 200 }
            }
            """,
        ["camvid"] = """
            {
              // Refines the maps of camvid-baseline: a guidance that starts as weights made by hand, and sees the coarse map.
              "model": "refiner",
              "connection": "three-way",
              "network": { "preset": "street", "transformRate": 0.03, "weightGain": 0.0055 },
              "loss": { "classBalance": 0.5, "mostClassWeight": 5, "boundaryWeight": 0.3 },
              "data": { "classes": "camvid", "ignore": 11 },
              "coarse": { "from": "baseline", "folds": 3 },
              "patches": { "size": 128, "batch": 8, "leastScale": 1, "mostScale": 1, "colourJitter": 0.2 },
              "training": { "steps": 2000, "optimiser": "adam", "rate": 0.0015, "schedule": "poly", "warmUp": 30, "clipNorm": 1, "evaluateEvery": 500, "evaluateImages": 20 }
            }
            """,
    };

    /// <summary>The names: <c>scenes</c>, <c>helen</c>, <c>helen-baseline</c>, <c>voc</c>, <c>camvid-baseline</c>, <c>camvid</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_texts.Keys];

    /// <summary>The JSON of a preset: save it, change it, train by it.</summary>
    /// <exception cref="ArgumentException">There is none of this name; the message lists those there are.</exception>
    public static string Text(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return s_texts.TryGetValue(name, out var text) ? text : throw new ArgumentException($"expected a preset {string.Join(", ", Names)}, got '{name}'.", nameof(name));
    }
}
