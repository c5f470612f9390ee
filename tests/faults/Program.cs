// Writes three broken copies of a sound refiner of scenes, for notebooks/debugging.md:
//
//     dotnet run -c Release --project tests/faults -- artifacts/refiner/best.safetensors artifacts/faults
//
// silent.safetensors, exchanged.safetensors, and the x and p of a propagation whose constraint allows 1.02, on the first of spn scenes.
using Spn;
using Spn.Arrays;
using Spn.Faults;
using Spn.Learning;
using Spn.Scenes;

if (args.Length != 2 || !File.Exists(args[0]))
{
    Console.Error.WriteLine("expected a checkpoint of spn train and a folder to write to: MODEL.safetensors DIR");
    return 1;
}

TorchLibrary.Load();
var checkpoint = Checkpoint.Load(args[0]);
if (checkpoint.Model is not SpnRefiner { Classes: 7, Guidance: GuidanceNetwork } sound)
{
    Console.Error.WriteLine("expected a refiner of the seven classes of the scenes; "
        + "train one: spn train --preset scenes --data scenes --out artifacts/refiner");
    return 1;
}

var folder = Directory.CreateDirectory(args[1]).FullName;
var scene = SceneGenerator.Render(seed: 1);
var (person, deer) = (scene.Palette.IndexOf("person"), scene.Palette.IndexOf("deer"));
Checkpoint.Save(Path.Combine(folder, "silent.safetensors"), Planted.Silent(sound, Direction.RightToLeft), checkpoint.State);
Checkpoint.Save(Path.Combine(folder, "exchanged.safetensors"), Planted.Exchanged(sound, person, deer), checkpoint.State);

var coarse = CoarseMaps.Upsample(CoarseMaps.Certain(scene.Coarse(), sound.Classes), scene.Photo.Height, scene.Photo.Width, cell: 8);
var seen = sound.Look(scene.Photo, coarse).Propagation;
Npy.Write(Path.Combine(folder, "x.npy"), seen.Input);
Npy.Write(Path.Combine(folder, "p.npy"), Planted.Loose(seen.Weights, 1.02f));
Console.WriteLine($"wrote silent.safetensors, exchanged.safetensors, x.npy and p.npy to {args[1]}");
return 0;
