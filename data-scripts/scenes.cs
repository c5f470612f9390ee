// Generated scenes as a data set: train, trainannot, val, valannot, test, testannot. The same numbers give the same files everywhere.
//
//     dotnet run data-scripts/scenes.cs -- --out data/scenes --train 240 --height 128 --width 160
#:project ../src/Spn.DataScripts
#:property PublishAot=false
using Spn.DataScripts;
using Spn.DataSets.Acquire;
using Spn.DataSets.Conversions;
using Spn.Scenes;

var train = DataScript.Number("--train", "Scenes to train on.", 240, 1..100_000);
var val = DataScript.Number("--val", "Scenes to choose by.", 12, 1..100_000);
var test = DataScript.Number("--test", "Scenes to report on.", 40, 1..100_000);
var height = DataScript.Number("--height", "Rows.", 128, SceneGenerator.MinSize..8192);
var width = DataScript.Number("--width", "Columns.", 160, SceneGenerator.MinSize..8192);
var objects = DataScript.Number("--objects", "Objects of each.", 7, 0..100);
var clutter = DataScript.Number("--clutter", "Things of each that are background.", 6, 0..1000);
var seed = DataScript.Number("--seed", "Chooses the first scene.", 1, 0..1_000_000_000);

return await DataScript.RunAsync(args, "Draws scenes and writes them as a data set.", parsed => ScenesConversion.Source(
    new SceneOptions
    {
        Height = parsed.GetValue(height), Width = parsed.GetValue(width), Objects = parsed.GetValue(objects),
        Clutter = parsed.GetValue(clutter), Seed = parsed.GetValue(seed),
    },
    new Dictionary<string, int>
    {
        ["train"] = parsed.GetValue(train), ["val"] = parsed.GetValue(val), ["test"] = parsed.GetValue(test),
    }), train, val, test, height, width, objects, clutter, seed);
